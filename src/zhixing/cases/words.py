"""The sentences of refusals that concern cases and calls rather than procedures."""

from __future__ import annotations

from zhixing.procedure.words import Words

NO_SUCH_CASE = Words(
    "没有找到案件 {number}，或您无权查看。请核对编号。",
    "There is no case {number} that you may see. Check the number.",
)
ELSEWHERE = Words("关联案件 {number}：{said}", "In the case {number}: {said}")
CHANGED = Words(
    "案件在您查看之后已有新的办理，您填写的内容没有提交、也没有丢失。请查看新的记录后再提交。",
    "The case has moved on since you looked. What you typed is kept, not entered: "
    "read the new entries, then submit again.",
)
FILE_GONE = Words(
    "有一个文件已过保存期，刚被清理。您填写的内容没有提交、也没有丢失。请重新选择该文件后再提交。",
    "A file was not kept so long and has just been removed. What you typed is kept, not entered: choose it again.",
)
KEY_REUSED = Words(
    "提交标识 {key} 已用于另一项内容。请重新打开页面再提交。",
    "The key {key} was used for something else. Open the page anew and submit again.",
)
IN_FUTURE = Words(
    "办理时间不能晚于现在（{now}）。请改日期。", "An act cannot lie in the future (it is {now}). Change the date."
)
BEFORE_OPENING = Words(
    "办理时间不能早于开立之日 {day}。请改日期。",
    "An act cannot lie before the case was opened on {day}. Change the date.",
)
BEFORE_STATE = Words(
    "案件 {day} 才到“{state}”，办理时间不能早于这一天。请改日期。",
    "The case came to {state} on {day}; an act there cannot lie before. Change the date.",
)
NO_SUCH_KIND = Words("没有“{kind}”这类案件。可用：{known}。", "There is no kind {kind}. Kinds here: {known}.")
BAD_KEY = Words(
    "提交标识最多 {most} 个字符，不能有控制字符。请重新打开页面再提交。",
    "A key has at most {most} characters and no control characters. Open the page anew and submit again.",
)
NO_SUCH_VALUE = Words(
    "第 {entry} 笔没有“{field}”这一栏。可选：{known}。", "Entry {entry} has no field {field}. Its fields: {known}."
)
NOT_CORRECTABLE = Words(
    "“{field}”不能用更正来改。单位变化用“承接”，状态变化用“依决议处理”。",
    "{field} cannot be mended by a correction. Use succeed for units and direct for states.",
)
REDACT_ORIGIN = Words(
    "这一笔更正的是第 {entry} 笔的“{field}”。请遮盖那一栏，更正会一并遮盖。",
    "This corrects {field} of entry {entry}. Redact that: its corrections go with it.",
)
SECOND_IS_SELF = Words("复核人须是另一个人。请另选一人。", "The second person must be somebody else. Choose another.")
SECOND_LACKS_ROLE = Words(
    "“{name}”没有复核这一办理的职务。请选有权办理的另一人。",
    "{name} holds no post that may confirm this. Choose another who may.",
)
NO_SUCH_PROCEDURE = Words(
    "没有采用过摘要为 {digest} 的规程，或不属于这类案件。请先采用新规程。",
    "No procedure of this kind with digest {digest} was adopted. Adopt it first.",
)
NO_STATE_THERE = Words(
    "新规程没有状态“{state}”。可用：{known}。", "The new procedure has no state {state}. Its states: {known}."
)
NUMBER_TAKEN = Words(
    "编号 {number} 已被使用。请核对编号，或留空由系统编号。",
    "Number {number} is taken. Check it, or leave it out to have one given.",
)
NAMES_ITSELF = Words(
    "案件 {number} 不能填它自己。请填另一案件的编号。",
    "Case {number} cannot name itself. Give the number of another case.",
)
