"""What the desk's own pages have for the holders of some posts to look after: units, accounts, the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body
from zhixing.assembly.vocabulary import Function, PostKind
from zhixing.cases.duties import Duty, holds
from zhixing.desk import looking

OFFICE = (PostKind.CLERK, PostKind.DIRECTOR, PostKind.SECRETARY_GENERAL)


def sees_units(actor: Actor) -> bool:
    """Tell whether somebody looks after the units that only a ledger names: the offices, and who runs the system."""
    offices = (Function.GENERAL_OFFICE, Function.PROPOSALS_COMMITTEE)
    return holds(actor, PostKind.SYSADMIN) or any(holds(actor, *OFFICE, function=one) for one in offices)


def sees_accounts(actor: Actor) -> bool:
    """Tell whether somebody looks over the accounts of the committee's people."""
    return holds(actor, PostKind.SYSADMIN, PostKind.SECADMIN)


def opens_accounts(actor: Actor) -> bool:
    """Tell whether somebody opens accounts, and gives those that nobody has used yet a new code."""
    return holds(actor, PostKind.SYSADMIN)


def sees_register(actor: Actor) -> bool:
    """Tell whether somebody audits the register: what was done, never what was written."""
    return holds(actor, PostKind.AUDITOR)


def desk_to_look_after(actor: Actor, on: date) -> Iterator[Duty]:
    """Yield the duties of offices and administrators; at most six queries for each of them, none for anybody else."""
    if sees_units(actor):
        n = looking.proposed_units(actor.body_id).count()
        words = ngettext(
            "%(n)d unit that a ledger named waits to be confirmed",
            "%(n)d units that a ledger named wait to be confirmed",
            n,
        )
        yield Duty(sentence=words % {"n": n}, count=n, url=reverse("desk:proposed_units"))
    if sees_accounts(actor):
        yield from _accounts(actor, on)
    if sees_register(actor):
        yield from _register(actor)


def _accounts(actor: Actor, on: date) -> Iterator[Duty]:
    accounts = looking.accounts_of(actor.body_id)
    n = looking.unused(accounts).count()
    words = ngettext("%(n)d account was opened and never used", "%(n)d accounts were opened and never used", n)
    yield _of_accounts(words, n, "unused")
    n = looking.left_over(accounts, on).count()
    words = ngettext("%(n)d open account is of somebody who left", "%(n)d open accounts are of people who left", n)
    yield _of_accounts(words, n, "left")
    if holds(actor, PostKind.SECADMIN):
        n = looking.changed(accounts, actor.body_id, on).count()
        words = ngettext(
            "%(n)d person's posts changed in the last 30 days", "%(n)d people's posts changed in the last 30 days", n
        )
        yield _of_accounts(words, n, "changed")
        n = looking.mending(accounts, Body.objects.get(pk=actor.body_id), on).count()
        words = ngettext(
            "%(n)d account may mend the record; check whether it should",
            "%(n)d accounts may mend the record; check whether they should",
            n,
        )
        yield _of_accounts(words, n, "mending")


def _of_accounts(words: str, n: int, show: str) -> Duty:
    return Duty(sentence=words % {"n": n}, count=n, url=f"{reverse('desk:accounts')}?show={show}")


def _register(actor: Actor) -> Iterator[Duty]:
    url, body = reverse("desk:register"), Body.objects.get(pk=actor.body_id)
    seal, now = looking.last_seal(), clock.now()
    n = looking.since_seal(body, seal)
    if seal and not n:
        words = _("The seal of %(day)s covers every entry; verify the register and keep its root")
        sentence = words % {"day": seal.made_at.astimezone(clock.ZONE).date().isoformat()}
    elif seal:
        words = _("%(n)d entries since the seal of %(day)s; verify the register and keep its root")
        sentence = words % {"n": n, "day": seal.made_at.astimezone(clock.ZONE).date().isoformat()}
    else:
        sentence = _("%(n)d entries and no seal yet; verify the register and keep its root") % {"n": n}
    # One thing to do, however many entries it concerns; and to do again even when none is new.
    yield Duty(sentence=sentence, count=1, url=url)
    n = looking.mends(body).count()
    words = ngettext("%(n)d entry mended the record", "%(n)d entries mended the record", n)
    yield Duty(sentence=words % {"n": n}, count=n, url=f"{url}#mends")
    n = looking.looks(body, now).count()
    words = ngettext("%(n)d sensitive file was opened lately", "%(n)d sensitive files were opened lately", n)
    yield Duty(sentence=words % {"n": n}, count=n, url=f"{url}#looks")
    n = looking.refused_sign_ins(body, now).count()
    words = ngettext("%(n)d sign-in failed lately", "%(n)d sign-ins failed lately", n)
    yield Duty(sentence=words % {"n": n}, count=n, url=f"{url}#sign-ins")
