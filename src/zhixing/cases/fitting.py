"""What a procedure must have beyond itself before a committee adopts it: codes for figures, columns and child cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import models

from zhixing.cases.conditions import NOT
from zhixing.cases.kinds import Kind
from zhixing.procedure.fields import choices_of
from zhixing.procedure.model import FLAG, Act, Procedure
from zhixing.procedure.used_codes import lists_of
from zhixing.procedure.words import Sentence, Words


def counted_on(kind: Kind) -> Mapping[str, tuple[str, ...]]:
    """Return, by list, the codes and flags that the kind's figures ask for by name."""
    choices = {one.name: one.choices for one in kind.filters}
    found: dict[str, dict[str, None]] = {}
    for tally in kind.tallies:
        for name, code in tally.filters.items():
            if (own := choices.get(name.removeprefix(NOT))) is not None:
                found.setdefault(own, {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def misfits(kind: Kind, procedure: Procedure) -> Iterator[tuple[str, Sentence]]:
    """Yield, with its list, every code that figures miss or that is too long for the column of the kind's content."""
    for name, codes in counted_on(kind).items():
        borne = {FLAG + flag for flags in procedure.flags.get(name, {}).values() for flag in flags}
        for code in codes:
            if code not in borne and code not in procedure.lists.get(name, {}):
                yield name, Sentence(NOT_COUNTED, name=name, code=code)
    for column in kind.content._meta.concrete_fields:
        most = column.max_length if isinstance(column, models.CharField) else None
        for name in lists_of(procedure, column.name) if most else ():
            for code in procedure.lists[name]:
                if len(code) > (most or 0):
                    yield name, Sentence(TOO_LONG, name=name, code=code, most=most or 0)


def missing_in_child(parent: Procedure, child: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the list, and the codes of the parent's, that child cases take over and cannot hold."""
    carried = [
        name
        for act in parent.acts.values()
        for opening in act.opens
        if opening.kind == child.kind
        for name in opening.carries
    ]
    for name in dict.fromkeys(carried):
        offered = [child.lists[one] for one in lists_of(child, name)]
        for own in lists_of(parent, name):
            gone = [code for code in parent.lists[own] if all(code not in codes for codes in offered)]
            if gone and offered:
                yield own, ", ".join(gone)


def holds(child: Procedure, act: Act, name: str, value: object) -> bool:
    """Tell whether the act that opens a child can take a value over; a code of an older list it may not know."""
    field = act.fields.get(name)
    return field is None or field.type != "choice" or value in choices_of(child, field)


NOT_COUNTED = Words(
    "统计要用列表“{name}”的“{code}”。请保留这个选项或标记，名称可以另写。",
    "Figures ask for {code} of the list {name}. Keep this choice or flag; the title is yours.",
)
TOO_LONG = Words(
    "列表“{name}”的代码“{code}”太长，最多 {most} 个字符。请改短，名称可以另写。",
    "The code {code} of the list {name} is too long; it may have {most} characters. Shorten it; the title is yours.",
)
CHILD_LACKS = Words(
    "列表“{name}”有这些选项，而子案件“{child}”没有：{codes}。请给“{child}”写上同样的列表。",
    "The list {name} has choices that the child cases ({child}) lack: {codes}. Give {child} the same list.",
)
