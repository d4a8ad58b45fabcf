"""The words in which the values of a procedure are said."""

from __future__ import annotations

from zhixing.procedure.model import CHILD_ROLE, PARENT_ROLE, RELATED_ROLE, SYSTEM_ROLE
from zhixing.procedure.standing import ANY_STATE
from zhixing.procedure.words import Words

COMMA = Words("、", ", ")
CLAUSES = Words("，", ", ")
SEMICOLON = Words("；", "; ")
NOTHING = Words("（无）", "(none)")
YES = Words("是", "yes")
NO = Words("否", "no")
STAYS = Words("状态不变", "the state as it is")
THE_ACTOR = Words("办理人", "whoever performs it")
THE_ACTORS_OFFICE = Words("办理人所在单位", "the office of whoever performs it")
ROLES = {
    SYSTEM_ROLE: Words("系统", "the system"),
    PARENT_ROLE: Words("上级案件", "the parent case"),
    CHILD_ROLE: Words("子案件", "a child case"),
    RELATED_ROLE: Words("关联案件", "a related case"),
}
STATES = {ANY_STATE: Words("任何状态", "any state")}
UNITS = {
    "months": Words("个月", "months"),
    "days": Words("日", "days"),
    "working_days": Words("个工作日", "working days"),
}
FIELD_TYPES = {
    "text": Words("短文字", "short text"),
    "prose": Words("长文字", "long text"),
    "date": Words("日期", "day"),
    "integer": Words("整数", "whole number"),
    "boolean": Words("是或否", "yes or no"),
    "choice": Words("单选", "choice"),
    "organisation": Words("单位", "organisation"),
    "organisations": Words("多个单位", "organisations"),
    "person": Words("人员", "person"),
    "persons": Words("多个人员", "people"),
    "case": Words("案件", "case"),
    "cases": Words("多个案件", "cases"),
    "rows": Words("逐行填写", "rows"),
    "files": Words("附件", "files"),
}
BOUNDS = {"": NOTHING, "today": Words("当日", "the day itself"), "opened": Words("开案之日", "the day of opening")}
PERIODS = {
    "session": Words("每次会议", "each session"),
    "year": Words("每年", "each year"),
    "body": Words("连续", "running on"),
}
BY_SETTING = Words("{amount}（设置“{setting}”）", "{amount} (setting “{setting}”)")
EQUALS = Words("{field}为“{value}”", "{field} is “{value}”")
LEADS_BY = Words("{when}时到{state}", "{state} when {when}")
LEADS_ELSE = Words("其余到{state}", "otherwise {state}")
DAY_WHEN = Words("{day}（{when}时）", "{day} (when {when})")
EXTENDS = Words("{act}按{field}延长若干{unit}", "{act} by so many {unit} as {field} says")
EXTENDS_WHEN = Words("{by}（{when}时）", "{by} (when {when})")
OVER_WITH_GRACE = Words("{clock}之后再过 {grace}", "{clock} and {grace} more")
NEW_PARTY = Words("{who}成为 {capacity}", "{who} becomes {capacity}")
REPLACES_PARTY = Words("{who}成为 {capacity}，取代原有的", "{who} becomes {capacity} in place of the former")
UNTIL = Words("至{field}所填之日", "until the day in {field}")
ALL = Words("{child}", "{child}")
ALL_IF_ANY = Words("{child}（如有）", "{child}, if there is any")
ALL_BELOW = Words("{child}（含下级各案）", "{child}, in all cases below")
BELOW_IF_ANY = Words("{child}（含下级各案，如有）", "{child}, in all cases below, if there is any")
PENDING = Words("尚有未到 {child} 的", "one that has not come to {child}")
PENDING_BELOW = Words("尚有未到 {child} 的（含下级各案）", "one, in all cases below, that has not come to {child}")
MOVES_PARTY = Words("办理人由 {former} 转为 {capacity}", "whoever performs it turns from {former} into {capacity}")
MOVES_ALL = Words("全部 {former} 转为 {capacity}", "every {former} turns into {capacity}")
OPENS_ONE = Words(
    "开立一件 {kind}，带去 {carried}，当事人 {parties}", "one {kind}, taking {carried}, with parties {parties}"
)
CAUSES = Words("{place}连带办理 {act}，带去 {carried}", "{act} {place}, taking {carried}")
IN_PARENT = Words("在上级案件", "in the parent case")
IN_CHILDREN = Words("在各 {kind} 子案件", "in the child cases {kind}")
IN_CASES = Words("在{field}所填案件", "in the cases of {field}")
OPENS_ABOUT = Words(
    "{opens}；该案填入 {names}，其当事人 {brought}", "{opens}; {names} names the case, whose parties become {brought}"
)
OPENS = Words(
    "按{each}各开一件 {kind}，所列者为 {capacity}，带去 {carried}，当事人 {parties}",
    "one {kind} for each in {each}, who becomes {capacity}, taking {carried}, with parties {parties}",
)
