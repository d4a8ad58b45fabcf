"""Days as people write them: what each means, and what is refused rather than guessed."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.sheets import CellUnreadable, dates


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment as a spreadsheet holds it, without any zone."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "cell",
    [
        moment(2024, 3, 5),
        date(2024, 3, 5),
        45356,
        45356.5,
        "45356",
        20240305,
        "20240305",
        "2024-03-05",
        "2024-3-5",
        "2024/3/5",
        "2024.3.5",
        "2024．3．5",
        "2024年3月5日",
        "2024 年 3 月 5 号",
        "２０２４年３月５日",
        "二〇二四年三月五日",
        "24年3月5日",
        "2024-3-5 09:30",
        "2024-03-05T00:00:00",
        "2024-03-05T09:30:00.123+08:00",
        "2024年3月5日 上午9时30分",
        "2024年3月5日（星期二）",
        "5 March 2024",
        "Mar 5, 2024",
        "5-Mar-2024",
    ],
)
def test_date_is_read(cell: object) -> None:
    assert dates.day(cell) == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13/5/2024", date(2024, 5, 13)),
        ("5/13/2024", date(2024, 5, 13)),
        ("5/5/2024", date(2024, 5, 5)),
        ("98年12月31日", date(1998, 12, 31)),
        ("二〇二四年十二月二十一日", date(2024, 12, 21)),
    ],
)
def test_date_that_can_be_read_in_one_way_only_is_read(cell: str, expected: date) -> None:
    assert dates.day(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "24.3.5",
        "24-3-5",
        "2024年3月",
        "2024",
        "3月",
        "2024-02-30",
        "2024-13-01",
        "2024-03-05；2024-04-01",
        "待定",
        "31/31/2024",
        "5 Mai2 2024",
        "5 Foo 2024",
        "二〇二四年十十月一日",
        20241301,
        3,
        float("nan"),
        float("inf"),
        99999,
        True,
        time(9, 30),
        moment(1900, 1, 1),
        "1900-01-01",
        "2024-3-5 之前",
    ],
)
def test_date_is_not_guessed(cell: object) -> None:
    with pytest.raises(CellUnreadable, match="is no date"):
        dates.day(cell)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_form(day: date) -> None:
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d 08:00:00}",
        (day - date(1899, 12, 30)).days,
    ]

    assert [dates.day(form) for form in forms] == [day] * len(forms)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = dates.day(text, year=2024)
    except CellUnreadable:
        return

    assert 1949 <= found.year <= 2099
