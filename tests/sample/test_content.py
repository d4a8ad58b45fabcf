"""The content files hold together with each other and with the procedures they are entered under."""

from collections import Counter

import pytest

from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import read
from zhixing.proposals.kinds import PROCEDURES
from zhixing.sample.reading import PlaceText, ProposalText, read_content, read_phrases, read_proposals

WRITTEN = read_proposals("proposals_0*.toml")
DECLINED = read_proposals("proposals_declined.toml")
COUNTY = read_proposals("proposals_county.toml")


@pytest.fixture(scope="module")
def proposal() -> Procedure:
    return read(PROCEDURES / "proposal.toml")


@pytest.fixture(scope="module")
def handling() -> Procedure:
    return read(PROCEDURES / "handling.toml")


@pytest.mark.parametrize("text", [*WRITTEN, *DECLINED, *COUNTY], ids=lambda text: text.title)
def test_a_proposal_fits_the_procedure(text: ProposalText, proposal: Procedure) -> None:
    assert len(text.title) <= proposal.settings["title_limit"].value
    longest = max(len(part) for part in (text.situation, text.analysis, "\n".join(text.suggestions)))
    assert longest <= proposal.settings["part_limit"].value
    assert text.category in {words.zh for words in proposal.lists["categories"].values()}


def test_titles_are_distinct() -> None:
    titles = Counter(text.title for text in (*WRITTEN, *DECLINED, *COUNTY))

    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ((*WRITTEN, *DECLINED), read_content().city),
        (COUNTY, read_content().county),
    ],
    ids=["city", "county"],
)
def test_units_are_those_of_the_place(texts: tuple[ProposalText, ...], place: PlaceText) -> None:
    known = {unit.name for unit in place.units}

    assert {unit for text in texts for unit in (text.unit, *text.co_units)} - known == set()


def test_every_reason_has_its_explanation(proposal: Procedure) -> None:
    explained = {decline.code: len(decline.texts) for decline in read_phrases().declines}

    assert explained.keys() == proposal.lists["decline_reasons"].keys()
    assert [text.title for text in DECLINED if not 1 <= text.explanation <= explained[text.reason]] == []


def test_replies_answer_their_proposals(handling: Procedure) -> None:
    suggestions = {text.title: len(text.suggestions) for text in WRITTEN}
    replies = read_phrases().replies

    assert {reply.letter for reply in replies} == handling.lists["letters"].keys()
    own = [reply for reply in replies if reply.proposal]
    assert [reply.proposal for reply in own if len(reply.answers) != suggestions[reply.proposal]] == []
    assert {len(reply.answers) for reply in replies if not reply.proposal} == {4}
    assert [reply.opening for reply in replies if (reply.letter == "B") != bool(reply.promised())] == []


def test_codes_are_those_of_the_procedure(handling: Procedure) -> None:
    phrases = read_phrases()

    assert {contact.way for contact in phrases.contacts} == handling.lists["ways"].keys()
    assert {rating.grade for rating in phrases.ratings} == handling.lists["grades"].keys()
    most = handling.settings["extension_months"].value
    assert [one.reason for one in phrases.extensions if not 1 <= one.months <= most] == []
    assert [one.comment for one in phrases.ratings if (one.grade == "dissatisfied") != bool(one.again)] == []


def test_accounts_are_of_people_with_a_post_or_a_seat() -> None:
    content = read_content()
    seats = {member.name for member in content.city.members}

    assert [one.sign_in for one in content.accounts if not one.post and one.person not in seats] == []
    assert len({one.sign_in for one in content.accounts}) == len(content.accounts) == 23
