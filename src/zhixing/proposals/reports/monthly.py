"""This room's chapters of the monthly brief: how far replies are, which are late by name, and what proposers said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Subquery
from django.urls import reverse

from zhixing.cases import kinds
from zhixing.cases.conditions import Filters, late_limits
from zhixing.cases.models import Case
from zhixing.insight.reports import Asked, Drafting, Figures, rate
from zhixing.insight.small_numbers import ENOUGH
from zhixing.papers.paper import Block, Heading, Note, Reference, Table, day_in_words, sentence
from zhixing.proposals.reports.common import HANDLING, session_of

SLUG = "monthly"
FLOWS = (
    ("assigned", "新交办", ("open",)),
    ("replied", "答复发出", ("release_reply",)),
    ("returned", "复文退回", ("return_reply",)),
    ("contacted", "与提案者联系", ("contact",)),
    ("objected", "申请退办", ("object",)),
    ("more_time", "申请延期", ("request_extension",)),
    ("rated", "提案者反馈意见", ("rate", "rate_again")),
    ("urged", "催办", ("urge",)),
)
"""What happens in a month: the acts, and what a paper calls them."""
GIVEN = {"unreached": "left"}


def handled(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of replies: where the session stands, and the month beside the one before."""
    now, last = _flows(of), _flows(of.month_before())
    session = of.in_session
    given = GIVEN | session | {"during": of.by_then("open")}
    replied = session | {"during": of.by_then("release_reply"), "reached": "replied"}
    asked: Asked = {
        "given": given,
        "replied": replied,
        "limited": replied | {"settled": "reply"},
        "on_time": replied | {"on_time": "reply"},
        "rework": {"state": "rework"},
    }
    n = of.figures(HANDLING, asked)
    yield Heading("办理进展")
    yield sentence(
        f"截至{day_in_words(of.until)}，{session_of(of)}以来交办的承办件", n["given"], "件，已答复", n["replied"],
        "件，答复率", rate(n["replied"], n["given"]), "；已答复的按期率", rate(n["on_time"], n["limited"]), "。",
        # In which state cases were at the end of an earlier month, no list can tell.
        *(("正在重新办理", n["rework"], "件。") if of.until == of.today else ()),
    )  # fmt: skip
    titles = [*((name, title) for name, title, _acts in FLOWS), ("overdue", "期末逾期")]
    yield Table(
        title="本月与上月比较",
        heads=("项目（件）", "本月", "上月"),
        rows=tuple(((title,), (now[name],), (last[name],)) for name, title in titles),
    )
    yield Note("同一承办件在一个月内多次催办、联系的，计一件。")


def late(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of late replies: by unit in official order, and each by name."""
    day = of.until.isoformat()
    session = of.in_session
    columns: Asked = {
        "given": GIVEN | session | {"during": of.by_then("open")},
        "replied": session | {"during": of.by_then("release_reply"), "reached": "replied"},
        "overdue": {"overdue_on": day},
        "urged": {"during": of.during("urge")},
    }
    n = of.figures(HANDLING, {"overdue": columns["overdue"], "urged": columns["urged"]})
    yield Heading("逾期和催办")
    yield sentence(f"截至{day_in_words(of.until)}，逾期未答复", n["overdue"], "件；本月催办", n["urged"], "件。")
    rows = of.rows(HANDLING, "unit", {}, columns)
    if rows:
        yield Table(
            title="各承办单位办理情况",
            heads=("承办单位", "承办", "已答复", "答复率", "逾期", "本月催办"),
            rows=tuple(
                (
                    (row.title,),
                    (row.figures["given"],),
                    (row.figures["replied"],),
                    tuple(rate(row.figures["replied"], row.figures["given"])),
                    (row.figures["overdue"],),
                    (row.figures["urged"],),
                )
                for row in rows
            ),
        )
        yield Note(f"按单位序列排列，不是排名。承办、已答复为{session_of(of)}以来的件数；逾期含以往各次会议。")
    yield from _by_name(of, columns["overdue"])


def said(of: Drafting) -> Iterator[Block]:
    """Yield what proposers said, for those who may know it, and not of so few that one would show."""
    if not of.knows(HANDLING, "first_opinion"):
        return
    procedure = of.procedure(HANDLING)
    again = ",".join(procedure.codes_with("grades", "again"))
    first, second = of.during("rate", "change_rating"), of.during("rate_again", "change_second_rating")
    asked: Asked = {
        "first": {"during": first},
        "dissatisfied": {"during": first, "first_opinion": again},
        "second": {"during": second},
        "dissatisfied_twice": {"during": second, "second_opinion": again},
    }
    n = of.figures(HANDLING, asked)
    yield Heading("提案者意见和重新办理")
    if n["first"].n + n["second"].n < ENOUGH:
        yield sentence(f"本月收到的意见不足{ENOUGH}件，不作统计。")
        return
    yield sentence(
        "本月收到提案者对答复的意见", n["first"], "件，其中不满意、要求重新办理", n["dissatisfied"],
        "件；对再次答复的意见", n["second"], "件，其中仍不满意", n["dissatisfied_twice"], "件。",
    )  # fmt: skip


def _flows(of: Drafting) -> Figures:
    asked: dict[str, dict[str, str]] = {name: {"during": of.during(*acts)} for name, _title, acts in FLOWS}
    asked["overdue"] = {"overdue_on": of.until.isoformat()}
    return of.figures(HANDLING, asked)


def _by_name(of: Drafting, filters: Filters) -> Iterator[Block]:
    """Yield the late replies by name, in the order of units and of their limits; three statements."""
    late_then = late_limits(kinds.get(HANDLING), of.until).values("due_on")[:1]
    found: Any = of.cases(HANDLING, filters).annotate(due=Subquery(late_then)).prefetch_related("parties__organisation")
    lines = sorted((_unit_of(case), case.due, case.pk, case) for case in found.defer("folded"))
    if not lines:
        return
    yield Table(
        title="逾期承办件名单",
        heads=("承办单位", "案由", "到期日", "逾期日数"),
        rows=tuple(
            (
                (unit[1],),
                (Reference(_called(case), reverse("desk:case_detail", args=[case.number])),),
                (day_in_words(day),),
                (str((of.until - day).days),),
            )
            for unit, day, _pk, case in lines
        ),
    )


def _called(case: Case) -> str:
    return f"{case.called} {case.title}"


def _unit_of(case: Case) -> tuple[int, str]:
    units = [party.organisation for party in case.parties.all() if party.capacity == "handler" and party.organisation]
    return (units[0].official_order, units[0].name) if units else (0, "")


CHAPTERS = (("handled", 10, handled), ("late", 20, late), ("said", 30, said))
