"""The papers offices owe by name: every number in them is the length of the list it opens, on the page and in Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest
from django.db.models import Q
from django.test import Client
from docx.oxml.ns import qn

from tests.desk.people import Desks, at, statements
from tests.stories.supervising import check_of, letter_about, signed_by_all, with_heads
from tests.stories.telling import LIFTS, REPLY, Teller, promised
from tests.world.kept import kept
from tests.world.town import Town, build_town, proposal_data
from zhixing.assembly.models import Membership, Sector, Session
from zhixing.cases import kinds
from zhixing.cases.conditions import condition
from zhixing.cases.models import Case
from zhixing.insight import reports
from zhixing.papers.paper import day_in_words
from zhixing.proposals.completed_then import tallied_then

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database, pytest.mark.slow]

DAY = date(2026, 7, 31)
PAPERS = (
    ("chen", "/desk/papers/review/"),
    ("chen", "/desk/papers/yearly/"),
    ("chen", "/desk/papers/monthly/?month=2026-07"),
    ("chen", "/desk/papers/monthly/?month=2026-06"),
    ("gu", "/desk/papers/monthly/?month=2026-07"),
    ("pan", "/desk/papers/monthly/?month=2026-07"),
    ("zhu", "/desk/papers/monthly/?month=2026-07"),
    ("zhu", "/desk/papers/yearly/"),
)


class Numbers(HTMLParser):
    """Gathers what a page's paper says: its text, its links, and the names in each table that an address leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.links: list[tuple[str, str]] = []
        self.unlinked: list[str] = []
        self.url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self.depth = 1
        if tag == "a":
            self.url = given.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.depth = 0
        if tag == "a":
            self.url = ""

    def handle_data(self, data: str) -> None:
        if not self.depth or not data.strip():
            return
        if self.url:
            self.links.append((data.strip(), self.url))
        else:
            self.unlinked.append(data)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desks]:
    """The session at the end of July, everybody at their desks."""
    monkeypatch.setattr("zhixing.assembly.calendars.FRESH", 3600.0)
    with at(DAY):
        yield Desks(kept("a session in all its states", _told))


def _told() -> Town:
    """Tell a session into all its states, with promises, letters, a check, a key proposal and a problem."""
    town = build_town()
    tell = with_heads(Teller(town))
    _sectors(town)
    tell.submitted()
    tell.reviewed(tell.submitted("bo", category="economy"))
    declined = tell.reviewed(tell.submitted(), "decline")
    tell.act(declined, "decline", "ding", {"reason": "petition", "explanation": "属信访事项"})
    converted = tell.reviewed(tell.submitted(), "convert")
    tell.act(converted, "ask_conversion", "chen", {"into": "brief", "opinion": "更适合作为社情民意反映"})
    tell.act(converted, "agree_conversion", "an")
    together = tell.reviewed(tell.submitted_together())
    tell.act(together, "file", "ding", {"focus": "strong_industry", "livelihood": "housing"})
    tell.open("proposal", "submit_collective", "min", {"organisation": "民盟安澜市委", **_text()})
    tell.on(3, 2)
    (late,) = tell.below(tell.assigned())
    tell.assigned(unit="市教育局")
    tell.assigned(unit="市委宣传部")
    tell.on(4, 20)
    kept, open_still, rated = (tell.below(tell.assigned())[0] for _ in range(3))
    tell.on(6, 22)
    for handling in (kept, open_still):
        tell.replied(tell.drafted(handling), **promised())
    tell.replied(tell.drafted(rated))
    tell.on(7, 1)
    tell.act(kept, "rate", "an", {"grade": "satisfied"})
    tell.act(open_still, "rate", "an", {"grade": "basically"})
    tell.act(rated, "rate", "an", {"grade": "dissatisfied", "again": "请写明账户何时设立"})
    tell.act(late, "urge", "gu", {"urged_by": "telephone", "urging": "请于本周内答复。"})
    (promise,) = tell.below(kept, "promise")
    tell.act(promise, "claim_done", "han", {"evidence": "停车场已建成并投入使用。"})
    tell.act(promise, "verify", "chen", {"found": "not_kept", "way": "on_spot", "how": "现场未见"})
    letter = letter_about(tell, late)
    signed_by_all(tell, letter)
    tell.act(letter, "send", "gu")
    check = check_of(tell, late, on="2026-07-24")
    tell.on(7, 24)
    found = {"took_place": "2026-07-24", "findings": "抽查三处，两处没有公示责任人。", "outcome": "demands"}
    tell.act(check, "record", "chen", found | {"demands": "十日内补齐公示"})
    key = {
        "title": LIFTS,
        "proposals": [tell.case(late).parent.number],
        "criteria": "major",
        "grounds": "事关民生，条件成熟，年内可办。",
    }
    tell.open("keyproposal", "nominate", "chen", key)
    return town


def _sectors(town: Any) -> None:
    for order, (name, who) in enumerate((("教育界", "an"), ("经济界", "ci"))):
        sector, _new = Sector.objects.get_or_create(
            name=name, defaults={"code": f"t{order}", "official_order": 900 + order}
        )
        Membership.objects.of_body(town.body).filter(person=town.people[who]).update(sector=sector)


def _text() -> dict[str, Any]:
    return proposal_data(title="关于推动工业园区循环化改造的建议", category="ecology")


def read(client: Client, url: str) -> Numbers:
    """Return what the paper of a page says."""
    response = client.get(url)
    assert response.status_code == 200
    numbers = Numbers()
    numbers.feed(response.text)
    return numbers


def length(client: Client, page: str, url: str) -> int:
    """Return how long the list behind a number is, as the same reader sees it."""
    place = urlsplit(url).fragment
    if place:
        shown = client.get(page).context["paper"]["beside_it"]
        (table,) = [one for one in shown if one["anchor"] == place]
        return sum(len(row["cells"][0]["pieces"][0]["text"].split("、")) for row in table["rows"])
    found: int = client.get(url).context["total"]
    return found


@pytest.mark.parametrize(("who", "url"), PAPERS)
def test_every_number_is_the_length_of_its_list(world: Desks, who: str, url: str) -> None:
    client = world.of(who)
    numbers = [(text, link) for text, link in read(client, url).links if text.isdecimal()]

    assert len(numbers) > 20
    wrong = {(text, link, n) for text, link in set(numbers) if (n := length(client, url, link)) != int(text)}
    assert wrong == set()


@pytest.mark.parametrize(("who", "url"), PAPERS)
def test_what_is_not_linked_is_no_count(world: Desks, who: str, url: str) -> None:
    """Days, numbers of years, rates and the number below which nothing is said stand without a link."""
    plain = "".join(read(world.of(who), url).unlinked)
    for known in (r"\d+年\d+月(\d+日)?", r"\d+(\.\d+)?%", r"〔\d+〕", r"不足5件", r"\d+\.\d个百分点"):
        plain = re.sub(known, "", plain)
    plain = re.sub(r"(?<=2026)\s*\d+", "", plain)

    days = re.findall(r"\d+", plain)
    late = world.of(who).get(url).context["paper"]
    named = [cell for block in late["blocks"] if block["sort"] == "table" and block["title"] == "逾期承办件名单"
             for row in block["rows"] for cell in row["cells"] if cell["label"] == "逾期日数"]  # fmt: skip
    assert days == [cell["pieces"][0]["text"] for cell in named]


@pytest.mark.parametrize(("who", "url"), PAPERS)
def test_word_file_says_and_links_the_same(world: Desks, who: str, url: str) -> None:
    client = world.of(who)
    path, _mark, query = url.partition("?")
    response = client.get(f"{path.rstrip('/')}.docx?{query}")
    document = docx.Document(BytesIO(response.content))

    links = [
        ("".join(text.text for text in one.iter(qn("w:t"))), document.part.rels[one.get(qn("r:id"))].target_ref)
        for one in document.element.body.iter(qn("w:hyperlink"))
    ]
    assert links == [(text, f"http://testserver{link}") for text, link in read(client, url).links]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    for table in document.tables:
        assert len(table.rows) > 1
        assert all(cell.text for row in table.rows for cell in row.cells)


@pytest.mark.parametrize(("who", "url"), PAPERS[:3])
def test_statements_do_not_grow_with_the_cases(world: Desks, who: str, url: str) -> None:
    before = statements(world.of(who), url)
    tell = Teller(world.town, date(2026, 3, 3))
    for unit in ("市教育局", "市住房和城乡建设局") * 3:
        tell.assigned(unit=unit)

    assert statements(world.of(who), url) <= before


def said(desks: Desks, who: str, url: str) -> str:
    """Return the text of a paper, links and all, without its tables' places."""
    paper = desks.of(who).get(url).context["paper"]
    lines = (
        "".join(one.get("text", "") for one in block["pieces"]) for block in paper["blocks"] if block["sort"] == "p"
    )
    return "\n".join(lines)


def test_review_report_adds_up(world: Desks) -> None:
    text = said(world, "chen", "/desk/papers/review/")

    assert "共收到提案12件" in text
    # 2 under review and 1 of a party, 7 filed, 1 each converted and declined.
    assert "立案7件，立案率58.3%（7/12）；并案0件；转为意见建议1件；不予立案1件；撤案0件。尚在审查中3件。" in text
    assert "个人提案10件" in text
    assert "联名提案1件，占8.3%（1/12），集体提案1件" in text
    assert "第一提案人首次提出提案的11件" in text
    assert "另有1名委员尚未提出或者附议提案" in text
    assert "围绕中心工作的提案1件" in text
    assert "推荐重点提案1件" in text


def test_members_without_a_proposal_are_named_beside_the_paper_alone(world: Desks) -> None:
    paper = world.of("chen").get("/desk/papers/review/").context["paper"]
    (table,) = paper["beside_it"]

    assert [(row["title"][0]["text"], row["cells"][0]["pieces"][0]["text"]) for row in table["rows"]] == [
        ("经济界", "岑思")
    ]
    assert "岑思" not in str(paper["blocks"])


def test_monthly_brief_tells_a_month_and_the_one_before(world: Desks) -> None:
    text = said(world, "chen", "/desk/papers/monthly/?month=2026-07")

    assert "以来交办的承办件6件，已答复2件" in text
    assert "正在重新办理1件" in text
    assert "逾期未答复3件；本月催办1件" in text
    assert "本月发出督办函1件、通报0件；收到回复0件" in text
    assert "开展联合督查1次，其中提出整改要求1次" in text
    assert "核验不实、退回继续办理1项" in text
    (compared,) = [
        block for block in world.of("chen").get("/desk/papers/monthly/?month=2026-07").context["paper"]["blocks"]
        if block["sort"] == "table" and block["title"] == "本月与上月比较"
    ]  # fmt: skip
    rows = {row["title"][0]["text"]: [cell["pieces"][0]["text"] for cell in row["cells"]] for row in compared["rows"]}
    assert rows["期末逾期"] == ["3", "3"]
    assert rows["催办"] == ["1", "0"]
    assert rows["提案者反馈意见"] == ["3", "0"]


def test_late_replies_stand_by_name_in_official_order(world: Desks) -> None:
    paper = world.of("chen").get("/desk/papers/monthly/?month=2026-07").context["paper"]
    (named,) = [one for one in paper["blocks"] if one["sort"] == "table" and one["title"] == "逾期承办件名单"]

    assert [row["title"][0]["text"] for row in named["rows"]] == ["市住房和城乡建设局", "市委宣传部", "市教育局"]
    assert all(LIFTS in row["cells"][0]["pieces"][0]["text"] for row in named["rows"])


def test_a_reply_late_a_second_time_stands_there_with_its_second_limit(world: Desks) -> None:
    tell = Teller(world.town, date(2026, 1, 21))
    (handling,) = tell.below(tell.assigned())
    tell.on(5, 11)
    tell.replied(tell.drafted(handling))
    tell.act(handling, "rate", "an", {"grade": "dissatisfied", "again": "请写明账户何时设立"})
    _status, due = tell.limit(handling, "rework")

    for month, expected in (("2026-04", "2026-04-21"), ("2026-07", due)):
        paper = world.of("chen").get(f"/desk/papers/monthly/?month={month}").context["paper"]
        (named,) = [one for one in paper["blocks"] if one["sort"] == "table" and one["title"] == "逾期承办件名单"]
        said_of = [
            row["cells"][1]["pieces"][0]["text"]
            for row in named["rows"]
            if tell.case(handling).called in row["cells"][0]["pieces"][0]["text"]
        ]
        assert said_of == [day_in_words(date.fromisoformat(expected))]


def test_a_supervision_office_writes_of_its_own_side(world: Desks) -> None:
    own, others = (said(world, who, "/desk/papers/monthly/?month=2026-07") for who in ("gu", "pan"))

    assert "以来交办的承办件5件" in own
    assert "以来交办的承办件1件" in others
    paper = world.of("pan").get("/desk/papers/monthly/?month=2026-07").context["paper"]
    assert paper["signed"] == "市委督查室"
    assert "统计范围：市委督查室" in paper["blocks"][0]["text"]


def test_opinions_and_silence_exclude_each_other(world: Desks) -> None:
    tell = Teller(world.town)
    rated_once, silent, *rated = (tell.below(tell.assigned())[0] for _n in range(6))
    tell.on(3, 2)
    for handling in (rated_once, silent, *rated):
        tell.replied(tell.drafted(handling))
    for handling in rated:
        tell.act(handling, "rate", "an", {"grade": "satisfied"})
    tell.act(rated_once, "rate", "an", {"grade": "dissatisfied", "again": "请写明账户何时设立"})
    tell.act(rated_once, "draft_reply", "han", {"draft": REPLY})
    tell.replied(rated_once)
    tell.on(7, 30)
    tell.day_comes()
    assert [tell.acts(one)[-1] for one in (rated_once, silent)] == ["lapse", "lapse"]

    client, page = world.of("chen"), "/desk/papers/yearly/"
    numbers = read(client, page)
    (told,) = (url for _n, url in numbers.links if "silent" in url)
    assert "期满未反馈1件" in said(world, "chen", page)
    assert length(client, page, told) == 1
    assert tell.case(silent).called in client.get(told).text


def test_few_opinions_are_not_told_and_leaders_hear_of_none(world: Desks) -> None:
    for url in ("/desk/papers/monthly/?month=2026-07", "/desk/papers/yearly/"):
        text = said(world, "chen", url)
        assert "不足5件，不作统计" in text
        assert "不满意" not in text
        assert "不作统计" not in said(world, "zhu", url)


def test_opinions_are_told_once_there_are_enough(world: Desks) -> None:
    tell = Teller(world.town, date(2026, 7, 2))
    for grade in ("satisfied", "satisfied", "basically"):
        (handling,) = tell.below(tell.assigned())
        tell.replied(tell.drafted(handling))
        tell.act(handling, "rate", "an", {"grade": grade})
    client = world.of("chen")

    # The reply to be given anew is none now; that its proposer was not content counts.
    assert "提案者已反馈意见6件" in said(world, "chen", "/desk/papers/yearly/")
    assert "满意率（含基本满意）83.3%（5/6）" in said(world, "chen", "/desk/papers/yearly/")
    assert "意见6件，其中不满意、要求重新办理1件" in said(world, "chen", "/desk/papers/monthly/?month=2026-07")
    (link,) = {url for text, url in read(client, "/desk/papers/monthly/?month=2026-07").links if "first_opinion" in url}
    assert client.get(link).context["total"] == 1
    # Whoever may not know what was said does not learn it from the same address.
    for who in ("zhu", "hu", "an"):
        assert (
            world.of(who).get(link).context["total"]
            == world.of(who).get(re.sub("&?first_opinion=[a-z]+", "", link)).context["total"]
        )


def test_yearly_report_compares_with_the_session_before_on_the_same_date(world: Desks) -> None:
    term, cases = world.town.session.term, Case.objects.of_body(world.town.body)
    last = Session.objects.create(term=term, number=4, opens=date(2025, 7, 20), closes=date(2025, 7, 24))
    for case in cases.filter(kind="proposal", official_number__isnull=False).order_by("pk")[3:6]:
        cases.filter(Q(root=case.pk) | Q(pk=case.pk)).update(session=last)
    # Nothing was filed 192 days after that opening.
    assert "同期" not in said(world, "chen", "/desk/papers/yearly/")

    last.opens, last.closes = date(2026, 1, 10), date(2026, 1, 14)
    Session.objects.of_body(world.town.body).filter(pk=last.pk).update(opens=last.opens, closes=last.closes)

    assert "十届四次会议同期（2026年7月21日）办结率0.0%（0/3）" in said(world, "chen", "/desk/papers/yearly/")
    links = read(world.of("chen"), "/desk/papers/yearly/").links
    compared = {(number, link) for number, link in links if "was_" in link}
    assert {number for number, _link in compared} == {"0", "2", "3"}
    for number, link in compared:
        assert world.of("chen").get(link).context["total"] == int(number)


@pytest.mark.parametrize("day", [date(2026, 1, 20), date(2026, 1, 21), date(2026, 3, 2), date(2026, 7, 1), DAY])
def test_lists_of_an_earlier_day_are_as_long_as_that_day_was_counted(world: Desks, day: date) -> None:
    tell = Teller(world.town, date(2026, 3, 2))
    (handling,) = tell.below(tell.assigned())
    tell.replied(tell.drafted(handling))
    tell.on(3, 16)
    tell.act(handling, "rate", "an", {"grade": "satisfied"})
    kind, cases = kinds.get("proposal"), Case.objects.of_body(world.town.body).filter(kind="proposal")

    then = tallied_then(cases, day)
    names = {"filed": "was_filed", "all_replied": "was_replied", "completed": "was_completed"}
    listed = {name: cases.filter(condition(kind, {past: day.isoformat()}, [])).count() for name, past in names.items()}
    assert listed == {name: then[name] for name in names}
    assert listed["completed"] == (1 if day >= date(2026, 3, 16) else 0)


def test_problem_bank_is_told_to_those_who_work_with_it_alone(world: Desks) -> None:
    tell = Teller(world.town, date(2026, 7, 20))
    handling = Case.objects.of_body(world.town.body).filter(kind="handling").order_by("pk")[0]
    facts = "承诺六月底前公示责任人，至今没有公示，也没有说明。"
    data = {"about": [handling.number], "title": "加装电梯管护责任不落实", "ground": "long_overdue", "facts": facts}
    problem = tell.open("problem", "nominate", "chen", data)
    tell.act(problem, "admit", "ying", {"cause": "coordination", "opinion": "同意入库"})

    own = world.of("chen").get("/desk/papers/yearly/").context["paper"]["blocks"]
    (causes,) = [one for one in own if one["sort"] == "table" and one["title"] == "入库问题按原因统计"]
    assert [row["title"][0]["text"] for row in causes["rows"]] == ["部门协调"]
    assert "提名入库1件，已入库1件，在库1件，销号0件" in said(world, "chen", "/desk/papers/yearly/")
    assert "问题库为内部资料" in str(own)
    for url in ("/desk/papers/yearly/", "/desk/papers/monthly/"):
        assert "问题库" not in world.of("zhu").get(url).text.partition("<article")[2]


def test_headings_are_numbered_through_the_chapters_of_both_rooms(world: Desks) -> None:
    paper = world.of("chen").get("/desk/papers/yearly/").context["paper"]
    heads = [block["text"] for block in paper["blocks"] if block["sort"] == "h3"]

    assert heads == [
        "一、提案提出和立案情况", "二、提案办理情况", "三、提案办结情况", "四、提案者意见", "五、重点提案督办",
        "六、联合督办和承诺兑现", "七、评选表扬", "八、问题和不足", "九、下一步工作",
    ]  # fmt: skip
    gaps = [one["gap"] for block in paper["blocks"] if block["sort"] == "p" for one in block["pieces"] if "gap" in one]
    assert gaps == ["请写提案质量、办理质量、督办落实方面的问题", "请写下一年度的工作安排"]


@pytest.mark.parametrize(
    ("who", "owed"),
    [
        ("chen", ["review", "yearly", "monthly"]),
        ("ding", ["review", "yearly", "monthly"]),
        ("gu", ["monthly"]),
        ("pan", ["monthly"]),
        ("zhu", ["yearly", "monthly"]),
        ("an", []),
        ("liao", []),
        ("shen", []),
        ("min", []),
    ],
)
def test_who_owes_what(desks: Desks, who: str, owed: list[str]) -> None:
    client = desks.of(who)
    assert ('href="/desk/papers/"' in client.get("/desk/").text) is bool(owed)
    assert client.get("/desk/papers/").status_code == (200 if owed else 403)
    for report in reports.everyone():
        status = 200 if report.slug in owed else 403
        assert client.get(f"/desk/papers/{report.slug}/").status_code == status
        assert client.get(f"/desk/papers/{report.slug}.docx").status_code == status
    if owed:
        listed = [urlsplit(one.drafts[0].url).path.split("/")[3] for one in client.get("/desk/papers/").context["owed"]]
        assert sorted(listed) == sorted(owed)
        assert client.get("/desk/papers/poetry/").status_code == 404


@pytest.mark.parametrize(
    ("day", "asked", "month"),
    [
        (date(2026, 6, 15), "", "2026年5月"),
        (date(2026, 6, 16), "", "2026年6月"),
        (date(2026, 1, 3), "", "2025年12月"),
        (date(2026, 6, 15), "?month=2026-02", "2026年2月"),
        (date(2026, 6, 15), "?month=2026-07", "2026年5月"),
        (date(2026, 6, 15), "?month=2026-13", "2026年5月"),
        (date(2026, 6, 15), "?month=yesterday", "2026年5月"),
    ],
)
def test_month_that_is_due(desks: Desks, day: date, asked: str, month: str) -> None:
    with at(day):
        paper = desks.of("gu").get(f"/desk/papers/monthly/{asked}").context["paper"]

    assert paper["title"] == f"{month}提案督办情况"


def test_without_a_session_there_is_nothing_to_report(desks: Desks) -> None:
    Session.objects.of_body(desks.town.body).update(opens=date(2027, 1, 1), closes=date(2027, 1, 4))
    client = desks.of("chen")

    assert "No session has begun yet." in client.get("/desk/papers/review/").text
    assert client.get("/desk/papers/review.docx").status_code == 404
    assert client.get("/desk/papers/").status_code == 200
