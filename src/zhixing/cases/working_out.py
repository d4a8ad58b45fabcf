"""What the software fills in of an act, beside what a person entered: a frame, a draw. Its kind works it out.

It is worked out inside the door, from what stands in the case then; nobody can send something else in its place.
"""

from __future__ import annotations

from dataclasses import replace

from zhixing.assembly.models import Body
from zhixing.cases import kinds
from zhixing.cases.calls import Call
from zhixing.cases.models import Case
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act
from zhixing.procedure.words import Sentence, Words


def complete(call: Call, act: Act, *, body: Body, case: Case | None = None, kind: str = "") -> Call:
    """Return a call with the fields that are worked out; ``kind`` is asked where no case is open yet.

    Raises:
        Refused: as invalid, when one of these fields was typed, or nothing can be worked out from what was.
    """
    fields = {field.name: field for field in act.fields.values() if field.worked_out}
    if not fields or act.name == "import":
        return call
    faults = tuple((name, Sentence(NOT_TYPED, field=fields[name].title)) for name in fields if name in call.data)
    if faults:
        raise Refused("invalid", faults[0][1], act.article, faults)
    work = kinds.get(case.kind if case else kind).works_out[act.name]
    found = work(body, case, call.data)
    return replace(call, data={**call.data, **{name: found[name] for name in fields if name in found}})


NOT_TYPED = Words(
    "“{field}”由系统算出，不能填写。请去掉这一栏。", "{field} is worked out by the software. Leave it out."
)
