"""The slip a person reads to see how a due date was reached."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.calendars import DAYS, PUBLISHED, calendars
from zhixing.procedure.days import Line, Span, WorkCalendar, days_left_line, due, extended, held
from zhixing.procedure.derivation_words import amount_words, day_words, explanation, label, sentence

CHINESE, ENGLISH = "zh-hans", "en"


def slip(*lines: Line, locale: str = CHINESE) -> list[tuple[str, str, str]]:
    return [(label(line).say(locale), explanation(line).say(locale), day_words(line.day).say(locale)) for line in lines]


def test_slip_of_a_reply_reads_like_the_office_writes_it() -> None:
    lines = due(PUBLISHED, date(2026, 3, 27), Span(months=3)).lines
    left = days_left_line(PUBLISHED, date(2026, 6, 17), date(2026, 6, 29))

    assert slip(*lines, left) == [
        ("起算", "当日不计入", "3月27日 周五"),
        ("加 3 个月", "按自然月计", "6月27日 周六"),
        ("顺延", "末日为休息日，顺延至下一工作日", "6月29日 周一"),
        ("今天起", "18、22、23、24、25、26、29 日，共 7 个工作日；19–21 日放假", "6月17日 周三"),
    ]
    assert slip(*lines, left, locale=ENGLISH) == [
        ("Start", "the day itself is not counted", "Fri 27 Mar"),
        ("Add 3 months", "by calendar month", "Sat 27 Jun"),
        ("Moved on", "the last day is a weekend, so the next working day counts", "Mon 29 Jun"),
        ("From today", "18, 22, 23, 24, 25, 26, 29 Jun: 7 working days in all; off: 19–21 Jun", "Wed 17 Jun"),
    ]


def test_slip_of_working_days_names_what_was_stepped_over() -> None:
    added = due(PUBLISHED, date(2026, 9, 18), Span(working_days=15)).lines[1]

    assert explanation(added).say(CHINESE) == "按工作日计，其间放假 6 天不计，调休上班 2 天计入"
    assert explanation(added).say(ENGLISH) == (
        "by working day, 6 days off on the way not counted, 2 weekend days worked counted"
    )


def test_slip_of_a_held_and_extended_limit() -> None:
    limit = Span(days=30)
    first = due(PUBLISHED, date(2026, 9, 1), limit)
    derivation = extended(PUBLISHED, held(PUBLISHED, first, date(2026, 9, 3), date(2026, 9, 4), limit), Span(months=1))

    assert slip(*derivation.lines[2:4]) == [
        ("扣除暂停 1 日", "2026年9月3日至2026年9月4日暂停，不计入期限", "10月2日 周五"),
        ("延期 1 个月", "按自然月计", "11月2日 周一"),
    ]
    assert slip(*derivation.lines[2:4], locale=ENGLISH) == [
        ("Held for 1 day", "held from 3 Sep 2026 to 4 Sep 2026, which does not count", "Fri 2 Oct"),
        ("Extended by 1 month", "by calendar month", "Mon 2 Nov"),
    ]


def test_months_held_are_given_back_in_days() -> None:
    limit = Span(months=3)
    derivation = held(PUBLISHED, due(PUBLISHED, date(2026, 3, 2), limit), date(2026, 4, 1), date(2026, 4, 11), limit)

    assert label(derivation.lines[2]).say(CHINESE) == "扣除暂停 10 日"
    assert label(derivation.lines[2]).say(ENGLISH) == "Held for 10 days"


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (date(2026, 7, 20), "按规定不迟于2026年9月30日"),
        (date(2026, 3, 27), "未超过规定的最迟日期2026年9月30日"),
        (date(2026, 10, 12), "规定的最迟日期2026年9月30日在起算时已过，不适用"),
    ],
)
def test_latest_day_says_whether_it_applies(start: date, said: str) -> None:
    line = due(PUBLISHED, start, Span(months=3), date(2026, 9, 30)).lines[2]

    assert (label(line).say(CHINESE), explanation(line).say(CHINESE)) == ("最迟期限", said)


def test_limit_that_ends_in_a_holiday_says_so() -> None:
    line = due(PUBLISHED, date(2026, 9, 1), Span(days=30)).lines[-1]

    assert explanation(line).say(CHINESE) == "末日放假，顺延至下一工作日"


@pytest.mark.parametrize(
    ("today", "last", "zh", "en"),
    [
        (date(2026, 6, 29), date(2026, 6, 29), "今天到期", "due today"),
        (date(2026, 6, 30), date(2026, 6, 29), "已超期 1 个工作日", "1 working day over time"),
        (date(2026, 6, 29), date(2026, 7, 1), "30 日，7月1 日，共 2 个工作日", "30 Jun, 1 Jul: 2 working days in all"),
        (
            date(2026, 9, 18),
            date(2026, 9, 28),
            "20、21、22、23、24、28 日，共 6 个工作日；25–27 日放假；20 日调休上班",
            "20, 21, 22, 23, 24, 28 Sep: 6 working days in all; off: 25–27 Sep; worked by arrangement: 20 Sep",
        ),
        (
            date(2026, 8, 26),
            date(2026, 10, 12),
            "共 29 个工作日；9月25–27 日，10月1–7 日放假；9月20 日，10月10 日调休上班",
            "29 working days in all; off: 25–27 Sep, 1–7 Oct; worked by arrangement: 20 Sep, 10 Oct",
        ),
    ],
)
def test_days_left_are_worded(today: date, last: date, zh: str, en: str) -> None:
    words = explanation(days_left_line(PUBLISHED, today, last))

    assert (words.say(CHINESE), words.say(ENGLISH)) == (zh, en)


def test_two_days_off_in_a_row_are_named_one_by_one() -> None:
    params = {"count": 1, "due": "2026-06-04", "days": "2026-06-04", "holidays": "2026-06-02 2026-06-03", "make_up": ""}
    line = Line("left", date(2026, 6, 1), params)

    assert explanation(line).say(CHINESE) == "4 日，共 1 个工作日；2、3 日放假"


def test_step_is_one_sentence_for_plain_text() -> None:
    start, added, *_ = due(PUBLISHED, date(2026, 3, 27), Span(months=3)).lines

    assert sentence(start).say(CHINESE) == "起算：2026年3月27日，当日不计入。"
    assert sentence(start).say(ENGLISH) == "Start: 27 Mar 2026; the day itself is not counted."
    assert sentence(added).say(CHINESE) == "加 3 个月：按自然月计，2026年6月27日。"
    assert sentence(added).say(ENGLISH) == "Add 3 months: by calendar month: 27 Jun 2026."


def test_amounts_are_singular_and_plural() -> None:
    assert [amount_words("months", n).say(ENGLISH) for n in (1, 2)] == ["1 month", "2 months"]


@given(calendars(), DAYS, DAYS, st.integers(1, 60))
def test_every_line_can_be_said(calendar: WorkCalendar, today: date, latest: date, n: int) -> None:
    lines = (*due(calendar, today, Span(working_days=n), latest).lines, days_left_line(calendar, today, latest))

    for line in lines:
        for locale in (CHINESE, ENGLISH):
            assert label(line).say(locale)
            assert explanation(line).say(locale)
            assert "{" not in sentence(line).say(locale)
