"""The words of a derivation slip, in Chinese and English: what each step is called, why it was taken, and its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from zhixing.procedure.days import Line, Param
from zhixing.procedure.words import Sentence, Words
from zhixing.procedure.working_days import ONE_DAY

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
A_RUN = 3
"""So many days off in a row are written as a run, first to last."""

AMOUNTS = {
    "months": (Words("{n} 个月", "{n} month"), Words("{n} 个月", "{n} months")),
    "days": (Words("{n} 日", "{n} day"), Words("{n} 日", "{n} days")),
    "working_days": (Words("{n} 个工作日", "{n} working day"), Words("{n} 个工作日", "{n} working days")),
}
LABELS = {
    "start": Words("起算", "Start"),
    "add": Words("加 {amount}", "Add {amount}"),
    "latest": Words("最迟期限", "Latest day"),
    "extend": Words("延期 {amount}", "Extended by {amount}"),
    "held": Words("扣除暂停 {amount}", "Held for {amount}"),
    "shift": Words("顺延", "Moved on"),
    "left": Words("今天起", "From today"),
}
COUNTED = {
    "months": Words("按自然月计", "by calendar month"),
    "days": Words("按自然日计", "by calendar day"),
    "working_days": Words("按工作日计", "by working day"),
}
APPLIES = {
    "yes": Words("按规定不迟于{latest}", "the rules allow no later day than {latest}"),
    "no": Words("未超过规定的最迟日期{latest}", "before the latest day of the rules, {latest}"),
    "passed": Words(
        "规定的最迟日期{latest}在起算时已过，不适用", "the latest day of the rules, {latest}, had passed at the start"
    ),
}
SHIFTED = {
    "weekend": Words("末日为休息日，顺延至下一工作日", "the last day is a weekend, so the next working day counts"),
    "holiday": Words("末日放假，顺延至下一工作日", "the last day is a public holiday, so the next working day counts"),
}
START = Words("当日不计入", "the day itself is not counted")
HELD = Words("{from}至{until}暂停，不计入期限", "held from {from} to {until}, which does not count")
OFF_ON_THE_WAY = Words("，其间放假 {n} 天不计", ", {n} days off on the way not counted")
WORKED_ON_THE_WAY = Words("，调休上班 {n} 天计入", ", {n} weekend days worked counted")
DUE_TODAY = Words("今天到期", "due today")
OVERDUE = Words("已超期 {amount}", "{amount} over time")
LEFT = Words("共 {amount}", "{amount} in all")
LEFT_NAMED = Words("{days}，共 {amount}", "{days}: {amount} in all")
DAYS_OFF = Words("；{days}放假", "; off: {days}")
DAYS_WORKED = Words("；{days}调休上班", "; worked by arrangement: {days}")
NOTHING = Words("", "")
SLIP = Words("{label}：{why}，{day}。", "{label}: {why}: {day}.")
START_SLIP = Words("{label}：{day}，{why}。", "{label}: {day}; {why}.")


def label(line: Line) -> Words:
    """Return what the step is called on a slip, such as "加 3 个月"."""
    unit = line.params.get("unit")
    return _filled(LABELS[line.step], amount=amount_words(str(unit), int(line.params["amount"])) if unit else NOTHING)


def explanation(line: Line) -> Words:
    """Return why the step was taken or how it was counted, without a full stop."""
    params = line.params
    match line.step:
        case "add" | "extend":
            return _how_counted(line)
        case "latest":
            return _filled(APPLIES[str(params["applies"])], latest=day_words(_day(params["latest"]), year=True))
        case "held":
            days = {name: day_words(_day(params[name]), year=True) for name in ("from", "until")}
            return _filled(HELD, **days)
        case "shift":
            return SHIFTED[str(params["reason"])]
        case "left":
            return _days_left(line)
        case _:
            return START


def sentence(line: Line) -> Sentence:
    """Return the step as one sentence, for readers of plain text and for papers."""
    template = START_SLIP if line.step in {"start", "left"} else SLIP
    return Sentence(template, label=label(line), why=explanation(line), day=day_words(line.day, year=True))


def day_words(day: date, *, year: bool = False) -> Words:
    """Return the day as it is written on slips and lists: "6月27日 周六", "Sat 27 Jun"; with the year where asked."""
    zh, en = f"{day.month}月{day.day}日", f"{day.day} {MONTHS_EN[day.month - 1]}"
    if year:
        return Words(f"{day.year}年{zh}", f"{en} {day.year}")
    return Words(f"{zh} 周{WEEKDAYS_ZH[day.weekday()]}", f"{WEEKDAYS_EN[day.weekday()]} {en}")


def amount_words(unit: str, amount: int) -> Words:
    """Return so many of a unit, such as "7 个工作日" or "1 month"."""
    return _filled(AMOUNTS[unit][amount != 1], n=amount)


def _how_counted(line: Line) -> Words:
    unit = str(line.params["unit"])
    parts = [COUNTED[unit]]
    if holidays := int(line.params.get("holidays", 0)):
        parts.append(_filled(OFF_ON_THE_WAY, n=holidays))
    if make_up := int(line.params.get("make_up", 0)):
        parts.append(_filled(WORKED_ON_THE_WAY, n=make_up))
    return _joined(parts)


def _days_left(line: Line) -> Words:
    params = line.params
    count = int(params["count"])
    amount = amount_words("working_days", abs(count))
    if count < 0:
        return _filled(OVERDUE, amount=amount)
    if params["due"] == line.day.isoformat():
        return DUE_TODAY
    named = _named(_days(params["days"]), line.day, runs=False)
    parts = [_filled(LEFT_NAMED if named.zh else LEFT, days=named, amount=amount)]
    for template, name in ((DAYS_OFF, "holidays"), (DAYS_WORKED, "make_up")):
        if params[name]:
            parts.append(_filled(template, days=_named(_days(params[name]), line.day, runs=True)))
    return _joined(parts)


def _named(days: Sequence[date], today: date, *, runs: bool) -> Words:
    """Return the days month by month; in Chinese today's own month goes without saying."""
    zh, en = [], []
    for (year, month), group in groupby(days, key=lambda day: (day.year, day.month)):
        within = list(group)
        numbers = _runs(within) if runs else [str(day.day) for day in within]
        here = (year, month) == (today.year, today.month)
        zh.append(f"{'' if here else f'{month}月'}{'、'.join(numbers)} 日")
        en.append(f"{', '.join(numbers)} {MONTHS_EN[month - 1]}")
    return Words("，".join(zh), ", ".join(en))


def _runs(days: list[date]) -> list[str]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [text for run in runs for text in _run(run)]


def _run(run: list[date]) -> list[str]:
    return [f"{run[0].day}–{run[-1].day}"] if len(run) >= A_RUN else [str(day.day) for day in run]


def _filled(template: Words, **values: Words | str | int) -> Words:
    filled = Sentence(template, **values)
    return Words(filled.say("zh-hans"), filled.say("en"))


def _joined(parts: Iterable[Words]) -> Words:
    listed = list(parts)
    return Words("".join(part.zh for part in listed), "".join(part.en for part in listed))


def _day(value: Param) -> date:
    return date.fromisoformat(str(value))


def _days(value: Param) -> list[date]:
    return [date.fromisoformat(day) for day in str(value).split()]
