from datetime import UTC, date, datetime

import pytest

from zhixing.common import dates

MONDAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("locale", "short", "weekday", "full"),
    [
        ("zh-hans", "6月15日", "6月15日 周一", "2026年6月15日"),
        ("en", "15 Jun", "Mon 15 Jun", "15 Jun 2026"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(locale: str, short: str, weekday: str, full: str) -> None:
    assert dates.short_day(MONDAY, locale=locale) == short
    assert dates.day_and_weekday(MONDAY, locale=locale) == weekday
    assert dates.full_day(MONDAY, locale=locale) == full


def test_the_year_is_written_when_it_is_another_one() -> None:
    assert dates.short_day(MONDAY, locale="zh-hans", beside=date(2026, 1, 1)) == "6月15日"
    assert dates.short_day(MONDAY, locale="zh-hans", beside=date(2027, 1, 1)) == "2026年6月15日"
    assert dates.day_and_weekday(MONDAY, locale="en", beside=date(2027, 1, 1)) == "Mon 15 Jun 2026"


def test_an_aware_moment_is_read_in_the_place_of_the_office() -> None:
    late = datetime(2026, 6, 14, 17, 5, tzinfo=UTC)

    assert dates.as_day(late) == MONDAY
    assert dates.moment(late, locale="zh-hans") == "6月15日 01:05"
    assert dates.moment(late, locale="en", beside=date(2025, 1, 1)) == "15 Jun 2026 01:05"


def test_a_moment_without_zone_is_taken_as_it_stands() -> None:
    assert dates.moment(datetime(2026, 6, 15, 9, 20), locale="en") == "15 Jun 09:20"  # noqa: DTZ001 - the case itself
    assert dates.as_day(datetime(2026, 6, 15, 23, 59)) == MONDAY  # noqa: DTZ001 - the case itself
