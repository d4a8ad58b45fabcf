"""立案审查报告: what became of a session's proposals in the review, by what they are about and by who proposes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from zhixing.assembly.models import Membership
from zhixing.assembly.vocabulary import Function
from zhixing.cases.models import CaseParty
from zhixing.insight.reports import Drafting, Period, Report, rate
from zhixing.papers.paper import Block, Figure, Gap, Heading, Paper, Table, day_in_words, sentence, to_write
from zhixing.proposals.reports.common import (
    ASKED,
    PROPOSAL,
    by_result,
    committee_of,
    enumerated,
    number_place,
    session_of,
)

SLUG = "review"
TAKEN_PART = ("proposer", "cosigner")
MEMBERS = "members"


def frame(of: Drafting) -> Paper:
    """Return the head of the report and who signs it."""
    return Paper(
        mark=f"{committee_of(of)}文件",
        number=number_place(of),
        title=f"关于{of.body.short_name}{session_of(of)}提案立案审查情况的报告",
        addressee=f"{of.body.short_name}主席会议",
        signed=committee_of(of),
        day=of.today,
    )


def in_all(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of totals: how many there are, what became of them, and the same by category."""
    n = of.figures(
        PROPOSAL,
        of.within(
            {
                **ASKED,
                "plenary": {"reached": "received", "occasion": "plenary"},
                "between": {"reached": "received", "occasion": "between"},
                "in_review": {"in_review": "1"},
                "withdrawn": {"state": "withdrawn"},
                **{f"into_{code}": {"converted_into": code} for code in of.codes(PROPOSAL, "conversions")},
            },
        ),
    )
    yield Heading("总体情况")
    occasions = of.codes(PROPOSAL, "occasions")
    parts = ((occasions[name], n[name], "件") for name in ("plenary", "between") if name in occasions)
    yield sentence(
        f"截至{day_in_words(of.today)}，{session_of(of)}共收到提案", n["received"], "件。其中，", enumerated(parts)
    )
    yield sentence(
        "经审查，立案", n["filed"], "件，立案率", rate(n["filed"], n["received"]), "；并案", n["merged"],
        "件；转为意见建议", n["converted"], "件；不予立案", n["declined"], "件；撤案", n["withdrawn"], "件。",
        "尚在审查中", n["in_review"], "件。",
    )  # fmt: skip
    if n["converted"].n:
        into = of.codes(PROPOSAL, "conversions").items()
        converted = ((f"转为{title}", n[f"into_{code}"], "件") for code, title in into)
        yield sentence("转为意见建议的提案中，", enumerated(converted))
    rows = of.rows(PROPOSAL, "category", of.in_session, ASKED)
    yield from by_result("按类别统计", "类别", rows, n)


def who_proposes(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of proposers: alone, together or for an organisation, from which sector, for the first time."""
    kinds = of.codes(PROPOSAL, "proposer_kinds")
    asked = {"received": {"reached": "received"}, "first_time": {"reached": "received", "first_time": "1"}}
    asked |= {code: {"reached": "received", "proposer_kind": code} for code in kinds}
    n = of.figures(PROPOSAL, of.within(asked))
    yield Heading("提案者情况")
    shares = ((title, n[code], "件，占", *rate(n[code], n["received"])) for code, title in kinds.items())
    yield sentence("收到的提案中，", enumerated(shares))
    yield sentence(
        "第一提案人首次提出提案的", n["first_time"], "件（以本系统记录的历次会议提案为准）。另有",
        Figure(sum(len(names) for _sector, names in without_a_proposal(of)), f"{of.url}#{MEMBERS}"),
        "名委员尚未提出或者附议提案。",
    )  # fmt: skip
    yield from by_result("按提案形式统计", "形式", of.rows(PROPOSAL, "proposer_kind", of.in_session, ASKED))
    yield from by_result("按第一提案人界别统计", "界别", of.rows(PROPOSAL, "sector", of.in_session, ASKED))
    yield from by_result("集体提案按提案单位统计", "提案单位", of.rows(PROPOSAL, "author", of.in_session, ASKED))


def what_about(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of matters: focus policies, livelihood fields, and the themes, which a person writes."""
    asked = {
        "received": {"reached": "received"},
        "in_focus": {"reached": "received", "in_focus": "1"},
        "on_livelihood": {"reached": "received", "on_livelihood": "1"},
    }
    n = of.figures(PROPOSAL, of.within(asked))
    yield Heading("提案内容")
    yield sentence(
        "围绕中心工作的提案", n["in_focus"], "件，占", rate(n["in_focus"], n["received"]), "；涉及民生实事的提案",
        n["on_livelihood"], "件，占", rate(n["on_livelihood"], n["received"]), "。",
    )  # fmt: skip
    yield from by_result("按中心工作统计", "中心工作", of.rows(PROPOSAL, "focus", of.in_session, ASKED))
    yield from by_result("按民生领域统计", "民生领域", of.rows(PROPOSAL, "livelihood", of.in_session, ASKED))
    yield sentence(Gap("请概括提案主要反映的问题和建议，按类别分述"))


def why_declined(of: Drafting) -> Iterator[Block]:
    """Yield the chapter of reasons for which proposals were not filed, for those who may know them."""
    if not of.knows(PROPOSAL, "decline_reason"):
        return
    reasons = of.codes(PROPOSAL, "decline_reasons")
    n = of.figures(PROPOSAL, of.within({code: {"decline_reason": code} for code in reasons}))
    rows = tuple(((title,), (n[code],)) for code, title in reasons.items() if n[code].n)
    if rows:
        yield Heading("不予立案的理由")
        yield Table(title="不予立案提案按理由统计", heads=("理由", "件数"), rows=rows)


def members_without(of: Drafting) -> Iterator[Block]:
    """Yield, for who drafts, the members behind the number: in the order of sectors, and of seats within."""
    found = without_a_proposal(of)
    if found:
        rows = tuple(((sector,), ("、".join(names),)) for sector, names in found)
        yield Table(title="尚未提出或者附议提案的委员", heads=("界别", "委员"), rows=rows, anchor=MEMBERS)


def without_a_proposal(of: Drafting) -> list[tuple[str, list[str]]]:
    """Return the members who take part in no proposal of the session that was received, by sector; two statements."""
    received = of.cases(PROPOSAL, of.within({"received": {"reached": "received"}})["received"])
    parties = CaseParty.objects.filter(case__in=received.order_by().values("pk"), capacity__in=TAKEN_PART)
    taken_part = set(parties.exclude(person=None).values_list("person", flat=True))
    seats = Membership.objects.of_body(of.body).sitting(of.today).order_by("sector__official_order", "pk")
    found: dict[str, list[str]] = {}
    for person, name, sector in seats.values_list("person", "person__name", "sector__name"):
        if person not in taken_part:
            found.setdefault(sector or "界别不详", []).append(name)
    return list(found.items())


def to_do(_of: Drafting) -> Iterable[Block]:
    """Return the chapters that a person writes."""
    return to_write("存在的问题和下一步打算", "请写审查中发现的问题", "请写对交办、办理的建议")


REPORT = Report(
    slug=SLUG,
    title=_("Report on the review of proposals"),
    about=_("What was received in a session, what became of it, and who proposed what."),
    period=Period.SESSION,
    functions=(Function.PROPOSALS_COMMITTEE,),
    frame=frame,
)
CHAPTERS = (
    ("in_all", 10, in_all),
    ("who_proposes", 20, who_proposes),
    ("what_about", 30, what_about),
    ("why_declined", 40, why_declined),
    ("to_do", 90, to_do),
    ("members_without", 95, members_without),
)
