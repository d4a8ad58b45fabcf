"""Labels of proposal forms 提案纸: what they are called, and where they stand in a line or a cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

SYNONYMS = {
    "title": "案由 提案案由 题目 标题 提案题目 提案标题 提案名称 案名 案由标题",
    "proposers": (
        "提案人 提案者 提案委员 提案单位 领衔人 领衔委员 领衔提案人 提出人 第一提案人 第一提案者 第一提案委员"
        " 提案人姓名 提案者姓名 提案单位或个人 提案人或单位 提案党派 提案团体 集体提案单位 提案单位名称 提案人签名"
    ),
    "cosigners": (
        "联名人 联名委员 联名提案人 联名提案委员 联名者 附议人 附议者 附议委员 联名附议人 联署人 共同提案人"
        " 其他提案人 参与提案人"
    ),
    "sector": "界别 所属界别 所在界别 委员界别",
    "workplace": "工作单位 单位及职务 单位职务 工作单位及职务 工作单位和职务 工作单位职务 所在单位",
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 联系手机 电话号码",
    "proposer_kind": "提案形式 提案类型 提案者类别 提案人类别 提案者类型 提案人类型 提案方式",
    "category": "类别 提案类别 提案分类 分类 所属类别",
    "suggested_unit": (
        "建议承办单位 建议办理单位 建议主办单位 建议承办部门 建议主承办单位 建议交办单位 建议办理部门 承办单位建议"
        " 拟承办单位 拟办单位"
    ),
    "dated": "日期 提案日期 提交日期 提出日期 提案时间 提交时间 提出时间 填表日期 填写日期 时间",
    "publishable": (
        "是否公开 是否同意公开 可否公开 同意公开 是否同意向社会公开 是否可以公开 能否公开 公开意见 是否同意公开提案"
        " 提案是否公开 是否同意提案公开"
    ),
    "content": "内容 提案内容 正文 提案正文 主要内容 具体内容",
}
TABLE_ONLY = {"proposers": "姓名 委员姓名", "workplace": "单位 职务", "title": "名称"}
"""Words that are labels in a form's cells, and anything else in a text."""
OTHERS = (
    "通讯地址 联系地址 地址 邮编 邮政编码 电子邮箱 电子邮件 邮箱 委员证号 编号 案号 提案号 提案编号 序号 届次 会议届次"
    " 联系人 收到日期 收到时间 审查意见 立案意见 审查结果 审核意见 立案审查意见 提案委员会意见 提案委审查意见 备注 党派"
    " 民族 性别 职称 签名 建议会办单位 建议协办单位 会办单位 协办单位 主办单位 承办单位 附件 是否调研 是否首次提出"
)
"""Labels that forms have and this software has no field for; what stands under them is kept with the label."""
OTHER = "others"
AT_THE_END = frozenset(
    {"proposers", "cosigners", "phone", "suggested_unit", "publishable", "dated", "proposer_kind", "category", "sector"}
    | {"workplace", OTHER}
)
"""Fields that a text may give after its last part."""

_FIELDS = {name: field for field, names in SYNONYMS.items() for name in names.split()}
_FIELDS |= dict.fromkeys(OTHERS.split(), OTHER)
_IN_TABLES = {name: field for field, names in TABLE_ONLY.items() for name in names.split()}
LONGEST = 30
_REMARK = re.compile(r"[(（\[【].*?[)）\]】]|[:：*＊；;，,|]")
_BETWEEN = " \t\u3000；;，,|"
"""What stands between one value and the next label; it is kept with that label."""
_SPELT = "|".join(r"[ \t\u3000]*".join(name) for name in sorted(_FIELDS, key=len, reverse=True))
_GAP = r"[ \t\u3000]*"
_IN_LINE = re.compile(
    rf"(?:^|(?<=[\s；;，,。|、]))[【\[]?(?P<label>{_SPELT})[】\]]?(?P<remark>{_GAP}[(（][^()（）]{{0,20}}[)）])?{_GAP}[:：]"
)


class Labelled(NamedTuple):
    """A label in a line, as written with its colon, and what follows it up to the next one."""

    field: str
    label: str
    text: str


@lru_cache(maxsize=4096)
def label_of(text: str, *, in_table: bool = True) -> str | None:
    """Return the field that a cell's or line's whole text is the label of; spaces, brackets and colon do not matter."""
    if len(text) > LONGEST:
        return None
    name = bare(text)
    return _FIELDS.get(name) or (_IN_TABLES.get(name) if in_table else None)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a label without spaces, remarks in brackets and colon."""
    return "".join(_REMARK.sub("", unicodedata.normalize("NFKC", text)).split())


def labelled(text: str) -> list[Labelled]:
    """Return the labels of a line that begins with one, each with what follows; nothing when it does not."""
    if ":" not in text and "：" not in text:
        return []
    found = list(_IN_LINE.finditer(text))
    if not found or found[0].start() > 0:
        return []
    ends = [*(one.start() for one in found[1:]), len(text)]
    labels: list[Labelled] = []
    begun = 0
    for one, end in zip(found, ends, strict=True):
        between = text[one.end() : end]
        said = between.rstrip(_BETWEEN) if end < len(text) else between
        labels.append(Labelled(_FIELDS["".join(one["label"].split())], text[begun : one.end()].strip(), said.strip()))
        begun = one.end() + len(said)
    return labels
