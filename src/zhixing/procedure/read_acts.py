"""Read the acts of a procedure file and the fields they record."""

from __future__ import annotations

from zhixing.procedure.complaints import FIELD_BOUND, FIELD_CHOICES, FIELD_RANGE, FIELD_TYPE, TARGET_VALUES
from zhixing.procedure.model import (
    FIELD_TYPES,
    Act,
    ChildCondition,
    ClockCondition,
    Field,
    NewParty,
    Opening,
    Target,
)
from zhixing.procedure.read_clocks import UNITS, grace_of
from zhixing.procedure.source import Table
from zhixing.procedure.words import Words


def act_of(table: Table) -> Act:
    """Return an act of the procedure's own."""
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
        fields={child.name: field_of(child) for child in fields.children()},
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
    table.only("kind", "milestone")
    return ChildCondition(table.text("kind", required=True), table.text("milestone", required=True))


def _clock_condition(table: Table) -> ClockCondition | None:
    if "when_over" not in table.value:
        return None
    condition = Table(table.source, (*table.path, "when_over"), table.value["when_over"])
    condition.only("clock", *UNITS)
    return ClockCondition(condition.text("clock", required=True), grace_of(condition))


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


def field_of(table: Table) -> Field:
    """Return a field that an act records."""
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
        readers=table.names("readers") or ("case",),
        help=help_of(table),
        not_before=_bound(table, "not_before"),
        not_after=_bound(table, "not_after"),
    )


def _bound(table: Table, key: str) -> str:
    value = table.text(key)
    if value not in {"", "today", "opened"}:
        table.complain(key, FIELD_BOUND)
    return value


def help_of(table: Table) -> Words | None:
    """Return the help text of a state, an act or a field; None when there is none."""
    return table.words("help") if "help" in table.value else None
