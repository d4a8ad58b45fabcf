"""Read a procedure file into a :class:`~zhixing.procedure.model.Procedure`.

The format is described in ``docs/procedures/format.md``. The reader checks each value where it stands; whether the
whole makes sense (states reachable, clocks that can stop) is the checker's work.
"""

from __future__ import annotations

from pathlib import Path

from zhixing.procedure.days import Span
from zhixing.procedure.model import (
    FIELD_TYPES,
    Act,
    ChildCondition,
    Clock,
    ClockCondition,
    Extension,
    Field,
    GuardText,
    Latest,
    Limit,
    Milestone,
    NewParty,
    Numbering,
    Opening,
    Paper,
    Procedure,
    Role,
    Rung,
    Setting,
    State,
    Target,
)
from zhixing.procedure.references import check_references
from zhixing.procedure.source import ProcedureError, Source, Table
from zhixing.procedure.standing import standing_acts
from zhixing.procedure.words import Words

UNITS = ("months", "days", "working_days")


def read(path: Path) -> Procedure:
    """Read a procedure from a file.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault found.
    """
    return parse(path.read_text(encoding="utf-8"), file=str(path))


def parse(text: str, *, file: str) -> Procedure:
    """Read a procedure from text; ``file`` is the name that complaints use.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault found.
    """
    source = Source(text, file=file)
    procedure = _procedure(source)
    check_references(procedure, source)
    if source.problems:
        raise ProcedureError(source.problems)
    return procedure


def _procedure(source: Source) -> Procedure:
    top = source.table()
    top.only(
        "kind", "version", "title", "article", "settings", "lists", "readers", "roles", "states", "milestones",
        "acts", "clocks", "numbering", "papers", "guards", "standing",
    )  # fmt: skip
    acts = {table.name: _act(table) for table in source.table("acts").children()}
    recorded = {table.name: _field(table) for table in source.table("standing", "import", "fields").children()}
    acts |= standing_acts(source.table("standing"), acts, recorded=recorded)
    return Procedure(
        kind=top.text("kind", required=True),
        version=top.text("version", required=True),
        title=top.words("title"),
        article=top.text("article", required=True),
        roles={table.name: _role(table) for table in source.table("roles").children()},
        states={table.name: _state(table) for table in source.table("states").children()},
        acts=acts,
        clocks={table.name: _clock(table) for table in source.table("clocks").children()},
        readers={table.name: table.names("roles", required=True) for table in source.table("readers").children()},
        settings={table.name: _setting(table) for table in source.table("settings").children()},
        lists={table.name: _list(table) for table in source.table("lists").children()},
        milestones={table.name: _milestone(table) for table in source.table("milestones").children()},
        numbering={table.name: _numbering(table) for table in source.table("numbering").children()},
        papers={table.name: _paper(table) for table in source.table("papers").children()},
        guards={table.name: _guard(table) for table in source.table("guards").children()},
    )


def _setting(table: Table) -> Setting:
    table.only("value", "title", "least", "most", "source")
    return Setting(
        name=table.name,
        value=table.whole("value"),
        title=table.words("title"),
        least=table.whole("least", 0),
        most=table.whole("most", 100_000),
        source=table.text("source"),
    )


def _list(table: Table) -> dict[str, Words]:
    return {code: table.words(code) for code in table.value}


def _role(table: Table) -> Role:
    table.only("title", "party", "function", "side_of", "sides", "posts", "leadership", "member")
    role = Role(
        name=table.name,
        title=table.words("title"),
        party=table.text("party"),
        function=table.text("function"),
        side_of=table.text("side_of"),
        sides=table.mapping("sides"),
        posts=table.names("posts"),
        leadership=table.flag("leadership"),
        member=table.flag("member"),
    )
    ways = [bool(role.party), bool(role.function), bool(role.side_of), role.leadership, role.member]
    if sum(ways) != 1:
        table.complain("", ROLE_ONE_WAY)
    if role.side_of and "government" not in role.sides:
        table.complain("sides", ROLE_SIDES)
    if (role.function or role.side_of or role.leadership) and not role.posts:
        table.complain("posts", ROLE_POSTS)
    return role


def _state(table: Table) -> State:
    table.only("title", "next", "final", "help")
    return State(
        name=table.name,
        title=table.words("title"),
        next=table.names("next"),
        final=table.flag("final"),
        help=_help(table),
    )


def _help(table: Table) -> Words | None:
    return table.words("help") if "help" in table.value else None


def _milestone(table: Table) -> Milestone:
    table.only("title", "states")
    return Milestone(table.name, table.words("title"), table.names("states", required=True))


def _act(table: Table) -> Act:
    table.only(
        "title", "by", "from", "to", "article", "fields", "guards", "commutes", "opens_case", "automatic", "at_most",
        "after", "children", "when_over", "parties", "opens", "numbers", "tells", "papers", "reveals", "help",
    )  # fmt: skip
    fields = Table(table.source, (*table.path, "fields"), table.value.get("fields", {}))
    return Act(
        name=table.name,
        title=table.words("title"),
        by=table.names("by", required=True),
        start=table.names("from"),
        target=_target(table),
        article=table.text("article", required=True),
        fields={child.name: _field(child) for child in fields.children()},
        guards=table.names("guards"),
        commutes=table.flag("commutes"),
        opens_case=table.flag("opens_case"),
        automatic=table.flag("automatic"),
        at_most=table.number("at_most"),
        after=table.names("after"),
        children=tuple(_child_condition(child) for child in table.tables("children")),
        when_over=_clock_condition(table),
        parties=tuple(_new_party(child) for child in table.tables("parties")),
        opens=tuple(_opening(child) for child in table.tables("opens")),
        numbers=table.text("numbers"),
        tells=table.names("tells"),
        papers=table.names("papers"),
        reveals=table.names("reveals"),
        help=_help(table),
    )


def _target(table: Table) -> Target:
    value = table.value.get("to", "")
    if isinstance(value, str):
        return Target(state=value)
    choice = Table(table.source, (*table.path, "to"), value)
    choice.only("field", "values", "otherwise")
    return Target(
        state=choice.text("otherwise"), field=choice.text("field", required=True), by_value=choice.mapping("values")
    )


def _child_condition(table: Table) -> ChildCondition:
    table.only("kind", "milestone")
    return ChildCondition(table.text("kind", required=True), table.text("milestone", required=True))


def _clock_condition(table: Table) -> ClockCondition | None:
    if "when_over" not in table.value:
        return None
    condition = Table(table.source, (*table.path, "when_over"), table.value["when_over"])
    condition.only("clock", *UNITS)
    return ClockCondition(condition.text("clock", required=True), _span(condition))


def _new_party(table: Table) -> NewParty:
    table.only("capacity", "from", "replaces")
    return NewParty(table.text("capacity", required=True), table.text("from", required=True), table.flag("replaces"))


def _opening(table: Table) -> Opening:
    table.only("kind", "each", "capacity", "carries", "parties")
    return Opening(
        kind=table.text("kind", required=True),
        each=table.text("each", required=True),
        capacity=table.text("capacity", required=True),
        carries=table.names("carries"),
        parties=table.names("parties"),
    )


def _field(table: Table) -> Field:
    table.only(
        "title", "type", "required", "required_when", "least", "most", "choices", "readers", "help", "not_before",
        "not_after",
    )  # fmt: skip
    kind = table.text("type", required=True)
    known = next((one for one in FIELD_TYPES if one == kind), None)
    if kind and known is None:
        table.complain("type", FIELD_TYPE, known=", ".join(FIELD_TYPES))
    if known == "choice" and "choices" not in table.value:
        table.complain("choices", FIELD_CHOICES)
    return Field(
        name=table.name,
        title=table.words("title"),
        type=known or "text",
        required=table.flag("required"),
        required_when=table.mapping("required_when"),
        least=table.number("least"),
        most=table.number("most"),
        choices=table.text("choices"),
        readers=table.names("readers") or ("case",),
        help=_help(table),
        not_before=_bound(table, "not_before"),
        not_after=_bound(table, "not_after"),
    )


def _bound(table: Table, key: str) -> str:
    value = table.text(key)
    if value not in {"", "today", "opened"}:
        table.complain(key, FIELD_BOUND)
    return value


def _limit(table: Table, key: str, *, required: bool) -> Limit:
    child = Table(table.source, (*table.path, key), table.value.get(key, {}))
    given = [unit for unit in UNITS if unit in child.value]
    child.only(*UNITS)
    amount = child.number(given[0]) if len(given) == 1 else None
    if amount is None:
        if required or given:
            child.complain("", ONE_UNIT)
        return Limit("days", 0)
    return _made(given[0], amount)


def _made(unit: str, amount: int | str) -> Limit:
    match unit:
        case "months":
            return Limit("months", amount)
        case "working_days":
            return Limit("working_days", amount)
        case _:
            return Limit("days", amount)


def _span(table: Table) -> Span | None:
    given = {unit: table.whole(unit) for unit in UNITS if unit in table.value}
    if len(given) > 1:
        table.complain("", ONE_UNIT)
        return None
    return Span(**given) if given and any(given.values()) else None


def _clock(table: Table) -> Clock:
    table.only(
        "title", "article", "limit", "starts", "starts_when", "stops", "pauses", "resumes", "extends", "latest", "warn",
        "holder", "ladder",
    )  # fmt: skip
    return Clock(
        name=table.name,
        title=table.words("title"),
        article=table.text("article", required=True),
        limit=_limit(table, "limit", required=True),
        starts=table.names("starts", required=True),
        stops=table.names("stops", required=True),
        starts_when=table.mapping("starts_when"),
        pauses=table.names("pauses"),
        resumes=table.names("resumes"),
        extends=_extension(table),
        latest=_latest(table),
        warn=_limit(table, "warn", required=False) if "warn" in table.value else None,
        holder=table.names("holder"),
        ladder=tuple(_rung(child) for child in table.tables("ladder")),
    )


def _extension(table: Table) -> Extension | None:
    if "extends" not in table.value:
        return None
    child = Table(table.source, (*table.path, "extends"), table.value["extends"])
    child.only("act", "field", "unit", "when")
    made = _made(child.text("unit", required=True), 0)
    return Extension(
        child.text("act", required=True), child.text("field", required=True), made.unit, child.mapping("when")
    )


def _latest(table: Table) -> Latest | None:
    if "latest" not in table.value:
        return None
    child = Table(table.source, (*table.path, "latest"), table.value["latest"])
    child.only("month", "day", "when")
    month, day = child.whole("month"), child.whole("day")
    if not (1 <= month <= 12 and 1 <= day <= 28 + (month != 2) * 2):  # noqa: PLR2004 - the calendar's own numbers
        child.complain("", LATEST_DAY)
    return Latest(month, day, child.mapping("when"))


def _rung(table: Table) -> Rung:
    table.only("name", "title", "before", "after", "tells", "article")
    before = "before" in table.value
    key = "before" if before else "after"
    offset = _span(Table(table.source, (*table.path, key), table.value.get(key, {})))
    if offset is None or ("before" in table.value) == ("after" in table.value):
        table.complain(key, RUNG_OFFSET)
    return Rung(
        name=table.text("name", required=True),
        title=table.words("title"),
        offset=offset or Span(days=1),
        before=before,
        tells=table.names("tells"),
        article=table.text("article"),
    )


def _numbering(table: Table) -> Numbering:
    table.only("title", "per", "pattern")
    per = table.text("per", required=True)
    pattern = table.text("pattern", required=True)
    try:
        pattern.format(n=1, term=1, session=1, year=2000)
    except (KeyError, ValueError, IndexError):
        table.complain("pattern", NUMBER_PATTERN)
    match per:
        case "session" | "year" | "body":
            return Numbering(table.name, table.words("title"), per, pattern)
    table.complain("per", NUMBER_PER)
    return Numbering(table.name, table.words("title"), "body", pattern)


def _paper(table: Table) -> Paper:
    table.only("title", "to")
    return Paper(table.name, table.words("title"), table.names("to"))


def _guard(table: Table) -> GuardText:
    table.only("sentence", "article")
    return GuardText(table.name, table.words("sentence"), table.text("article"))


ROLE_ONE_WAY = Words(
    "一个角色只能用一种方式说明是谁：party、function、side_of、leadership、member 五选一。请只留一种。",
    "A role says in one way who it is: party, function, side_of, leadership or member. Keep exactly one.",
)
ROLE_SIDES = Words(
    'side_of 需要 sides 表，至少写明 government。例：{ government = "government_supervision" }。',
    'side_of needs a table sides with at least government, as in { government = "government_supervision" }.',
)
ROLE_POSTS = Words('请写明哪些职务：posts = ["clerk"]。', 'Say which posts: posts = ["clerk"].')
FIELD_TYPE = Words("不认识这种字段类型。可用：{known}。", "This field type is not known. Use one of: {known}.")
FIELD_CHOICES = Words(
    "选择字段需要 choices，写 [lists] 中的名称。", "A choice needs choices: the name of a table in [lists]."
)
FIELD_BOUND = Words("只能写 today 或 opened。", "Write today or opened.")
ONE_UNIT = Words(
    "请只用一个单位：months、days 或 working_days。", "Use exactly one unit: months, days or working_days."
)
LATEST_DAY = Words(
    "这一天不存在。请写 1 至 12 的 month 和该月每年都有的 day。",
    "No such day in every year. Give month 1-12 and a day of it.",
)
RUNG_OFFSET = Words(
    "请写明相对期限的时间：before 或 after 二选一，如 before = { working_days = 10 }。",
    "Say when: either before or after, as in before = { working_days = 10 }.",
)
NUMBER_PATTERN = Words(
    "编号样式只能用 {{n}} {{term}} {{session}} {{year}}。",
    "A pattern may use {{n}}, {{term}}, {{session}} and {{year}} alone.",
)
NUMBER_PER = Words("per 只能是 session、year 或 body。", "per is session, year or body.")
