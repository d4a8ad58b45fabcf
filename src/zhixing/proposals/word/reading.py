"""Reading Word files as proposals: each file by itself, so that one that cannot be read stops no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path

from zhixing.procedure.words import Words
from zhixing.proposals.word import values
from zhixing.proposals.word.ends import take_end, take_head
from zhixing.proposals.word.flow import Flow, Line, flow_of
from zhixing.proposals.word.found import FileRefused, Unreadable, WordProposal
from zhixing.proposals.word.gathering import COUNTED, NOT_THERE, Gathering
from zhixing.proposals.word.headings import PARTS, SEVERAL, heading
from zhixing.proposals.word.package import Package, open_package
from zhixing.proposals.word.parts import BodyLine, split
from zhixing.proposals.word.pieces import CONTENT, FREE, Piece, in_line, pieces_of
from zhixing.proposals.word.sources import sources
from zhixing.proposals.word.titles import is_title, title_in
from zhixing.proposals.word.xml import local
from zhixing.sheets import dates

_TEXT = frozenset({*PARTS, SEVERAL, CONTENT})
"""Labels of a form under which the proposal's text stands."""
_PAGE = re.compile(r"[-—第页共/\s\d]")
"""What the margin of a page says of its number."""


def read_word(path: Path) -> Iterator[WordProposal | Unreadable]:
    """Yield each Word file of a folder, a ZIP or a path of its own as a proposal, or as a refusal that says why.

    Nothing is written anywhere and nothing is guessed: see :class:`WordProposal`. A folder or ZIP in which no file is
    found, or that cannot be opened, gives one refusal.
    """
    empty = True
    try:
        for name, data in sources(path):
            empty = False
            yield Unreadable(name, data.sentence) if isinstance(data, FileRefused) else read_file(name, data)
    except FileRefused as refused:
        yield Unreadable(path.name, refused.sentence)
        return
    if empty:
        yield Unreadable(
            path.name,
            Words(
                f"{path.name} 中没有文件；请放入 .docx 文件后再导入。",
                f"{path.name} holds no files; put .docx files in.",
            ),
        )


def read_file(name: str, data: bytes) -> WordProposal | Unreadable:
    """Return one file's proposal, or why there is none; the name is only repeated."""
    try:
        package = open_package(name, data)
        return replace(_proposal(name, flow_of(package), package), digest=sha256(data).hexdigest())
    except FileRefused as refused:
        return Unreadable(name, refused.sentence)


def _proposal(name: str, flow: Flow, package: Package) -> WordProposal:
    pieces = pieces_of(flow.blocks)
    if not pieces:
        raise _no_text(flow)
    if _holds_several(pieces):
        raise FileRefused(
            "这个文件里有不止一件提案；请每件提案另存为一个 .docx 文件（一事一案）再导入。",
            "This file holds more than one proposal; save each as a .docx file of its own.",
        )
    gathering = Gathering()
    lines = _take_labels(gathering, pieces)
    parts = _take_text(gathering, lines)
    body = parts.get("body") or "\n".join(parts.values())
    proposers, cosigners = gathering.names("proposers"), gathering.names("cosigners")
    if not proposers:
        gathering.wonder("proposers", Words("没有写明提案人。", "No proposer is named."), NOT_THERE)
    people = len({*proposers, *cosigners})
    title = gathering.title()
    return WordProposal(
        file=name,
        title=title,
        title_suggestion="" if title else gathering.suggest_title(title_in(body), name),
        proposers=proposers,
        cosigners=cosigners,
        proposer_kind=gathering.one("proposer_kind", partial(values.kind, people=people)),
        sector=gathering.word("sector"),
        workplace=gathering.word("workplace"),
        phone=gathering.word("phone"),
        category=gathering.one("category", values.chosen) or "",
        suggested_unit=gathering.word("suggested_unit"),
        dated=gathering.one("dated", dates.day),
        publishable=gathering.one("publishable", values.consent),
        **parts,
        banner="\n".join(gathering.texts.get("banner", ())),
        others=tuple(gathering.others),
        images=flow.counted["images"],
        notes=tuple(_notes(flow, package)),
        not_understood=tuple(gathering.not_understood),
        taken=tuple(gathering.taken),
    )


def _no_text(flow: Flow) -> FileRefused:
    if flow.counted["images"]:
        return FileRefused(
            "文件里只有图片，没有文字；请把图片中的文字录入后另存为 .docx。",
            "The file holds pictures and no text; type the text and save it as .docx.",
        )
    return FileRefused("文件里没有文字；请核对原文件后重新导入。", "The file holds no text; look for the original.")


def _holds_several(pieces: Sequence[Piece]) -> bool:
    """Return whether a file holds different titles, each with its own suggestions or its own label 案由."""
    titles: dict[str, bool] = {}
    labelled: set[str] = set()
    current = ""
    for piece in chain.from_iterable(in_line(one.lines[0]) or [one] if one.field == FREE else [one] for one in pieces):
        if piece.field == "title" and piece.text:
            current = "".join(piece.text.split())
            labelled.add(current)
        elif piece.field == FREE and is_title(piece.text):
            current = "".join(piece.text.split())
        elif piece.field in _TEXT or _heads_suggestions(piece):
            titles[current] = True
    return len(labelled) > 1 or len(titles.keys() - {""}) > 1


def _heads_suggestions(piece: Piece) -> bool:
    found = heading(piece.text) if piece.field == FREE else None
    return found is not None and found.part == "suggestions"


def _take_labels(gathering: Gathering, pieces: Sequence[Piece]) -> list[BodyLine]:
    """Take what stands under labels and return the lines of the text.

    When a form holds the text in its cells, what stands outside the form is not part of it.
    """
    filled = any(piece.field in _TEXT and piece.lines for piece in pieces)
    lines: list[BodyLine] = []
    outside: list[BodyLine] = []
    for piece in pieces:
        if piece.field == FREE:
            (outside if filled else lines).append(BodyLine(piece.lines[0]))
        elif piece.field == CONTENT:
            gathering.take(CONTENT, piece.label, "", piece.where)
            lines += map(BodyLine, piece.lines)
        elif piece.field in _TEXT:
            lines.append(BodyLine(Line(piece.label, piece.where), piece.field))
            lines += map(BodyLine, piece.lines)
        else:
            gathering.take_piece(piece)
    for line in take_end(gathering, take_head(gathering, outside)):
        what = Words("这一行在提案表格之外，没有当作正文。", "This line stands outside the form; it is no text.")
        gathering.wonder("", what, line.line.where, line.line.text)
    return lines


def _take_text(gathering: Gathering, lines: list[BodyLine]) -> dict[str, str]:
    """Take the text and return it by fields: three parts, or the body."""
    left = take_end(gathering, take_head(gathering, lines))
    told = split(left)
    if told.why:
        gathering.wonder("body", told.why, left[0].line.where if left else NOT_THERE)
        body = "\n".join(line.line.text for line in left)
        if body:
            gathering.take("body", "", body, left[0].line.where)
        return {"body": body}
    for line in told.before:
        what = Words("第一个标题之前的文字，没有归入任何部分。", "It stands before the first heading and in no part.")
        gathering.wonder("situation", what, line.where, line.text)
    for part in told.parts:
        gathering.take(part.name, part.heading, part.text, part.where)
    return {part.name: part.text for part in told.parts}


def _notes(flow: Flow, package: Package) -> Iterator[Words]:
    for counted, words in COUNTED.items():
        if count := flow.counted[counted]:
            yield Words(words.zh.format(n=count), words.en.format(n=count))
    margins = dict.fromkeys(
        "".join(one.text or "" for one in part.iter() if local(one) == "t").strip()
        for kind in ("header", "footer")
        for part in package.parts.get(kind, ())
    )
    shown = "；".join(text for text in margins if _PAGE.sub("", text))
    if shown:
        yield Words(f"页眉页脚的文字没有读入：{shown}", f"Text in the page margins was not read: {shown}")
