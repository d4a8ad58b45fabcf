"""Read the time limits of a procedure file: lengths, what starts and stops them, and their ladders."""

from __future__ import annotations

from zhixing.procedure.complaints import EXTENDS_UNIT, LATEST_DAY, ONE_UNIT, RUNG_OFFSET, RUNG_TWICE, SPAN_RANGE
from zhixing.procedure.limits import Clock, Extension, Latest, Limit, Rung
from zhixing.procedure.source import Table
from zhixing.procedure.working_days import MOST, Span, Unit

UNITS: tuple[Unit, ...] = ("months", "days", "working_days")
DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def clock_of(table: Table) -> Clock:
    """Return a time limit with its ladder."""
    table.only(
        "title", "article", "limit", "starts", "starts_when", "stops", "pauses", "resumes", "extends", "latest", "warn",
        "holder", "ladder",
    )  # fmt: skip
    return Clock(
        name=table.name,
        title=table.words("title"),
        article=table.text("article", required=True),
        limit=_limit(table, "limit", until=True),
        starts=table.names("starts", required=True),
        stops=table.names("stops", required=True),
        starts_when=table.mapping("starts_when"),
        pauses=table.names("pauses"),
        resumes=table.names("resumes"),
        extends=_extension(table),
        latest=_latest(table),
        warn=_limit(table, "warn") if "warn" in table.value else None,
        holder=table.names("holder"),
        ladder=_ladder(table),
    )


def _ladder(table: Table) -> tuple[Rung, ...]:
    rungs = tuple(_rung(child) for child in table.tables("ladder"))
    names = [rung.name for rung in rungs]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            table.complain("ladder", RUNG_TWICE, name=name)
    return rungs


def _limit(table: Table, key: str, *, until: bool = False) -> Limit:
    child = Table(table.source, (*table.path, key), table.value.get(key, {}))
    if until and child.value.keys() == {"until"}:
        return Limit("until", child.text("until", required=True))
    child.only(*UNITS, *(["until"] if until else []))
    given = [(unit, child.number(unit)) for unit in UNITS if unit in child.value]
    if len(given) != 1 or "until" in child.value:
        child.complain("", ONE_UNIT)
        return Limit("days", 1)
    unit, amount = given[0]
    if isinstance(amount, int) and not 1 <= amount <= MOST:
        child.complain(unit, SPAN_RANGE, most=MOST)
    return Limit(unit, 1 if amount is None else amount)


def length_of(table: Table, key: str) -> Limit | None:
    """Return a length of time that a setting may hold; None where the key is missing."""
    return _limit(table, key) if key in table.value else None


def _span(table: Table) -> Span | None:
    """Return a length of time in one unit; None when none is given, or none that can be used."""
    given = [unit for unit in UNITS if unit in table.value]
    if len(given) > 1:
        table.complain("", ONE_UNIT)
        return None
    amount = table.whole(given[0]) if given else 0
    if given and not 1 <= amount <= MOST:
        table.complain(given[0], SPAN_RANGE, most=MOST)
        return None
    return Span.of(given[0], amount) if given else None


def grace_of(table: Table) -> Span | None:
    """Return how long after its end a time limit must be over; None for not at all."""
    return _span(table)


def _extension(table: Table) -> Extension | None:
    if "extends" not in table.value:
        return None
    child = Table(table.source, (*table.path, "extends"), table.value["extends"])
    child.only("act", "field", "unit", "when")
    given = child.text("unit", required=True)
    unit = next((one for one in UNITS if one == given), None)
    if given and unit is None:
        child.complain("unit", EXTENDS_UNIT)
    return Extension(
        act=child.text("act", required=True),
        field=child.text("field", required=True),
        unit=unit or "days",
        when=child.mapping("when"),
    )


def _latest(table: Table) -> Latest | None:
    if "latest" not in table.value:
        return None
    child = Table(table.source, (*table.path, "latest"), table.value["latest"])
    child.only("month", "day", "when")
    month, day = child.whole("month"), child.whole("day")
    # A day that only some years have would not be a day every year.
    if not (1 <= month <= len(DAYS_OF_MONTHS) and 1 <= day <= DAYS_OF_MONTHS[month - 1]):
        child.complain("", LATEST_DAY)
    return Latest(month, day, child.mapping("when"))


def _rung(table: Table) -> Rung:
    table.only("name", "title", "before", "after", "tells", "article")
    before = "before" in table.value
    key = "before" if before else "after"
    given = Table(table.source, (*table.path, key), table.value.get(key, {}))
    given.only(*UNITS)
    offset = _span(given)
    if not given.value or ("before" in table.value) == ("after" in table.value):
        table.complain(key, RUNG_OFFSET)
    return Rung(
        name=table.text("name", required=True),
        title=table.words("title"),
        offset=offset or Span(days=1),
        before=before,
        tells=table.names("tells"),
        article=table.text("article"),
    )
