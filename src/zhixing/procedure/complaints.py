"""What the reader of procedure files complains about: what is wrong, and what to write instead."""

from __future__ import annotations

from zhixing.procedure.words import Words

ROLE_ONE_WAY = Words(
    "一个角色只能用一种方式说明是谁：party、function、side_of、leadership、member、holder 六选一。请只留一种。",
    "A role says in one way who it is: party, function, side_of, leadership, member or holder. Keep exactly one.",
)
ROLE_SIDES = Words(
    'side_of 需要 sides 表，至少写明 government。例：{{ government = "government_supervision" }}。',
    'side_of needs a table sides with at least government, as in {{ government = "government_supervision" }}.',
)
ROLE_POSTS = Words('请写明哪些职务：posts = ["clerk"]。', 'Say which posts: posts = ["clerk"].')
PENDING_NEEDS_ONE = Words(
    "pending 表示至少还有一件未到这一步，不能与 if_any 并用。请去掉 if_any。",
    "With pending, one child case at least has not come so far; if_any makes no sense there. Leave it out.",
)
FIELD_TYPE = Words("不认识这种字段类型。可用：{known}。", "This field type is not known. Use one of: {known}.")
FIELD_CHOICES = Words(
    "选择字段需要 choices，写 [lists] 中的名称。", "A choice needs choices: the name of a table in [lists]."
)
FIELD_ENDINGS = Words(
    'accepts 只用于 files 字段，写不带点的小写扩展名，如 ["pdf", "jpg"]。',
    'Only a field of type files has accepts: endings in small letters without a dot, as in ["pdf", "jpg"].',
)
FIELD_COLUMNS = Words(
    "rows 类型的字段用 columns 写明每行有哪些栏，其他类型不写 columns。",
    "A field of type rows says in columns what each row holds; other types have no columns.",
)
PARTY_ONE_WAY = Words(
    "当事人从哪里来只能写一种：from（并写 capacity）、moves 或 all_of。",
    "Say in one way who becomes party: from (with a capacity), moves or all_of.",
)
CAUSE_WHERE = Words(
    "连带办理在哪里发生只能写一种：parent = true、children 或 cases。",
    "Say in one way where the act is caused: parent = true, children or cases.",
)
FIELD_BOUND = Words("只能写 today 或 opened。", "Write today or opened.")
ONE_UNIT = Words(
    "请只用一个单位：months、days 或 working_days。", "Use exactly one unit: months, days or working_days."
)
LATEST_DAY = Words(
    "这一天不存在。请写 1 至 12 的 month 和该月每年都有的 day。",
    "No such day in every year. Give month 1-12 and a day of it.",
)
RUNG_OFFSET = Words(
    "请写明相对期限的时间：before 或 after 二选一，如 before = {{ working_days = 10 }}。",
    "Say when: either before or after, as in before = {{ working_days = 10 }}.",
)
NUMBER_PATTERN = Words(
    "编号样式只能用 {{n}} {{term}} {{session}} {{year}}。",
    "A pattern may use {{n}}, {{term}}, {{session}} and {{year}} alone.",
)
NUMBER_PER = Words("per 只能是 session、year 或 body。", "per is session, year or body.")
NUMBER_COUNTS = Words("编号样式里要有 {{n}}，否则号码会重复。", "A pattern needs {{n}}, or numbers would repeat.")
SETTING_BOUNDS = Words(
    "数值应当在 least 和 most 之间。请改正其中一个。", "The value lies outside least and most. Mend one of the three."
)
SPAN_RANGE = Words("期限应当在 1 与 {most} 之间。", "A length of time lies between 1 and {most}.")
EXTENDS_UNIT = Words("单位只能是 months、days 或 working_days。", "The unit is months, days or working_days.")
TARGET_VALUES = Words(
    '请写明字段的哪个值到哪个状态：values = {{ 值 = "状态" }}。',
    'Say which value leads where: values = {{ value = "state" }}.',
)
FIELD_RANGE = Words("下限大于上限。请改正 least 或 most。", "The least is more than the most. Mend least or most.")
RUNG_TWICE = Words("提示“{name}”写了两次。请换一个名称。", "The rung {name} stands there twice. Give one another name.")
ACT_TAKEN = Words(
    "“{name}”是每个规程都有的办理，写在 [standing] 中。请换一个名称。",
    "{name} is an act that every procedure has; its place is [standing]. Choose another name.",
)
GUARD_PLACES = Words(
    "句子里花括号内只能是 [settings] 中的名称。要写花括号本身请写两个。",
    "Braces in a sentence hold the name of an entry of [settings] alone. Write a brace itself twice.",
)
