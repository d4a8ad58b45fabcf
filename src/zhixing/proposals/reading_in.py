"""Reading a member's Word file into the form of a proposal: what it says for certain, and all else named beside it."""

from __future__ import annotations

from collections.abc import Iterator

from zhixing.cases.kinds import Reading, Remark
from zhixing.procedure.model import Procedure
from zhixing.procedure.words import Words
from zhixing.proposals.word import Unreadable, WordProposal, read_file

PARTS = ("situation", "analysis", "suggestions")


def read_proposal(name: str, data: bytes, procedure: Procedure) -> Reading | Words:
    """Return what a .docx file says for the form of a proposal, or the sentence for its reader where it cannot be read.

    Names of people and units are not filled in, since a form chooses them from lists: they stand among the remarks.
    """
    found = read_file(name, data)
    if isinstance(found, Unreadable):
        return found.sentence
    filled = {"title": found.title or found.title_suggestion}
    filled |= {part: getattr(found, part) for part in PARTS}
    if found.body:
        filled["situation"] = found.body
    category = _code(procedure, "categories", found.category)
    filled["category"] = category
    if found.publishable is not None:
        filled["publishable"] = "yes" if found.publishable else "no"
    return Reading(
        {field: text for field, text in filled.items() if text}, tuple(_remarks(found, known_category=bool(category)))
    )


def _code(procedure: Procedure, of: str, title: str) -> str:
    return next((code for code, words in procedure.lists[of].items() if title in (words.zh, words.en)), "")


def _remarks(found: WordProposal, *, known_category: bool) -> Iterator[Remark]:
    if found.title_suggestion:
        yield Remark(TITLE_SUGGESTED, text=found.title_suggestion)
    if found.body:
        yield Remark(NOT_DIVIDED)
    for what, text in _left_to_choose(found, known_category=known_category):
        if text:
            yield Remark(what, text=text)
    for label, text in found.others:
        yield Remark(NO_FIELD, text=f"{label}：{text}")
    for one in found.not_understood:
        if one.field not in _SAID_ELSEWHERE:
            yield Remark(one.what, one.where, one.text)
    for note in found.notes:
        yield Remark(note)
    if found.images:
        yield Remark(PICTURES)


def _left_to_choose(found: WordProposal, *, known_category: bool) -> Iterator[tuple[Words, str]]:
    yield PROPOSERS, "、".join(found.proposers)
    yield COSIGNERS, "、".join(found.cosigners)
    yield CATEGORY, "" if known_category else found.category
    yield UNIT, found.suggested_unit


_SAID_ELSEWHERE = frozenset({"proposers"})
"""What the form does not take from the file in any case."""
TITLE_SUGGESTED = Words(
    "文件没有写明案由，这一句像是案由，已填入，请核对。",
    "The file names no title; this looks like one and was filled in. Check it.",
)
NOT_DIVIDED = Words(
    "情况、分析、建议三部分分不清，全文放在“情况”栏，请人工分开。",
    "The three parts could not be told apart; all text stands under Situation. Please divide it.",
)
PROPOSERS = Words("文件写明的提案者，没有填入：", "Proposers the file names, not filled in:")
COSIGNERS = Words(
    "文件写明的附议人，没有填入，请从名单中选择：", "Co-signers the file names; choose them from the list:"
)
CATEGORY = Words("文件写明的类别不在列表中，请选择：", "The category of the file is not in the list; choose one:")
UNIT = Words("文件写明的建议承办单位，请从名单中选择：", "The unit the file suggests; choose it from the list:")
NO_FIELD = Words("表格中的这一栏，这里没有对应的栏目：", "This box of the file's form has no field here:")
PICTURES = Words(
    "文件中有图片，没有读入；需要时请作为附件上传。",
    "The file holds pictures, which were not read; attach them if they are needed.",
)
