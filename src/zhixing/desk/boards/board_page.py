"""What the assignment board shows: tabs, a row for each case that waits, the load of each unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhixing.assembly.calendars import work_calendar
from zhixing.assembly.vocabulary import Side
from zhixing.cases.models import Case
from zhixing.common.parts import Link, LinkGroup, Pager
from zhixing.desk.beside import AlikePanel, beside_act
from zhixing.desk.boards import placings
from zhixing.desk.boards.loads import loads
from zhixing.desk.boards.placings import Choice
from zhixing.desk.boards.waiting import ASSIGN, CHOSEN, PROPOSE, Waiters, Waiting
from zhixing.desk.citing import citing
from zhixing.desk.lamps import Lamps
from zhixing.desk.parties import in_capacities, in_short
from zhixing.desk.speech import joined, say

PAGE = 50
SIDES = "sides_must_agree"
TABS: Mapping[str, Callable[[Waiting], bool]] = {
    "open": lambda one: one.origin != CHOSEN,
    "chosen": lambda one: one.origin == CHOSEN,
    "without": lambda one: one.origin == "",
    "disputed": lambda one: one.disputed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOption:
    """A unit in a list of units."""

    id: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A case on the board."""

    id: int
    key: str
    number: str
    title: str
    url: str
    who: str
    was: str
    unit: str
    options: Sequence[tuple[str, Sequence[UnitOption]]]
    others: str
    mode: str
    origin: str
    chosen_by: str
    chosen_at: Any
    grounds: int
    warnings: Sequence[str]
    agreed: str
    open_url: str
    part_url: str
    is_open: bool
    choices: Sequence[UnitOption] = ()
    separate: bool = False
    facts: Sequence[tuple[str, str]] = ()
    alike: AlikePanel | None = None


@dataclass(frozen=True)
class Board:
    """The board as one office sees it on a day, narrowed as the address asks."""

    waiters: Waiters
    asked: QueryDict

    @property
    def tab(self) -> str:
        """The tab asked for, or what is open."""
        tab = self.asked.get("tab", "")
        return tab if tab in TABS else "open"

    @property
    def writable(self) -> bool:
        """Whether the reader's office assigns; the others agree and read."""
        return self.waiters.may(ASSIGN)

    @cached_property
    def shown(self) -> Sequence[Waiting]:
        """The cases of the tab and side asked for, and the one that is open, wherever it belongs by now."""
        side = self.asked.get("side", "")
        return [
            one
            for one in self.waiters.waiting
            if self._is_open(one) or (TABS[self.tab](one) and (not side or self._side(one) == side))
        ]

    @property
    def place(self) -> int:
        """The page with the case that is open, else the page asked for, counted from one."""
        for place, one in enumerate(self.shown):
            if self._is_open(one):
                return place // PAGE + 1
        asked, last = self.asked.get("page", ""), max(1, -(-len(self.shown) // PAGE))
        return min(max(int(asked) if asked.isdecimal() and len(asked) < len(str(PAGE)) + 3 else 1, 1), last)

    def context(self) -> Mapping[str, Any]:
        """Return what the page shows."""
        waiters, act = self.waiters, self.waiters.adopted.procedure.acts[ASSIGN]
        first = (self.place - 1) * PAGE
        rows = self.shown[first : first + PAGE]
        return {
            "tabs": self._tabs(),
            "filters": self._filters(),
            "rows": [self.row(one) for one in rows],
            "writable": self.writable,
            "agreement": self.agreement(),
            "proposes": self.writable and bool(waiters.adopted.procedure.acts.get(PROPOSE)),
            "sides_asked": self._sides_asked(),
            "article": citing(waiters.body, [act.article], waiters.today).cite(act.article),
            "pager": self._pager(first, len(rows)),
            "paged": len(self.shown) > PAGE,
            "n_shown": len(self.shown),
            "here": self.here,
            "form_query": self.form_query,
            **self.sums(),
        }

    def sums(self) -> Mapping[str, Any]:
        """Return what changes with every choice: the counts, the load, what can be taken back."""
        waiters = self.waiters
        undoable = placings.last_gesture(waiters.actor, [case.number for case in waiters.cases])
        nearest = min((case for case in waiters.cases if case.due_on), key=_due, default=None)
        lit = Lamps(waiters.today, work_calendar())
        return {
            "counts": {
                "all": len(waiters.waiting),
                "chosen": sum(TABS["chosen"](one) for one in waiters.waiting),
                "open": sum(TABS["open"](one) for one in waiters.waiting),
            },
            "lamp": lit.short(nearest.due_on, nearest.warn_on) if nearest else None,
            "due": nearest.due_on if nearest else None,
            "loads": loads(waiters.body, waiters.units, waiters.waiting),
            "undo": len(undoable) if self.writable else 0,
        }

    def row(self, one: Waiting) -> BoardRow:
        """Return a case as a row; open, it tells its grounds and lets the other units be chosen."""
        case, choice = one.case, one.choice
        is_open = self._is_open(one)
        authors = in_capacities(case.parties.all(), "proposer", "cosigner")
        facts = self._facts(one)
        return BoardRow(
            id=case.pk,
            key=case.number,
            number=case.called,
            title=case.title,
            url=reverse("desk:case_detail", args=[case.number]),
            who=in_short(authors),
            was=choice.written,
            unit=self.waiters.called(choice.unit) if choice.unit else "",
            options=self._options(choice) if self.writable else (),
            others=joined(filter(None, map(self.waiters.called, choice.others))),
            mode=self._mode(choice),
            origin=one.origin,
            chosen_by=one.placing.person.name if one.placing else "",
            chosen_at=one.placing.at if one.placing else None,
            grounds=len(facts),
            warnings=self._warnings(one),
            agreed=self._agreed(one),
            open_url=self._url(open="" if is_open else case.number) + f"#row-{case.number}",
            part_url=f"{reverse('desk:board_place')}?{urlencode(self._part(case, is_open=is_open))}",
            is_open=is_open,
            choices=self._choices(choice) if is_open else (),
            separate=choice.separate,
            facts=facts,
            alike=self._alike(case) if is_open else None,
        )

    def _is_open(self, one: Waiting) -> bool:
        return self.asked.get("open", "") == one.case.number

    def _part(self, case: Case, *, is_open: bool) -> dict[str, str]:
        """Return what a script asks to have a row opened, or closed."""
        kept = {name: value for name, value in self._kept().items() if name != "open"}
        return kept | {"row": case.number} | ({} if is_open else {"open": case.number})

    def _options(self, choice: Choice) -> Sequence[tuple[str, Sequence[UnitOption]]]:
        grouped: dict[str, list[UnitOption]] = {}
        for unit in self.waiters.units:
            option = UnitOption(id=unit.pk, name=unit.name, chosen=unit.pk == choice.unit)
            grouped.setdefault(str(Side(unit.side).label), []).append(option)
        return list(grouped.items())

    def _choices(self, choice: Choice) -> Sequence[UnitOption]:
        return [UnitOption(id=unit.pk, name=unit.name, chosen=unit.pk in choice.others) for unit in self.waiters.units]

    def _mode(self, choice: Choice) -> str:
        title = self.waiters.adopted.procedure.lists.get("modes", {}).get(choice.mode)
        return say(title) if title and choice.unit else ""

    def _facts(self, one: Waiting) -> Sequence[tuple[str, str]]:
        """Return what speaks for which unit, each with who says it."""
        found = []
        if one.suggested:
            found.append((_("The proposer"), _("suggests %(unit)s") % {"unit": one.suggested["name"]}))
        if one.proposed:
            others = joined(str(unit["name"]) for unit in one.proposed_others)
            said = _("proposes %(unit)s") % {"unit": one.proposed["name"]}
            if others:
                said = _("proposes %(unit)s, with %(others)s") % {"unit": one.proposed["name"], "others": others}
            found.append((_("The office"), said))
            if one.grounds:
                found.append((_("Grounds"), one.grounds))
        return found

    def _warnings(self, one: Waiting) -> Sequence[str]:
        found = []
        if one.self_handled:
            found.append(_("A proposer works at this unit (self-handling)."))
        if one.twice:
            found.append(_("The lead unit stands among the other units too. Take it off there."))
        if one.unconfirmed:
            names = joined(one.unconfirmed)
            found.append(_("Not confirmed or no longer there: %(names)s. Choose another unit.") % {"names": names})
        if len(one.offices) > 1:
            said = joined(_("%(office)s: %(unit)s") % {"office": office, "unit": unit} for office, unit in one.offices)
            found.append(_("Offices proposed different units (%(said)s).") % {"said": said})
        if one.differs and one.agreed:
            said = _("Agreed was %(unit)s; whoever agreed is asked again.")
            found.append(said % {"unit": one.proposed["name"]})
        elif one.differs and self._sides_asked():
            said = _("Sent to be agreed was %(unit)s; send the new choice before anybody agrees.")
            found.append(said % {"unit": one.proposed["name"]})
        return found

    def _agreed(self, one: Waiting) -> str:
        acts = self.waiters.adopted.procedure.acts
        return joined(say(acts[name].title) for name in one.agreed)

    def _alike(self, case: Case) -> AlikePanel:
        waiters, kind = self.waiters, self.waiters.kind
        act = next(iter(kind.beside.acts), "") if kind.beside else ""
        return beside_act(kind, act, case.title, body=waiters.body, actor=waiters.actor, but=case)

    def agreement(self) -> Mapping[str, object] | None:
        """Return the act by which a reading office agrees; None for the office that assigns."""
        act = self.waiters.agreement
        if act is None or self.writable:
            return None
        # How the list of proposals calls all that wait here, for ticking them with the other pages.
        states, session = sorted(self.waiters.adopted.procedure.acts[ASSIGN].start), self.waiters.session
        query = urlencode({"state": states[0], **({"session": session.pk} if session else {})})
        kind = self.waiters.kind
        return {
            "value": f"{kind.slug}.{act.name}",
            "title": say(act.title),
            "source": kind.plural,
            "query": query if len(states) == 1 else "",
        }

    def _sides_asked(self) -> bool:
        """Tell whether the committee wants three offices to agree before anything is assigned."""
        adopted = self.waiters.adopted
        return bool(SIDES in adopted.procedure.settings and adopted.procedure.number(SIDES, adopted.settings))

    def _side(self, one: Waiting) -> str:
        unit = self.waiters.known.get(one.choice.unit or 0)
        return unit.side if unit else ""

    def _tabs(self) -> list[Link]:
        titles = {
            "open": _("To be chosen"),
            "chosen": _("Chosen"),
            "without": _("No suggestion"),
            "disputed": _("Disputed"),
        }
        waiting = self.waiters.waiting
        return [
            Link(
                title=title,
                url=self._url(tab=name, page="", open="", side=""),
                count=sum(TABS[name](one) for one in waiting),
                current=name == self.tab,
            )
            for name, title in titles.items()
        ]

    def _filters(self) -> list[LinkGroup]:
        here = [one for one in self.waiters.waiting if TABS[self.tab](one)]
        side = self.asked.get("side", "")
        sides = dict.fromkeys(self._side(one) for one in here)
        entries = [Link(title=_("All"), url=self._url(side="", page="", open=""), current=not side)]
        for code in Side:
            if code.value in sides:
                n = sum(self._side(one) == code.value for one in here)
                url = self._url(side=code.value, page="", open="")
                entries.append(Link(title=str(code.label), url=url, count=n, current=side == code.value))
        groups = [LinkGroup(title=_("Side"), entries=entries)] if len(entries) > 1 else []
        return [*groups, *self._sessions()]

    def _sessions(self) -> list[LinkGroup]:
        """Return the sessions with cases that wait, where there is more than the one shown."""
        own, sessions = self.waiters.session, self.waiters.sessions
        if {one.pk for one in sessions} <= {own.pk if own else 0}:
            return []
        entries = [
            Link(title=one.short_name, url=self._url(session=str(one.pk), page="", open=""), current=one == own)
            for one in sessions
        ]
        return [LinkGroup(title=_("Session"), entries=entries)]

    def _pager(self, first: int, n: int) -> Pager:
        total, place = len(self.shown), self.place
        text = _("%(first)s to %(last)s of %(total)s") % {"first": first + 1, "last": first + n, "total": total}
        return Pager(
            text=text if n else "",
            prev_url=self._url(page=str(place - 1), open="") if place > 1 else "",
            next_url=self._url(page=str(place + 1), open="") if first + n < total else "",
        )

    def _kept(self) -> dict[str, str]:
        names = ("tab", "side", "session", "page", "open")
        return {name: value for name in names if (value := self.asked.get(name, ""))}

    @property
    def form_query(self) -> str:
        """What the address asks, for the forms of rows."""
        return urlencode(self._kept())

    @property
    def here(self) -> str:
        """The address of the board as it is seen."""
        return self._url()

    def _url(self, **changes: str) -> str:
        asked = {name: value for name, value in (self._kept() | changes).items() if value}
        path = reverse("desk:board")
        return f"{path}?{urlencode(asked)}" if asked else path


def _due(case: Case) -> date:
    assert case.due_on is not None  # noqa: S101 - asked by the caller
    return case.due_on
