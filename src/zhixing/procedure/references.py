"""Check that every name a procedure file uses is declared in it: roles, states, acts, clocks, lists, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhixing.procedure.conditions import fields_called
from zhixing.procedure.limits import Clock, Limit, Number
from zhixing.procedure.model import (
    ACTOR,
    ACTORS_OFFICE,
    ALL_CODES,
    CASE_READERS,
    FLAG,
    NOBODY_ROLES,
    Act,
    Cause,
    Field,
    NewParty,
    Opening,
    Procedure,
)
from zhixing.procedure.source import Source
from zhixing.procedure.standing import ANY_STATE, STATE_LIST
from zhixing.procedure.words import Words
from zhixing.procedure.working_days import MOST

PERSON_TYPES, UNIT_TYPES = ("person", "persons"), ("organisation", "organisations")
PARTY_TYPES = (*PERSON_TYPES, *UNIT_TYPES)
EACH_TYPES = (*UNIT_TYPES, "rows")
CASE_TYPES = ("case", "cases")
WRITTEN_TYPES = ("text", "prose")
COLUMN_TYPES = ("text", "prose", "date", "integer", "boolean", "choice", "organisation", "person")


def check_references(procedure: Procedure, source: Source) -> None:
    """Note in ``source`` every name that is used and not declared."""
    check = _Check(procedure, source)
    check.top()
    for act in procedure.acts.values():
        if not act.standing:
            check.act(act)
    check.standing()
    for clock in procedure.clocks.values():
        check.clock(clock)


class _Check:
    def __init__(self, procedure: Procedure, source: Source) -> None:
        self.procedure = procedure
        self.source = source
        self.roles = {*procedure.roles, *NOBODY_ROLES}
        own = (act.fields for act in procedure.acts.values() if not act.standing)
        imported = source.table("standing", "import", "fields").value
        self.recorded = {name for names in [*own, imported] for name in names}

    def among(self, path: tuple[str, ...], names: Iterable[str], known: Iterable[str], what: Words) -> None:
        declared = set(known)
        for name in names:
            if name not in declared:
                self.source.complain(path, what, name=name, known=", ".join(sorted(declared)) or "-")

    def roles_with(self) -> None:
        """Check the capacities with or without which a role is nobody."""
        for role in self.procedure.roles.values():
            for key, wanted in (("only_with", role.only_with), ("not_with", role.not_with)):
                self.among(("roles", role.name, key), wanted, self.capacities(), UNKNOWN_CAPACITY)

    def top(self) -> None:
        procedure = self.procedure
        if CASE_READERS not in procedure.readers:
            self.source.complain(("readers",), NO_READERS)
        if not procedure.opening_acts():
            self.source.complain(("acts",), NO_OPENING)
        if not procedure.states:
            self.source.complain(("states",), NO_STATES)
        for name, roles in procedure.readers.items():
            self.among(("readers", name, "roles"), roles, self.roles, UNKNOWN_ROLE)
        self.roles_with()
        for state in procedure.states.values():
            self.among(("states", state.name, "next"), state.next, procedure.acts, UNKNOWN_ACT)
            self.among(("states", state.name, "seen_by"), state.seen_by, self.roles, UNKNOWN_ROLE)
        self.lists()
        for milestone in procedure.milestones.values():
            path = ("milestones", milestone.name, "states")
            self.among(path, milestone.states, procedure.states, UNKNOWN_STATE)
        for paper in procedure.papers.values():
            self.among(("papers", paper.name, "to"), paper.to, self.roles, UNKNOWN_ROLE)

    def lists(self) -> None:
        procedure = self.procedure
        for key, of_codes in (("flags", procedure.flags), ("switched", procedure.switched)):
            for name, codes in of_codes.items():
                self.among((key, name), [name], procedure.lists, UNKNOWN_LIST)
                self.among((key, name), codes, procedure.lists.get(name, {}), UNKNOWN_VALUE)
        for name, codes in procedure.switched.items():
            self.among(("switched", name), codes.values(), procedure.settings, UNKNOWN_SETTING)
        for name, opened in procedure.open_lists.items():
            self.among(("open", name), [name], procedure.lists, UNKNOWN_LIST)
            keeps = {*procedure.lists.get(name, {}), ALL_CODES}
            self.among(("open", name, "keeps"), opened.keeps, keeps, UNKNOWN_VALUE)

    def act(self, act: Act) -> None:
        path, procedure = ("acts", act.name), self.procedure
        self.among((*path, "by"), act.by, self.roles, UNKNOWN_ROLE)
        self.among((*path, "tells"), act.tells, self.roles, UNKNOWN_ROLE)
        self.among((*path, "from"), act.start, {*procedure.states, ANY_STATE}, UNKNOWN_STATE)
        self.among((*path, "to"), act.target.states(), procedure.states, UNKNOWN_STATE)
        self.among((*path, "guards"), act.guards, procedure.guards, UNKNOWN_GUARD)
        self.among((*path, "papers"), act.papers, procedure.papers, UNKNOWN_PAPER)
        self.among((*path, "after"), act.after, procedure.acts, UNKNOWN_ACT)
        self.among((*path, "awaits"), act.awaits, procedure.acts, UNKNOWN_ACT)
        self.among((*path, "numbers"), filter(None, [act.numbers]), procedure.numbering, UNKNOWN_SERIES)
        self.among((*path, "reveals"), act.reveals, self.recorded, UNKNOWN_FIELD)
        self.among((*path, "removes"), act.removes, self.recorded, UNKNOWN_FIELD)
        self.number((*path, "when_closed"), act.when_closed.amount if act.when_closed else None)
        self.among((*path, "readers"), act.readers, {*procedure.readers, CASE_READERS}, UNKNOWN_READERS)
        if act.when_over is not None:
            self.among((*path, "when_over"), [act.when_over.clock], procedure.clocks, UNKNOWN_CLOCK)
        self.number((*path, "at_most"), act.at_most)
        self.among((*path, "nobody_in"), act.nobody_in, self.capacities(), UNKNOWN_CAPACITY)
        if act.target.field:
            self.among((*path, "to", "field"), [act.target.field], self.recorded, UNKNOWN_FIELD)
            self.values((*path, "to"), [(act.target.field, value) for value in act.target.by_value])
        for number, party in enumerate(act.parties, start=1):
            self.party((*path, "parties", str(number)), act, party)
        for number, opening in enumerate(act.opens, start=1):
            self.opening((*path, "opens", str(number)), opening)
        for number, cause in enumerate(act.causes, start=1):
            self.cause((*path, "causes", str(number)), cause)
        self.among((*path, "signs"), act.signs, procedure.acts, UNKNOWN_ACT)
        self.among((*path, "within"), filter(None, [act.within]), procedure.clocks, UNKNOWN_CLOCK)
        if not act.opens_case and not act.start:
            self.source.complain((*path, "from"), OPENS_OR_FROM)
        if act.opens_case and not act.target.states():
            self.source.complain((*path, "to"), OPENS_TO)
        for field in act.fields.values():
            self.field((*path, "fields", field.name), act, field)
            self.naming((*path, "fields", field.name), act, field)

    def party(self, path: tuple[str, ...], act: Act, party: NewParty) -> None:
        former = party.moves or party.all_of
        if former:
            self.among(path, [former], self.capacities(), UNKNOWN_CAPACITY)
        elif party.source:
            self.among((*path, "from"), [party.source], {*act.fields, ACTOR, ACTORS_OFFICE}, UNKNOWN_FIELD)
            self.typed((*path, "from"), act.fields.get(party.source), PARTY_TYPES, NAMES_NOBODY)
            self.among((*path, "leaves"), party.leaves, self.capacities(), UNKNOWN_CAPACITY)

    def opening(self, path: tuple[str, ...], opening: Opening) -> None:
        if opening.each:
            self.among((*path, "each"), [opening.each], self.recorded, UNKNOWN_FIELD)
            for field in fields_called(self.procedure, opening.each):
                self.typed((*path, "each"), field, ("cases",) if opening.names else EACH_TYPES, NAMES_NO_UNIT)
                self.among((*path, "where"), opening.where, field.columns, UNKNOWN_FIELD)
        self.among((*path, "carries"), opening.carries, self.recorded, UNKNOWN_FIELD)
        self.among((*path, "parties"), opening.parties, self.capacities(), UNKNOWN_CAPACITY)
        self.condition((*path, "when"), opening.when, self.recorded)
        self.values((*path, "where"), opening.where.items())

    def cause(self, path: tuple[str, ...], cause: Cause) -> None:
        if cause.cases:
            self.among((*path, "cases"), [cause.cases], self.recorded, UNKNOWN_FIELD)
            for field in fields_called(self.procedure, cause.cases):
                self.typed((*path, "cases"), field, CASE_TYPES, NAMES_NO_CASE)
        self.among((*path, "carries"), cause.carries, self.recorded, UNKNOWN_FIELD)
        for own in cause.brings.values():
            self.among((*path, "brings"), own, self.capacities(), UNKNOWN_CAPACITY)
        self.condition((*path, "when"), cause.when, self.recorded)

    def condition(self, path: tuple[str, ...], wanted: Mapping[str, str], known: Iterable[str]) -> None:
        self.among(path, wanted, known, UNKNOWN_FIELD)
        self.values(path, wanted.items())

    def field(self, path: tuple[str, ...], act: Act, field: Field) -> None:
        self.among((*path, "readers"), field.readers, {*self.procedure.readers, CASE_READERS}, UNKNOWN_READERS)
        if field.given:
            self.source.complain((*path, "given"), NOT_GIVEN, name=field.name)
        if field.reached:
            self.typed((*path, "reached"), field, CASE_TYPES, NAMES_NO_CASE)
        self.among((*path, "worked_out"), field.worked_out, self.recorded, UNKNOWN_FIELD)
        self.field_in(path, act.fields, field)

    def naming(self, path: tuple[str, ...], act: Act, field: Field) -> None:
        """Check what says who, and which earlier entry, a field may name."""
        if field.apart_from:
            self.among((*path, "apart_from"), field.apart_from, {*self.capacities(), *act.fields}, UNKNOWN_CAPACITY)
            self.typed((*path, "apart_from"), field, PARTY_TYPES, NAMES_NOBODY)
        if field.entry_of or field.concerns or field.once:
            self.typed((*path, "entry_of"), field, ["integer"], NO_NUMBER)
            self.among((*path, "entry_of"), field.entry_of, self.procedure.acts, UNKNOWN_ACT)
        acts = [self.procedure.acts[name] for name in field.entry_of if name in self.procedure.acts]
        fields = {name: one for entry in acts for name, one in entry.fields.items()}
        self.among((*path, "concerns"), filter(None, [field.concerns]), fields, UNKNOWN_FIELD)
        self.typed((*path, "concerns"), fields.get(field.concerns), PERSON_TYPES, NAMES_NOBODY)

    def field_in(self, path: tuple[str, ...], beside: Mapping[str, Field], field: Field) -> None:
        """Check a field among the fields of its act, or a column among those of its row."""
        self.condition((*path, "required_when"), field.required_when, beside)
        if field.type in PERSON_TYPES:
            self.among((*path, "kinds"), field.kinds, self.procedure.roles, UNKNOWN_ROLE)
        for column in field.columns.values():
            self.typed((*path, "columns", column.name), column, COLUMN_TYPES, NO_COLUMN)
            if column.given:
                self.typed((*path, "columns", column.name, "given"), column, WRITTEN_TYPES, NOT_GIVEN)
            self.field_in((*path, "columns", column.name), field.columns, column)
        if field.window:
            self.among((*path, "window"), [field.window], self.procedure.lists.get(field.choices, {}), UNKNOWN_VALUE)
        if field.choices:
            self.among((*path, "choices"), [field.choices], {*self.procedure.lists, STATE_LIST}, UNKNOWN_LIST)
        self.number((*path, "least"), field.least)
        self.number((*path, "most"), field.most)

    def standing(self) -> None:
        """Check who performs the standing acts, and what an import records besides."""
        for act in self.procedure.acts.values():
            if act.standing:
                own = self.source.table("standing", act.name).value
                path = ("standing", act.name, "by") if "by" in own else ("standing", "by")
                self.among(path, act.by, self.roles, UNKNOWN_ROLE)
        importing = self.procedure.acts["import"]
        for name in self.source.table("standing", "import", "fields").value:
            self.field(("standing", "import", "fields", name), importing, importing.fields[name])

    def capacities(self) -> set[str]:
        """Return the capacities in which somebody may be party: those that acts make, and those that roles name."""
        made = {party.capacity for act in self.procedure.acts.values() for party in act.parties}
        return (made | {role.party for role in self.procedure.roles.values()}) - {""}

    def typed(self, path: tuple[str, ...], field: Field | None, types: Iterable[str], what: Words) -> None:
        """Check the type of a field; that there is one is checked elsewhere."""
        if field is not None and field.type not in types:
            self.source.complain(path, what, name=field.name)

    def values(self, path: tuple[str, ...], wanted: Iterable[tuple[str, str]]) -> None:
        """Check that a value is one of the choices of its field, where the field is a choice."""
        procedure = self.procedure
        for name, value in wanted:
            fields = [field for field in fields_called(procedure, name) if field.type == "choice"]
            lists = [procedure.lists.get(field.choices, {}) for field in fields]
            if value.startswith(FLAG):
                flags = {
                    flag for field in fields for own in procedure.flags.get(field.choices, {}).values() for flag in own
                }
                self.among(path, [value[1:]], flags, UNKNOWN_FLAG)
            elif any(lists):
                self.among(path, [value], {code for choices in lists for code in choices}, UNKNOWN_VALUE)

    def limit(self, path: tuple[str, ...], limit: Limit) -> None:
        """Check the length of a time limit; a setting must not allow a length that there is not."""
        if limit.unit == "until":
            return
        self.number(path, limit.amount)
        setting = self.procedure.settings.get(limit.amount) if isinstance(limit.amount, str) else None
        if setting is not None and not (setting.least >= 1 and setting.most <= MOST):
            self.source.complain(path, LENGTH_OF_SETTING, name=setting.name, most=MOST)

    def number(self, path: tuple[str, ...], value: Number | None) -> None:
        if isinstance(value, str):
            self.among(path, [value], self.procedure.settings, UNKNOWN_SETTING)

    def clock(self, clock: Clock) -> None:
        path, procedure = ("clocks", clock.name), self.procedure
        for key, listed in (
            ("starts", clock.starts),
            ("stops", clock.stops),
            ("pauses", clock.pauses),
            ("resumes", clock.resumes),
        ):
            self.among((*path, key), listed, procedure.acts, UNKNOWN_ACT)
        self.among((*path, "holder"), clock.holder, self.roles, UNKNOWN_ROLE)
        self.limit((*path, "limit"), clock.limit)
        if clock.warn is not None:
            self.limit((*path, "warn"), clock.warn)
        starting = [procedure.acts[name] for name in clock.starts if name in procedure.acts]
        recorded = [name for act in starting for name in act.fields]
        if clock.limit.unit == "until":
            self.among((*path, "limit"), [str(clock.limit.amount)], self.recorded, UNKNOWN_FIELD)
            for field in fields_called(procedure, str(clock.limit.amount)):
                self.typed((*path, "limit"), field, ["date"], NO_DAY)
        self.among((*path, "starts_when"), clock.starts_when, recorded, UNKNOWN_FIELD)
        self.values((*path, "starts_when"), clock.starts_when.items())
        if clock.latest is not None:
            self.among((*path, "latest"), clock.latest.when, self.recorded, UNKNOWN_FIELD)
            self.values((*path, "latest"), clock.latest.when.items())
        if clock.extends is not None:
            self.among((*path, "extends"), [clock.extends.act], procedure.acts, UNKNOWN_ACT)
            extending = procedure.acts.get(clock.extends.act)
            if extending is not None:
                names = [clock.extends.field, *clock.extends.when]
                self.among((*path, "extends"), names, extending.fields, UNKNOWN_FIELD)
                self.values((*path, "extends"), clock.extends.when.items())
                self.typed((*path, "extends"), extending.fields.get(clock.extends.field), ["integer"], NO_NUMBER)
        for number, rung in enumerate(clock.ladder, start=1):
            self.among((*path, "ladder", str(number), "tells"), rung.tells, self.roles, UNKNOWN_ROLE)


UNKNOWN_ROLE = Words(
    "没有角色“{name}”。请在 [roles] 中声明，或改用：{known}。",
    "There is no role {name}. Declare it in [roles] or use one of: {known}.",
)
UNKNOWN_STATE = Words(
    "没有状态“{name}”。请在 [states] 中声明，或改用：{known}。",
    "There is no state {name}. Declare it in [states] or use one of: {known}.",
)
UNKNOWN_ACT = Words(
    "没有办理“{name}”。请在 [acts] 中声明，或改用：{known}。",
    "There is no act {name}. Declare it in [acts] or use one of: {known}.",
)
UNKNOWN_CLOCK = Words(
    "没有时限“{name}”。请在 [clocks] 中声明，或改用：{known}。",
    "There is no clock {name}. Declare it in [clocks] or use one of: {known}.",
)
UNKNOWN_FIELD = Words(
    "没有字段“{name}”。请在这个办理的 fields 中声明，或改用：{known}。",
    "There is no field {name}. Declare it in the act's fields or use one of: {known}.",
)
UNKNOWN_GUARD = Words(
    "没有条件“{name}”。请在 [guards] 中写明它的句子，或改用：{known}。",
    "There is no guard {name}. Give its sentence in [guards] or use one of: {known}.",
)
UNKNOWN_PAPER = Words(
    "没有文书“{name}”。请在 [papers] 中声明，或改用：{known}。",
    "There is no paper {name}. Declare it in [papers] or use one of: {known}.",
)
UNKNOWN_SERIES = Words(
    "没有编号系列“{name}”。请在 [numbering] 中声明，或改用：{known}。",
    "There is no series {name}. Declare it in [numbering] or use one of: {known}.",
)
UNKNOWN_READERS = Words(
    "没有读者类“{name}”。请在 [readers] 中声明，或改用：{known}。",
    "There is no reader class {name}. Declare it in [readers] or use one of: {known}.",
)
UNKNOWN_LIST = Words(
    "没有列表“{name}”。请在 [lists] 中声明，或改用：{known}。",
    "There is no list {name}. Declare it in [lists] or use one of: {known}.",
)
UNKNOWN_SETTING = Words(
    "没有设置项“{name}”。请在 [settings] 中声明，或改用：{known}。",
    "There is no setting {name}. Declare it in [settings] or use one of: {known}.",
)
NO_READERS = Words(
    "缺少 [readers.case]：谁可以看到这类案件。请写 roles = [...]。",
    "[readers.case] is missing: who may see such a case. Give roles = [...].",
)
NO_OPENING = Words(
    "没有一个办理能开立案件。请给至少一个办理写 opens_case = true。",
    "No act opens a case. Give at least one act opens_case = true.",
)
NO_STATES = Words("没有声明任何状态。请写 [states.名称]。", "No state is declared. Write [states.name].")
OPENS_OR_FROM = Words(
    '请写明从哪里开始：开立案件的办理写 opens_case = true，其余写 from = ["状态"]。',
    'Say where the act starts: opens_case = true opens a case, from = ["state"] goes on with one.',
)
OPENS_TO = Words(
    '开立案件的办理要写明进入哪个状态：to = "状态"。', 'An act that opens a case says where it leads: to = "state".'
)
UNKNOWN_VALUE = Words(
    "没有选项“{name}”。请在该字段的列表中声明，或改用：{known}。",
    "There is no choice {name}. Declare it in the field's list or use one of: {known}.",
)
UNKNOWN_CAPACITY = Words(
    "没有人以“{name}”的身份成为当事人。请改用：{known}。", "Nobody becomes party as {name}. Use one of: {known}."
)
NAMES_NOBODY = Words(
    "字段“{name}”填的不是单位或人员。请改用类型为 organisation 或 person 的字段。",
    "The field {name} names no organisation or person. Use a field of type organisation or person.",
)
NAMES_NO_UNIT = Words(
    "字段“{name}”填的不是单位，也没有分行。请改用类型为 organisation 或 rows 的字段。",
    "The field {name} names no organisation and has no rows. Use a field of type organisation or rows.",
)
NAMES_NO_CASE = Words(
    "字段“{name}”填的不是案件。请改用类型为 case 的字段。",
    "The field {name} names no case. Use a field of type case.",
)
NO_COLUMN = Words(
    "“{name}”这种类型不能放在一行里。请改用 text、prose、date、integer、boolean、choice、organisation 或 person。",
    "No row can hold {name}. Use a text, prose, date, integer, boolean, choice, organisation or person.",
)
NOT_GIVEN = Words(
    "“{name}”不能写 given：只有 rows 的栏目、类型为 text 或 prose 的，才能随表给出。",
    "{name} cannot be given: only a text or prose column of a rows field can.",
)
NO_DAY = Words(
    "字段“{name}”填的不是日期。请改用类型为 date 的字段。",
    "The field {name} holds no day. Use a field of type date.",
)
UNKNOWN_FLAG = Words(
    "没有标记“{name}”。请在 [flags] 中写明，或改用：{known}。",
    "There is no flag {name}. Declare it in [flags] or use one of: {known}.",
)
NO_NUMBER = Words(
    "字段“{name}”填的不是整数。请改用类型为 integer 的字段。",
    "The field {name} holds no number. Use a field of type integer.",
)
LENGTH_OF_SETTING = Words(
    "期限取自设置“{name}”，它应当在 1 与 {most} 之间。请在该设置中写 least = 1 和合适的 most。",
    "The length comes from the setting {name}, which lies between 1 and {most}. Give it least = 1 and a fitting most.",
)
