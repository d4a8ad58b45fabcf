"""What acts recorded, as pages show it: texts, rows as tables, files and visible cases as links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.cases.models import Case, Content
from zhixing.cases.reading import EntryView, ShownValue
from zhixing.common.parts import Field, Link, RowTable
from zhixing.desk.speech import joined, say
from zhixing.files.naming import files_in

LONG = 160
"""A recorded text of more characters is folded in the timeline, where each entry should be seen at a glance."""
MANY = 3
"""More rows than these are folded there."""
MANY_NAMED = 8
"""And so are more cases than these."""


@dataclass(frozen=True)
class Recorded:
    """How one reader sees what was recorded in a case: which cases named there are open to them.

    ``shown`` are the columns of the content whose text stands on the page already; ``case`` is the case's number.
    """

    visible: Collection[int] = ()
    content: Content | None = None
    shown: Collection[str] = ()
    case: str = ""

    def fields(self, values: Iterable[ShownValue], entry: int) -> list[Field]:
        """Return what an entry recorded; the texts that stand on the page already are named in one line."""
        found: list[Field] = []
        above: list[str] = []
        for value in values:
            if self._stands_above(value):
                above.append(say(value.title))
            else:
                found.append(self.field(value, entry))
        if above:
            found.append(Field(label=joined(above), value=_("as above, under “Text”")))
        return found

    def _stands_above(self, value: ShownValue) -> bool:
        """Whether a long text is the one that the page shows."""
        above = getattr(self.content, value.name, "") if value.name in self.shown else ""
        return value.long and bool(above) and above in (say(value.text), value.raw)

    def field(self, value: ShownValue, entry: int) -> Field:
        """Return one value that an entry recorded."""
        if files := files_in(value.raw):
            links = [self._file(one, entry, value.name) for one in files]
            return Field(label=say(value.title), value=say(value.text), links=links)
        text = say(value.text)
        if value.rows:
            folded = len(value.rows) > MANY or len(text) > LONG * 2
            return Field(label=say(value.title), value="", table=self.table(value.rows, folded=folded))
        return self._cell(value, folded=value.long and len(text) > LONG)

    def table(self, rows: Sequence[Sequence[ShownValue]], *, folded: bool = False) -> RowTable:
        """Return rows as a table of the columns that any of them fills."""
        titles = {cell.name: say(cell.title) for row in rows for cell in row}
        found = [{cell.name: cell for cell in row} for row in rows]
        return RowTable(
            columns=list(titles.values()),
            rows=[
                [
                    self._cell(row[name]) if name in row else Field(label=title, value="")
                    for name, title in titles.items()
                ]
                for row in found
            ],
            folded=folded,
        )

    def _file(self, file: Mapping[str, Any], entry: int, name: str) -> Link:
        url = reverse("desk:case_file", args=[self.case, entry, name, file["digest"]])
        return Link(title=file["name"], url=url, count=filesizeformat(file["size"]))

    def _cell(self, value: ShownValue, *, folded: bool = False) -> Field:
        links = [_link(one) for one in _cases_in(value.raw) if one["id"] in self.visible]
        # One closed to the reader among them: then the words say all, and nothing is linked that is not there.
        whole = len(links) == len(list(_cases_in(value.raw)))
        folded = folded or len(links) > MANY_NAMED
        return Field(label=say(value.title), value=say(value.text), folded=folded, links=links if whole else ())


def seen_by(
    actor: Actor, views: Iterable[EntryView], *, case: str, content: Content | None, shown: Collection[str]
) -> Recorded:
    """Return how a reader sees these entries: one query for the cases they name, none where they name none."""
    values = [value for view in views for value in view.values]
    named = {one["id"] for value in [*values, *_cells(values)] for one in _cases_in(value.raw)}
    visible = set(Case.objects.visible_to(actor).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return Recorded(visible, content, shown, case)


def _cells(values: Iterable[ShownValue]) -> Iterator[ShownValue]:
    for value in values:
        for row in value.rows:
            yield from row


def _cases_in(raw: object) -> Iterator[Mapping[str, Any]]:
    """Yield the cases that a value names; organisations and people bear no number."""
    for one in raw if isinstance(raw, list) else [raw]:
        if isinstance(one, dict) and isinstance(one.get("id"), int) and one.get("number"):
            yield one


def _link(case: Mapping[str, Any]) -> Link:
    number = str(case["number"])
    return Link(title=f"{number} {case['name']}", url=reverse("desk:case_detail", args=[number]))
