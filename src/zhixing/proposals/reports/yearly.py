"""提案工作报告: what a session's proposals came to, from filing to completion, beside the session before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import Function
from zhixing.insight.reports import Drafting, Figures, Period, Report, points, rate
from zhixing.insight.small_numbers import ENOUGH
from zhixing.papers.paper import Block, Heading, Note, Paper, Table, day_in_words, sentence, to_write
from zhixing.proposals.reports.common import (
    ASKED,
    HANDLING,
    PROPOSAL,
    by_result,
    committee_of,
    enumerated,
    number_place,
    session_of,
)

SLUG = "yearly"
GIVEN = {"unreached": "left"}
REPLIED = {"reached": "replied"}
UNIT_COLUMNS = {
    "handlings": ("承办", GIVEN),
    "replied": ("已答复", REPLIED),
    "on_time": ("按期", REPLIED | {"on_time": "reply"}),
    "overdue": ("逾期", {"overdue": "1", "unreached": "off_desk"}),
}
COMPARED = (("filed", "立案"), ("all_replied", "全部答复"), ("completed", "办结"))
THEN = {"filed": "was_filed", "all_replied": "was_replied", "completed": "was_completed"}
"""The tallies of proposals, and what they are called of the end of a day."""


def frame(of: Drafting) -> Paper:
    """Return the head of the report and who signs it."""
    return Paper(
        mark=f"{committee_of(of)}文件",
        number=number_place(of),
        title=f"关于{of.body.short_name}{session_of(of)}以来提案工作情况的报告",
        addressee=f"{of.body.short_name}常务委员会",
        signed=committee_of(of),
        day=of.today,
    )


def filed(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of what was proposed and filed."""
    kinds = of.codes(PROPOSAL, "proposer_kinds")
    asked = dict(ASKED) | {"in_focus": {"reached": "filed", "in_focus": "1"}}
    asked |= {"on_livelihood": {"reached": "filed", "on_livelihood": "1"}}
    asked |= {code: {"reached": "filed", "proposer_kind": code} for code in kinds}
    n = of.figures(PROPOSAL, of.within(asked))
    yield Heading("提案提出和立案情况")
    yield sentence(
        f"{session_of(of)}以来，截至{day_in_words(of.today)}，共收到提案", n["received"], "件，立案", n["filed"],
        "件，立案率", rate(n["filed"], n["received"]), "；并案", n["merged"], "件，转为意见建议", n["converted"],
        "件，不予立案", n["declined"], "件。",
    )  # fmt: skip
    shares = ((title, n[code], "件，占", *rate(n[code], n["filed"])) for code, title in kinds.items())
    yield sentence("立案的提案中，", enumerated(shares))
    yield sentence("围绕中心工作的", n["in_focus"], "件，涉及民生实事的", n["on_livelihood"], "件。")
    yield from by_result("按类别统计", "类别", of.rows(PROPOSAL, "category", of.in_session, ASKED), n)


def handled(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of replies: how many, in time, with which result, after which contact; and by unit."""
    letters = of.codes(HANDLING, "letters")
    asked = {name: filters for name, (_title, filters) in UNIT_COLUMNS.items()}
    asked |= {"due": {"reply_due": "1"}, "contacted": REPLIED | {"acted": "contact"}}
    asked |= {f"letter_{code}": REPLIED | {"letter": code} for code in letters}
    n = of.figures(HANDLING, of.within(asked))
    filed_ones = of.figures(PROPOSAL, of.within({"assigned": {"reached": "assigned"}}))
    yield Heading("提案办理情况")
    yield sentence(
        "已交办提案", filed_ones["assigned"], "件，分解为承办件", n["handlings"], "件。已答复", n["replied"],
        "件，答复率", rate(n["replied"], n["handlings"]), "；按期答复率", rate(n["on_time"], n["due"]),
        "；答复前后与提案者联系的", n["contacted"], "件，沟通率", rate(n["contacted"], n["replied"]),
        "；目前逾期", n["overdue"], "件。",
    )  # fmt: skip
    results = (
        (f"“{title}”", n[f"letter_{code}"], "件，占", *rate(n[f"letter_{code}"], n["replied"]))
        for code, title in letters.items()
    )
    yield sentence("答复结果中，", enumerated(results))
    columns = {**UNIT_COLUMNS, **{f"letter_{code}": (f"{code}类", asked[f"letter_{code}"]) for code in letters}}
    rows = of.rows(HANDLING, "unit", of.in_session, {name: filters for name, (_t, filters) in columns.items()})
    if rows:
        yield Table(
            title="各承办单位办理情况",
            heads=("承办单位", *(title for title, _filters in columns.values())),
            rows=tuple(((row.title,), *((row.figures[name],) for name in columns)) for row in rows),
        )
        yield Note("按单位序列排列，不是排名。已改办、终止的不计。")


def complete(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of completion, beside the session before on the same date."""
    n = of.figures(
        PROPOSAL,
        of.within(
            {
                "filed": {"reached": "filed"},
                "all_replied": {"reached": "filed", "all_replied": "1"},
                "completed": {"reached": "filed", "completed": "1"},
                "delivered": {"reached": "filed", "delivered": "1"},
                "time_over": {"reached": "filed", "time_over": "1"},
            },
        ),
    )
    yield Heading("提案办结情况")
    yield sentence(
        "立案提案", n["filed"], "件中，全部答复", n["all_replied"], "件，已办结", n["completed"], "件，办结率",
        rate(n["completed"], n["filed"]), "，其中提案者逾期未反馈意见的", n["time_over"], "件；已落实", n["delivered"],
        "件，落实率", rate(n["delivered"], n["filed"]), "。",
    )  # fmt: skip
    yield from _beside(of, n)
    yield Note(
        "办结：答复已发出，提案者意见已收回或反馈期满，且没有未兑现的承诺。落实：全部答复为已解决，或者承诺均经核验兑现。"
    )


def _beside(of: Drafting, n: Figures) -> Iterator[Block]:
    """Yield the session before on the same date: as many days after it opened."""
    now, last = of.session, of.earlier
    if now is None or last is None or now.opens is None or last.opens is None:
        return
    same = last.opens + timedelta(days=(of.today - now.opens).days)
    session = {"session": str(last.pk)}
    then = of.figures(PROPOSAL, {name: {past: same.isoformat(), **session} for name, past in THEN.items()})
    if not then["filed"].n:
        return
    change = points((n["completed"], n["filed"]), (then["completed"], then["filed"]))
    yield sentence(
        f"{last.short_name}会议同期（{day_in_words(same)}）办结率", rate(then["completed"], then["filed"]),
        f"，本次会议{change}。" if change else "。",
    )  # fmt: skip
    yield Table(
        title="与上次会议同期比较",
        heads=("项目", now.short_name, f"{last.short_name}同期"),
        rows=tuple(
            ((title,), *((one[name],) if name == "filed" else (one[name], "，", *rate(one[name], one["filed"]))
                         for one in (n, then)))
            for name, title in COMPARED
        ),
    )  # fmt: skip


def rated(of: Drafting) -> Iterator[Block]:
    """Yield what proposers said of replies, for those who may know it, and not of so few that one would show."""
    if not of.knows(HANDLING, "opinion"):
        return
    procedure = of.procedure(HANDLING)
    again = procedure.codes_with("grades", "again")
    grades = of.codes(HANDLING, "grades")
    well = ",".join(code for code in grades if code not in again)
    # What is handled again is not replied to at present, and its opinion counts all the same.
    asked = {code: GIVEN | {"opinion": code} for code in grades}
    asked |= {"said": GIVEN | {"opinion": ",".join(grades)}, "well": GIVEN | {"opinion": well}}
    asked |= {"silent": REPLIED | {"silent": "1"}}
    n = of.figures(HANDLING, of.within(asked))
    yield Heading("提案者意见")
    if n["said"].n < ENOUGH:
        yield sentence(f"已反馈意见的不足{ENOUGH}件，不作统计。")
        return
    yield sentence("提案者已反馈意见", n["said"], "件，答复后期满未反馈", n["silent"], "件。")
    parts = ((title, n[code], "件") for code, title in grades.items())
    yield sentence("反馈意见中，", enumerated(parts, last="；满意率（含基本满意）"), rate(n["well"], n["said"]), "。")
    yield Note("以最后一次评价为准，正在重新办理的计入；期满未反馈的不计入满意。")


def to_do(_of: Drafting) -> Iterable[Block]:
    """Yield the chapters that a person writes."""
    yield from to_write("问题和不足", "请写提案质量、办理质量、督办落实方面的问题")
    yield from to_write("下一步工作", "请写下一年度的工作安排")


REPORT = Report(
    slug=SLUG,
    title=_("Report on the year’s proposal work"),
    about=_("What a session’s proposals came to, beside the session before on the same date."),
    period=Period.SESSION,
    functions=(Function.PROPOSALS_COMMITTEE,),
    frame=frame,
    for_leaders=True,
)
CHAPTERS = (
    ("filed", 10, filed),
    ("handled", 20, handled),
    ("complete", 30, complete),
    ("rated", 40, rated),
    ("to_do", 90, to_do),
)
