"""What the page of a batch shows: before it is confirmed the form and the cases, afterwards what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Organisation
from zhixing.cases import adopting, kinds
from zhixing.cases.kinds import Kind
from zhixing.cases.models import Case
from zhixing.common.parts import Cite
from zhixing.desk import forms as desk_forms
from zhixing.desk.acting import Task
from zhixing.desk.boards import batches, phrases
from zhixing.desk.boards.models import Batch, BatchItem
from zhixing.desk.citing import Citing, citing
from zhixing.desk.names import Names
from zhixing.desk.speech import joined, say
from zhixing.procedure.engine import find_act
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import choices_of
from zhixing.procedure.model import Act, Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One case of a batch. ``said`` is why it cannot be or was not done; ``own`` what is entered for it alone."""

    number: str
    called: str
    title: str
    url: str
    state: str
    outcome: str
    said: str = ""
    article: Cite | None = None
    entry: int | None = None
    own: str = ""


@dataclass(frozen=True)
class Sheet:
    """A batch as its owner sees it on a day."""

    batch: Batch
    actor: Actor
    body: Body

    @property
    def kind(self) -> Kind:
        """The kind of the cases."""
        return kinds.get(self.batch.kind)

    def items(self) -> tuple[Sequence[BatchItem], Mapping[str, Case]]:
        """Return the items in their order, with their cases; two queries."""
        items = list(self.batch.items.order_by("place"))
        return items, batches.cases_of(items, self.actor)

    def act(self, cases: Mapping[str, Case]) -> Act:
        """Return the act as the first case has it whose procedure knows it, else as the one in force.

        Raises:
            Refused: as unknown, when none knows it.
        """
        procedures = [adopting.by_digest(case.procedure).procedure for case in cases.values()]
        known = next((one for one in procedures if self.batch.act in one.acts), None)
        return find_act(known or adopting.in_force(self.body, self.kind.slug).procedure, self.batch.act).going_on()

    def form(self, case: Case, data: QueryDict | None = None, *, without: Sequence[str] = ()) -> forms.Form:
        """Return the form of the act for all cases; fields that each case has for itself are left out."""
        adopted = adopting.by_digest(case.procedure)
        act = adopted.procedure.acts[self.batch.act].going_on()
        own = self.kind.forms.get(act.name)
        names = Names(self.body.pk, clock.today(), actor=self.actor)
        made = own or desk_forms.form_class(adopted, act, names=names)
        form = made(data)
        for name in without:
            form.fields.pop(name, None)
        return form

    def refusal(self, case: Case) -> Refused | None:
        """Return why the act cannot be performed on a case now, whatever the form will say."""
        adopted = adopting.by_digest(case.procedure)
        try:
            act = find_act(adopted.procedure, self.batch.act)
        except Refused as unknown:
            return unknown
        return Task(self.actor, self.body, clock.today(), adopted, act.going_on(), case).refusal()


def choosing(sheet: Sheet, *, form: forms.Form | None = None, chosen: Sequence[str] | None = None) -> Mapping[str, Any]:
    """Return what the page shows before the batch is confirmed; ``form`` and ``chosen`` as sent, if they were."""
    items, cases = sheet.items()
    refusals = {item.case: sheet.refusal(cases[item.case]) for item in items if item.case in cases}
    act = sheet.act(cases)
    cited = citing(sheet.body, [act.article, *(one.article for one in refusals.values() if one)], clock.today())
    can = [item for item in items if item.case in refusals and refusals[item.case] is None]
    if form is None and can:
        form = sheet.form(cases[can[0].case], without=list(can[0].data))
    own = own_data(sheet, act, items)
    rows = [
        _row(item, cases[item.case], refusals[item.case], cited, own=own[item.case])
        for item in items
        if item.case in cases
    ]
    return {
        "batch": sheet.batch,
        "act": {"title": say(act.title), "explain": say(act.help) if act.help else ""},
        "article": cited.cite(act.article),
        "form": form if can else None,
        "can": [_ticked(row, chosen) for row in rows if not row.said],
        "cannot": [row for row in rows if row.said],
        "has_own": any(own.values()),
        "gone": len(items) - len(rows),
        "back": sheet.batch.back or reverse("desk:inbox"),
        "has_long": (has_long := any(one.type == "prose" for one in act.fields.values())),
        "phrases": phrases.offered(sheet.actor) if has_long and can else (),
    }


def result(sheet: Sheet, *, paused: bool) -> Mapping[str, Any]:
    """Return what the page shows once the batch is confirmed."""
    items, cases = sheet.items()
    act = sheet.act(cases)
    cited = citing(sheet.body, [act.article, *(item.article for item in items)], clock.today())
    rows = [_result_row(item, cases.get(item.case), cited) for item in items]
    done = batches.progress(sheet.batch)
    return {
        "batch": sheet.batch,
        "act": {"title": say(act.title)},
        "article": cited.cite(act.article),
        "progress": done,
        "tried": done.total - done.left,
        "next": min(done.left, batches.CHUNK),
        "refused": [row for row in rows if row.outcome == BatchItem.Outcome.REFUSED],
        "done": [row for row in rows if row.outcome == BatchItem.Outcome.DONE],
        "waiting": [row for row in rows if row.outcome == BatchItem.Outcome.WAITING],
        "goes_on": bool(done.left) and not paused,
        "paused": paused,
        "back": sheet.batch.back or reverse("desk:inbox"),
    }


def unfinished(actor: Actor) -> list[Mapping[str, object]]:
    """Return the actor's interrupted batches as links, for the page of what one has begun."""
    return [
        {
            "title": _titled(batch),
            "url": reverse("desk:bulk", args=[batch.key]),
            "left": left,
            "at": batch.begun_at,
        }
        for batch, left in batches.unfinished(actor)
    ]


def _titled(batch: Batch) -> str:
    act = adopting.in_force(batch.body, batch.kind).procedure.acts.get(batch.act)
    return say(act.title) if act else batch.act


def _row(item: BatchItem, case: Case, refused: Refused | None, cited: Citing, *, own: str = "") -> ItemRow:
    state = adopting.by_digest(case.procedure).procedure.states[case.state]
    return ItemRow(
        number=case.number,
        called=case.called,
        title=case.title,
        url=reverse("desk:case_detail", args=[case.number]),
        state=say(state.title),
        outcome=item.outcome,
        said=say(refused.sentence) if refused else "",
        article=cited.cite(refused.article) if refused else None,
        own=own,
    )


def own_data(sheet: Sheet, act: Act, items: Sequence[BatchItem]) -> Mapping[str, str]:
    """Return in words what is entered for each case alone, units by their names; one query where units are named."""
    fields = {name for item in items for name in item.data}
    units = {name for name in fields if name in act.fields and act.fields[name].type.startswith("organisation")}
    ids = {one for item in items for name in units for one in _listed(item.data.get(name)) if one.isdecimal()}
    rows = Organisation.objects.of_body(sheet.body).filter(pk__in=ids).values_list("pk", "name") if ids else ()
    names = {str(pk): name for pk, name in rows}
    procedure = adopting.in_force(sheet.body, sheet.kind.slug).procedure
    return {item.case: _own_words(item, act, procedure, names) for item in items}


def _own_words(item: BatchItem, act: Act, procedure: Procedure, names: Mapping[str, str]) -> str:
    parts = []
    for name, one in act.fields.items():
        listed = _listed(item.data.get(name))
        if not listed:
            continue
        if one.type == "choice":
            titles = choices_of(procedure, one)
            parts.append(joined(say(titles[code]) for code in listed if code in titles))
        else:
            said = joined(names.get(value, value) for value in listed)
            parts.append(_("%(field)s: %(value)s") % {"field": say(one.title), "value": said})
    return " · ".join(parts)


def _listed(value: object) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]


def _ticked(row: ItemRow, chosen: Sequence[str] | None) -> Mapping[str, object]:
    return {"row": row, "chosen": chosen is None or row.number in chosen}


def _result_row(item: BatchItem, case: Case | None, cited: Citing) -> ItemRow:
    """Return a row of the result; of a case that has gone out of sight its number is left."""
    locale = "en" if (get_language() or "").startswith("en") else "zh-hans"
    if case is None:
        plain = ItemRow(number=item.case, called=item.case, title="", url="", state="", outcome=item.outcome)
    else:
        plain = _row(item, case, None, cited)
    return ItemRow(
        number=plain.number,
        called=plain.called,
        title=plain.title,
        url=plain.url,
        state=plain.state,
        outcome=item.outcome,
        said=item.said.get(locale, ""),
        article=cited.cite(item.article),
        entry=item.entry,
    )
