"""A small procedure that uses every key of the format once, and a way to write it a little otherwise."""

from pathlib import Path

from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import parse, read
from zhixing.procedure.source import ProcedureError

SHIPPED = Path(__file__).parents[2] / "src" / "zhixing" / "proposals" / "procedures"
FILE = "small.toml"

SMALL = """\
kind = "request"
version = "2026-1"
title = { zh-hans = "申请", en = "Request" }
article = "rules/1"

[settings.answer_days]
value = 10
least = 1
most = 30
title = { zh-hans = "答复日数", en = "Days to answer" }
source = "trade default"

[lists.grades]
good = { zh-hans = "满意", en = "Satisfied" }
bad = { zh-hans = "不满意", en = "Dissatisfied" }

[readers.case]
roles = ["asker", "office"]

[readers.inside]
roles = ["office"]

[roles]
member = { member = true, title = { zh-hans = "委员", en = "a member" } }
asker = { party = "asker", posts = ["signer"], title = { zh-hans = "申请人", en = "the asker" } }
office = { function = "general_office", posts = ["clerk"], title = { zh-hans = "办公室", en = "the office" } }
watch = { side_of = "asker", sides = { government = "government_supervision" }, posts = ["clerk"], title = "督查室" }
leaders = { leadership = true, posts = ["chair"], title = { zh-hans = "领导", en = "the leaders" } }

[states.asked]
title = { zh-hans = "已申请", en = "Asked" }
next = ["answer"]
help = { zh-hans = "等待答复。", en = "To be answered." }

[states.answered]
title = { zh-hans = "已答复", en = "Answered" }
next = ["rate"]

[states.rated]
title = { zh-hans = "已评价", en = "Rated" }
final = true

[milestones.over]
title = { zh-hans = "办结", en = "Over" }
states = ["rated"]

[acts.ask]
title = { zh-hans = "申请", en = "Ask" }
opens_case = true
by = ["member"]
to = "asked"
article = "rules/2"
numbers = "official"
parties = [{ capacity = "asker", from = "actor", replaces = true }]
opens = [{ kind = "errand", each = "unit", capacity = "unit", carries = ["title"], parties = ["asker"] }]
help = { zh-hans = "一事一请。", en = "One matter each." }

[acts.ask.fields.title]
type = "text"
required = true
least = 2
most = 40
readers = ["case"]
title = { zh-hans = "事项", en = "Matter" }

[acts.ask.fields.unit]
type = "organisation"
title = { zh-hans = "单位", en = "Unit" }
help = { zh-hans = "可以不填。", en = "May be left empty." }

[acts.ask.fields]
wanted_by = { type = "date", not_before = "today", title = { zh-hans = "希望日期", en = "Wanted by" } }

[acts.answer]
title = { zh-hans = "答复", en = "Answer" }
by = ["office"]
from = ["asked"]
to = "answered"
article = "rules/3"
guards = ["is_complete"]
children = [{ kind = "errand", milestone = "done" }]
tells = ["asker"]
papers = ["letter"]
reveals = ["title"]

[acts.note]
title = { zh-hans = "备注", en = "Note" }
by = ["office", "watch"]
from = ["asked", "answered"]
commutes = true
at_most = "answer_days"
article = "rules/3"

[acts.note.fields]
text = { type = "prose", required = true, readers = ["inside"], title = { zh-hans = "备注", en = "Note" } }

[acts.rate]
title = { zh-hans = "评价", en = "Rate" }
by = ["asker"]
from = ["answered"]
to = { field = "grade", values = { bad = "asked" }, otherwise = "rated" }
after = ["answer"]
article = "rules/3"

[acts.rate.fields]
grade = { type = "choice", required = true, choices = "grades", title = { zh-hans = "评价", en = "Grade" } }
why = { type = "prose", required_when = { grade = "bad" }, title = { zh-hans = "理由", en = "Why" } }
seen_on = { type = "date", not_after = "today", title = { zh-hans = "收到日期", en = "Seen on" } }

[acts.lapse]
title = { zh-hans = "期满", en = "Time over" }
by = ["system"]
automatic = true
from = ["answered"]
to = "rated"
when_over = { clock = "rate", working_days = 5 }
article = "rules/3"

[acts.give_time]
title = { zh-hans = "准予延期", en = "Give more time" }
by = ["leaders"]
from = ["asked"]
commutes = true
article = "rules/3"

[acts.give_time.fields]
decision = { type = "choice", required = true, choices = "grades", title = { zh-hans = "决定", en = "Decision" } }
days = { type = "integer", title = { zh-hans = "日数", en = "Days" } }

[clocks.answer]
title = { zh-hans = "答复期限", en = "Answer" }
article = "rules/3"
starts = ["ask"]
starts_when = { title = "急" }
stops = ["answer"]
pauses = ["note"]
resumes = ["rate"]
limit = { days = "answer_days" }
warn = { working_days = 2 }
latest = { month = 9, day = 30, when = { title = "急" } }
extends = { act = "give_time", field = "days", unit = "days", when = { decision = "good" } }
holder = ["office"]

[[clocks.answer.ladder]]
name = "remind"
title = { zh-hans = "提醒", en = "Remind" }
before = { days = 3 }
tells = ["office"]
article = "rules/3"

[[clocks.answer.ladder]]
name = "urge"
title = { zh-hans = "催办", en = "Urge" }
after = { working_days = 1 }
tells = ["office", "leaders"]

[clocks.rate]
title = { zh-hans = "评价期限", en = "Rating" }
article = "rules/3"
starts = ["answer"]
stops = ["rate", "lapse"]
limit = { months = 1 }

[numbering.official]
title = { zh-hans = "编号", en = "Number" }
per = "session"
pattern = "{term:02}{session:02}{n:03}"

[papers.letter]
title = { zh-hans = "答复函", en = "Letter" }
to = ["asker"]

[guards.is_complete]
sentence = { zh-hans = "材料不全。", en = "Something is missing." }
article = "rules/3"

[standing]
by = ["office"]
article = "rules/9"
redact = { by = ["leaders"], article = "rules/3" }

[roles.signer]
holder = true
posts = ["signer"]
title = { zh-hans = "签发人", en = "whoever signs for a unit" }

[roles.invited]
party = "invited"
posts = ["signer"]
title = { zh-hans = "受邀者", en = "the invited" }

[lists.occasions]
plenary = { zh-hans = "大会期间", en = "At the plenary" }
between = { zh-hans = "闭会期间", en = "In between" }

[flags.occasions]
plenary = ["counted", "urgent"]
between = ["urgent"]

[states.drafted]
title = { zh-hans = "待联名", en = "To be signed" }
next = ["sign"]
seen_by = ["asker", "invited"]

[acts.draft]
title = { zh-hans = "起草", en = "Draft" }
by = ["signer"]
from = ["asked"]
to = "drafted"
article = "rules/6"
parties = [{ capacity = "asker", from = "on_behalf" }, { capacity = "invited", from = "others" }]

[acts.draft.fields]
others = { type = "organisations", title = { zh-hans = "联名单位", en = "Other signers" } }
done_by = { type = "date", title = { zh-hans = "期望日", en = "Done by" } }

[acts.draft.fields.on_behalf]
type = "organisation"
required = true
kinds = ["party", "union"]
own = ["signer"]
title = { zh-hans = "代表单位", en = "On behalf of" }

[acts.draft.fields.occasion]
type = "choice"
choices = "occasions"
window = "plenary"
title = { zh-hans = "提出时间", en = "Occasion" }

[acts.draft.fields.items]
type = "rows"
most = 9
title = { zh-hans = "事项清单", en = "Items" }
columns.what = { type = "text", required = true, title = { zh-hans = "内容", en = "What" } }
columns.sort = { type = "choice", choices = "occasions", title = { zh-hans = "时段", en = "Sort" } }

[acts.sign]
title = { zh-hans = "联名", en = "Sign" }
by = ["invited"]
from = ["drafted"]
to = { field = "occasion", values = { "#counted" = "asked" } }
article = "rules/6"
signs = ["draft"]
parties = [{ moves = "invited", capacity = "asker" }, { all_of = "invited" }]
children = [{ kind = "errand", milestone = "done", if_any = true, deep = true }]

[acts.merge]
title = { zh-hans = "合并", en = "Merge" }
by = ["office"]
from = ["asked"]
article = "rules/6"

[[acts.merge.opens]]
kind = "errand"
each = "items"
where = { sort = "#urgent" }
when = { occasion = "between" }
carries = ["done_by"]

[acts.merge.fields]
into = { type = "case", kinds = ["request"], title = { zh-hans = "并入", en = "Into" } }
beside = { type = "cases", title = { zh-hans = "并案", en = "Beside" } }

[[acts.merge.causes]]
act = "take_in"
cases = "into"
carries = ["occasion"]
brings = { joint = ["asker"], witness = ["invited"] }
takes = ["joint"]
when = { occasion = "#counted" }

[[acts.merge.causes]]
act = "merge"
cases = "beside"
same = true

[[acts.merge.causes]]
act = "hurry"
children = "errand"

[[acts.merge.causes]]
act = "wait"
parent = true

[clocks.promise]
title = { zh-hans = "承诺期限", en = "Promise" }
article = "rules/6"
starts = ["draft"]
stops = ["sign"]
limit = { until = "done_by" }

[flags.grades]
good = ["well"]

[open.grades]
keeps = ["good"]
source = "trade default"
"""


def written(old: str = "", new: str = "", *, text: str = SMALL) -> str:
    """The small procedure with one passage written otherwise; the passage stands there exactly once."""
    assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    return text.replace(old, new) if old else text


def procedure(old: str = "", new: str = "") -> Procedure:
    """The small procedure, with one passage written otherwise, as read."""
    return parse(written(old, new), file=FILE)


def shipped(name: str) -> Procedure:
    """A procedure that comes with the software."""
    return read(SHIPPED / f"{name}.toml")


def faults(text: str, *, locale: str = "en") -> list[str]:
    """What the reader complains about; nothing for a good procedure."""
    try:
        parse(text, file=FILE)
    except ProcedureError as error:
        return [problem.say(locale) for problem in error.problems]
    return []
