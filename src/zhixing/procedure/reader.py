"""Read a procedure file into a :class:`~zhixing.procedure.model.Procedure`.

The format is described in ``docs/procedures/format.md``. The reader checks each value where it stands; whether the
whole makes sense (states reachable, clocks that can stop) is the checker's work.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from zhixing.procedure.complaints import (
    ACT_TAKEN,
    GUARD_PLACES,
    NUMBER_COUNTS,
    NUMBER_PATTERN,
    NUMBER_PER,
    ROLE_ONE_WAY,
    ROLE_POSTS,
    ROLE_SIDES,
    SETTING_BOUNDS,
)
from zhixing.procedure.model import GuardText, Milestone, Numbering, OpenList, Paper, Procedure, Role, Setting, State
from zhixing.procedure.read_acts import act_of, field_of, help_of
from zhixing.procedure.read_clocks import clock_of
from zhixing.procedure.references import check_references
from zhixing.procedure.source import ProcedureError, Source, Table, text_of
from zhixing.procedure.standing import NAMES, standing_acts
from zhixing.procedure.words import Words


def read(path: Path) -> Procedure:
    """Read a procedure from a file.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault found.
    """
    return parse(text_of(path.read_bytes(), file=str(path)), file=str(path))


@lru_cache(maxsize=128)
def parse(text: str, *, file: str) -> Procedure:
    """Read a procedure from text; ``file`` is the name that complaints use. The same text is read once.

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
        "acts", "clocks", "numbering", "papers", "guards", "flags", "open", "switched", "standing",
    )  # fmt: skip
    acts = {table.name: act_of(table) for table in source.table("acts").children()}
    for name in NAMES:
        if name in acts:
            source.complain(("acts", name), ACT_TAKEN, name=name)
    recorded = {table.name: field_of(table) for table in source.table("standing", "import", "fields").children()}
    acts |= standing_acts(source.table("standing"), acts, recorded=recorded)
    return Procedure(
        kind=top.text("kind", required=True),
        version=top.text("version", required=True),
        title=top.words("title"),
        article=top.text("article", required=True),
        roles={table.name: _role(table) for table in source.table("roles").children()},
        states={table.name: _state(table) for table in source.table("states").children()},
        acts=acts,
        clocks={table.name: clock_of(table) for table in source.table("clocks").children()},
        readers={table.name: table.names("roles", required=True) for table in source.table("readers").children()},
        settings={table.name: _setting(table) for table in source.table("settings").children()},
        lists={table.name: list_of(table) for table in source.table("lists").children()},
        milestones={table.name: _milestone(table) for table in source.table("milestones").children()},
        numbering={table.name: _numbering(table) for table in source.table("numbering").children()},
        papers={table.name: _paper(table) for table in source.table("papers").children()},
        guards={table.name: _guard(table) for table in source.table("guards").children()},
        flags={table.name: flags_of(table) for table in source.table("flags").children()},
        switched={table.name: _switched(table) for table in source.table("switched").children()},
        open_lists={table.name: _open_list(table) for table in source.table("open").children()},
    )


def _setting(table: Table) -> Setting:
    table.only("value", "title", "least", "most", "source")
    setting = Setting(
        name=table.name,
        value=table.whole("value"),
        title=table.words("title"),
        least=table.whole("least", 0),
        most=table.whole("most", 100_000),
        source=table.text("source"),
    )
    if not setting.least <= setting.value <= setting.most:
        table.complain("value", SETTING_BOUNDS)
    return setting


def list_of(table: Table) -> dict[str, Words]:
    """Return a list of choices: its codes with their titles."""
    return {code: table.words(code) for code in table.value}


def flags_of(table: Table) -> dict[str, tuple[str, ...]]:
    """Return the flags that the codes of a list bear."""
    return {code: table.names(code) for code in table.value}


def _switched(table: Table) -> dict[str, str]:
    """Return the settings on which codes of a list depend."""
    return {code: table.text(code, required=True) for code in table.value}


def _open_list(table: Table) -> OpenList:
    table.only("keeps", "source")
    return OpenList(table.name, keeps=table.names("keeps"), source=table.text("source"))


def _role(table: Table) -> Role:
    table.only(
        "title", "party", "function", "side_of", "sides", "posts", "leadership", "member", "holder",
        "only_with", "not_with",
    )  # fmt: skip
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
        holder=table.flag("holder"),
        only_with=table.names("only_with"),
        not_with=table.names("not_with"),
    )
    ways = [bool(role.party), bool(role.function), bool(role.side_of), role.leadership, role.member, role.holder]
    if sum(ways) != 1:
        table.complain("", ROLE_ONE_WAY)
    if role.side_of and "government" not in role.sides:
        table.complain("sides", ROLE_SIDES)
    if (role.function or role.side_of or role.leadership or role.holder) and not role.posts:
        table.complain("posts", ROLE_POSTS)
    return role


def _state(table: Table) -> State:
    table.only("title", "next", "final", "help", "seen_by")
    return State(
        name=table.name,
        title=table.words("title"),
        next=table.names("next"),
        final=table.flag("final"),
        help=help_of(table),
        seen_by=table.names("seen_by"),
    )


def _milestone(table: Table) -> Milestone:
    table.only("title", "states")
    return Milestone(table.name, table.words("title"), table.names("states", required=True))


def _numbering(table: Table) -> Numbering:
    table.only("title", "per", "pattern")
    per = table.text("per", required=True)
    pattern = table.text("pattern", required=True)
    if pattern and not _fills(pattern, ("n", "term", "session", "year")):
        table.complain("pattern", NUMBER_PATTERN)
    elif pattern and pattern.format(n=1, **_NOUGHT) == pattern.format(n=2, **_NOUGHT):
        table.complain("pattern", NUMBER_COUNTS)
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
    sentence = table.words("sentence")
    settings = tuple(table.source.table("settings").value)
    if not (_fills(sentence.zh, settings) and _fills(sentence.en, settings)):
        table.complain("sentence", GUARD_PLACES)
    return GuardText(table.name, sentence, table.text("article"))


_NOUGHT = {"term": 0, "session": 0, "year": 0}


def _fills(template: str, names: Iterable[str]) -> bool:
    """Tell whether a text can be filled in with numbers of these names, and asks for nothing else."""
    try:
        template.format(**dict.fromkeys(names, 1))
    except (KeyError, ValueError, IndexError, AttributeError, TypeError):
        return False
    return True
