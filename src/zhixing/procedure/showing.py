"""Say the values of a procedure in words: a role by its title, a limit as "10 个工作日", a condition as it reads.

Each function takes the procedure in which names are looked up; a name it does not know stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhixing.procedure.derivation_words import MONTHS_EN, amount_words
from zhixing.procedure.model import (
    PARENT_ROLE,
    SYSTEM_ROLE,
    ChildCondition,
    ClockCondition,
    Extension,
    Field,
    Latest,
    Limit,
    NewParty,
    Number,
    Opening,
    Procedure,
    Target,
)
from zhixing.procedure.standing import ANY_STATE
from zhixing.procedure.words import Sentence, Words
from zhixing.procedure.working_days import Span

ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in words, and written exactly, for when two values would otherwise read the same."""

    words: Words
    exact: str


def told_apart(one: Shown, other: Shown) -> tuple[Words, Words]:
    """Return both in words, each with its exact writing in a language where they would read the same."""
    return apart_from(one, [other]), apart_from(other, [one])


def apart_from(shown: Shown, others: Iterable[Shown]) -> Words:
    """Return the value in words, with its exact writing in a language where one of the others reads the same."""
    zh, en = shown.words.zh, shown.words.say("en")
    beside = [other.words for other in others]
    exact = shown.exact or "-"
    return Words(
        f"{zh}（{exact}）" if any(words.zh == zh for words in beside) else zh,
        f"{en} ({exact})" if any(words.say("en") == en for words in beside) else en,
    )


def filled(template: Words, **values: Words | str | int) -> Words:
    """Return words with the places of a template filled in."""
    sentence = Sentence(template, **values)
    return Words(sentence.say("zh-hans"), sentence.say("en"))


COMMA = Words("、", ", ")
CLAUSES = Words("，", ", ")
SEMICOLON = Words("；", "; ")


def listed(parts: list[Words], *, between: Words = COMMA) -> Words:
    """Return several words as one list."""
    return Words(between.zh.join(part.zh for part in parts), between.en.join(part.say("en") for part in parts))


def quoted(words: Words) -> Words:
    """Return words in quotation marks."""
    return filled(Words("“{words}”", "“{words}”"), words=words)


def plain(_procedure: Procedure, value: str) -> Shown:
    """Show a text as it is written."""
    return Shown(quoted(Words(value)) if value else NOTHING, value)


def title(_procedure: Procedure, value: Words | None) -> Shown:
    """Show a title or help text; in exact writing both languages."""
    return Shown(quoted(value), f"{value.zh} / {value.en}") if value else Shown(NOTHING, "")


def flag(_procedure: Procedure, value: bool) -> Shown:  # noqa: FBT001 - one of many functions of one shape
    """Show yes or no."""
    return Shown(YES if value else NO, str(value))


def number(procedure: Procedure, value: Number | None) -> Shown:
    """Show a number; where a setting holds it, the setting's default and name."""
    if value is None:
        return Shown(NOTHING, "")
    if isinstance(value, int):
        return Shown(Words(str(value)), str(value))
    setting = procedure.settings.get(value)
    if setting is None:
        return Shown(Words(value), value)
    return Shown(filled(BY_SETTING, amount=setting.value, setting=setting.title), value)


def role(procedure: Procedure, name: str) -> Shown:
    """Show a role by its title."""
    return _named(name, procedure.roles, ROLES)


def state(procedure: Procedure, name: str) -> Shown:
    """Show a state by its title."""
    return _named(name, procedure.states, STATES)


def act(procedure: Procedure, name: str) -> Shown:
    """Show an act by its title."""
    return _named(name, procedure.acts)


def clock(procedure: Procedure, name: str) -> Shown:
    """Show a time limit by its title."""
    return _named(name, procedure.clocks)


def paper(procedure: Procedure, name: str) -> Shown:
    """Show a paper by its title."""
    return _named(name, procedure.papers)


def series(procedure: Procedure, name: str) -> Shown:
    """Show a series of numbers by its title."""
    return _named(name, procedure.numbering) if name else Shown(NOTHING, "")


def guard(procedure: Procedure, name: str) -> Shown:
    """Show a guard by what it refuses with."""
    known = procedure.guards.get(name)
    return Shown(quoted(known.sentence if known else Words(name)), name)


def field(procedure: Procedure, name: str) -> Shown:
    """Show a field by its title in the first act that records it."""
    known = _field(procedure, name)
    return Shown(quoted(known.title if known else Words(name)), name)


def source(procedure: Procedure, name: str) -> Shown:
    """Show where a party or child case comes from: the actor, or a field."""
    return Shown(THE_ACTOR, name) if name == ACTOR else field(procedure, name)


def condition(procedure: Procedure, when: Mapping[str, str]) -> Shown:
    """Show fields with the values they must have: 决定为“准予延期”."""
    parts = [_equals(procedure, name, value) for name, value in when.items()]
    exact = ", ".join(f"{name} = {value}" for name, value in sorted(when.items()))
    return Shown(listed(parts), exact) if parts else Shown(NOTHING, "")


def mapping(_procedure: Procedure, value: Mapping[str, str]) -> Shown:
    """Show a table of names as it is written."""
    exact = ", ".join(f"{name} = {one}" for name, one in sorted(value.items()))
    return Shown(Words(exact) if exact else NOTHING, exact)


def target(procedure: Procedure, value: Target) -> Shown:
    """Show where an act leads: one state, or one by the value of a field."""
    exact = f"{value.state} {value.field} {mapping(procedure, value.by_value).exact}"
    parts = [
        filled(LEADS_BY, when=_equals(procedure, value.field, given), state=state(procedure, name).words)
        for given, name in value.by_value.items()
    ]
    if value.state:
        led = state(procedure, value.state).words
        parts.append(filled(LEADS_ELSE, state=led) if parts else led)
    return Shown(listed(parts, between=CLAUSES) if parts else STAYS, exact.strip())


def span(_procedure: Procedure, value: Span | None) -> Shown:
    """Show a length of time."""
    return Shown(amount_words(value.unit, value.amount), str(value.as_json())) if value else Shown(NOTHING, "")


def limit(procedure: Procedure, value: Limit | None) -> Shown:
    """Show a length of time; where a setting holds it, the default and the setting's name."""
    if value is None:
        return Shown(NOTHING, "")
    exact = f"{value.unit} = {value.amount}"
    if isinstance(value.amount, int):
        return Shown(amount_words(value.unit, value.amount), exact)
    setting = procedure.settings.get(value.amount)
    if setting is None:
        return Shown(Words(exact), exact)
    amount = amount_words(value.unit, setting.value)
    return Shown(filled(BY_SETTING, amount=amount, setting=setting.title), exact)


def latest(procedure: Procedure, value: Latest | None) -> Shown:
    """Show the day of the year that a limit never passes."""
    if value is None:
        return Shown(NOTHING, "")
    when = condition(procedure, value.when)
    day = Words(f"{value.month}月{value.day}日", f"{value.day} {MONTHS_EN[value.month - 1]}")
    words = filled(DAY_WHEN, day=day, when=when.words) if value.when else day
    return Shown(words, f"{value.month}-{value.day} {when.exact}")


def extension(procedure: Procedure, value: Extension | None) -> Shown:
    """Show which act lengthens a limit, and by how much."""
    if value is None:
        return Shown(NOTHING, "")
    when = condition(procedure, value.when)
    by = filled(
        EXTENDS, act=act(procedure, value.act).words, field=field(procedure, value.field).words, unit=UNITS[value.unit]
    )
    words = filled(EXTENDS_WHEN, by=by, when=when.words) if value.when else by
    return Shown(words, f"{value.act} {value.field} {value.unit} {when.exact}".strip())


def when_over(procedure: Procedure, value: ClockCondition | None) -> Shown:
    """Show the time limit that must have run out."""
    if value is None:
        return Shown(NOTHING, "")
    grace = span(procedure, value.grace)
    words = clock(procedure, value.clock).words
    return Shown(
        filled(OVER_WITH_GRACE, clock=words, grace=grace.words) if value.grace else words,
        f"{value.clock} {grace.exact}".strip(),
    )


def child(_procedure: Procedure, value: ChildCondition) -> Shown:
    """Show what all child cases of a kind must have reached."""
    return Shown(Words(f"{value.kind}/{value.milestone}"), f"{value.kind}/{value.milestone}")


def party(procedure: Procedure, value: NewParty) -> Shown:
    """Show who becomes a party, and as what."""
    template = REPLACES_PARTY if value.replaces else NEW_PARTY
    words = filled(template, who=source(procedure, value.source).words, capacity=value.capacity)
    return Shown(words, f"{value.source} → {value.capacity}{' !' if value.replaces else ''}")


def opening(procedure: Procedure, value: Opening) -> Shown:
    """Show which child cases an act opens."""
    carried = listed([field(procedure, name).words for name in value.carries]) if value.carries else NOTHING
    words = filled(
        OPENS,
        kind=value.kind,
        each=field(procedure, value.each).words,
        capacity=value.capacity,
        carried=carried,
        parties=", ".join(value.parties) or NOTHING,
    )
    return Shown(words, f"{value.kind} {value.each} {value.capacity} {value.carries} {value.parties}")


def field_type(_procedure: Procedure, value: str) -> Shown:
    """Show the type of a field."""
    return Shown(FIELD_TYPES.get(value, Words(value)), value)


def bound(_procedure: Procedure, value: str) -> Shown:
    """Show the day that a date may not pass."""
    return Shown(BOUNDS.get(value, Words(value)), value)


def period(_procedure: Procedure, value: str) -> Shown:
    """Show the period over which numbers count up."""
    return Shown(PERIODS.get(value, Words(value)), value)


def _named(name: str, declared: Mapping[str, Any], special: Mapping[str, Words] | None = None) -> Shown:
    if special and name in special:
        return Shown(special[name], name)
    return Shown(quoted(declared[name].title if name in declared else Words(name)), name)


def _field(procedure: Procedure, name: str) -> Field | None:
    return next((one.fields[name] for one in procedure.acts.values() if name in one.fields), None)


def _equals(procedure: Procedure, name: str, value: str) -> Words:
    """Return "grade is Dissatisfied", the value by its title in the list the field is chosen from."""
    known = _field(procedure, name)
    choices = procedure.lists.get(known.choices, {}) if known else {}
    return filled(EQUALS, field=field(procedure, name).words, value=choices.get(value, Words(value)))


NOTHING = Words("（无）", "(none)")
YES = Words("是", "yes")
NO = Words("否", "no")
STAYS = Words("状态不变", "the state as it is")
THE_ACTOR = Words("办理人", "whoever performs it")
ROLES = {SYSTEM_ROLE: Words("系统", "the system"), PARENT_ROLE: Words("上级案件", "the parent case")}
STATES = {ANY_STATE: Words("任何状态", "any state")}
UNITS = {
    "months": Words("个月", "months"),
    "days": Words("日", "days"),
    "working_days": Words("个工作日", "working days"),
}
FIELD_TYPES = {
    "text": Words("短文字", "short text"),
    "prose": Words("长文字", "long text"),
    "date": Words("日期", "day"),
    "integer": Words("整数", "whole number"),
    "boolean": Words("是或否", "yes or no"),
    "choice": Words("单选", "choice"),
    "organisation": Words("单位", "organisation"),
    "organisations": Words("多个单位", "organisations"),
    "person": Words("人员", "person"),
    "persons": Words("多个人员", "people"),
}
BOUNDS = {"": NOTHING, "today": Words("当日", "the day itself"), "opened": Words("开案之日", "the day of opening")}
PERIODS = {
    "session": Words("每次会议", "each session"),
    "year": Words("每年", "each year"),
    "body": Words("连续", "running on"),
}
BY_SETTING = Words("{amount}（设置“{setting}”）", "{amount} (setting “{setting}”)")
EQUALS = Words("{field}为“{value}”", "{field} is “{value}”")
LEADS_BY = Words("{when}时到{state}", "{state} when {when}")
LEADS_ELSE = Words("其余到{state}", "otherwise {state}")
DAY_WHEN = Words("{day}（{when}时）", "{day} (when {when})")
EXTENDS = Words("{act}按{field}延长若干{unit}", "{act} by so many {unit} as {field} says")
EXTENDS_WHEN = Words("{by}（{when}时）", "{by} (when {when})")
OVER_WITH_GRACE = Words("{clock}之后再过 {grace}", "{clock} and {grace} more")
NEW_PARTY = Words("{who}成为 {capacity}", "{who} becomes {capacity}")
REPLACES_PARTY = Words("{who}成为 {capacity}，取代原有的", "{who} becomes {capacity} in place of the former")
OPENS = Words(
    "按{each}各开一件 {kind}，所列者为 {capacity}，带去 {carried}，当事人 {parties}",
    "one {kind} for each in {each}, who becomes {capacity}, taking {carried}, with parties {parties}",
)
