"""Mergers, splits and renamings, and who answers afterwards."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from tests.factories.assembly import make_body, make_organisation, make_person, make_post
from zhixing.assembly.models import Body, Organisation, OrganisationChange
from zhixing.assembly.succession import merge_organisations, rename_organisation, split_organisation, successors

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 1)
BEFORE, AFTER = date(2024, 2, 29), date(2024, 3, 2)
PAPER = "安委〔2024〕3号"


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def culture(body: Body) -> Organisation:
    return make_organisation(body, "市文化局")


@pytest.fixture
def tourism(body: Body) -> Organisation:
    return make_organisation(body, "市旅游局")


@pytest.fixture
def joint(body: Body) -> Organisation:
    return make_organisation(body, "市文化和旅游局", since=DAY)


def kinds(unit: Organisation, on: date) -> list[tuple[str, str]]:
    return [(post.person.name, post.kind) for post in unit.posts.in_force(on).order_by("id")]


def test_merge_moves_posts_and_closes_the_old(
    culture: Organisation, tourism: Organisation, joint: Organisation
) -> None:
    make_post(culture, "head", make_person("甲某"), title="局长", until=date(2025, 1, 1))
    make_post(tourism, "liaison", make_person("乙某"))
    make_post(tourism, "handler", make_person("丙某"), until=date(2020, 1, 1))

    change = merge_organisations(merged=[culture, tourism], into=joint, on=DAY, document=PAPER)

    assert (change.kind, change.on, change.document) == ("merge", DAY, PAPER)
    assert kinds(joint, DAY) == [("甲某", "head"), ("乙某", "liaison")]
    assert kinds(culture, BEFORE) == [("甲某", "head")]
    assert kinds(culture, DAY) == []
    assert joint.posts.get(kind="head").title == "局长"
    assert joint.posts.get(kind="head").until == date(2025, 1, 1)
    culture.refresh_from_db()
    assert culture.until == DAY
    assert not culture.in_force(DAY)


def test_merge_into_one_of_them_leaves_it_standing(culture: Organisation, tourism: Organisation) -> None:
    person = make_person("甲某")
    make_post(culture, "liaison", person)
    make_post(tourism, "liaison", person)

    merge_organisations(merged=[culture, tourism], into=culture, on=DAY, document=PAPER)

    assert kinds(culture, AFTER) == [("甲某", "liaison")]
    assert successors(tourism, AFTER) == (culture,)
    assert successors(culture, AFTER) == (culture,)
    culture.refresh_from_db()
    assert culture.until is None


def test_split_sends_people_where_the_paper_says(body: Body, joint: Organisation) -> None:
    joint.since = None
    joint.save()
    first, second = make_organisation(body, "市文化局"), make_organisation(body, "市旅游局")
    make_post(joint, "head", make_person("甲某"))
    guide = make_post(joint, "handler", make_person("乙某"))

    split_organisation(organisation=joint, into=[first, second], on=DAY, document=PAPER, posts={guide.pk: second})

    assert kinds(first, DAY) == [("甲某", "head")]
    assert kinds(second, DAY) == [("乙某", "handler")]
    assert successors(joint, DAY) == (first, second)
    joint.refresh_from_db()
    assert joint.until == DAY


def test_split_may_leave_the_old_one_standing(body: Body, culture: Organisation) -> None:
    other = make_organisation(body, "市文物局")
    make_post(culture, "head", make_person("甲某"))

    split_organisation(organisation=culture, into=[culture, other], on=DAY, document=PAPER)

    assert kinds(culture, AFTER) == [("甲某", "head")]
    assert culture.posts.count() == 1
    assert successors(culture, AFTER) == (culture, other)


def test_rename_keeps_the_organisation_and_its_former_names(culture: Organisation) -> None:
    post = make_post(culture, "head")
    rename_organisation(organisation=culture, name="市文广新局", on=date(2019, 5, 1), document=PAPER)
    rename_organisation(organisation=culture, name="市文广旅体局", short_name="市文旅局", on=DAY, document=PAPER)

    culture.refresh_from_db()
    assert culture.called == "市文旅局"
    assert culture.name_on(date(2018, 1, 1)) == "市文化局"
    assert culture.name_on(date(2019, 4, 30)) == "市文化局"
    assert culture.name_on(date(2019, 5, 1)) == "市文广新局"
    assert culture.name_on(BEFORE) == "市文广新局"
    assert culture.name_on(DAY) == "市文广旅体局"
    assert successors(culture, DAY) == (culture,)
    assert list(culture.posts.in_force(DAY)) == [post]
    assert [name.since for name in culture.former_names.all()] == [culture.since, date(2019, 5, 1)]


def test_renaming_backwards_is_refused(culture: Organisation) -> None:
    rename_organisation(organisation=culture, name="市文广新局", on=DAY, document=PAPER)
    with pytest.raises(ValidationError, match="was renamed on that day or later already"):
        rename_organisation(organisation=culture, name="市文旅局", on=DAY, document=PAPER)


def test_a_refused_renaming_leaves_nothing_behind(culture: Organisation, tourism: Organisation) -> None:
    with pytest.raises(ValidationError):
        rename_organisation(organisation=culture, name="市旅游局", on=DAY, document=PAPER)
    culture.refresh_from_db()
    assert culture.name == "市文化局"
    assert culture.former_names.count() == 0


def test_successors_follow_a_chain_up_to_the_day_asked(
    body: Body, culture: Organisation, tourism: Organisation, joint: Organisation
) -> None:
    merge_organisations(merged=[culture, tourism], into=joint, on=DAY, document=PAPER)
    later = date(2025, 1, 1)
    first, second = make_organisation(body, "市文体局", since=later), make_organisation(body, "市旅游委", since=later)
    split_organisation(organisation=joint, into=[first, second], on=later, document=PAPER)

    assert successors(culture, BEFORE) == (culture,)
    assert successors(culture, DAY) == (joint,)
    assert successors(culture, later) == (first, second)
    assert successors(joint, BEFORE) == ()


def test_successors_come_back_together_once(body: Body, culture: Organisation) -> None:
    other = make_organisation(body, "市文物局")
    split_organisation(organisation=culture, into=[culture, other], on=DAY, document=PAPER)
    merge_organisations(merged=[other], into=culture, on=AFTER, document=PAPER)

    assert successors(culture, DAY) == (culture, other)
    assert successors(culture, AFTER) == (culture,)
    assert successors(other, AFTER) == (culture,)


def test_one_that_ended_without_successor_has_none(body: Body) -> None:
    gone = make_organisation(body, "市筹备办", until=DAY)
    assert successors(gone, DAY) == ()
    assert successors(gone, BEFORE) == (gone,)


def test_successors_ask_twice_however_long_the_chain(
    body: Body, culture: Organisation, tourism: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old = culture
    for number in range(4):
        day = date(2024, 4 + number, 1)
        new = make_organisation(body, since=day)
        merge_organisations(merged=[old], into=new, on=day, document=PAPER)
        old = new
    with django_assert_num_queries(2):
        assert successors(culture, date(2026, 1, 1)) == (old,)


def test_other_committees_changes_are_not_followed(culture: Organisation) -> None:
    elsewhere = make_body()
    other, new = make_organisation(elsewhere), make_organisation(elsewhere)
    merge_organisations(merged=[other], into=new, on=DAY, document=PAPER)
    assert successors(culture, AFTER) == (culture,)
    assert OrganisationChange.objects.of_body(culture.body_id).count() == 0


def test_changes_that_cannot_be_are_refused(
    body: Body, culture: Organisation, tourism: Organisation, joint: Organisation
) -> None:
    foreign = make_organisation(make_body(), "县文化局")
    with pytest.raises(ValidationError, match="different committees"):
        merge_organisations(merged=[culture, foreign], into=tourism, on=DAY, document=PAPER)
    with pytest.raises(ValidationError, match="市文化和旅游局 does not exist on 2024-02-29"):
        merge_organisations(merged=[culture, tourism], into=joint, on=BEFORE, document=PAPER)
    with pytest.raises(ValidationError, match="Name the units that merge"):
        merge_organisations(merged=[culture], into=culture, on=DAY, document=PAPER)
    with pytest.raises(ValidationError, match="at least two units"):
        split_organisation(organisation=culture, into=[tourism, tourism], on=DAY, document=PAPER)
    post = make_post(culture, "head")
    with pytest.raises(ValidationError, match="only go to one of the units"):
        split_organisation(
            organisation=culture, into=[culture, tourism], on=DAY, document=PAPER, posts={post.pk: joint}
        )
    assert OrganisationChange.objects.of_body(body).count() == 0
