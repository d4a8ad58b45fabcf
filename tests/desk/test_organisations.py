"""The desk of an organisation, and drafts written there in common: whose they are, and who never reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from tests.desk.people import Desks, said, statements
from tests.world.town import OPENED, moment, proposal_data
from zhixing.assembly.models import CommitteeMembership, Membership, Person, Post
from zhixing.assembly.vocabulary import PartyAffiliation, PostKind
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case
from zhixing.desk.models import Draft
from zhixing.register.models import Entry

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

URL, DRAFTS = "/desk/organisation/", "/desk/organisation/drafts/"
NEW = "/desk/proposals/new/submit_collective/"
INVITE = "/desk/proposals/new/invite_collective/"
WAY = "proposal.submit_collective"
SECRET = "关于民盟内部调研尚未公开的提案草稿"
TEXT = {name: value for name, value in proposal_data().items() if name != "title"}


def newcomer(desks: Desks, key: str, name: str, organisation: str, kind: str) -> None:
    """Let somebody new hold a post in an organisation."""
    person = desks.town.people[key] = Person.objects.create(name=name)
    Post.objects.create(person=person, organisation=desks.town.organisations[organisation], kind=kind, since=OPENED)


@pytest.fixture
def party(desks: Desks) -> Desks:
    """The democratic party with its signer Min and a clerk Mei."""
    newcomer(desks, "mei", "梅书", "minmeng", PostKind.CLERK)
    return desks


def page(desks: Desks, who: str, query: str = "") -> Mapping[str, Any]:
    return desks.of(who).get(f"{URL}{query}").context


def begun(desks: Desks, who: str = "mei", organisation: str = "minmeng") -> str:
    """Let somebody begin a draft in common; return its name."""
    of = desks.town.organisations[organisation].pk
    response = desks.of(who).post(DRAFTS, {"do": "begin", "of": of, "way": WAY})
    return str(response["Location"]).partition("common=")[2]


def save(
    desks: Desks, who: str, name: str, *, page_key: str = "one", revision: str | None = None, **fields: str
) -> HttpResponse:
    """Save a draft in common as its page's script does, on the text that is kept unless another is said."""
    if revision is None:
        revision = Draft.objects.values_list("revision", flat=True).filter(common=name, beside="").first() or ""
    url = f"/desk/drafts/save?kind=proposal&act=submit_collective&case=&common={name}"
    sent = {"draft-page": page_key, "draft-turn": "1", "draft-revision": revision, **fields}
    return desks.of(who).post(url, sent, headers={"hx-request": "true"})


def revision_of(desks: Desks, who: str, name: str) -> str:
    return str(desks.of(who).get(f"{NEW}?common={name}").context["saved"].revision)


def everywhere(desks: Desks, who: str) -> str:
    """Return what somebody finds on the pages that list things."""
    urls = ("/desk/", "/desk/drafts/", "/desk/proposals/", "/desk/find/?q=民盟", "/desk/proposals/export.csv", URL)
    return "".join(desks.of(who).get(url).content.decode("utf-8-sig") for url in urls)


# --- the page ---


@pytest.mark.parametrize("who", ["an", "liao", "hu", "gu", "zhu", "shen"])
def test_it_is_nobody_elses_page(desks: Desks, who: str) -> None:
    assert desks.of(who).get(URL).status_code == 403
    assert URL not in desks.of(who).get("/desk/").text


@pytest.mark.parametrize("who", ["min", "gong", "jie", "ding", "chen"])
def test_it_stands_in_the_menu_of_those_who_work_there(desks: Desks, who: str) -> None:
    assert f'href="{URL}"' in desks.of(who).get("/desk/").text
    assert desks.of(who).get(URL).status_code == 200


def test_a_member_of_a_special_committee_works_at_its_desk(desks: Desks) -> None:
    committee = desks.town.organisations["committee"]
    CommitteeMembership.objects.create(organisation=committee, person=desks.town.people["an"], since=OPENED)

    assert f'href="{URL}"' in desks.of("an").get("/desk/").text
    assert page(desks, "an")["organisation"] == committee


def test_the_desk_of_ones_post_comes_before_that_of_ones_committee(party: Desks) -> None:
    committee = party.town.organisations["committee"]
    CommitteeMembership.objects.create(organisation=committee, person=party.town.people["min"], since=OPENED)

    assert [tab.title for tab in page(party, "min")["tabs"]] == ["民盟安澜市委", "提案委员会"]
    assert page(party, "min", f"?of={committee.pk}")["organisation"] == committee
    assert page(party, "min", "?of=dragon")["organisation"].name == "民盟安澜市委"


def collective(desks: Desks, **changes: Any) -> Case:
    organisation = desks.town.organisations["minmeng"].name
    return _open(desks, "submit_collective", "min", proposal_data(organisation=organisation, **changes))


def _open(desks: Desks, act: str, who: str, data: Mapping[str, Any]) -> Case:
    day = date(2026, 1, 21)
    return open_case("proposal", act, actor=desks.town.actor(who, day), data=data, at=moment(day)).case


def test_its_proposals_say_where_they_stand_and_who_waits(party: Desks) -> None:
    first, second = collective(party), collective(party, title="关于保护老城树木的建议")
    party.act(second, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
    party.act(second, "file", "ding", on=date(2026, 1, 23))
    party.act(second, "assign", "chen", {"unit": "市住房和城乡建设局"}, on=date(2026, 3, 2))
    party.submit("bo")

    rows = page(party, "min")["proposals"]

    assert [(row.number, row.state) for row in rows] == [(first.number, "Submitted"), ("1005001", "Assigned")]
    assert [list(row.waits) for row in rows] == [
        ["the proposals committee's office: First review"],
        ["市住房和城乡建设局: To be received"],
    ]
    assert rows[1].lamp.kind == "over"


def test_signatures_and_replies_wait_in_its_name(party: Desks) -> None:
    data = proposal_data(co_organisations=["民盟安澜市委"], cosigners=["柏川"], sign_by="2026-01-30")
    asked = _open(party, "invite", "an", data)

    context = page(party, "min")

    (row,) = context["signatures"].rows
    assert (row.number, [way.url for way in row.acts]) == (asked.number, [f"/cases/{asked.number}/acts/cosign/"])
    assert context["waiting"].rows == []
    # A clerk sees what is asked as far as the rules let a clerk see the case.
    assert page(party, "mei")["signatures"].rows == []
    assert page(party, "gong")["signatures"].rows == []


def test_its_people_stand_in_official_order_or_by_strokes(party: Desks) -> None:
    town = party.town
    for name, affiliation in (
        ("于山", PartyAffiliation.MINMENG),
        ("丁一山", PartyAffiliation.MINMENG),
        ("万民", PartyAffiliation.CPC),
    ):
        person = Person.objects.create(name=name)
        Membership.objects.create(
            body=town.body, term=town.session.term, person=person, party=affiliation, since=OPENED
        )

    official = [row.name for row in page(party, "min")["members"]]
    by_strokes = [row.name for row in page(party, "min", "?order=strokes")["members"]]

    assert official == ["闵　同", "梅　书", "于　山", "丁一山"]
    assert by_strokes == ["丁一山", "于　山", "闵　同", "梅　书"]


def test_of_its_people_filed_proposals_alone_are_told(desks: Desks) -> None:
    committee = desks.town.organisations["committee"]
    CommitteeMembership.objects.create(organisation=committee, person=desks.town.people["an"], since=OPENED)
    case, _handling = desks.assigned()
    unfiled = desks.submit(title="关于尚未立案的一件事情的建议")

    told = {row.name: [one.title for one in row.proposals] for row in page(desks, "ding")["members"]}

    assert told["安　行"] == [f"{case.official_number} {case.title}"]
    assert unfiled.title not in str(told)
    # Bo has no part in it, and sees of it no more than elsewhere.
    CommitteeMembership.objects.create(organisation=committee, person=desks.town.people["bo"], since=OPENED)
    assert {len(row.proposals) for row in page(desks, "bo")["members"]} == {0}


def test_the_page_costs_the_same_with_more_on_it(party: Desks) -> None:
    def more() -> None:
        case = collective(party)
        party.act(case, "first_review", "chen", {"advice": "file", "opinion": "同意"}, on=date(2026, 1, 22))
        party.act(case, "file", "ding", on=date(2026, 1, 23))
        party.act(case, "assign", "chen", {"unit": "市住房和城乡建设局"}, on=date(2026, 3, 2))
        data = proposal_data(co_organisations=["民盟安澜市委"], cosigners=["柏川"], sign_by="2026-01-30")
        _open(party, "invite", "an", data)
        save(party, "mei", begun(party), title=SECRET)

    more()
    before = statements(party.of("min"), URL)
    for _time in range(3):
        more()

    assert statements(party.of("min"), URL) == before
    assert before <= 40


# --- drafts in common ---


def test_both_write_the_same_draft_and_the_signer_hands_it_in(party: Desks) -> None:
    name = begun(party)
    save(party, "mei", name, title="关于夜间公交的建议", **TEXT)

    (row,) = page(party, "min")["drafts"]
    assert (row.title, row.author, row.saved_by, row.own) == ("关于夜间公交的建议", "梅书", "梅书", False)
    editor = party.of("min").get(row.url)
    assert editor.context["form"]["situation"].value() == TEXT["situation"]
    assert "organisation" not in editor.context["form"].fields
    assert "by 梅书" in editor.text
    sent = {"title": "关于夜间公交线路的建议", **TEXT, "key": "k", "draft-revision": editor.context["saved"].revision}
    response = party.of("min").post(row.url, {"do": "act", **sent})

    case = Case.objects.of_body(party.town.body).get(title="关于夜间公交线路的建议")
    assert response["Location"] == f"/cases/{case.number}/"
    assert [one.organisation.name for one in case.parties.all() if one.organisation] == ["民盟安澜市委"]
    assert Draft.objects.count() == 0
    assert page(party, "mei")["drafts"] == []


def test_a_clerk_writes_and_does_not_hand_in(party: Desks) -> None:
    name = begun(party)
    editor = party.of("mei").get(f"{NEW}?common={name}")

    assert [button["value"] for button in editor.context["buttons"]] == ["save"]
    assert "attachments" not in editor.context["form"].fields
    before = Entry.objects.unscoped("test").count()
    refused = party.of("mei").post(f"{NEW}?common={name}", {"do": "act", "title": SECRET, **TEXT, "key": "k"})
    assert refused.status_code == 422
    assert "Only who signs for an organisation may perform" in refused.text
    assert Entry.objects.unscoped("test").count() == before
    assert page(party, "min")["drafts"][0].title == SECRET


def test_it_can_be_handed_in_another_way(party: Desks) -> None:
    name = begun(party)
    save(party, "mei", name, title="关于夜间公交的建议", **TEXT)

    editor = party.of("min").get(f"{INVITE}?common={name}")
    assert editor.context["form"]["title"].value() == "关于夜间公交的建议"
    union = party.town.organisations["union"].pk
    sent = {"title": "关于夜间公交的建议", **TEXT, "co_organisations": union, "sign_by": "2026-07-01"}
    revision = editor.context["saved"].revision
    party.of("min").post(f"{INVITE}?common={name}", {"do": "act", **sent, "key": "k", "draft-revision": revision})

    assert Case.objects.of_body(party.town.body).get(title="关于夜间公交的建议").state == "awaiting_cosign"
    assert Draft.objects.count() == 0


def test_what_the_other_way_asks_for_stays_in_the_draft(party: Desks) -> None:
    name = begun(party)
    party.of("min").post(f"{INVITE}?common={name}", {"do": "save", "title": SECRET, "sign_by": "2026-07-01"})
    save(party, "mei", name, revision=revision_of(party, "mei", name), title=SECRET, situation="末班车太早。")

    editor = party.of("min").get(f"{INVITE}?common={name}")

    assert editor.context["form"]["sign_by"].value() == "2026-07-01"
    assert editor.context["form"]["situation"].value() == "末班车太早。"


def test_two_at_once_lose_nothing_and_choose(party: Desks) -> None:
    name = begun(party)
    revision = revision_of(party, "min", name)
    save(party, "mei", name, page_key="mei", revision=revision, title="关于公交的建议", situation="末班车太早。")
    answer = save(
        party, "min", name, page_key="min", revision=revision, title="关于公交的建议", situation="没有夜班车。"
    )

    assert answer.context["saved"].state == "beside"
    assert "beside what somebody else wrote" in answer.text
    texts = {row.beside: (row.data["situation"], row.saved_by) for row in Draft.objects.all()}
    people = party.town.people
    assert texts == {"": ("末班车太早。", people["mei"].pk), "min": ("没有夜班车。", people["min"].pk)}
    editor = party.of("mei").get(f"{NEW}?common={name}")
    (other,) = editor.context["others"]
    assert (other.saved_by, [pair.name for pair in other.differences]) == ("闵同", ["situation"])
    assert "by 闵同" in editor.text
    # Nothing is handed in while the other text waits for a choice.
    sent = {"title": "关于公交的建议", **TEXT, "key": "k", "draft-revision": editor.context["saved"].revision}
    assert party.of("min").post(f"{NEW}?common={name}", {"do": "act", **sent}).status_code == 422
    assert Entry.objects.unscoped("test").filter(act="submit_collective").count() == 0


def test_an_own_draft_is_shared_by_an_act_of_its_own(party: Desks) -> None:
    party.of("min").post(NEW, {"do": "save", "title": SECRET, **TEXT})
    assert SECRET not in everywhere(party, "mei")
    assert [one.title for one in page(party, "min")["shareable"]] == [SECRET]

    of = party.town.organisations["minmeng"].pk
    party.of("min").post(DRAFTS, {"do": "share", "of": of, "way": WAY})

    assert [row.title for row in page(party, "mei")["drafts"]] == [SECRET]
    assert page(party, "min")["shareable"] == []
    assert SECRET in party.of("min").get("/desk/drafts/").text
    assert party.of("min").get(NEW).context["form"]["title"].value() is None


OUTSIDE = ("an", "gong", "jie", "chen", "ding", "zhu", "gu")


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_from_another_desk_reads_it(party: Desks, who: str) -> None:
    name = begun(party)
    save(party, "mei", name, title=SECRET, situation=SECRET * 3)
    client = party.of(who)

    assert SECRET not in everywhere(party, who)
    for url in (f"{NEW}?common={name}", f"{INVITE}?common={name}", f"{NEW}names/suggested_unit/?common={name}"):
        response = client.get(url)
        assert response.status_code == 404
        assert SECRET not in response.text
    assert save(party, who, name, title="改").status_code == 404
    assert client.post(f"{NEW}?common={name}", {"do": "act", "title": "改", "key": "k"}).status_code == 404
    assert client.post(DRAFTS, {"do": "take_back", "name": name}).status_code == 403
    of = party.town.organisations["minmeng"].pk
    assert client.post(DRAFTS, {"do": "begin", "of": of, "way": WAY}).status_code == 403
    assert [row.data["title"] for row in Draft.objects.all()] == [SECRET]


def test_nothing_of_it_stands_in_register_or_search(party: Desks, caplog: pytest.LogCaptureFixture) -> None:
    name = begun(party)
    party.of("min").get(URL)
    before = Entry.objects.unscoped("test").count()
    save(party, "mei", name, title=SECRET)
    party.of("min").get(f"{NEW}?common={name}")

    assert Entry.objects.unscoped("test").count() == before
    found = party.of("min").get(f"/desk/find/?q={SECRET}")
    assert 'href="/cases/' not in found.text
    assert SECRET not in caplog.text


def test_whoever_leaves_the_desk_reads_it_no_more(party: Desks) -> None:
    name = begun(party, "min")
    save(party, "min", name, title=SECRET)
    assert party.of("mei").get(f"{NEW}?common={name}").status_code == 200

    Post.objects.of_body(party.town.body).filter(person=party.town.people["mei"]).update(until=date(2026, 6, 1))

    assert party.of("mei").get(f"{NEW}?common={name}").status_code in {403, 404}
    assert party.of("mei").get(URL).status_code == 403


def test_what_is_taken_back_is_closed_and_nothing_of_it_is_lost(party: Desks) -> None:
    name = begun(party, "min")
    revision = revision_of(party, "min", name)
    save(party, "min", name, page_key="min", revision=revision, title=SECRET)
    save(party, "mei", name, page_key="mei", revision=revision, title=SECRET, situation="梅书补充。")

    refused = party.of("mei").post(DRAFTS, {"do": "take_back", "name": name})
    assert refused.status_code == 403
    response = party.of("min").post(DRAFTS, {"do": "take_back", "name": name})

    assert said(response) == ["The draft is yours alone again. It stands among your drafts."]
    assert party.of("mei").get(f"{NEW}?common={name}").status_code == 404
    assert save(party, "mei", name, page_key="mei", title="改").status_code == 404
    assert SECRET not in everywhere(party, "mei")
    editor = party.of("min").get(NEW)
    assert editor.context["form"]["title"].value() == SECRET
    assert [other.differences[0].there[0].text for other in editor.context["others"]] == ["梅书补充。"]


def test_taken_back_beside_another_of_the_authors_drafts(party: Desks) -> None:
    name = begun(party, "min")
    save(party, "min", name, title=SECRET)
    party.of("min").post(NEW, {"do": "save", "title": "关于另一件事的建议"})

    party.of("min").post(DRAFTS, {"do": "take_back", "name": name})

    assert {row.data["title"]: bool(row.beside) for row in Draft.objects.all()} == {
        "关于另一件事的建议": False,
        SECRET: True,
    }


def test_junk_gets_a_sentence(party: Desks) -> None:
    client, of = party.of("min"), party.town.organisations["minmeng"].pk

    assert client.post(DRAFTS, {"do": "begin", "of": of, "way": "proposal.submit"}).status_code == 422
    assert client.post(DRAFTS, {"do": "begin", "of": "999999", "way": WAY}).status_code == 403
    assert client.post(DRAFTS, {"do": "share", "of": of, "way": WAY}).status_code == 404
    assert client.post(DRAFTS, {"do": "take_back", "name": ""}).status_code == 404
    assert client.get(f"{NEW}?common=dragon").status_code == 404
    assert client.get(f"/desk/proposals/new/submit/?common={begun(party)}").status_code == 404


def test_a_draft_that_is_emptied_stays_in_common(party: Desks) -> None:
    name = begun(party)
    save(party, "mei", name, title=SECRET)
    save(party, "mei", name, page_key="two", title="")

    assert [row.title for row in page(party, "min")["drafts"]] == [""]
