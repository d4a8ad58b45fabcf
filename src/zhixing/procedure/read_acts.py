"""Read the acts of a procedure file and the fields they record."""

from __future__ import annotations

import re

from zhixing.procedure.complaints import (
    CAUSE_WHERE,
    FIELD_BOUND,
    FIELD_CHOICES,
    FIELD_COLUMNS,
    FIELD_ENDINGS,
    FIELD_RANGE,
    FIELD_TYPE,
    PARTY_ONE_WAY,
    PENDING_NEEDS_ONE,
    TARGET_VALUES,
)
from zhixing.procedure.limits import ClockCondition
from zhixing.procedure.model import (
    CASE_READERS,
    FIELD_TYPES,
    Act,
    Cause,
    ChildCondition,
    Field,
    NewParty,
    Opening,
    Target,
)
from zhixing.procedure.read_clocks import UNITS, grace_of, length_of
from zhixing.procedure.source import Table
from zhixing.procedure.words import Words

ENDING = re.compile("[0-9a-z]{1,8}")


def act_of(table: Table) -> Act:
    """Return an act of the procedure's own."""
    table.only(
        "title", "by", "from", "to", "article", "fields", "guards", "commutes", "opens_case", "automatic", "at_most",
        "after", "children", "nobody_in", "when_over", "parties", "opens", "causes", "signs", "within", "numbers",
        "tells", "papers", "reveals", "awaits", "readers", "removes", "when_closed", "help",
    )  # fmt: skip
    fields = Table(table.source, (*table.path, "fields"), table.value.get("fields", {}))
    readers = table.names("readers") or (CASE_READERS,)
    return Act(
        name=table.name,
        title=table.words("title"),
        by=table.names("by", required=True),
        start=table.names("from"),
        target=_target(table),
        article=table.text("article", required=True),
        fields={child.name: field_of(child, readers=readers) for child in fields.children()},
        guards=table.names("guards"),
        commutes=table.flag("commutes"),
        opens_case=table.flag("opens_case"),
        automatic=table.flag("automatic"),
        at_most=table.number("at_most"),
        after=table.names("after"),
        children=tuple(_child_condition(child) for child in table.tables("children")),
        nobody_in=table.names("nobody_in"),
        when_over=_clock_condition(table),
        parties=tuple(_new_party(child) for child in table.tables("parties")),
        opens=tuple(_opening(child) for child in table.tables("opens")),
        causes=tuple(_cause(child) for child in table.tables("causes")),
        signs=table.names("signs"),
        within=table.text("within"),
        numbers=table.text("numbers"),
        tells=table.names("tells"),
        papers=table.names("papers"),
        reveals=table.names("reveals"),
        awaits=table.names("awaits"),
        readers=readers,
        removes=table.names("removes"),
        when_closed=length_of(table, "when_closed"),
        help=help_of(table),
    )


def _target(table: Table) -> Target:
    value = table.value.get("to", "")
    if isinstance(value, str):
        return Target(state=value)
    choice = Table(table.source, (*table.path, "to"), value)
    if not isinstance(value, dict):
        return Target()
    choice.only("field", "values", "otherwise")
    if not choice.value.get("values"):
        choice.complain("values", TARGET_VALUES)
    return Target(
        state=choice.text("otherwise"), field=choice.text("field", required=True), by_value=choice.mapping("values")
    )


def _child_condition(table: Table) -> ChildCondition:
    table.only("kind", "milestone", "if_any", "deep", "pending")
    if table.flag("pending") and table.flag("if_any"):
        table.complain("if_any", PENDING_NEEDS_ONE)
    return ChildCondition(
        table.text("kind", required=True),
        table.text("milestone", required=True),
        if_any=table.flag("if_any"),
        deep=table.flag("deep"),
        pending=table.flag("pending"),
    )


def _clock_condition(table: Table) -> ClockCondition | None:
    if "when_over" not in table.value:
        return None
    condition = Table(table.source, (*table.path, "when_over"), table.value["when_over"])
    condition.only("clock", *UNITS)
    return ClockCondition(condition.text("clock", required=True), grace_of(condition))


def _new_party(table: Table) -> NewParty:
    table.only("capacity", "from", "replaces", "leaves", "moves", "all_of")
    new = NewParty(
        capacity=table.text("capacity"),
        source=table.text("from"),
        replaces=table.flag("replaces"),
        leaves=table.names("leaves"),
        moves=table.text("moves"),
        all_of=table.text("all_of"),
    )
    if [bool(new.source), bool(new.moves), bool(new.all_of)].count(True) != 1 or (new.source and not new.capacity):
        table.complain("", PARTY_ONE_WAY)
    return new


def _opening(table: Table) -> Opening:
    table.only("kind", "each", "capacity", "carries", "parties", "when", "where", "names", "brings")
    return Opening(
        kind=table.text("kind", required=True),
        each=table.text("each"),
        capacity=table.text("capacity"),
        carries=table.names("carries"),
        parties=table.names("parties"),
        when=table.mapping("when"),
        where=table.mapping("where"),
        names=table.text("names"),
        brings=_brings(table),
    )


def _brings(table: Table) -> dict[str, tuple[str, ...]]:
    brings = Table(table.source, (*table.path, "brings"), table.value.get("brings", {}))
    return {capacity: brings.names(capacity) for capacity in brings.value}


def _cause(table: Table) -> Cause:
    table.only("act", "parent", "children", "cases", "carries", "brings", "takes", "names", "same", "when")
    cause = Cause(
        act=table.text("act", required=True),
        parent=table.flag("parent"),
        children=table.text("children"),
        cases=table.text("cases"),
        carries=table.names("carries"),
        brings=_brings(table),
        takes=table.names("takes"),
        names=table.text("names"),
        same=table.flag("same"),
        when=table.mapping("when"),
    )
    if [cause.parent, bool(cause.children), bool(cause.cases)].count(True) != 1:
        table.complain("", CAUSE_WHERE)
    return cause


def field_of(table: Table, *, readers: tuple[str, ...] = (CASE_READERS,)) -> Field:
    """Return a field that an act records; ``readers`` may read it where the field itself does not say."""
    table.only(
        "title", "type", "required", "required_when", "least", "most", "choices", "readers", "help", "not_before",
        "not_after", "accepts", "columns", "kinds", "functions", "own", "window", "apart_from", "entry_of", "concerns",
        "once", "given", "reached", "worked_out",
    )  # fmt: skip
    kind = table.text("type", required=True)
    known = next((one for one in FIELD_TYPES if one == kind), None)
    if kind and known is None:
        table.complain("type", FIELD_TYPE, known=", ".join(FIELD_TYPES))
    if known == "choice" and "choices" not in table.value:
        table.complain("choices", FIELD_CHOICES)
    accepts = table.names("accepts")
    if accepts and (known != "files" or not all(ENDING.fullmatch(one) for one in accepts)):
        table.complain("accepts", FIELD_ENDINGS)
    columns = Table(table.source, (*table.path, "columns"), table.value.get("columns", {}))
    if (known == "rows") != bool(columns.value):
        table.complain("columns", FIELD_COLUMNS)
    least, most = table.number("least"), table.number("most")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        table.complain("least", FIELD_RANGE)
    return Field(
        name=table.name,
        title=table.words("title"),
        type=known or "text",
        required=table.flag("required"),
        required_when=table.mapping("required_when"),
        least=least,
        most=most,
        choices=table.text("choices"),
        readers=table.names("readers") or readers,
        help=help_of(table),
        not_before=_bound(table, "not_before"),
        not_after=_bound(table, "not_after"),
        accepts=accepts,
        columns={child.name: field_of(child) for child in columns.children()},
        kinds=table.names("kinds"),
        functions=table.names("functions"),
        own=table.names("own"),
        window=table.text("window"),
        apart_from=table.names("apart_from"),
        entry_of=table.names("entry_of"),
        concerns=table.text("concerns"),
        once=table.flag("once"),
        given=table.flag("given"),
        reached=table.text("reached"),
        worked_out=table.names("worked_out"),
    )


def _bound(table: Table, key: str) -> str:
    value = table.text(key)
    if value not in {"", "today", "opened"}:
        table.complain(key, FIELD_BOUND)
    return value


def help_of(table: Table) -> Words | None:
    """Return the help text of a state, an act or a field; None when there is none."""
    return table.words("help") if "help" in table.value else None
