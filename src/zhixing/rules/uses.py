"""Which acts and time limits rest on an article: power under rules, read from the procedures themselves.

The procedures in force live on a floor above; that floor says once where they are to be had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhixing.assembly.models import Body
from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Words

Source = Callable[[Body], Iterable[Procedure]]

_sources: list[Source] = []


def procedures_from(source: Source) -> None:
    """Declare where a committee's procedures are to be had; called once, when the house is put together."""
    if source not in _sources:
        _sources.append(source)


def uses_in_body(body: Body | None) -> dict[str, list[Words]]:
    """Return what rests on each article in a committee's procedures, by citation; nothing without a committee."""
    if body is None:
        return {}
    return uses([procedure for source in _sources for procedure in source(body)])


def uses(procedures: Iterable[Procedure]) -> dict[str, list[Words]]:
    """Return what rests on each article, by citation, in the procedures' order: 提案 · 立案, 提案 · 初审期限."""
    found: dict[str, dict[Words, None]] = {}
    for procedure in procedures:
        for article, title in _resting(procedure):
            found.setdefault(article, {})[_filled(USE, procedure.title, title)] = None
    return {article: list(titles) for article, titles in found.items()}


def _resting(procedure: Procedure) -> Iterable[tuple[str, Words]]:
    for act in procedure.acts.values():
        yield act.article, act.title
    for clock in procedure.clocks.values():
        yield clock.article, _filled(LIMIT, clock.title)
        yield from ((rung.article, _filled(RUNG, clock.title, rung.title)) for rung in clock.ladder)


def _filled(template: Words, *titles: Words) -> Words:
    return Words(
        template.zh.format(*(title.zh for title in titles)), template.en.format(*(title.say("en") for title in titles))
    )


USE = Words("{} · {}", "{} · {}")
LIMIT = Words("{}", "{} (time limit)")
RUNG = Words("{}：{}", "{} (time limit): {}")
