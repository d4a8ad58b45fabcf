"""Nobody finds a case by what they may not read, nor learns from a number or a snippet that there is something."""

import json

import pytest

from tests.desk.people import DRAFT, SECRET_WORDS
from tests.factories.accounts import make_account
from tests.finding.conftest import Finding
from zhixing.cli import main as cli_main

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

READS = {
    # the words, and who reads them: the unit's draft, the proposer's confidential words, the first review's advice
    "勿外传": {"liao", "han", "hu"},
    "态度生硬": {"an", "chen", "ding"},
    "同意立案": {"chen", "ding"},
    "共管账户": {"an", "chen", "ding", "liao", "han", "hu", "gu"},
}
EVERYBODY = ("an", "bo", "chen", "ding", "liao", "han", "hu", "ye", "gu", "min")
ABOUT = [(words, who, who in readers) for words, readers in READS.items() for who in EVERYBODY]


@pytest.mark.parametrize(("words", "who", "reads"), ABOUT)
def test_who_finds_by_which_words(finding: Finding, words: str, who: str, reads: bool) -> None:  # noqa: FBT001  # a table
    finding.desks.rated()

    assert bool(finding.kinds(who, words)) == reads
    # A part of the closed words must not give them away either.
    if not reads:
        assert not [one for one in finding.why(who, f"{words}电话里念") if words in one.plain]


@pytest.mark.parametrize(("words", "who", "reads"), ABOUT)
def test_the_page_says_no_more(finding: Finding, words: str, who: str, reads: bool) -> None:  # noqa: FBT001  # a table
    finding.desks.rated()

    page = finding.desks.of(who).get("/desk/find/", {"q": words}).content.decode()

    assert ('class="why"' in page) == reads
    assert ("Nothing that you may read holds this." in page) == (not reads)


@pytest.mark.parametrize("who", ["an", "chen", "liao", "bo"])
def test_the_command_says_no_more(finding: Finding, who: str, capsys: pytest.CaptureFixture[str]) -> None:
    finding.desks.rated()
    make_account(who, person=finding.desks.town.people[who])

    for words, readers in READS.items():
        assert cli_main.main(["search", words, "--json", "--as", who]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert bool([line for line in lines if line["score"] > 0.3]) == (who in readers)


def test_a_draft_among_co_signers_is_found_by_nobody_else(finding: Finding) -> None:
    finding.desks.submit()

    assert [bool(finding.kinds(who, "电梯")) for who in ("an", "bo", "chen", "liao")] == [True, False, True, False]


def test_people_of_units_are_met_in_a_case_or_in_the_office(finding: Finding) -> None:
    assert [finding.people(who, "廖") for who in ("chen", "han", "an", "ye")] == [["廖闻"], ["廖闻"], [], []]

    finding.desks.assigned()

    assert [finding.people(who, "廖") for who in ("an", "bo", "ye")] == [["廖闻"], [], []]


def test_members_and_the_committees_own_people_are_known_to_everybody(finding: Finding) -> None:
    assert [finding.people(who, name) for who in ("bo", "ye") for name in ("ax", "解群", "jq")] == [
        ["安行"],
        ["解群"],
        ["解群"],
    ] * 2


def test_another_committee_finds_nothing(finding: Finding) -> None:
    from tests.world.town import build_town  # noqa: PLC0415  # a second committee for this test alone

    finding.desks.rated()
    other = build_town("331098", "邻水县")
    there = Finding(type(finding.desks)(other))

    assert (there.kinds("chen", "电梯"), there.kinds("chen", "1005001")) == ([], [])
    assert there.people("chen", "安行") == ["安行"]
    assert (DRAFT[1:4], SECRET_WORDS[3:7]) == ("内部稿", "态度生硬")
