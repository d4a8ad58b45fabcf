"""Numbers are found as people type them, in whatever session, and by the committee's own pattern."""

from datetime import date

import pytest

from tests.finding.conftest import Finding
from tests.world.town import moment, proposal_data
from zhixing.assembly.models import Session
from zhixing.cases.acts import open_case, perform
from zhixing.cases.models import Case
from zhixing.finding import asking, typed_numbers
from zhixing.finding.asking import Question
from zhixing.finding.typed_numbers import Typed

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("52", {"n": 52}),
        ("第052号", {"n": 52}),
        ("五十二号", {"n": 52}),
        ("１０－３－５２", {"term": 10, "session": 3, "n": 52}),
        ("10-3-52-1", {"term": 10, "session": 3, "n": 52, "rest": "-1"}),
        ("十届三次52号", {"term": 10, "session": 3, "n": 52}),
        ("第十届第三次会议 第052号提案", {"term": 10, "session": 3, "n": 52}),
        ("2026年第52号", {"year": 2026, "n": 52}),
        ("R1003052", {}),
        ("331097-2026-000123", {}),
    ],
)
def test_what_is_understood(text: str, expected: dict[str, object]) -> None:
    found = typed_numbers.read(text)

    assert found is not None
    assert {
        name: getattr(found, name) for name in ("n", "term", "session", "year", "rest") if getattr(found, name)
    } == (expected)


@pytest.mark.parametrize("text", ["电梯", "二", "养老52床", "", "-", "9" * 50])
def test_what_is_no_number(text: str) -> None:
    assert typed_numbers.read(text) is None


def test_the_whole_is_kept_as_it_is_written() -> None:
    assert typed_numbers.read("r1005001") == Typed(whole="R1005001")


@pytest.mark.parametrize(
    "text", ["1005001", "1", "001", "第001号", "10-5-1", "十届五次1号", "十届五次会议第1号", "一号", "2026-1"]
)
def test_a_filed_proposal_is_found_by_all_of_them(finding: Finding, text: str) -> None:
    proposal, _handling = finding.desks.assigned()

    found = asking.by_number(Question.typed(text), finding.reader("chen"))

    assert found == [proposal]


def test_a_part_of_a_case_and_the_permanent_number(finding: Finding) -> None:
    proposal, handling = finding.desks.assigned()

    def one(text: str) -> list[Case]:
        return asking.by_number(Question.typed(text), finding.reader("liao"))

    assert one("10-5-1-1") == one("1005001-1") == one(handling.number) == [handling]
    assert one(proposal.number) == [proposal]


def test_a_bare_number_is_meant_in_every_session(finding: Finding) -> None:
    town = finding.desks.town
    proposal, _handling = finding.desks.assigned()
    before = Session.objects.create(term=town.session.term, number=4, opens=date(2025, 1, 20))
    earlier = open_case(
        "proposal", "submit", actor=town.actor("an"), data=proposal_data(), at=moment(date(2025, 1, 22)), session=before
    )
    for act, who, data in (("first_review", "chen", {"advice": "file", "opinion": "可"}), ("file", "ding", None)):
        perform(earlier.case, act, actor=town.actor(who), data=data, at=moment(date(2025, 1, 23)))

    found = asking.by_number(Question.typed("1"), finding.reader("chen"))

    assert [case.number for case in found] == [proposal.number, earlier.case.number]
    assert asking.by_number(Question.typed("10-4-1"), finding.reader("chen")) == [earlier.case]


def test_nobody_finds_by_number_what_they_may_not_see(finding: Finding) -> None:
    finding.desks.assigned()

    assert [asking.by_number(Question.typed("10-5-1"), finding.reader(who)) for who in ("bo", "ye")] == [[], []]
