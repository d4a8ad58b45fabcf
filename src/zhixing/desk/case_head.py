"""The head of a case, the same on its page and beside each act: number in words, title, state, a few plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.cases import adopting, kinds
from zhixing.cases.models import Case, Content
from zhixing.common.parts import Link
from zhixing.desk.speech import say


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """What is said of a case before anything else."""

    official_number: str
    number: str
    title: str
    url: str
    state: str
    now: bool
    step: str
    meta: tuple[str, ...]


def case_head(case: Case, content: Content | None = None) -> CaseHead:
    """Return the head of a case fetched with its body and session; coded words where the content is given."""
    state = adopting.by_digest(case.procedure).procedure.states[case.state]
    return CaseHead(
        official_number=official_words(case),
        number=case.number,
        title=case.title,
        url=reverse("desk:case_detail", args=[case.number]),
        state=say(state.title),
        now=not case.final,
        step=say(state.help) if state.help else "",
        meta=(*coded_words(case, content), *([_("from an earlier ledger")] if case.imported else [])),
    )


WRITTEN_OUT = "号"
"""How a number ends that says all by itself, as of documents: 联督〔2026〕1号; what stands below it goes on with -1."""


def official_words(case: Case) -> str:
    """Return the official number as a letter would write it; empty before there is one."""
    if not case.official_number:
        return ""
    kind = str(kinds.get(case.kind).title)
    if case.official_number.partition("-")[0].endswith(WRITTEN_OUT):
        return f"{kind} {case.official_number}"
    if case.session is None:
        return _("%(kind)s %(number)s") % {"kind": kind, "number": case.official_number}
    return _("%(session)s, %(kind)s %(number)s") % {
        "session": case.session.name,
        "kind": kind,
        "number": case.official_number,
    }


def coded_words(case: Case, content: Content | None) -> list[str]:
    """Return the titles of the codes a case is filed under, as the kind's filters name them."""
    if content is None:
        return []
    procedure = adopting.by_digest(case.procedure).procedure
    found = []
    for one in kinds.get(case.kind).filters:
        code = getattr(content, one.name, "")
        title = procedure.lists.get(one.choices, {}).get(code)
        if title is not None:
            found.append(say(title))
    return found


def crumbs(case: Case, *, parent: Case | None = None, act: str = "") -> list[Link]:
    """Return where a page stands: the kind's list, the parent, the case, and the act if there is one."""
    kind = kinds.get(case.kind)
    above = [Link(title=kind.plural_title, url=reverse("desk:case_list", args=[kind.plural]))]
    if parent is not None:
        above.append(Link(title=parent.called, url=reverse("desk:case_detail", args=[parent.number])))
    if not act:
        return [*above, Link(title=case.called)]
    return [*above, Link(title=case.called, url=reverse("desk:case_detail", args=[case.number])), Link(title=act)]
