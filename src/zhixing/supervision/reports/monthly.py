"""督办专报: what a month of supervision was, as of its end: late replies, letters, checks, promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhixing.assembly.vocabulary import Function
from zhixing.cases.conditions import Days, Filters
from zhixing.cases.models import Deadline
from zhixing.insight.reports import Asked, Drafting, Month, Period, Report
from zhixing.papers.paper import (
    Block,
    Figure,
    Gap,
    Heading,
    Note,
    Paper,
    Paragraph,
    Reference,
    Run,
    Table,
    day_in_words,
    sentence,
    to_write,
)
from zhixing.supervision.joint_kinds import OFFICES
from zhixing.supervision.models import Promise

SLUG = "monthly"
LETTER, CHECK, PROMISE = "letter", "check", "promise"


def frame(of: Drafting) -> Paper:
    """Return the head of the brief: whose it is, of which month, and what it covers."""
    month = of.month or Month.of(of.today)
    committee = f"{of.body.short_name}提案委员会"
    own = next((post.organisation_name for post in of.actor.posts if set(post.functions) & set(OFFICES)), committee)
    issuer = own if of.works_in(Function.PARTY_SUPERVISION, Function.GOVERNMENT_SUPERVISION) else committee
    opening: list[Block] = []
    if issuer != committee:
        opening.append(Note(f"统计范围：{issuer}负责督办的承办件和承诺，联合督办的函件、督查。"))
    return Paper(
        mark="督办专报",
        number=(f"〔{month.year}〕第", Gap("期号"), "期"),
        beside=issuer,
        title=f"{month.year}年{month.month}月提案督办情况",
        blocks=tuple(opening),
        signed=issuer,
        day=of.today,
    )


def joint(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of letters, circulars and checks of the month."""
    sorts = of.codes(LETTER, "sorts")
    asked = {code: {"sort": code, "during": of.during("send")} for code in sorts}
    asked |= {"answered": {"during": of.during("answer")}, "unanswered": {"overdue_on": of.until.isoformat()}}
    n = of.figures(LETTER, asked)
    checks: Asked = {
        "held": {"during": of.during("record")},
        "demands": {"during": of.during("record"), "outcome": "demands"},
        "answered": {"during": of.during("answer")},
        "settled": {"during": of.during("settle"), "reached": "held"},
    }
    c = of.figures(CHECK, checks)
    yield Heading("联合督办")
    yield Paragraph(
        (
            "本月发出",
            *_listed(
                [(title, n[code]) for code, title in sorts.items() if n[code].n or code in ("letter", "circular")]
            ),
            "；收到回复",
            n["answered"],
            "件，逾期未复",
            n["unanswered"],
            "件。",
        )
    )
    yield sentence(
        "开展联合督查", c["held"], "次，其中提出整改要求", c["demands"], "次；收到整改回复", c["answered"],
        "次，认定整改", c["settled"], "次。",
    )  # fmt: skip


def promises(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of promises: due this month and next, kept, not kept, given up; the late by name."""
    month = of.month or Month.of(of.today)
    this, following = (Days((), one.first, one.last).said() for one in (month, month.after()))
    verified = of.during("verify")
    asked: Asked = {
        "due": {"falls": this},
        "due_kept": {"falls": this, "reached": "cleared"},
        "due_next": {"falls": following},
        "kept": {"during": verified, "reached": "cleared"},
        "kept_late": {"during": verified, "reached": "cleared", "late": "promise"},
        "not_kept": {"during": verified, "found": "not_kept"},
        "given_up": {"during": of.during("decide_release", "give_up"), "state": "not_achievable"},
        "overdue": {"overdue_on": of.until.isoformat()},
    }
    n = of.figures(PROMISE, asked)
    yield Heading("承诺兑现")
    yield sentence(
        "本月到期的承诺", n["due"], "项，其中已核验兑现", n["due_kept"], "项；下月到期", n["due_next"],
        "项。本月核验兑现", n["kept"], "项，其中逾期完成", n["kept_late"], "项；核验不实、退回继续办理", n["not_kept"],
        "项；认定无法兑现", n["given_up"], "项。",
    )  # fmt: skip
    yield sentence(f"截至{day_in_words(of.until)}，到期未申报完成的承诺", n["overdue"], "项。")
    columns: Asked = {name: asked[name] for name in ("due", "due_next", "kept", "overdue")}
    rows = of.rows(PROMISE, "unit", {}, columns)
    if rows:
        yield Table(
            title="各承办单位承诺兑现情况",
            heads=("承办单位", "本月到期", "下月到期", "本月兑现", "逾期"),
            rows=tuple(((row.title,), *((row.figures[name],) for name in columns)) for row in rows),
        )
        yield Note("按单位序列排列，不是排名。")
    yield from _late_ones(of, asked["overdue"])


def to_do(_of: Drafting) -> Iterable[Block]:
    """Return the chapters that a person writes."""
    return [
        *to_write("需要协调解决的问题", "请写需要领导协调的事项、单位和建议"),
        *to_write("下月督办安排", "请写下月联合督查、会商安排"),
    ]


def _listed(counted: Iterable[tuple[str, Figure]]) -> list[Run]:
    runs: list[Run] = []
    for title, figure in counted:
        runs += ["、" if runs else "", title, figure, "件"]
    return runs


def _late_ones(of: Drafting, filters: Filters) -> Iterator[Block]:
    """Yield the late promises by name, in the order of units and of their days; four statements."""
    found = of.cases(PROMISE, filters).prefetch_related("parties__organisation").defer("folded")
    limits = Deadline.objects.filter(case__in=found.order_by().values("pk"), clock="promise")
    due = dict(limits.values_list("case", "due_on"))
    measures = dict(Promise.objects.filter(case__in=found.order_by().values("pk")).values_list("case", "measures"))
    lines = []
    for case in found:
        units = [one.organisation for one in case.parties.all() if one.capacity == "handler" and one.organisation]
        unit = (units[0].official_order, units[0].name) if units else (0, "")
        lines.append((unit, due[case.pk], case.pk, case))
    if lines:
        yield Table(
            title="到期未申报完成的承诺名单",
            heads=("承办单位", "案由", "承诺措施", "承诺日期"),
            rows=tuple(
                (
                    (unit[1],),
                    (Reference(case.title, reverse("desk:case_detail", args=[case.number])),),
                    (measures.get(case.pk, ""),),
                    (day_in_words(day),),
                )
                for unit, day, _pk, case in sorted(lines)
            ),
        )


REPORT = Report(
    slug=SLUG,
    title=_("Monthly brief of supervision"),
    about=_("Late replies, letters and checks, and promises of a month, beside the month before."),
    period=Period.MONTH,
    functions=OFFICES,
    frame=frame,
    for_leaders=True,
)
CHAPTERS = (("joint", 40, joint), ("promises", 50, promises), ("to_do", 90, to_do))
