"""How many key proposals, good proposals and good units there are beside what the rules call usual.

Said to whoever enters the decision; it refuses nothing (Rules on proposals, art. 35 and 44).
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.assembly.models import Post
from zhixing.assembly.vocabulary import PostKind
from zhixing.cases import adopting, kinds
from zhixing.cases.conditions import condition
from zhixing.cases.models import Case, CaseParty
from zhixing.supervision.key_models import Commendation


def key_share(case: Case) -> str:
    """Return how many of a session's filed proposals are key so far, and how many the rules mean; four queries."""
    settings = _settings(case)
    of_session = Case.objects.of_body(case.body_id).filter(session=case.session_id)
    filed = of_session.filter(_filed(case), kind="proposal").count()
    key = of_session.filter(kind="keyproposal", state__in=_states(case, "confirmed")).count()
    posts = Post.objects.of_body(case.body_id).in_force(clock.today()).filter(kind=PostKind.VICE_CHAIR)
    return _(
        "Of %(filed)d proposals filed in this session %(key)d are key so far. The rules mean about %(percent)d %%, "
        "that is %(usual)d, and at least %(least)d, so that each vice-chair has some."
    ) % {
        "filed": filed,
        "key": key,
        "percent": settings["share_percent"],
        "usual": round(filed * settings["share_percent"] / 100),
        "least": posts.values("person").distinct().count() * settings["per_vice_chair"],
    }


def commended_share(case: Case) -> str:
    """Return how many good proposals or units a year has so far, and how many the rules mean; at most five queries."""
    settings = _settings(case)
    own = Commendation.objects.get(case=case)
    of_year = Commendation.objects.filter(
        case__body_id=case.body_id, case__state__in=_states(case, "decided"), year=own.year
    )
    chosen = of_year.filter(subject=own.subject).count()
    if own.subject == "unit":
        handling = CaseParty.objects.filter(case__body_id=case.body_id, case__kind="handling", capacity="handler")
        units = handling.values("organisation").distinct().count()
        return _(
            "Of %(units)d handling units %(chosen)d are chosen for %(year)d so far. The rules mean at most "
            "%(percent)d %%, that is %(most)d."
        ) % {
            "units": units,
            "chosen": chosen,
            "year": own.year,
            "percent": settings["units_percent"],
            "most": units * settings["units_percent"] // 100,
        }
    filed = Case.objects.of_body(case.body_id).filter(_filed(case), kind="proposal", year=own.year).count()
    return _(
        "Of %(filed)d proposals filed in %(year)d %(chosen)d are chosen so far, %(collective)d of them collective. "
        "The rules mean %(least)d to %(most)d %%."
    ) % {
        "filed": filed,
        "chosen": chosen,
        "collective": of_year.filter(subject="proposal", collective="yes").count(),
        "year": own.year,
        "least": settings["proposals_percent_least"],
        "most": settings["proposals_percent_most"],
    }


def _filed(case: Case) -> Q:
    """Return the condition on a proposal that it was filed, as the committee's own procedure says."""
    return condition(kinds.get("proposal"), {"reached": "filed"}, [adopting.in_force(case.body, "proposal").procedure])


def _states(case: Case, milestone: str) -> tuple[str, ...]:
    """Return the states of a milestone, as the case's own procedure says."""
    return adopting.by_digest(case.procedure).procedure.milestones[milestone].states


def _settings(case: Case) -> dict[str, int]:
    adopted = adopting.by_digest(case.procedure)
    return {name: one.value for name, one in adopted.procedure.settings.items()} | dict(adopted.settings)
