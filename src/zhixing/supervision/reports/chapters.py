"""What this room adds to the reports of proposals: key proposals, joint supervision, commendations, the bank."""

from __future__ import annotations

from collections.abc import Iterator

from zhixing.cases.conditions import Filters
from zhixing.insight.reports import Asked, Drafting, rate
from zhixing.papers.paper import Block, Gap, Heading, Note, Run, Table, sentence
from zhixing.supervision.bank_kinds import BANK

KEY, PROMISE, LETTER, CHECK = "keyproposal", "promise", "letter", "check"
COMMENDATION, PROBLEM = "commendation", "problem"


def key_proposed(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of the review report on key proposals: nominated, shortlisted, confirmed."""
    asked: Asked = {
        "all": {},
        "shortlisted": {"state": "shortlisted"},
        "confirmed": {"reached": "confirmed"},
        "not_chosen": {"state": "not_chosen"},
    }
    n = of.figures(KEY, of.within(asked))
    yield Heading("重点提案遴选")
    yield sentence(
        "推荐重点提案", n["all"], "件，其中正在征求意见的建议名单", n["shortlisted"], "件，主席会议已审定",
        n["confirmed"], "件，未列为重点", n["not_chosen"], "件。", Gap("请列出建议督办的重点提案和督办领导"),
    )  # fmt: skip


def key_followed(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of the yearly report on key proposals: by level, how far, and with which result."""
    levels, results = of.codes(KEY, "levels"), of.codes(KEY, "results")
    asked: dict[str, Filters] = {name: {"reached": name} for name in ("confirmed", "supervised", "closed")}
    asked |= {f"level_{code}": {"reached": "confirmed", "level": code} for code in levels}
    asked |= {f"result_{code}": {"reached": "closed", "result": code} for code in results}
    n = of.figures(KEY, of.within(asked))
    yield Heading("重点提案督办")
    runs: list[Run] = ["主席会议审定重点提案", n["confirmed"], "件"]
    for code, title in levels.items():
        runs += ["，", title, n[f"level_{code}"], "件"]
    yield sentence(runs, "。已开展督办活动", n["supervised"], "件，督办结束", n["closed"], "件。")
    if n["closed"].n:
        ended: list[Run] = ["督办结束的重点提案中"]
        for code, title in results.items():
            ended += ["，", title, n[f"result_{code}"], "件"]
        yield sentence(ended, "。")


def joint_year(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of the yearly report on joint supervision and on promises."""
    sorts = of.codes(LETTER, "sorts")
    asked: dict[str, Filters] = {code: {"reached": "sent", "sort": code} for code in sorts}
    letters = of.figures(LETTER, of.within(asked))
    checks = of.figures(
        CHECK, of.within({"held": {"reached": "held"}, "demands": {"reached": "held", "outcome": "demands"}})
    )
    yield Heading("联合督办和承诺兑现")
    runs: list[Run] = []
    for code, title in sorts.items():
        if letters[code].n or code in ("letter", "circular"):
            runs += ["、" if runs else "联合发出", title, letters[code], "件"]
    yield sentence(runs, "；开展联合督查", checks["held"], "次，其中提出整改要求", checks["demands"], "次。")
    n = of.figures(
        PROMISE,
        of.within(
            {
                "all": {},
                "kept": {"reached": "cleared"},
                "late": {"reached": "cleared", "late": "promise"},
                "claimed": {"state": "claimed"},
                "open": {"state": "open"},
                "overdue": {"overdue": "1"},
                "not_achievable": {"state": "not_achievable"},
            },
        ),
    )
    yield sentence(
        "列入承诺台账", n["all"], "项，核验兑现", n["kept"], "项，兑现率", rate(n["kept"], n["all"]), "，其中逾期完成",
        n["late"], "项；待核验", n["claimed"], "项；待兑现", n["open"], "项，其中已逾期", n["overdue"],
        "项；认定无法兑现", n["not_achievable"], "项。",
    )  # fmt: skip


def commended(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of the yearly report on good proposals and units."""
    asked: dict[str, Filters] = {
        code: {"reached": "decided", "subject": code} for code in of.codes(COMMENDATION, "subjects")
    }
    asked |= {"published": {"reached": "published"}}
    n = of.figures(COMMENDATION, of.within(asked))
    yield Heading("评选表扬")
    yield sentence("审定优秀提案", n["proposal"], "件、先进承办单位", n["unit"], "个，已公布", n["published"], "项。")


def bank(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of the yearly report on the problem bank, for the offices that work with it alone."""
    if not of.works_in(*BANK):
        return
    causes = of.codes(PROBLEM, "causes")
    asked: dict[str, Filters] = {
        "nominated": {},
        "admitted": {"reached": "was_admitted"},
        "in_bank": {"reached": "in_bank"},
        "cleared": {"reached": "cleared"},
    }
    asked |= {f"cause_{code}": {"reached": "was_admitted", "cause": code} for code in causes}
    n = of.figures(PROBLEM, of.within(asked))
    if not n["nominated"].n:
        return
    yield Heading("未落实提案问题库")
    yield sentence(
        "提名入库",
        n["nominated"],
        "件，已入库",
        n["admitted"],
        "件，在库",
        n["in_bank"],
        "件，销号",
        n["cleared"],
        "件。",
    )
    rows = tuple(((title,), (n[f"cause_{code}"],)) for code, title in causes.items() if n[f"cause_{code}"].n)
    if rows:
        yield Table(title="入库问题按原因统计", heads=("原因", "件数"), rows=rows)
    yield Note("问题库为内部资料，以上为本人可查阅的部分；报告对外印发的，请删去本节。")


REVIEW = (("key_proposed", 50, key_proposed),)
YEARLY = (
    ("key_followed", 50, key_followed),
    ("joint_year", 60, joint_year),
    ("commended", 70, commended),
    ("bank", 80, bank),
)
