"""What a unit answered before to the same question: its own, released, and taken over only when asked for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.people import REPLY, TODAY, Desks, at
from tests.desk.test_acting import hidden
from zhixing.cases.models import Case
from zhixing.desk.models import Draft

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def accepted(desks: Desks, **changes: object) -> Case:
    """Return a handling that its unit received."""
    _case, handling = desks.assigned(**changes)
    return desks.act(handling, "accept", "liao", on=date(2026, 3, 3))


def answers(desks: Desks, who: str, url: str) -> list[str]:
    """Return the numbers of the earlier answers beside a page."""
    return [one.number for one in desks.of(who).get(url).context["own_answers"]]


def test_released_answers_to_a_like_question_stand_beside_the_work_on_it(desks: Desks) -> None:
    _case, earlier = desks.rated()
    _other, unsent = desks.signed()
    handling = accepted(desks)

    case, form = f"/cases/{handling.number}/", f"/cases/{handling.number}/acts/draft_reply/"
    assert answers(desks, "liao", case) == [earlier.number]
    assert answers(desks, "han", form) == [earlier.number]
    assert unsent.number not in answers(desks, "han", form)
    (found,) = desks.of("han").get(form).context["own_answers"]
    assert (found.text, found.code, found.year) == (REPLY, "A solved or adopted", "2026")
    assert f'value="answer:{earlier.number}"' in desks.of("han").get(form).text


def test_another_matter_and_another_units_answers_are_not_there(desks: Desks) -> None:
    desks.rated()
    other = accepted(desks, title="关于推进乡镇卫生院远程影像诊断的建议")
    _case, school = desks.assigned(unit="school")

    assert answers(desks, "liao", f"/cases/{other.number}/") == []
    assert answers(desks, "ye", f"/cases/{school.number}/") == []


@pytest.mark.parametrize("who", ["an", "chen", "gu"])
def test_they_are_the_units_own_view(desks: Desks, who: str) -> None:
    desks.rated()
    handling = accepted(desks)

    assert answers(desks, who, f"/cases/{handling.number}/") == []


def test_a_text_is_taken_over_behind_what_is_written_and_kept_as_a_draft(desks: Desks) -> None:
    _case, earlier = desks.rated()
    handling, han = accepted(desks), desks.of("han")
    url = f"/cases/{handling.number}/acts/draft_reply/"
    assert han.get(url).context["form"]["draft"].value() is None

    page = han.post(url, {**hidden(han.get(url)), "draft": "来信收悉。", "do": f"answer:{earlier.number}"})

    assert page.status_code == 200
    assert page.context["form"]["draft"].value() == f"来信收悉。\n\n{REPLY}"
    assert Draft.objects.get().data["draft"] == f"来信收悉。\n\n{REPLY}"
    handling.refresh_from_db()
    assert handling.state == "accepted"


def test_nothing_is_taken_over_that_does_not_stand_there(desks: Desks) -> None:
    _case, unsent = desks.signed()
    handling, han = accepted(desks), desks.of("han")
    url = f"/cases/{handling.number}/acts/draft_reply/"

    page = han.post(url, {**hidden(han.get(url)), "draft": "来信收悉。", "do": f"answer:{unsent.number}"})

    assert page.context["form"]["draft"].value() == "来信收悉。"


def test_once_the_work_is_over_nothing_stands_beside_it(desks: Desks) -> None:
    desks.rated()
    _case, other = desks.rated()

    assert answers(desks, "liao", f"/cases/{other.number}/") == []


def test_the_officer_is_looked_for_among_colleagues_first(desks: Desks) -> None:
    with at(TODAY):
        handling = accepted(desks)
        form = desks.of("liao").get(f"/cases/{handling.number}/acts/distribute/").context["form"]

    offered = [str(value) for value, _label in form.fields["officer_in_charge"].widget.choices][1:]
    own = {str(desks.town.people[name].pk) for name in ("liao", "han", "hu")}
    assert set(offered[:3]) == own
    assert len(offered) > 3
