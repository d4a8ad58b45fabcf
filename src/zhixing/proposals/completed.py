"""When a proposal is replied to, complete, or put into practice: conditions on it and what stands below it.

A proposal is complete when every unit's reply on it is out, its proposer has answered or let the time pass, and nothing
that was promised is open (domain, 4.4). A ledger says that there was a reply and seldom more: what it leaves open is
not known, and counts as not complete.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.db.models import Exists, OuterRef, Q

from zhixing.cases import adopting
from zhixing.cases.conditions import reached
from zhixing.cases.models import Case
from zhixing.cases.querysets import CaseQuerySet
from zhixing.procedure.reader import read
from zhixing.proposals.models import Handling

BELOW = "cases below those that were chosen"
LETTERS = "letters"
PROCEDURE = Path(__file__).parent / "procedures" / "handling.toml"


def replied() -> Q:
    """Return the condition on a proposal: every unit's reply is out."""
    return Q(Exists(_works())) & ~Q(Exists(_works().exclude(reached("handling", "replied"))))


def completed() -> Q:
    """Return the condition on a proposal: every unit has answered for good, and no promise is open or unheard of."""
    answered = Q(Exists(_works())) & ~Exists(_works().exclude(reached("handling", "answered")))
    return (
        answered
        & ~Q(Exists(_promises().exclude(reached("promise", "settled"))))
        & ~Q(Exists(_works().filter(unheard_of())))
    )


def unheard_of() -> Q:
    """Return the condition on a unit's work: its reply promises something that no case follows, as ledgers tell.

    What ledgers say is of the scheme that comes with the procedure.
    """
    promised = Handling.objects.filter(case=OuterRef("pk"), letter__in=_promised_in_ledgers())
    return Q(Exists(promised), imported=True) & ~Q(Exists(_promises_of_a_work()))


@cache
def _promised_in_ledgers() -> tuple[str, ...]:
    return read(PROCEDURE).codes_with(LETTERS, "promised")


def time_over() -> Q:
    """Return the condition on a proposal: complete, and some opinion of its proposer never came."""
    return completed() & Q(Exists(_works().filter(folded__counts__has_key="lapse")))


def heard() -> Q:
    """Return the condition on a proposal: complete, with an opinion on every reply."""
    return completed() & ~Q(Exists(_works().filter(folded__counts__has_key="lapse")))


def put_into_practice() -> Q:
    """Return the condition on a proposal: every reply says it is solved, or all it promises was verified as kept.

    Committees may have letters of their own; one query for the procedures.
    """
    promises = _promises_of_a_work()
    kept = with_letter("promised") & Q(Exists(promises)) & ~Q(Exists(promises.exclude(reached("promise", "cleared"))))
    return replied() & ~Q(Exists(_works().exclude(with_letter("solved") | kept)))


def rid_of() -> Q:
    """Return the condition on a unit's work that the unit is rid of it: settled, and not by an answer.

    Such work neither counts nor keeps anything back.
    """
    return reached("handling", "settled") & ~reached("handling", "answered")


def _works() -> CaseQuerySet:
    """Return the units' work on the proposal that is asked about."""
    family = Case.objects.unscoped(BELOW).filter(body=OuterRef("body"), parent=OuterRef("pk"), kind="handling")
    return family.exclude(rid_of())


def _promises() -> CaseQuerySet:
    """Return what was promised on the proposal that is asked about."""
    return Case.objects.unscoped(BELOW).filter(body=OuterRef("body"), root=OuterRef("pk"), kind="promise")


def _promises_of_a_work() -> CaseQuerySet:
    return Case.objects.unscoped(BELOW).filter(body=OuterRef("body"), parent=OuterRef("pk"), kind="promise")


def letters_with(flag: str) -> frozenset[str]:
    """Return the letters that have a flag in one of the procedures; one query for these."""
    return frozenset(code for procedure in adopting.every("handling") for code in procedure.codes_with(LETTERS, flag))


def with_letter(flag: str) -> Q:
    """Return the condition on a unit's work: the letter of its reply has a flag in one of the procedures."""
    return Q(Exists(Handling.objects.filter(case=OuterRef("pk"), letter__in=sorted(letters_with(flag)))))
