"""The guard against reading every committee's rows by accident."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, QuerySet

from tests.factories.assembly import make_body, make_membership, make_organisation, make_person, make_post
from zhixing.assembly.models import Body, Membership, Organisation, Person, Post, Sector
from zhixing.assembly.querysets import ScopedQuerySet, Unscoped

pytestmark = pytest.mark.django_db

Query = QuerySet[Organisation]


@pytest.fixture
def city() -> Body:
    body = make_body("政协甲市委员会")
    make_organisation(body, "甲局")
    return body


@pytest.fixture
def county() -> Body:
    body = make_body("政协乙县委员会")
    make_organisation(body, "乙局")
    return body


EVALUATIONS: list[tuple[str, Callable[[Any], object]]] = [
    ("iteration", list),
    ("length", len),
    ("truth", bool),
    ("index", lambda rows: rows[0]),
    ("slice", lambda rows: list(rows[:1])),
    ("count", lambda rows: rows.count()),
    ("exists", lambda rows: rows.exists()),
    ("contains", lambda rows: rows.contains(Organisation(pk=1))),
    ("aggregate", lambda rows: rows.aggregate(n=Count("pk"))),
    ("iterator", lambda rows: list(rows.iterator())),
    ("iterator in chunks", lambda rows: list(rows.prefetch_related("posts").iterator(chunk_size=2))),
    ("get", lambda rows: rows.get(name="甲局")),
    ("get_or_create", lambda rows: rows.get_or_create(name="甲局")),
    ("update_or_create", lambda rows: rows.update_or_create(name="甲局")),
    ("first", lambda rows: rows.first()),
    ("last", lambda rows: rows.last()),
    ("earliest", lambda rows: rows.earliest("pk")),
    ("in_bulk", lambda rows: rows.in_bulk()),
    ("values", lambda rows: list(rows.values("name"))),
    ("values_list", lambda rows: list(rows.values_list("name", flat=True))),
    ("dates", lambda rows: list(rows.dates("since", "year"))),
    ("update", lambda rows: rows.update(short_name="x")),
    ("raw", lambda rows: rows.raw("select * from assembly_organisation")),
    ("subquery", lambda rows: list(Post._base_manager.filter(organisation__in=rows))),
    ("filtered", lambda rows: list(rows.filter(name="甲局").order_by("pk").distinct())),
    ("annotated", lambda rows: list(rows.annotate(n=Count("posts")))),
    ("excluded", lambda rows: list(rows.exclude(name="甲局"))),
    ("joined", lambda rows: list(rows.select_related("body").defer("uscc"))),
]


@pytest.mark.parametrize("evaluate", [e for _n, e in EVALUATIONS], ids=[n for n, _e in EVALUATIONS])
def test_unscoped_query_raises_however_it_is_evaluated(city: Body, evaluate: Callable[[Any], object]) -> None:
    with pytest.raises(Unscoped, match=r"This query on Organisation names no body. Call Organisation.objects.of_body"):
        evaluate(Organisation.objects.all())


@pytest.mark.parametrize("evaluate", [e for _n, e in EVALUATIONS], ids=[n for n, _e in EVALUATIONS])
def test_scoped_query_may_be_evaluated_in_every_way(city: Body, evaluate: Callable[[Any], object]) -> None:
    evaluate(Organisation.objects.of_body(city).filter(body=city))


def test_of_body_keeps_two_committees_apart(city: Body, county: Body) -> None:
    assert [row.name for row in Organisation.objects.of_body(city)] == ["甲局"]
    assert [row.name for row in Organisation.objects.of_body(county.pk)] == ["乙局"]
    assert [row.name for row in Organisation.objects.unscoped("a test of both").order_by("name")] == ["乙局", "甲局"]


def test_unscoped_wants_a_reason() -> None:
    with pytest.raises(ValueError, match="Say why"):
        Organisation.objects.unscoped(" ")


def test_scope_survives_chaining(city: Body) -> None:
    rows = Organisation.objects.filter(name="甲局").of_body(city).exclude(name="x").order_by("name")[:5]
    assert [row.name for row in rows] == ["甲局"]


def test_a_copy_made_before_scoping_stays_unscoped(city: Body) -> None:
    everything = Organisation.objects.all()
    everything.of_body(city)
    with pytest.raises(Unscoped):
        list(everything)


def test_none_asks_nothing_of_the_database() -> None:
    assert list(Organisation.objects.none()) == []


@pytest.mark.parametrize(
    "join",
    [lambda a, b: a | b, lambda a, b: b | a, lambda a, b: a.union(b), lambda a, b: b.union(a), lambda a, b: a ^ b],
)
def test_a_union_is_scoped_only_when_both_parts_are(
    city: Body, county: Body, join: Callable[[Query, Query], Query]
) -> None:
    # Compound statements take no order within their parts.
    mine, theirs = Organisation.objects.of_body(city).order_by(), Organisation.objects.of_body(county).order_by()
    assert {row.name for row in join(mine, theirs)} == {"甲局", "乙局"}
    with pytest.raises(Unscoped):
        list(join(mine, Organisation.objects.order_by()))
    with pytest.raises(Unscoped):
        list(join(city.organisations.order_by(), Organisation.objects.order_by()))


def test_a_union_with_nothing_leaves_the_other_part_alone(city: Body) -> None:
    rows = Organisation.objects.of_body(city)
    assert [row.name for row in Organisation.objects.none() | rows] == ["甲局"]
    assert [row.name for row in rows] == ["甲局"]


def test_related_managers_are_scoped_by_the_row_they_start_from(city: Body) -> None:
    person = make_person("李冬梅")
    unit = city.organisations.get()
    make_post(unit, "liaison", person)
    assert city.organisations.count() == 1
    assert unit.posts.count() == 1
    assert person.posts.count() == 1
    assert unit.posts.get().organisation == unit


def test_prefetching_is_scoped_by_the_rows_it_starts_from(city: Body) -> None:
    unit = city.organisations.get()
    make_post(unit, "liaison")
    [fetched] = Organisation.objects.of_body(city).prefetch_related(
        Prefetch("posts", queryset=Post.objects.filter(kind="liaison"), to_attr="liaisons")
    )
    assert len(fetched.liaisons) == 1  # type: ignore[attr-defined]  # set by the prefetch


def test_a_row_without_a_body_scopes_nothing(city: Body) -> None:
    seat = make_membership(city)
    sector = Sector.objects.get(pk=seat.sector_id)
    with pytest.raises(Unscoped):
        list(sector.memberships.all())
    assert list(sector.memberships.of_body(city)) == [seat]


def test_rows_in_hand_may_be_written(city: Body) -> None:
    unit = city.organisations.get()
    unit.short_name = "甲"
    Organisation.objects.bulk_update([unit], ["short_name"])
    unit.refresh_from_db()
    assert unit.short_name == "甲"
    unit.save()
    Organisation.objects.bulk_create([Organisation(body=city, name="丙局")])
    assert city.organisations.count() == 2


def test_validation_compares_with_the_whole_table(city: Body) -> None:
    twin = Organisation(body=city, name="甲局")
    with pytest.raises(ValidationError, match="A unit of this name exists already"):
        twin.full_clean()


def test_asynchronous_reading_is_guarded_too(city: Body) -> None:
    with pytest.raises(Unscoped):
        Organisation.objects.aiterator()
    assert Organisation.objects.of_body(city).aiterator() is not None


def test_deleting_is_guarded_where_rows_may_go_at_all(city: Body) -> None:
    rows: ScopedQuerySet[Organisation] = ScopedQuerySet(Organisation)
    with pytest.raises(Unscoped):
        rows.delete()
    _rows, gone = rows.of_body(city).delete()
    assert gone["assembly.Organisation"] == 1


def test_people_of_a_body_are_those_with_a_post_or_a_seat_there(city: Body, county: Body) -> None:
    here, there, both = make_person("甲某"), make_person("乙某"), make_person("丙某")
    make_post(city.organisations.get(), "liaison", here)
    make_membership(county, there)
    make_post(city.organisations.get(), "head", both)
    make_membership(county, both)
    assert set(Person.objects.of_body(city)) == {here, both}
    assert set(Person.objects.of_body(county)) == {there, both}


@pytest.mark.parametrize("model", [Organisation, Post, Membership])
def test_every_model_with_a_body_is_guarded(model: Any) -> None:
    with pytest.raises(Unscoped, match=model.__name__):
        model.objects.count()
