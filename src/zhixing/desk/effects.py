"""What will follow from an act, in words, read from the procedure before anybody presses the button."""

from __future__ import annotations

from collections.abc import Container, Iterator

from django.utils.translation import gettext as _

from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.cases.folding import parties_of
from zhixing.cases.models import Case
from zhixing.desk.speech import joined, say
from zhixing.procedure.clocks import span_of
from zhixing.procedure.derivation_words import amount_words
from zhixing.procedure.model import NOBODY_ROLES, Act, Procedure
from zhixing.procedure.roles import meant, performers


def of_act(adopted: Adopted, act: Act, case: Case | None) -> list[str]:
    """Return the consequences of an act on a case, or of one that opens a case, each as a sentence."""
    clocks = case.folded["clocks"] if case else {}
    going = {name for name, clock in clocks.items() if clock["status"] != "stopped"}
    return [*_states(adopted, act), *_cases(act), *_clocks(adopted, act, going), *_told(adopted, act)]


def grave(adopted: Adopted, act: Act) -> str:
    """Return a warning for an act after which nothing can be done any more, else an empty text."""
    if act.name == "redact":
        return _("What is removed cannot be brought back. That it was removed stays on record, with your name.")
    ends = [name for name in act.target.states() if adopted.procedure.states[name].final]
    archives = act.start and all(_only_way_on(adopted, name, act) for name in act.start)
    if ends and not act.standing and not archives:
        return _("This ends the case. Only a resolution can take it up again.")
    return ""


def _only_way_on(adopted: Adopted, state: str, act: Act) -> bool:
    """Tell whether an act is the one step people take from a state, so that ending there surprises nobody."""
    acts = adopted.procedure.acts.values()
    steps = [one for one in acts if not one.standing and not one.automatic and state in one.start]
    return [one.name for one in steps if one.target.states()] == [act.name]


def _states(adopted: Adopted, act: Act) -> Iterator[str]:
    states = [say(adopted.procedure.states[name].title) for name in act.target.states()]
    if act.standing or not states:
        return
    if len(states) == 1:
        yield _("The case becomes “%(state)s”.") % {"state": states[0]}
    else:
        words = joined(f"“{state}”" for state in states)
        yield _("The case becomes one of %(states)s, depending on what is entered.") % {"states": words}


def _cases(act: Act) -> Iterator[str]:
    if act.numbers:
        yield _("The official number is given.")
    for opening in act.opens:
        words = _("A case of its own is opened for each unit named: %(kind)s.")
        if not opening.each:
            words = _("A case of its own is opened: %(kind)s.")
        elif opening.names:
            words = _("A case of its own is opened for each case that it is about: %(kind)s.")
        elif opening.each not in act.fields or act.fields[opening.each].type == "rows":
            words = _("A case of its own is opened for each line that asks for it: %(kind)s.")
        yield words % {"kind": kinds.get(opening.kind).title}
    if act.reveals:
        yield _("What was entered for review becomes readable to everybody in the case.")


def _clocks(adopted: Adopted, act: Act, going: Container[str]) -> Iterator[str]:
    for clock in adopted.procedure.clocks.values():
        if act.name in clock.stops and clock.name in going:
            yield _("The limit “%(clock)s” ends.") % {"clock": say(clock.title)}
        if act.name in clock.starts:
            if clock.limit.unit == "until":
                yield _("The limit “%(clock)s” begins: until the day named.") % {"clock": say(clock.title)}
                continue
            span = span_of(clock.limit, adopted.procedure, adopted.settings)
            values = {"clock": say(clock.title), "span": say(amount_words(span.unit, span.amount))}
            if clock.starts_when:
                yield _("The limit “%(clock)s” may begin: %(span)s.") % values
            else:
                yield _("The limit “%(clock)s” begins: %(span)s.") % values


def _told(adopted: Adopted, act: Act) -> Iterator[str]:
    if act.tells:
        who = joined(say(adopted.procedure.roles[name].title) for name in act.tells)
        yield _("Told of it: %(who)s.") % {"who": who}


def said_afterwards(case: Case, act: Act, entry: int) -> str:
    """Return what to tell somebody whose act was just entered: that it was, and whose turn it is now."""
    procedure = adopting.by_digest(case.procedure).procedure
    state = procedure.states[case.state]
    first = _("“%(act)s” is entered as entry %(entry)d.") % {"act": say(act.title), "entry": entry}
    if state.final:
        return " ".join([first, _("The case has ended: %(state)s.") % {"state": say(state.title)}])
    awaited = procedure.awaited_in(case.state, case.folded["last"])
    if state.help and not awaited:
        return " ".join([first, say(state.help)])
    turns = [
        _("%(who)s: %(act)s") % {"who": _performers(procedure, case, name), "act": say(procedure.acts[name].title)}
        for name in awaited
    ]
    if not turns:
        return first
    return " ".join([first, _("Now it is the turn of: %(turns)s.") % {"turns": joined(turns)}])


def _performers(procedure: Procedure, case: Case, act: str) -> str:
    """Return the roles that may perform an act of a case, of those that mean somebody there."""
    names = performers(procedure, procedure.acts[act], opened=True)
    there = meant(procedure, names, parties=parties_of(case.folded), body=case.body_id)
    return joined(say(procedure.roles[role].title) for role in there if role not in NOBODY_ROLES)
