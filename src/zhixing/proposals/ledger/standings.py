"""Words of ledgers for where a proposal stands: filed, with a unit, answered, or ended in one of four other ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zhixing.sheets.problems import CellUnreadable

STATUSES = {
    "declined": (
        "不予立案 不立案 未立案 未予立案 不予受理 不作提案处理 不作为提案 不作提案 审查不立案 审查不予立案 declined"
    ),
    "withdrawn": (
        "撤案 已撤案 撤销 已撤销 撤回 已撤回 撤回提案 撤销提案 同意撤案 主动撤案 主动撤回 委员撤案 委员撤回 提案人撤案"
        " 提案人撤回 提案者撤案 提案者撤回 本人撤案 本人撤回 withdrawn"
    ),
    "merged": "并案 已并案 并案办理 并案处理 已并案办理 合并 已合并 合并办理 合并处理 合并提案 merged",
    "converted": "converted",
    "archived": "归档 已归档 archived",
    "closed": "结案 已结案 closed",
    "replied": "已答复 已办复 办复 办结 已办结 答复 已回复 replied answered",
    "assigned": "已交办 交办 办理中 正在办理 在办 已签收 未答复 未办结 assigned accepted",
    "filed": "立案 已立案 同意立案 予以立案 准予立案 待交办 未交办 拟交办 filed",
    "submitted": "已提交 待审查 待立案 submitted",
}
"""Words of ledgers for the states they mean. 办结 says that a reply was given and no more: figures keep them apart."""
ENDS = frozenset({"declined", "withdrawn", "merged", "converted"})
"""The ways to end otherwise than answered: once a ledger tells of one, what it says before is past."""
NEVER_HANDLED = frozenset({"declined", "merged", "converted"})
"""The ends that a proposal has before it is assigned: there is neither a unit at work nor a reply of its own."""
WITHOUT_A_NUMBER = frozenset({"declined", "converted"})
"""The ends of proposals that were never filed; the number beside them is none of those given at filing."""
MEANINGS = {
    "declined": ("不予立案", "declined"),
    "merged": ("并入另一提案", "merged into another proposal"),
    "converted": ("转为意见建议", "converted into a suggestion"),
    "withdrawn": ("撤案", "withdrawn"),
}
ORDER = ("submitted", "filed", "assigned", "replied", "closed", "archived")
A_FEW_WORDS = 20
"""What is longer is an account of the handling, in which 合并 and 撤销 may be said of schools or offices."""
_MEANING = {word: state for state, words in STATUSES.items() for word in words.split()}
_NUMBER = r"(?:(?:提案)?第?[\d\-、,和]+号?(?:提案|案)?)"
_MERGED = re.compile(
    rf"(?:已|被)?(?:(?:与|和|同){_NUMBER}(?:提案)?)?(?:并案|并入|合并)(?:到|至|入|于)?(?:{_NUMBER}|主案)?"
    r"(?:一并|合并|并案)?(?:办理|处理)?"
)
_CONVERTED = re.compile(
    r"(?:(?:已|改)?(?:转为?|转作|转成|转入)(?:委员)?(?:意见|建议|建议案件|信息|参阅件)"
    r"|(?:已|改)?(?:转为?|转作|转成|转入|改为|改作|作为|作|按)(?:委员)?"
    r"(?:意见建议|意见和建议|社情民意|社情民意信息|来信|信访))(?:办理|处理|报送|反映|转送)?"
)
_PARTS = re.compile(r"[,;:。.()\[\]\s]+")
_MAY_END = re.compile(
    r"(?:不|不予|未|未予|予以|改|改为|恢复|拟|建议|暂缓|同意)立案|并案|并入|合并|撤案|撤回|撤销|社情民意|意见建议|转为?建议|复议"
)
_YES_OR_NO = {"是": "filed", "√": "filed", "yes": "filed", "否": "declined", "no": "declined"}


@lru_cache(maxsize=4096)
def meaning(text: str) -> str:
    """Return the state that a ledger's words mean, or "" when they are words of its own.

    Several words with commas or brackets between them mean the latest state that they tell of; words that give a
    reason may follow one that says it.

    Raises:
        CellUnreadable: when the words may tell that the proposal ended, and it is not clear whether it did.
    """
    whole = unicodedata.normalize("NFKC", text).replace("、", ",")
    if _word(whole):
        return _word(whole)
    parts = [part for part in _PARTS.split(whole) if part]
    states = [_word(part) for part in parts]
    told = {state for state in states if state}
    rest = [part for part, state in zip(parts, states, strict=True) if not state]
    doubtful = any(map(_MAY_END.search, rest))
    ends = told & ENDS
    if ends == {"declined", "converted"}:
        ends = {"converted"}
    if doubtful or len(ends) > 1 or (ends & NEVER_HANDLED and told - ENDS - {"filed", "submitted"}):
        if len(text) <= A_FEW_WORDS or ends:
            raise _not_clear(text)
        return ""
    if not told or not states[0]:
        return ""
    return ends.pop() if ends else max(told, key=ORDER.index)


def meaning_of_yes(text: str) -> str:
    """Return the state that a cell below 是否立案 means; ``meaning`` says what is raised."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return _YES_OR_NO.get(word) or meaning(text)


def rank(state: str) -> int:
    """Return how late a state comes; the ends come last."""
    return ORDER.index(state) if state in ORDER else len(ORDER) + (state == "converted")


def are_apart(end: str, other: str) -> bool:
    """Tell whether words for another state in the same row contradict those for an end."""
    if other in ENDS:
        return end != other and {end, other} != {"declined", "converted"}
    return end in NEVER_HANDLED and other not in {"", "filed", "submitted"}


def _word(text: str) -> str:
    word = "".join(text.split()).casefold()
    if word in _MEANING:
        return _MEANING[word]
    if _MERGED.fullmatch(word):
        return "merged"
    return "converted" if _CONVERTED.fullmatch(word) else ""


def _not_clear(text: str) -> CellUnreadable:
    return CellUnreadable(
        f"“{text}”看不出是否立案：请只写 立案、不予立案、并案、转为意见建议 或 撤案，缘由另写一栏。",
        f"{text!r} does not say clearly whether it was filed; write 立案 (filed), 不予立案 (declined), 并案 (merged), "
        "转为意见建议 (converted) or 撤案 (withdrawn) alone, and the reason in another column.",
    )


def contradicted(text: str, state: str, columns: str) -> CellUnreadable:
    """Return the reason why a row is refused whose words say that it was never handled, and whose other cells do."""
    zh, en = MEANINGS[state]
    return CellUnreadable(
        f"“{text}”是说这件提案{zh}，这样的提案没有自己的{columns}，这一行却写了。"
        "请核对后删去其一；两者都对的，请不要放在表里，到系统中手工录入后办理。",
        f"{text!r} means that it was {en}; such a proposal has none of what this row says under {columns}. "
        "Delete one of the two; where both hold, leave the row out and enter the proposal by hand.",
    )
