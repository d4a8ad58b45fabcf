"""Say the values of a procedure in words: a role by its title, a limit as "10 个工作日", a condition as it reads.

Each function takes the procedure in which names are looked up; a name it does not know stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from zhixing.procedure.derivation_words import MONTHS_EN, amount_words
from zhixing.procedure.limits import ClockCondition, Extension, Latest, Limit, Number
from zhixing.procedure.model import (
    ACTOR,
    ACTORS_OFFICE,
    FLAG,
    Cause,
    ChildCondition,
    Field,
    NewParty,
    Opening,
    Procedure,
    Target,
)
from zhixing.procedure.showing_words import (
    ALL,
    ALL_BELOW,
    ALL_IF_ANY,
    BELOW_IF_ANY,
    BOUNDS,
    BY_SETTING,
    CAUSES,
    CLAUSES,
    COMMA,
    DAY_WHEN,
    EQUALS,
    EXTENDS,
    EXTENDS_WHEN,
    FIELD_TYPES,
    IN_CASES,
    IN_CHILDREN,
    IN_PARENT,
    LEADS_BY,
    LEADS_ELSE,
    MOVES_ALL,
    MOVES_PARTY,
    NEW_PARTY,
    NO,
    NOTHING,
    OPENS,
    OPENS_ABOUT,
    OPENS_ONE,
    OVER_WITH_GRACE,
    PENDING,
    PENDING_BELOW,
    PERIODS,
    REPLACES_PARTY,
    ROLES,
    STATES,
    STAYS,
    THE_ACTOR,
    THE_ACTORS_OFFICE,
    UNITS,
    UNTIL,
    YES,
)
from zhixing.procedure.words import Sentence, Words
from zhixing.procedure.working_days import Span


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


def exactly(value: object) -> str:
    """Return any value of the model as it could be written in the file: whatever differs there differs here."""
    if isinstance(value, Words):
        return f"{value.zh} / {value.en}"
    if isinstance(value, tuple):
        return "、".join(exactly(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name} = ({exactly(one)})" for name, one in value.items())
    if is_dataclass(value):
        given = ((one.name, getattr(value, one.name)) for one in fields(value))
        return exactly({name: one for name, one in given if one is not None and one not in ("", False, (), {})})
    return str(value)


def filled(template: Words, **values: Words | str | int) -> Words:
    """Return words with the places of a template filled in."""
    sentence = Sentence(template, **values)
    return Words(sentence.say("zh-hans"), sentence.say("en"))


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
    return _named(name, procedure.clocks) if name else Shown(NOTHING, "")


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
    """Show where a party or child case comes from: the actor, their office, or a field."""
    acting = {ACTOR: THE_ACTOR, ACTORS_OFFICE: THE_ACTORS_OFFICE}.get(name)
    return Shown(acting, name) if acting else field(procedure, name)


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
    if value.unit == "until":
        return Shown(filled(UNTIL, field=field(procedure, str(value.amount)).words), exact)
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
    bare = f"{value.kind}/{value.milestone}"
    plain = {(False, False): ALL, (True, False): ALL_IF_ANY, (False, True): ALL_BELOW, (True, True): BELOW_IF_ANY}
    template = (PENDING, PENDING_BELOW)[value.deep] if value.pending else plain[value.if_any, value.deep]
    marks = [name for name in ("if_any", "deep", "pending") if getattr(value, name)]
    return Shown(filled(template, child=bare), " ".join([bare, *marks]))


def party(procedure: Procedure, value: NewParty) -> Shown:
    """Show who becomes a party, and as what."""
    if value.moves or value.all_of:
        template = MOVES_PARTY if value.moves else MOVES_ALL
        former = value.moves or value.all_of
        exact = f"{value.moves} {value.all_of} ⇒ {value.capacity} {value.replaces} {value.source} {value.leaves}"
        return Shown(filled(template, former=former, capacity=value.capacity or NOTHING), exact)
    template = REPLACES_PARTY if value.replaces else NEW_PARTY
    words = filled(template, who=source(procedure, value.source).words, capacity=value.capacity)
    left = "".join(f" −{name}" for name in value.leaves)
    return Shown(words, f"{value.source} → {value.capacity}{' !' if value.replaces else ''}{left}")


def opening(procedure: Procedure, value: Opening) -> Shown:
    """Show which child cases an act opens."""
    words = filled(
        OPENS if value.each else OPENS_ONE,
        kind=value.kind,
        each=field(procedure, value.each).words,
        capacity=value.capacity or NOTHING,
        carried=_carried(procedure, value.carries),
        parties=", ".join(value.parties) or NOTHING,
    )
    if value.names:
        brought = [f"{own} ← {', '.join(theirs)}" for own, theirs in value.brings.items()]
        words = filled(OPENS_ABOUT, opens=words, names=value.names, brought="; ".join(brought) or NOTHING)
    when = {**value.when, **value.where}
    if when:
        words = filled(DAY_WHEN, day=words, when=condition(procedure, when).words)
    exact = f"{value.kind} {value.each} {value.capacity} {value.carries} {value.parties} {value.names} {value.brings}"
    return Shown(words, f"{exact} {sorted(value.when.items())} {sorted(value.where.items())}")


def cause(procedure: Procedure, value: Cause) -> Shown:
    """Show which act follows in which other cases."""
    place = IN_PARENT if value.parent else filled(IN_CHILDREN, kind=value.children)
    if value.cases:
        place = filled(IN_CASES, field=field(procedure, value.cases).words)
    words = filled(CAUSES, act=value.act, place=place, carried=_carried(procedure, value.carries))
    if value.when:
        words = filled(DAY_WHEN, day=words, when=condition(procedure, value.when).words)
    return Shown(words, exactly(value))


def _carried(procedure: Procedure, names: tuple[str, ...]) -> Words:
    return listed([field(procedure, name).words for name in names]) if names else NOTHING


def columns(_procedure: Procedure, value: Mapping[str, Field]) -> Shown:
    """Show what a row holds."""
    return Shown(listed([quoted(one.title) for one in value.values()]) if value else NOTHING, exactly(value))


def flags(procedure: Procedure, value: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Shown:
    """Show which codes of which lists bear which flags."""
    parts = [
        filled(EQUALS, field=quoted(procedure.lists.get(name, {}).get(code, Words(code))), value="、".join(borne))
        for name, codes in value.items()
        for code, borne in codes.items()
    ]
    return Shown(listed(parts) if parts else NOTHING, exactly(value))


def switched(procedure: Procedure, value: Mapping[str, Mapping[str, str]]) -> Shown:
    """Show which codes of which lists depend on which settings."""
    parts = [
        filled(
            EQUALS,
            field=quoted(procedure.lists.get(name, {}).get(code, Words(code))),
            value=procedure.settings[setting].title if setting in procedure.settings else Words(setting),
        )
        for name, codes in value.items()
        for code, setting in codes.items()
    ]
    return Shown(listed(parts) if parts else NOTHING, exactly(value))


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
    codes = procedure.codes_with(known.choices, value[1:]) if known and value.startswith(FLAG) else ()
    bearing = [choices[code] for code in codes if code in choices]
    meant = listed(bearing) if bearing else choices.get(value, Words(value))
    return filled(EQUALS, field=field(procedure, name).words, value=meant)
