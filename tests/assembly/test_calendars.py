from datetime import date, timedelta

import chinese_calendar
import pytest
from pytest_django import DjangoAssertNumQueries

from zhixing.assembly import calendars
from zhixing.assembly.calendars import seed_arrangements, set_arrangement, work_calendar
from zhixing.assembly.models import DayOff, YearArrangement

pytestmark = pytest.mark.django_db

HOLIDAY, WEEKEND_WORKED = date(2027, 10, 1), date(2027, 9, 26)


def test_without_arrangements_weekends_alone_are_free() -> None:
    calendar = work_calendar()
    assert calendar.is_working(HOLIDAY)
    assert not calendar.is_working(WEEKEND_WORKED)
    assert not calendar.official(2027)


def test_an_arrangement_is_seen_at_once_and_replaced_as_a_whole() -> None:
    before = work_calendar()
    set_arrangement(year=2027, days_off=[HOLIDAY], make_up=[WEEKEND_WORKED], official=False, source="预计")
    expected = work_calendar()
    set_arrangement(year=2027, days_off=[], make_up=[], official=True, source="国办发明电〔2026〕1号")
    official = work_calendar()

    assert before.is_working(HOLIDAY)
    assert not expected.is_working(HOLIDAY)
    assert expected.is_working(WEEKEND_WORKED)
    assert not expected.official(2027)
    assert official.is_working(HOLIDAY)
    assert official.official(2027)
    assert YearArrangement.objects.get().source == "国办发明电〔2026〕1号"
    assert DayOff.objects.count() == 0


def test_a_correction_of_an_official_year_is_seen_at_once() -> None:
    set_arrangement(year=2027, days_off=[], make_up=[], official=True, source="国办发明电〔2026〕1号")
    assert work_calendar().is_working(HOLIDAY)
    set_arrangement(year=2027, days_off=[HOLIDAY], make_up=[], official=True, source="国办发明电〔2026〕1号")
    assert not work_calendar().is_working(HOLIDAY)


def test_an_unchanged_calendar_is_compared_with_the_table_once_in_a_while(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed_arrangements()
    first = work_calendar()
    with django_assert_num_queries(0):
        assert work_calendar() is first
    monkeypatch.setattr(calendars, "FRESH", -1.0)
    with django_assert_num_queries(1):
        assert work_calendar() is first


def test_a_wrong_day_changes_nothing() -> None:
    with pytest.raises(ValueError, match="does not belong into the arrangement of 2027"):
        set_arrangement(year=2027, days_off=[date(2028, 1, 1)], make_up=[], official=True, source="x")
    assert not YearArrangement.objects.exists()


def test_seeding_gives_the_calendar_of_the_package() -> None:
    assert seed_arrangements() == 23
    calendar = work_calendar()
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 31):
        assert calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert calendar.official(2026)
    assert not calendar.official(2027)


def test_seeding_leaves_what_was_entered_by_hand() -> None:
    set_arrangement(year=2026, days_off=[], make_up=[], official=True, source="手工")
    assert seed_arrangements() == 22
    assert YearArrangement.objects.get(year=2026).source == "手工"
    assert seed_arrangements() == 0
