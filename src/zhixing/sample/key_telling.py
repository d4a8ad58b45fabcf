"""The stories of key proposals and commendations: told of what the proposals of the city have come to by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhixing.assembly.models import Organisation, Person
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.models import Case, CaseParty
from zhixing.sample.hours import Hours
from zhixing.sample.populate import Town
from zhixing.sample.scheduling import Year
from zhixing.sample.telling import Asked, Data, Story
from zhixing.sample.ways import WAIT
from zhixing.sample.wording import Wording

_FOLLOWED = ("shortlist", "comment", "decide", "plan", "call_activity", "progress", "hold")
KEY_WAYS: tuple[tuple[tuple[str, ...], int], ...] = (
    (
        (
            *("nominate_for_committee", *_FOLLOWED, "respond", "instruct", "amend_plan"),
            *("report", "return_report", "report", "close"),
        ),
        1,
    ),
    (("nominate", "shortlist", "decide", "plan", "end"), 1),
    (("nominate", "set_aside"), 1),
    (("nominate", *_FOLLOWED), 0),
    (("nominate", "shortlist", "decide", "rearrange", "plan"), 0),
    (("nominate", "shortlist"), 0),
)
"""The acts of each key proposal, and how many sessions ago it was filed."""
COMMENDATION_WAYS = (
    ("nominate_proposal", "consult", "comment", "decide", "object", "settle", "publish"),
    ("nominate_unit", "decide", "publish"),
    ("nominate_proposal", "withdraw"),
)
"""The acts of each commendation of the session before the last."""
_GAPS = {
    "shortlist": (2, 4),
    "comment": (1, 2),
    "decide": (6, 8),
    "plan": (6, 12),
    "call_activity": (5, 8),
    "progress": (4, 6),
    "hold": (4, 4),
    "respond": (1, 2),
    "instruct": (1, 3),
    "report": (15, 25),
    "close": (3, 5),
    "publish": (9, 10),
}
"""So many working days after the act before; one or two where nothing stands here."""
_ONE_OR_TWO = 1, 2
_RUNNING = ("assigned", "answered", "tracking")
_OVER = ("closed", "archived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Who takes part in choosing and following, and what they enter."""

    town: Town
    hours: Hours
    wording: Wording

    def office(self, post: str) -> Person:
        """Return a holder of a post in the proposals committee."""
        return self.town.holder(self.town.office(Function.PROPOSALS_COMMITTEE), post)[0]

    def leader(self, post: str, place: int = 0) -> Person:
        """Return a leader of the committee."""
        held = self.town.holder(next(one.name for one in self.town.text.offices if one.leadership), post)
        return held[place % len(held)]

    def special_committee(self) -> str:
        """Return the special committee that nominates and is responsible."""
        return self.town.text.special_committees[0].name

    def party(self) -> str:
        """Return the democratic party that is asked for comments."""
        return self.town.text.democratic_parties[0].name

    def note(self, name: str) -> str:
        """Return a passage that somebody writes."""
        return self.wording.note(name)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A proposal with its unit."""

    proposal: Case
    unit: Organisation


Doing = tuple[Person, Data]


def key_story(year: Year, way: tuple[str, ...], people: Choosing) -> Story:
    """Tell one key proposal of a session, act by act."""
    place = [acts for acts, _ago in KEY_WAYS].index(way)
    day = people.hours.after(year.text.assigned_on, 2 + place, 4 + place)
    yield from _told(year, way, day, people, kind="keyproposal", doing=_key_doing, place=place)


def commendation_story(year: Year, way: tuple[str, ...], people: Choosing) -> Story:
    """Tell one commendation of a session's work, from the autumn on."""
    place = COMMENDATION_WAYS.index(way)
    day = people.hours.calendar.next_working(year.text.assigned_on + timedelta(days=200))
    yield from _told(year, way, day, people, kind="commendation", doing=_commendation_doing, place=place)


def _told(
    year: Year,
    way: tuple[str, ...],
    day: date,
    people: Choosing,
    *,
    kind: str,
    doing: Callable[[str, date, _Chosen, Choosing, int], Doing],
    place: int,
) -> Story:
    yield Asked(at=people.hours.moments([day])[0], act=WAIT)
    states = _RUNNING if kind == "keyproposal" else (*_RUNNING, *_OVER)
    chosen = _chosen(year, people.town, place, states)
    if chosen is None:
        return
    number = ""
    for act in way:
        day = people.hours.after(day, *_GAPS.get(act, _ONE_OR_TWO))
        who, data = doing(act, day, chosen, people, place)
        session = None if number else year.row
        at = people.hours.moments([day])[0]
        done = yield Asked(at=at, act=act, kind=kind, who=who, case=number, data=data, session=session)
        if done is None:
            return
        number = done.case.number


def _chosen(year: Year, town: Town, place: int, states: tuple[str, ...]) -> _Chosen | None:
    """Return a proposal of the session that is with a unit whose head and liaison are known."""
    proposals = Case.objects.of_body(town.body).filter(kind="proposal", session=year.row, state__in=states)
    handling = CaseParty.objects.filter(case__in=proposals, capacity="handler").order_by("case", "place")
    found: dict[int, _Chosen] = {}
    for party in handling.select_related("case", "organisation"):
        unit = party.organisation
        if unit and all((unit.name, post) in town.holders for post in (PostKind.HEAD, PostKind.LIAISON)):
            found.setdefault(party.case_id, _Chosen(party.case, unit))
    return list(found.values())[place] if place < len(found) else None


def _key_doing(act: str, day: date, chosen: _Chosen, people: Choosing, place: int) -> Doing:
    """Return who performs an act of a key proposal, and what they enter."""
    clerk, director = people.office(PostKind.CLERK), people.office(PostKind.DIRECTOR)
    head, liaison = (people.town.holder(chosen.unit.name, post)[0] for post in (PostKind.HEAD, PostKind.LIAISON))
    if act in {"nominate", "nominate_for_committee", "shortlist", "decide", "rearrange"}:
        return _choosing(act, day, chosen, people, place)
    finish = (day + timedelta(days=150)).isoformat()
    measures = people.note("key_measures")
    steps = [{"what": people.note("key_step"), "person": liaison.name, "done_by": finish}]
    notice = {"form": "visit", "place": chosen.unit.name, "programme": people.note("key_programme")}
    came = {"leader_came": "yes", "proposer_came": "yes", "present": f"{head.name}、{clerk.name}"}
    days = [people.hours.after(day, many, many).isoformat() for many in (7, 8)]
    doings: Mapping[str, Doing] = {
        "set_aside": (director, {"reason": people.note("key_set_aside")}),
        "comment": (people.town.holder(people.party(), PostKind.SIGNER)[0], {"stance": "agree"}),
        "plan": (liaison, {"responsible": head.pk, "measures": measures, "finish_by": finish, "steps": steps}),
        "amend_plan": (head, {"measures": measures, "finish_by": finish, "reason": people.note("key_amended")}),
        "call_activity": (clerk, notice | {"progress_by": days[0], "meets_on": days[1]}),
        "progress": (liaison, {"progress": people.note("key_progress")}),
        "hold": (clerk, {"form": "visit", "held_on": day.isoformat(), "findings": people.note("key_findings"), **came}),
        "respond": (_proposer(chosen, people), {"opinion": people.note("key_opinion")}),
        "instruct": (people.leader(PostKind.VICE_CHAIR, place), {"leader_words": people.note("key_instruction")}),
        "report": (clerk, {"report": people.note("key_report")}),
        "return_report": (director, {"wanting": people.note("key_wanting")}),
        "close": (director, {"result": "under_way", "outcome": people.note("key_outcome")}),
        "end": (director, {"reason": people.note("key_ended")}),
    }
    return doings[act]


def _choosing(act: str, day: date, chosen: _Chosen, people: Choosing, place: int) -> Doing:
    """Return who nominates or decides, and what they enter."""
    committee, leader = people.special_committee(), people.leader(PostKind.VICE_CHAIR, place)
    grounds = {"criteria": "livelihood", "grounds": people.note("key_grounds")}
    named: Data = {"title": chosen.proposal.title, "proposals": [chosen.proposal.number]}
    comment = {"asked": [people.party()], "comment_by": people.hours.after(day, 5, 5).isoformat()}
    decision: Data = {
        "decision": "confirmed",
        "meeting": people.note("chairs_meeting"),
        "decided_on": day.isoformat(),
        "level": "supervised",
        "units": [chosen.unit.name],
        "leader": leader.pk,
        "committee": committee,
    }
    chair = people.leader(PostKind.CHAIR)
    on_paper = {"title": chosen.proposal.title, "own_committee": committee, **grounds}
    change = {"leader": people.leader(PostKind.VICE_CHAIR, place + 1).pk, "reason": people.note("key_rearranged")}
    doings: Mapping[str, Doing] = {
        "nominate": (people.office(PostKind.CLERK), {**named, **grounds}),
        "nominate_for_committee": (people.town.holder(committee, PostKind.SIGNER)[0], on_paper),
        "shortlist": (people.office(PostKind.DIRECTOR), {**named, **comment}),
        "decide": (chair, decision),
        "rearrange": (chair, change),
    }
    return doings[act]


def _proposer(chosen: _Chosen, people: Choosing) -> Person:
    party = chosen.proposal.parties.filter(capacity="proposer").select_related("person", "organisation")[0]
    if party.person:
        return party.person
    assert party.organisation is not None  # noqa: S101 - a party is one or the other
    return people.town.holder(party.organisation.name, PostKind.SIGNER, PostKind.CONVENER, PostKind.DIRECTOR)[0]


def _commendation_doing(act: str, day: date, chosen: _Chosen, people: Choosing, place: int) -> Doing:
    """Return who performs an act of a commendation, and what they enter."""
    clerk, director = people.office(PostKind.CLERK), people.office(PostKind.DIRECTOR)
    chair, asked = people.leader(PostKind.CHAIR), people.party()
    year = {"year": day.year, "grounds": people.note("commendation_grounds")}
    title = people.note("commended_unit").replace("{unit}", chosen.unit.name).replace("{year}", str(day.year))
    collective = "yes" if chosen.proposal.parties.filter(capacity="proposer", person=None).exists() else "no"
    proposal = {"title": chosen.proposal.title, "proposal": chosen.proposal.number, "collective": collective}
    decision = {"decision": "chosen", "meeting": people.note("chairs_meeting"), "decided_on": day.isoformat()}
    comment_by = people.hours.after(day, 5, 5).isoformat()
    settled = {"finding": "dismissed", "explanation": people.note("objection_settled")}
    doings: Mapping[str, Doing] = {
        "nominate_proposal": (clerk, {**year, **proposal}),
        "nominate_unit": (clerk, {**year, "title": title, "unit": chosen.unit.name}),
        "consult": (clerk, {"asked": [asked], "comment_by": comment_by}),
        "comment": (people.town.holder(asked, PostKind.SIGNER)[0], {"stance": "agree"}),
        "decide": (chair, decision),
        "object": (people.town.members[place], {"objection": people.note("against_praise")}),
        "settle": (chair, settled),
        "withdraw": (director, {"reason": people.note("commendation_withdrawn")}),
        "publish": (clerk, {"citation": people.note("citation")}),
    }
    return doings[act]
