"""Words for which the platform has its own: kinds of proposers, result letters, satisfaction."""

from __future__ import annotations

import re
from functools import lru_cache

from zhixing.proposals.ledger.rows import ProposerKind, Rating, ReplyClass
from zhixing.sheets.problems import CellUnreadable
from zhixing.sheets.text import plain

KINDS: dict[ProposerKind, str] = {
    "individual": "个人 委员个人 个人提案 委员个人提案 individual",
    "joint": "联名 委员联名 联名提案 委员联名提案 joint",
    "collective": (
        "集体 集体提案 党派 党派提案 民主党派 民主党派提案 界别 界别提案 团体 团体提案 人民团体 人民团体提案"
        " 党派团体 党派团体提案 专委会 专委会提案 专门委员会 专门委员会提案 小组 小组提案 委员小组 联组 联组提案"
        " 界别小组 组织提案 collective"
    ),
}
RATINGS: dict[Rating, str] = {
    "satisfied": "满意 非常满意 很满意 十分满意 satisfied verysatisfied",
    "basically": "基本满意 基本满意的 basically basicallysatisfied",
    "dissatisfied": "不满意 很不满意 非常不满意 dissatisfied unsatisfied notsatisfied",
}
MEMBERS = frozenset({"委员", "委员提案"})
"""Said of proposals of one member and of several alike."""
NO_ANSWER = frozenset({"未评价", "未反馈", "未回复", "未表态", "待评价", "待反馈", "未填", "noanswer"})
_KINDS = {word: kind for kind, words in KINDS.items() for word in words.split()}
_RATINGS = {word: rating for rating, words in RATINGS.items() for word in words.split()}
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_LETTER = re.compile(r"(?<![A-Z])[A-Z](?![A-Z])")
_LETTERS: dict[str, ReplyClass] = {"A": "A", "B": "B", "C": "C", "D": "D"}


@lru_cache(maxsize=1024)
def proposer_kind(text: str, proposers: int) -> ProposerKind:
    """Return who proposed: one member, several, or an organisation; their number tells where the word does not."""
    word = _BRACKETS.sub("", plain(text)).casefold()
    kind = _KINDS.get(word)
    if word in MEMBERS and proposers:
        kind = "individual" if proposers == 1 else "joint"
    if kind is None:
        raise CellUnreadable(
            f"“{text}”不是提案类型，请写 个人、联名 或 集体。",
            f"{text!r} is none of 个人 (individual), 联名 (joint), 集体 (collective).",
        )
    return kind


@lru_cache(maxsize=1024)
def reply_class(text: str) -> ReplyClass | None:
    """Return the one result letter in a text (A类, B（正在解决）), or None when it holds words alone."""
    found = set(_LETTER.findall(plain(text).upper()))
    if not found:
        return None
    if len(found) > 1 or not found <= _LETTERS.keys():
        raise not_a_letter(text)
    return _LETTERS[found.pop()]


def not_a_letter(text: str) -> CellUnreadable:
    """Return the reason why a text gives no result letter."""
    return CellUnreadable(
        f"“{text}”不是结果类别，请写 A、B、C 或 D。", f"{text!r} is no result letter; write A, B, C or D."
    )


@lru_cache(maxsize=1024)
def rating(text: str) -> Rating | None:
    """Return how satisfied the proposer was, or None when nobody answered."""
    word = plain(text).casefold()
    if word in NO_ANSWER:
        return None
    if word not in _RATINGS:
        raise CellUnreadable(
            f"“{text}”不是满意度，请写 满意、基本满意 或 不满意。",
            f"{text!r} is none of 满意 (satisfied), 基本满意 (basically), 不满意 (dissatisfied).",
        )
    return _RATINGS[word]
