"""Check what somebody entered against an act's fields. Nothing is guessed: a fault names the field and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhixing.procedure.conditions import met
from zhixing.procedure.facts import Data, Facts, FileReference, Given, Json, Reference
from zhixing.procedure.limits import Number
from zhixing.procedure.model import Act, Field, Procedure
from zhixing.procedure.nameable import doubled, not_meant, unfit
from zhixing.procedure.standing import STATE_LIST
from zhixing.procedure.words import Sentence, Words
from zhixing.procedure.working_days import MOST

Faults = list[tuple[str, Sentence]]
LONGEST_TEXT = 200
LONGEST_PROSE = 20_000
MOST_ROWS = 100
MOST_FILES = 20
WHOLE = re.compile(r"-?\d{1,18}")
"""A whole number as people type it, no longer than what every database can compare."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Entered data in their canonical form, the references they name, and what is wrong with them."""

    values: Mapping[str, Json]
    named: Mapping[str, tuple[Reference, ...]]
    faults: tuple[tuple[str, Sentence], ...]


def choices_of(procedure: Procedure, field: Field) -> Mapping[str, Words]:
    """Return the codes a choice field offers and their titles."""
    if field.choices == STATE_LIST:
        return {state.name: state.title for state in procedure.states.values()}
    return procedure.lists[field.choices]


def offered(procedure: Procedure, field: Field, settings: Mapping[str, int]) -> Mapping[str, Words]:
    """Return the codes a choice field offers where these settings were chosen, without those that are switched off."""
    off = _switched_off(procedure, field, settings)
    return {code: title for code, title in choices_of(procedure, field).items() if code not in off}


def _switched_off(procedure: Procedure, field: Field, settings: Mapping[str, int]) -> Mapping[str, str]:
    """Return the codes that settings switch off, each with its setting."""
    switched = procedure.switched.get(field.choices, {})
    return {code: name for code, name in switched.items() if not procedure.number(name, settings)}


def check_data(procedure: Procedure, act: Act, data: Data, *, facts: Facts, given: Given) -> Checked:
    """Check data for an act on a day; values come back trimmed, dates as ISO text, references with id and name."""
    check = _Check(procedure, facts, given)
    check.earlier = act.name == "import"  # what is known of the past may name units to be confirmed, or ended since
    check.all(act.fields, data)
    if not (check.earlier or given.recorded):
        check.faults += doubled(procedure, act, check.named, facts=facts, given=given)
        check.faults += _entries(procedure, act, check.values, given=given)
    return Checked(check.values, check.named, tuple(check.faults))


def _entries(procedure: Procedure, act: Act, values: Data, *, given: Given) -> Iterator[tuple[str, Sentence]]:
    """Yield each field that names an earlier entry which cannot be meant."""
    for field in act.fields.values():
        number = values.get(field.name)
        if field.entry_of and isinstance(number, int):
            sentence = not_meant(procedure, act.name, field, number, given=given)
            if sentence is not None:
                yield field.name, sentence


def check_one(procedure: Procedure, field: Field, value: Json, *, facts: Facts, given: Given) -> Checked:
    """Check one value of one field, as when an earlier entry is corrected."""
    check = _Check(procedure, facts, given)
    check.one(field, value, required=field.required)
    return Checked(check.values, check.named, tuple(check.faults))


def keepable(text: str) -> bool:
    """Tell whether every database can keep a text: none keeps a zero byte or half of a pair of surrogates."""
    return re.search("[\x00\ud800-\udfff]", text) is None


def _is_blank(rows: Json) -> bool:
    """Tell whether rows hold nothing at all."""
    return isinstance(rows, list) and all(
        isinstance(row, dict) and all(one in ("", None, []) for one in row.values()) for row in rows
    )


class _Check:
    def __init__(self, procedure: Procedure, facts: Facts, given: Given) -> None:
        self.procedure = procedure
        self.facts = facts
        self.given = given
        self.values: dict[str, Json] = {}
        self.named: dict[str, tuple[Reference, ...]] = {}
        self.faults: Faults = []
        self.earlier = False

    def fault(self, field_name: str, words: Words, **values: Words | str | int) -> None:
        self.faults.append((field_name, Sentence(words, **values)))

    def all(self, fields: Mapping[str, Field], data: Data) -> None:
        """Check every field."""
        for name in data:
            if name not in fields:
                self.fault(name, UNKNOWN if fields else TAKES_NOTHING, field=name, known=", ".join(fields))
        for field in fields.values():
            required = field.required or (bool(field.required_when) and met(self.procedure, field.required_when, data))
            if required or field.name in data:
                self.one(field, data.get(field.name), required=required)

    def one(self, field: Field, value: Json, *, required: bool) -> None:
        if value is None or value in ("", []) or (field.type == "rows" and _is_blank(value)):
            if required:
                self.fault(field.name, REQUIRED, field=field.title)
            return
        clean = self.value(field, value)
        if clean is not None:
            self.values[field.name] = clean

    def bound(self, value: Number | None) -> int | None:
        return None if value is None else self.procedure.number(value, self.facts.settings)

    def value(self, field: Field, value: Json) -> Json:  # noqa: C901 - one arm for each type
        match field.type:
            case "text" | "prose":
                clean: Json = self.text(field, value)
            case "date":
                clean = self.date(field, value)
            case "integer":
                clean = self.integer(field, value)
            case "boolean":
                clean = self.boolean(field, value)
            case "choice":
                clean = self.choice(field, value)
            case "organisation" | "person":
                clean = next(iter(self.references(field, [value])), None)
            case "organisations" | "persons":
                clean = self.references(field, value if isinstance(value, list) else [value])
            case "case":
                clean = next(iter(self.cases(field, [value])), None)
            case "cases":
                clean = self.cases(field, value if isinstance(value, list) else [value])
            case "rows":
                clean = self.rows(field, value)
            case "files":
                clean = self.files(field, value if isinstance(value, list) else [value])
        return clean

    def text(self, field: Field, value: Json) -> str | None:
        if not isinstance(value, str):
            self.fault(field.name, NEEDS_TEXT, field=field.title)
            return None
        text = value.strip() if field.type == "text" else value.replace("\r\n", "\n").strip("\n")
        most = self.bound(field.most) or (LONGEST_TEXT if field.type == "text" else LONGEST_PROSE)
        least = self.bound(field.least) or 0
        if not text.strip():
            self.fault(field.name, REQUIRED, field=field.title)
        elif len(text) > most:
            self.fault(field.name, TOO_LONG, field=field.title, most=most, length=len(text))
        elif len(text) < least:
            self.fault(field.name, TOO_SHORT, field=field.title, least=least, length=len(text))
        elif field.type == "text" and "\n" in text:
            self.fault(field.name, ONE_LINE, field=field.title)
        elif not keepable(text):
            self.fault(field.name, NOT_KEEPABLE, field=field.title)
        return text

    def date(self, field: Field, value: Json) -> str | None:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None:
            self.fault(field.name, NEEDS_DATE, field=field.title)
            return None
        days = {"today": self.given.on, "opened": self.facts.opened or self.given.on}
        if field.not_before and day < days[field.not_before]:
            self.fault(field.name, TOO_EARLY, field=field.title, day=days[field.not_before].isoformat())
        if field.not_after and day > days[field.not_after]:
            self.fault(field.name, TOO_LATE, field=field.title, day=days[field.not_after].isoformat())
        latest = self.given.on + timedelta(days=MOST)
        if day > latest and any(
            (clock.limit.unit, clock.limit.amount) == ("until", field.name) for clock in self.procedure.clocks.values()
        ):
            self.fault(field.name, TOO_LATE, field=field.title, day=latest.isoformat())
        return day.isoformat()

    def integer(self, field: Field, value: Json) -> int | None:
        if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(field.name, NEEDS_WHOLE, field=field.title)
            return None
        least, most = self.bound(field.least), self.bound(field.most)
        if (least is not None and value < least) or (most is not None and value > most):
            self.fault(
                field.name,
                OUT_OF_BOUNDS,
                field=field.title,
                least="…" if least is None else least,
                most="…" if most is None else most,
            )
        return value

    def boolean(self, field: Field, value: Json) -> bool | None:
        if not isinstance(value, bool):
            self.fault(field.name, NEEDS_YES_NO, field=field.title)
            return None
        if field.required and not value and not self.earlier:
            self.fault(field.name, MUST_BE_YES, field=field.title)
        return value

    def choice(self, field: Field, value: Json) -> str | None:
        known = choices_of(self.procedure, field)
        if not isinstance(value, str) or value not in known:
            codes = ", ".join(offered(self.procedure, field, self.facts.settings))
            self.fault(field.name, NOT_OFFERED, field=field.title, value=str(value), known=codes)
            return None
        off = _switched_off(self.procedure, field, self.facts.settings)
        if value in off and not (self.earlier or self.given.recorded):
            setting = self.procedure.settings[off[value]].title
            self.fault(field.name, SWITCHED_OFF, value=known[value], setting=setting)
            return None
        if value == field.window and self.given.window is False and not self.earlier:
            self.fault(field.name, OUTSIDE_WINDOW, field=field.title, value=known[value])
        return value

    def rows(self, field: Field, value: Json) -> list[Json] | None:
        """Check rows against the field's columns; rows that hold nothing are left out, but count for their places."""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.fault(field.name, NEEDS_ROWS, field=field.title)
            return None
        rows = [(place, row) for place, row in enumerate(value, start=1) if isinstance(row, dict)]
        filled = [(place, row) for place, row in rows if not _is_blank([row])]
        most = self.bound(field.most) or MOST_ROWS
        least = self.bound(field.least) or 1
        if not least <= len(filled) <= most:
            self.fault(field.name, HOW_MANY_ROWS, field=field.title, least=least, most=most, length=len(filled))
        return [self.row(field, row, place) for place, row in filled]

    def row(self, field: Field, row: Data, place: int) -> dict[str, Json]:
        check = _Check(self.procedure, self.facts, self.given)
        check.earlier = self.earlier
        check.all(field.columns, row)
        for _name, sentence in check.faults:
            said = Words(sentence.say("zh-hans"), sentence.say("en"))
            self.fault(field.name, IN_ROW, place=place, said=said)
        return check.values

    def references(self, field: Field, wanted: list[Json]) -> list[Json]:
        organisation = field.type.startswith("organisation")
        found: dict[int, Reference] = {}
        for one in wanted:
            named = self.organisation(field, one) if organisation else self.given.directory.person(one)
            name = str(one.get("name", one)) if isinstance(one, dict) else str(one)
            if named is None:
                self.fault(field.name, NO_ORGANISATION if organisation else NO_PERSON, field=field.title, name=name)
            elif (fault := self.unfit(field, named)) is not None:
                self.faults.append((field.name, fault))
            else:
                found[named.id] = named
        self.named[field.name] = tuple(found.values())
        return [one.as_json() for one in found.values()]

    def unfit(self, field: Field, named: Reference) -> Sentence | None:
        """Return what is wrong with naming this organisation or person here; what was accepted once, nothing."""
        if self.earlier or self.given.recorded:
            return None
        return unfit(self.procedure, field, named, facts=self.facts, given=self.given)

    def cases(self, field: Field, wanted: list[Json]) -> list[Json]:
        found: dict[int, Reference] = {}
        for one in wanted:
            named = self.given.directory.case(one, field.kinds)
            if named is None:
                name = str(one.get("number", one)) if isinstance(one, dict) else str(one)
                self.fault(field.name, NO_CASE, field=field.title, name=name)
            elif field.reached and not self.given.recorded and field.reached not in named.milestones:
                self.fault(field.name, NOT_SO_FAR, field=field.title, name=named.name)
            else:
                found[named.id] = named
        self.named[field.name] = tuple(found.values())
        return [one.as_json() for one in found.values()]

    def files(self, field: Field, wanted: list[Json]) -> list[Json]:
        found: dict[str, FileReference] = {}
        for one in wanted:
            named = self.given.directory.file(one)
            if named is None:
                name = str(one.get("name", one)) if isinstance(one, dict) else str(one)
                self.fault(field.name, NO_FILE, field=field.title, name=name)
            elif field.accepts and named.ending not in field.accepts:
                accepts = ", ".join(field.accepts)
                self.fault(field.name, NOT_ACCEPTED, field=field.title, name=named.name, accepts=accepts)
            else:
                found[named.digest] = named
        least, most = self.bound(field.least) or 0, self.bound(field.most) or MOST_FILES
        if len(found) > most:
            self.fault(field.name, TOO_MANY_FILES, field=field.title, most=most, count=len(found))
        elif len(found) < least and len(found) == len(wanted):
            self.fault(field.name, TOO_FEW_FILES, field=field.title, least=least, count=len(found))
        return [one.as_json() for one in found.values()]

    def organisation(self, field: Field, wanted: Json) -> Reference | None:
        return self.given.directory.organisation(wanted, ended_too=field.ended_too or self.earlier)


UNKNOWN = Words("没有“{field}”这一栏。可填：{known}。", "There is no field {field}. Fields here: {known}.")
TAKES_NOTHING = Words(
    "这一步不填写内容，已定的文本不能在这里改动。请去掉“{field}”。",
    "This step takes nothing and changes nothing that was fixed before. Leave out {field}.",
)
REQUIRED = Words("请填写“{field}”。", "Fill in {field}.")
NEEDS_TEXT = Words("“{field}”应当是文字。", "{field} must be text.")
TOO_LONG = Words(
    "“{field}”最多 {most} 字，现有 {length} 字。请删减。",
    "{field} may have {most} characters and has {length}. Shorten it.",
)
TOO_SHORT = Words(
    "“{field}”至少 {least} 字，现有 {length} 字。请补充。",
    "{field} needs {least} characters and has {length}. Add to it.",
)
ONE_LINE = Words("“{field}”只能是一行。请去掉换行。", "{field} is a single line. Remove the line breaks.")
NOT_KEEPABLE = Words(
    "“{field}”里有无法保存的控制字符。请重新输入。",
    "{field} holds a control character that cannot be kept. Type it again.",
)
NEEDS_DATE = Words("“{field}”应当是日期，如 2026-03-27。", "{field} must be a date such as 2026-03-27.")
TOO_EARLY = Words("“{field}”不能早于 {day}。请改日期。", "{field} may not be before {day}. Change the date.")
TOO_LATE = Words("“{field}”不能晚于 {day}。请改日期。", "{field} may not be after {day}. Change the date.")
NEEDS_WHOLE = Words("“{field}”应当是整数。", "{field} must be a whole number.")
OUT_OF_BOUNDS = Words("“{field}”应在 {least} 至 {most} 之间。", "{field} must be between {least} and {most}.")
MUST_BE_YES = Words(
    "请确认“{field}”后再办理。",
    "Confirm “{field}”; without it this step is not taken.",
)
NEEDS_YES_NO = Words("“{field}”请选是或否。", "{field}: choose yes or no.")
SWITCHED_OFF = Words(
    "本委没有启用“{value}”。请选其他，或者由委员会在规则参数里启用（{setting}）。",
    "{value} is switched off here. Choose another, or let the committee switch it on in the settings ({setting}).",
)
NOT_OFFERED = Words(
    "“{field}”没有“{value}”这一项。请从中选择：{known}。", "{field} does not offer {value}. Choose one of: {known}."
)
NO_ORGANISATION = Words(
    "“{field}”：没有找到单位“{name}”，或已撤并。请从名单中选择。",
    "{field}: no unit {name} is in force. Choose one from the list.",
)
NO_PERSON = Words(
    "“{field}”：没有找到“{name}”。请从名单中选择。", "{field}: nobody called {name} was found. Choose from the list."
)
NO_CASE = Words(
    "“{field}”：没有找到案件“{name}”，或不在可选之列。请核对编号。",
    "{field}: there is no case {name} that could be meant here. Check the number.",
)
NOT_SO_FAR = Words(
    "“{field}”：“{name}”还没有办到这一步，或已经退出。请另选。",
    "{field}: {name} has not come so far, or has left again. Name another.",
)
OUTSIDE_WINDOW = Words(
    "“{field}”：现在不在大会提案受理期内，不能选“{value}”。请选其他项。",
    "{field}: the plenary's window is not open, so {value} cannot be chosen. Choose the other.",
)
NEEDS_ROWS = Words("“{field}”应当逐行填写。", "{field} is filled in row by row.")
HOW_MANY_ROWS = Words(
    "“{field}”应有 {least} 至 {most} 行，现有 {length} 行。",
    "{field} needs {least} to {most} rows and has {length}.",
)
IN_ROW = Words("第 {place} 行：{said}", "Row {place}: {said}")
NO_FILE = Words(
    "“{field}”：没有收到文件“{name}”，或保存期已过。请重新选择该文件。",
    "{field}: the file {name} was not handed in, or was not kept so long. Choose it again.",
)
NOT_ACCEPTED = Words(
    "“{field}”：不收“{name}”这种文件。可用：{accepts}。请换一种格式。",
    "{field} does not take {name}. Hand it in as one of: {accepts}.",
)
TOO_MANY_FILES = Words(
    "“{field}”最多 {most} 个文件，现有 {count} 个。请删去一些。",
    "{field} takes {most} files and has {count}. Remove some.",
)
TOO_FEW_FILES = Words(
    "“{field}”至少 {least} 个文件，现有 {count} 个。请补充。",
    "{field} needs {least} files and has {count}. Add to them.",
)
