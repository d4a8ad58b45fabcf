"""Draw a procedure as a picture: its states as boxes, its acts as the arrows between them.

The picture is plain SVG in the colour of the text around it: no script, no style sheet and nothing from elsewhere, so
that it may stand within a page as well as in a file of its own.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from zhixing.procedure.conditions import coded
from zhixing.procedure.layout import Link, Point, Route, Size, lay_out
from zhixing.procedure.model import Act, Procedure, State
from zhixing.procedure.standing import ANY_STATE
from zhixing.procedure.words import Sentence, Words

START = ""
"""The name of the point where a case begins."""
FONT = "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
TITLE, LABEL, NOTE = 16, 14, 12.5
LINE = 1.35
LONGEST_TITLE, LONGEST_LABEL = 11 * TITLE, 13 * LABEL
PADDING = 14
DOT = 12


def draw(procedure: Procedure, locale: str) -> str:
    """Return the picture as SVG text, in the language of the locale."""
    return _Picture(procedure, locale).svg()


class _Picture:
    def __init__(self, procedure: Procedure, locale: str) -> None:
        self.procedure = procedure
        self.locale = locale
        # Ids must differ between two drawings on one page.
        self.mark = "".join(one if one.isascii() and one.isalnum() else "-" for one in procedure.kind)
        self.arrows = _arrows(procedure, locale)
        self.staying = {name: _staying(procedure, name, locale) for name in procedure.states}
        self.labels = {
            pair: [line for text in texts for line in _label(text)] for pair, (texts, _) in self.arrows.items()
        }
        self.titles = {
            name: wrapped(state.title.say(locale), TITLE, LONGEST_TITLE) for name, state in procedure.states.items()
        }

    def svg(self) -> str:
        sizes = {START: Size(DOT, DOT)} | {name: self.size(name) for name in self.procedure.states}
        links = [Link(*pair, _room(lines, LABEL)) for pair, lines in self.labels.items()]
        layout = lay_out(sizes, links, first=START)
        arrows = [self.arrow(pair, route) for pair, route in zip(self.labels, layout.routes, strict=True)]
        boxes = [
            self.box(state, layout.boxes[state.name], sizes[state.name]) for state in self.procedure.states.values()
        ]
        x, y = layout.boxes[START]
        width, height = f"{layout.size.width:.0f}", f"{layout.size.height:.0f}"
        mark = self.mark
        frame = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": f"drawing-{mark} drawing-{mark}-text",
            "lang": self.language(),
            "font-family": FONT,
            "fill": "none",
            "stroke": "currentColor",
            "stroke-width": "1.4",
        }
        head = (
            f'<marker id="arrow-{mark}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
            ' orient="auto"><path d="M0 0 10 5 0 10z" fill="currentColor" stroke="none"/></marker>'
        )
        parts = [
            f"<svg {' '.join(f'{name}={quoteattr(value)}' for name, value in frame.items())}>",
            f'<title id="drawing-{mark}">{escape(self.say(NAME, procedure=self.procedure.title))}</title>',
            f'<desc id="drawing-{mark}-text">{escape(self.description())}</desc>',
            head,
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT / 2}" fill="currentColor" stroke="none"/>',
            *arrows,
            *boxes,
            "</svg>\n",
        ]
        return "\n".join(parts)

    def language(self) -> str:
        return "zh-Hans" if self.locale.startswith("zh") else self.locale

    def say(self, template: Words, **values: Words | str) -> str:
        return Sentence(template, **values).say(self.locale)

    def size(self, name: str) -> Size:
        title, staying = _room(self.titles[name], TITLE), _room(self.staying[name], NOTE)
        inner = 8 if self.procedure.states[name].final else 0
        return Size(
            max(title.width, staying.width) + 2 * PADDING + inner, title.height + staying.height + 2 * PADDING + inner
        )

    def box(self, state: State, centre: Point, size: Size) -> str:
        """Draw a state: its title, the acts that leave it as it is, and a second edge when it is final."""
        left, top = centre[0] - size.width / 2, centre[1] - size.height / 2
        edges = [_rectangle(left, top, size, within=0)] + (
            [_rectangle(left, top, size, within=4)] if state.final else []
        )
        title, staying = self.titles[state.name], self.staying[state.name]
        y = centre[1] - (len(title) * TITLE + len(staying) * NOTE) * LINE / 2
        texts = _text(title, centre[0], y, TITLE, weight=600) + _text(
            staying, centre[0], y + len(title) * TITLE * LINE, NOTE
        )
        return f"<g>{''.join(edges)}{texts}</g>"

    def arrow(self, pair: tuple[str, str], route: Route) -> str:
        """Draw an arrow in two pieces with the label between them; dashed when the clock alone performs its acts."""
        dashed = ' stroke-dasharray="5 4"' if self.arrows[pair][1] else ""
        head = f' marker-end="url(#arrow-{self.mark})"'
        lines = self.labels[pair]
        top = route.label[1] - len(lines) * LABEL * LINE / 2
        return (
            f'<g><path d="{_curve(route.before)}"{dashed}/><path d="{_curve(route.after)}"{dashed}{head}/>'
            f"{_text(lines, route.label[0], top, LABEL)}</g>"
        )

    def description(self) -> str:
        """Say in sentences what the picture shows."""
        told = []
        for name in [START, *self.procedure.states]:
            here = self.procedure.states[name].title if name else BEGINNING
            ways = [
                self.say(WAY, act=COMMA.say(self.locale).join(texts), state=self.procedure.states[target].title)
                for (source, target), (texts, _) in self.arrows.items()
                if source == name
            ]
            ways += self.staying.get(name, [])
            listed = SEMICOLON.say(self.locale).join(ways)
            told.append(self.say(FROM, state=here, ways=listed) if ways else self.say(ENDS, state=here))
        return " ".join(told)


def _label(text: str) -> list[str]:
    """Break the text of an arrow into lines, before the values in brackets when it is too long for one."""
    if text_width(text, LABEL) <= LONGEST_LABEL:
        return [text]
    act, bracket, values = text.partition(" (" if " (" in text else "（")
    return wrapped(act, LABEL, LONGEST_LABEL) + (
        wrapped((bracket + values).strip(), LABEL, LONGEST_LABEL) if bracket else []
    )


def _arrows(procedure: Procedure, locale: str) -> dict[tuple[str, str], tuple[list[str], bool]]:
    """Return for each pair of states the acts that lead from one to the other, and whether all are automatic."""
    found: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for act in _ordinary(procedure):
        for origin in _origins(procedure, act):
            for target, text in _targets(procedure, act, locale):
                if target != origin:
                    found.setdefault((origin, target), []).append((text, act.automatic))
    return {pair: ([text for text, _ in acts], all(one for _, one in acts)) for pair, acts in found.items()}


def _staying(procedure: Procedure, state: str, locale: str) -> list[str]:
    """Return the acts that may be performed in a state and leave it as it is."""
    return [
        act.title.say(locale)
        for act in _ordinary(procedure)
        if state in _origins(procedure, act) and (state in act.target.states() or not act.target.states())
    ]


def _ordinary(procedure: Procedure) -> Iterable[Act]:
    return (act for act in procedure.acts.values() if not act.standing)


def _origins(procedure: Procedure, act: Act) -> Sequence[str]:
    origins = tuple(procedure.states) if ANY_STATE in act.start else act.start
    return (START, *origins) if act.opens_case else origins


def _targets(procedure: Procedure, act: Act, locale: str) -> list[tuple[str, str]]:
    """Return each state an act leads to, with its title and the values of the field that lead there."""
    title = act.title.say(locale)
    values: dict[str, list[str]] = {}
    for value, state in act.target.by_value.items():
        codes = coded(procedure, act.target.field, value) or [value]
        values.setdefault(state, []).extend(_spoken(procedure, act.target.field, one).say(locale) for one in codes)
    return [
        (
            state,
            title
            if state == act.target.state
            else Sentence(WITH_VALUE, act=title, values=COMMA.say(locale).join(values[state])).say(locale),
        )
        for state in act.target.states()
    ]


def _spoken(procedure: Procedure, field: str, value: str) -> Words:
    lists = [
        procedure.lists.get(one.fields[field].choices, {}) for one in procedure.acts.values() if field in one.fields
    ]
    return next((choices[value] for choices in lists if value in choices), Words(value))


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is drawn, rather too wide than too narrow."""
    return sum(size if _is_wide(one) else size * 0.6 for one in text)


def wrapped(text: str, size: float, longest: float) -> list[str]:
    """Break a text into lines: between any two Chinese characters, else at spaces; a mark never begins a line."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > longest:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(text: str) -> list[str]:
    """Return the parts of a text that stay together: a word with the space behind it, a character with its marks."""
    pieces: list[str] = []
    for one in text:
        if pieces and not _may_break(pieces[-1][-1], one):
            pieces[-1] += one
        else:
            pieces.append(one)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if unicodedata.category(after) in {"Pe", "Pf", "Po", "Zs"} or unicodedata.category(before) in {"Ps", "Pi"}:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _room(lines: Sequence[str], size: float) -> Size:
    return Size(max((text_width(line, size) for line in lines), default=0), len(lines) * size * LINE)


def _text(lines: Sequence[str], x: float, top: float, size: float, *, weight: int = 400) -> str:
    """Write lines one below the other, each centred on x."""
    bold = f' font-weight="{weight}"'
    return "".join(
        f'<text x="{x:.1f}" y="{top + (number + 0.5) * size * LINE + size * 0.36:.1f}" font-size="{size}"{bold}'
        f' text-anchor="middle" fill="currentColor" stroke="none">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _rectangle(left: float, top: float, size: Size, *, within: float) -> str:
    return (
        f'<rect x="{left + within:.1f}" y="{top + within:.1f}" width="{size.width - 2 * within:.1f}"'
        f' height="{size.height - 2 * within:.1f}" rx="{6 - within / 2:.0f}"/>'
    )


def _curve(points: Sequence[Point]) -> str:
    """Return a path through points that leaves and reaches each of them upright."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        middle = (y + to_y) / 2
        path += f" C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}"
    return path


COMMA = Words("、", ", ")
SEMICOLON = Words("；", "; ")
NAME = Words("{procedure}：状态和办理", "{procedure}: states and acts")
BEGINNING = Words("开始", "the beginning")
WAY = Words("{act}到“{state}”", "{act}, to “{state}”")
FROM = Words("从“{state}”：{ways}。", "From {state}: {ways}.")
ENDS = Words("“{state}”为终点。", "{state} is an end.")
WITH_VALUE = Words("{act}（{values}）", "{act} ({values})")
