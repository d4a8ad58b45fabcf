"""What there is to compare about each part of a procedure: every field of the model has a label and is shown so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhixing.procedure import showing
from zhixing.procedure.limits import Clock, Rung
from zhixing.procedure.model import (
    Act,
    Field,
    GuardText,
    Milestone,
    Numbering,
    OpenList,
    Paper,
    Procedure,
    Role,
    Setting,
    State,
)
from zhixing.procedure.showing import Shown
from zhixing.procedure.words import Words


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing about a part; of a list ``show`` says a single item. A ``telling`` one is told of a new part."""

    label: Words
    show: Callable[[Procedure, Any], Shown]
    telling: bool = False


NAME = Aspect(Words("代号", "name in the file"), showing.plain)
TITLE = Aspect(Words("名称", "title"), showing.title)
ARTICLE = Aspect(Words("依据", "article"), showing.plain, telling=True)
HELP = Aspect(Words("说明", "help text"), showing.title)
READER_ROLES = Aspect(Words("读者", "readers"), showing.role)
ROLE_POSTS = Aspect(Words("职务", "posts"), showing.plain)

ASPECTS: Mapping[type, Mapping[str, Aspect]] = {
    Procedure: {
        "kind": Aspect(Words("案件种类", "kind of case"), showing.plain),
        "version": Aspect(Words("版本", "version"), showing.plain),
        "title": TITLE,
        "article": ARTICLE,
        "flags": Aspect(Words("选项标记", "flags of choices"), showing.flags),
        "switched": Aspect(Words("由设置启用的选项", "choices that settings switch"), showing.switched),
    },
    Setting: {
        "name": NAME,
        "value": Aspect(Words("数值", "value"), showing.number, telling=True),
        "title": TITLE,
        "least": Aspect(Words("下限", "least value"), showing.number),
        "most": Aspect(Words("上限", "greatest value"), showing.number),
        "source": Aspect(Words("出处", "source"), showing.plain),
    },
    Role: {
        "name": NAME,
        "title": TITLE,
        "party": Aspect(Words("当事身份", "capacity in the case"), showing.plain),
        "function": Aspect(Words("处室职能", "function of the office"), showing.plain),
        "side_of": Aspect(Words("按谁分口", "whose side decides"), showing.plain),
        "sides": Aspect(Words("分口", "offices by side"), showing.mapping),
        "posts": ROLE_POSTS,
        "leadership": Aspect(Words("是否政协领导", "of the committee's leadership"), showing.flag),
        "member": Aspect(Words("是否本届委员", "any sitting member"), showing.flag),
        "holder": Aspect(Words("是否任一单位的任职者", "a post holder anywhere"), showing.flag),
        "only_with": Aspect(Words("仅限有此身份的案件", "only in cases with"), showing.plain),
        "not_with": Aspect(Words("不含有此身份的案件", "not in cases with"), showing.plain),
    },
    State: {
        "name": NAME,
        "title": TITLE,
        "next": Aspect(Words("等待的办理", "awaited acts"), showing.act),
        "final": Aspect(Words("是否终结状态", "final"), showing.flag),
        "help": HELP,
        "seen_by": Aspect(Words("只限谁看", "seen only by"), showing.role),
    },
    Milestone: {
        "name": NAME,
        "title": TITLE,
        "states": Aspect(Words("状态", "states"), showing.state),
    },
    Act: {
        "name": NAME,
        "title": TITLE,
        "by": Aspect(Words("办理人", "who may perform it"), showing.role, telling=True),
        "start": Aspect(Words("起始状态", "from"), showing.state, telling=True),
        "target": Aspect(Words("到达状态", "to"), showing.target, telling=True),
        "article": ARTICLE,
        "guards": Aspect(Words("条件", "conditions"), showing.guard),
        "commutes": Aspect(Words("是否可与其他办理并行", "goes beside other acts"), showing.flag),
        "opens_case": Aspect(Words("是否开立案件", "opens a case"), showing.flag),
        "automatic": Aspect(Words("是否自动", "happens by itself"), showing.flag),
        "at_most": Aspect(Words("次数上限", "how often at most"), showing.number),
        "after": Aspect(Words("先行办理", "acts required before"), showing.act),
        "children": Aspect(Words("子案件须达到", "what child cases must have reached"), showing.child),
        "nobody_in": Aspect(Words("不得还有此身份的当事人", "nobody may be left in"), showing.plain),
        "when_over": Aspect(Words("须已届满的时限", "time limit that must be over"), showing.when_over),
        "parties": Aspect(Words("当事人", "parties made"), showing.party),
        "opens": Aspect(Words("开立的子案件", "child cases opened"), showing.opening),
        "causes": Aspect(Words("连带办理", "acts caused elsewhere"), showing.cause),
        "signs": Aspect(Words("所签文本", "what it signs"), showing.act),
        "within": Aspect(Words("须在时限之内", "time limit that must not be over"), showing.clock),
        "numbers": Aspect(Words("编号", "number given"), showing.series),
        "tells": Aspect(Words("告知", "who is told"), showing.role),
        "papers": Aspect(Words("文书", "papers"), showing.paper),
        "reveals": Aspect(Words("公开的字段", "fields revealed"), showing.field),
        "awaits": Aspect(Words("等待的办理", "acts it asks for"), showing.act),
        "readers": Aspect(Words("谁能看到这一步", "who may know of it"), showing.plain),
        "removes": Aspect(Words("删去的字段", "fields removed"), showing.field),
        "when_closed": Aspect(Words("结案后多久", "how long after the case has ended"), showing.limit),
        "standing": Aspect(Words("是否常设办理", "standing act"), showing.flag),
        "help": HELP,
    },
    Field: {
        "name": NAME,
        "title": TITLE,
        "type": Aspect(Words("类型", "type"), showing.field_type, telling=True),
        "required": Aspect(Words("是否必填", "required"), showing.flag, telling=True),
        "required_when": Aspect(Words("何时必填", "required when"), showing.condition),
        "least": Aspect(Words("下限", "at least"), showing.number),
        "most": Aspect(Words("上限", "at most"), showing.number),
        "choices": Aspect(Words("选项列表", "list of choices"), showing.plain),
        "readers": Aspect(Words("读者", "readers"), showing.plain),
        "help": HELP,
        "not_before": Aspect(Words("不早于", "not before"), showing.bound),
        "not_after": Aspect(Words("不晚于", "not after"), showing.bound),
        "columns": Aspect(Words("每行各栏", "columns"), showing.columns),
        "kinds": Aspect(Words("限于种类", "kinds that may be named"), showing.plain),
        "functions": Aspect(Words("限于处室职能", "functions of the office"), showing.plain),
        "reached": Aspect(Words("须已达到", "must have reached"), showing.plain),
        "worked_out": Aspect(Words("由哪些字段算出", "worked out from"), showing.field),
        "own": Aspect(Words("须为本人任职单位", "posts the actor must hold there"), showing.plain),
        "window": Aspect(Words("仅在受理期内可选", "only while the window is open"), showing.plain),
        "ended_too": Aspect(Words("可否填已撤并的", "may name what has ended"), showing.flag),
        "apart_from": Aspect(Words("不得与之重复", "not also in"), showing.plain),
        "entry_of": Aspect(Words("须为哪种记录", "an entry of"), showing.act),
        "concerns": Aspect(Words("该记录由谁确认", "whom that entry concerns"), showing.plain),
        "once": Aspect(Words("同一笔只填一次", "each entry once"), showing.flag),
        "given": Aspect(Words("是否随表给出", "given with the form"), showing.flag),
        "accepts": Aspect(Words("可用的文件格式", "files it takes"), showing.plain),
    },
    Clock: {
        "name": NAME,
        "title": TITLE,
        "article": ARTICLE,
        "limit": Aspect(Words("期限", "limit"), showing.limit, telling=True),
        "starts": Aspect(Words("起算", "started by"), showing.act, telling=True),
        "stops": Aspect(Words("截止", "stopped by"), showing.act, telling=True),
        "starts_when": Aspect(Words("起算条件", "started only when"), showing.condition),
        "pauses": Aspect(Words("暂停", "paused by"), showing.act),
        "resumes": Aspect(Words("恢复", "resumed by"), showing.act),
        "extends": Aspect(Words("延期", "extension"), showing.extension),
        "latest": Aspect(Words("最迟日期", "latest day"), showing.latest),
        "warn": Aspect(Words("提前提醒", "warned before"), showing.limit),
        "holder": Aspect(Words("由谁负责", "who is answerable"), showing.role),
    },
    Rung: {
        "title": TITLE,
        "offset": Aspect(Words("相隔", "how long"), showing.span, telling=True),
        "before": Aspect(Words("是否在届满之前", "before the date"), showing.flag, telling=True),
        "tells": Aspect(Words("告知", "who is told"), showing.role, telling=True),
        "article": ARTICLE,
    },
    Numbering: {
        "name": NAME,
        "title": TITLE,
        "per": Aspect(Words("编排", "counted over"), showing.period),
        "pattern": Aspect(Words("样式", "pattern"), showing.plain),
    },
    Paper: {
        "name": NAME,
        "title": TITLE,
        "to": Aspect(Words("送达", "who receives it"), showing.role),
    },
    OpenList: {
        "name": NAME,
        "keeps": Aspect(Words("必须保留的选项", "choices that must stay"), showing.plain, telling=True),
        "source": Aspect(Words("出处", "source"), showing.plain),
    },
    GuardText: {
        "name": NAME,
        "sentence": Aspect(Words("不符时的说明", "refusal"), showing.title),
        "article": ARTICLE,
    },
}
"""Every field of every part, but those that hold parts of their own: an act's fields, a clock's ladder (by name)."""

PARTS: Mapping[str, Words] = {
    "settings": Words("设置", "Setting"),
    "roles": Words("角色", "Role"),
    "readers": Words("读者类", "Reader class"),
    "states": Words("状态", "State"),
    "milestones": Words("节点", "Milestone"),
    "acts": Words("办理", "Act"),
    "clocks": Words("时限", "Time limit"),
    "numbering": Words("编号", "Series of numbers"),
    "papers": Words("文书", "Paper"),
    "guards": Words("条件", "Condition"),
    "lists": Words("列表", "List"),
    "open_lists": Words("可自定的列表", "Open list"),
}
"""The parts of a procedure, in the order in which differences are told."""
