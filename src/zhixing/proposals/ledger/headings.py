"""Headings of ledgers: what they are called."""

from __future__ import annotations

from zhixing.procedure.words import Words
from zhixing.sheets.headings import Headings, is_serial, letters

SYNONYMS = {
    "title": (
        "案由 标题 提案标题 提案名称 提案题目 提案案由 提案题名 题目 题名 名称 案名 主题 title subject proposaltitle"
    ),
    "official_number": "officialnumber",
    "number": "案号 提案号 提案编号 提案案号 编号 立案号 立案编号 number no proposalno proposalnumber",
    "proposers": (
        "提案者 提案人 第一提案人 第一提案者 提案委员 提案单位 提案者姓名 提案人姓名 提案单位或个人"
        " 提出人 领衔人 领衔提案人 领衔委员 proposer proposers firstproposer author authors"
    ),
    "cosigners": "联名人 联名委员 联名提案人 联名者 附议人 附议委员 附议者 cosigner cosigners",
    "session": "届次 会议届次 届次会议 提案届次 所属届次 会议 session sessiontext",
    "term": "届 届别 term",
    "session_no": "次 会次 次别 sessionno",
    "year": "年度 年份 年 提案年度 提案年份 year",
    "lead_unit": (
        "主办单位 承办单位 办理单位 牵头单位 主办 承办 牵头 主办部门 承办部门 办理部门 牵头部门 主办牵头单位"
        " 主要承办单位 承办单位主办 责任单位 答复单位 leadunit lead handlingunit unit handler department"
    ),
    "co_units": (
        "会办单位 协办单位 会办 协办 配合 配合单位 会办部门 协办部门 会协办单位 协会办单位 承办单位会办 承办单位协办"
        " counits counit cohandler cohandlers cohandlingunits"
    ),
    "category": "类别 分类 提案类别 提案分类 所属类别 category",
    "proposer_kind": "提案类型 提案形式 提案者类型 提案人类型 提案者类别 提案方式 proposerkind proposertype",
    "reply_class": (
        "办理结果 答复类别 答复类型 答复分类 办理类别 结果类别 办理结果类别 办复类别 办复结果 答复结果 办理结果分类"
        " replyclass resultclass class result"
    ),
    "filed_on": "立案日期 立案时间 filedon filed datefiled filingdate",
    "assigned_on": "交办日期 交办时间 assignedon assigned dateassigned assignmentdate",
    "replied_on": "答复日期 答复时间 办复日期 办复时间 回复日期 回复时间 repliedon replied datereplied replydate",
    "rating": (
        "满意度 评价 满意情况 满意程度 评价结果 委员评价 委员满意度 提案人评价 提案者评价 提案人满意度 提案者满意度"
        " 反馈评价 rating satisfaction"
    ),
    "status": (
        "状态 办理状态 当前状态 办理进度 提案状态 立案情况 立案状态 立案结果 立案意见 立案与否 是否立案 审查意见"
        " 审查结果 审查情况 审查结论 审查立案意见 审查立案结果 审查立案情况 立案审查意见 立案审查结果 立案审查情况"
        " 审查处理意见 处理意见 处理结果 处理情况 并案情况 撤案情况 status state"
    ),
    "body": "政协 委员会 政协委员会 所属政协 政协名称 body committee",
    "url": "链接 网址 原文链接 答复链接 网页 url link",
}
FREE_RESULTS = frozenset({"办理结果", "办复结果", "答复结果", "result"})
"""Headings under which some offices write a letter and others a few words."""
YES_OR_NO = frozenset({"是否立案", "立案与否", "立案情况", "立案结果"})
"""Headings under which 是 and 否 say whether the proposal was filed."""
REMARKS = frozenset({"备注", "附注", "说明", "备考", "注", "其他", "其它", "remarks", "remark", "note", "notes"})
"""Headings of what stands among the remarks of a proposal too."""
LEDGER = Headings(
    SYNONYMS,
    key="title",
    called=Words("台账", "a ledger"),
    needs=Words("台账至少要有“案由”（或“标题”“提案名称”）一列。", "a ledger needs at least a column 案由 (title)."),
    prefix="提案",
)
heading_of = LEDGER.heading_of


def takes_free_results(heading: str) -> bool:
    """Return whether words may stand under the heading where others write a letter."""
    return letters(heading) in FREE_RESULTS


def asks_whether_filed(heading: str) -> bool:
    """Return whether 是 or 否 may stand under the heading."""
    return letters(heading) in YES_OR_NO


def is_unknown(heading: str) -> bool:
    """Return whether nobody can tell from the heading what its column holds."""
    return LEDGER.field_of(heading) is None and not is_serial(heading) and letters(heading) not in REMARKS
