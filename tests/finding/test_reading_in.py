"""What is found is what the entries say: after every act, after a correction and a redaction, and when made anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models.query import QuerySet

from tests.desk.people import DRAFT, REPLY, TODAY
from tests.finding.conftest import Finding
from tests.world.town import moment
from zhixing.assembly.models import Organisation, OrganisationName, Person
from zhixing.cases import reading
from zhixing.cases.acts import perform
from zhixing.cases.bulk import Batch, session_facts, write
from zhixing.cases.models import Case
from zhixing.finding import asking, gathering, name_index, reading_in
from zhixing.finding.asking import Question
from zhixing.finding.models import Audience, AudienceKey, NameForm, Passage, Waiting

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


def rows(query: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    return sorted(query, key=repr)


def index() -> list[list[tuple[Any, ...]]]:
    """Return everything that is found of cases, whatever the numbers of its rows."""
    return [
        rows(Passage.objects.values_list("case", "entry", "act", "field", "part", "audience__roles", "text")),
        rows(AudienceKey.objects.values_list("audience__case", "audience__roles", "key")),
        rows(Audience.objects.values_list("case", "roles")),
    ]


def test_following_every_act_gives_what_making_anew_gives(finding: Finding) -> None:
    proposal, handling = finding.desks.assigned()
    reading_in.catch_up()
    handling.refresh_from_db()
    finding.desks.act(handling, "accept", "liao", on=date(2026, 3, 3))
    reading_in.catch_up()
    finding.desks.rated()
    town = finding.desks.town
    mend = {"entry": 1, "reason": "误填"}
    perform(
        proposal,
        "correct",
        actor=town.actor("chen", TODAY),
        data={**mend, "field": "analysis", "value": "管护的责任主体已经分清。"},
    )
    perform(proposal, "redact", actor=town.actor("ding", TODAY), data={**mend, "field": "situation"})
    assert reading_in.catch_up()
    followed = index()

    assert reading_in.await_all() == Case.objects.unscoped("test").count()
    assert index() == [[], [], []]
    assert reading_in.catch_up()

    assert index() == followed
    assert len(followed[0]) == 19


def test_everybody_finds_exactly_what_their_page_shows(finding: Finding) -> None:
    finding.desks.rated()
    reading_in.catch_up()

    for who, person in finding.desks.town.people.items():
        actor, reader = finding.desks.town.actor(who, TODAY), finding.reader(who)
        for case in reader.cases:
            shown = {
                (view.number, value.name)
                for view in reading.timeline(case, actor)
                for value in view.values
                if value.name != gathering.TITLE
            }
            found = set(reader.passages().filter(case=case, entry__gt=0).values_list("entry", "field"))
            texts = set(Passage.objects.filter(case=case, entry__gt=0).values_list("entry", "field"))
            assert found == shown & texts, person


def test_a_released_reply_is_found_by_everybody_in_the_case(finding: Finding) -> None:
    _proposal, handling = finding.desks.signed()
    assert [finding.kinds(who, "共管账户 感谢") for who in ("liao", "gu", "an")] == [["handling"], ["handling"], []]

    finding.desks.act(handling, "release_reply", "gu", on=date(2026, 4, 22))

    assert [finding.kinds(who, "共管账户 感谢") for who in ("liao", "gu", "an")] == [["handling"]] * 3
    assert "感谢" in REPLY


def test_a_corrected_text_is_found_in_place_of_the_wrong_one(finding: Finding) -> None:
    proposal = finding.desks.submit(analysis="维保费用没有固定来源，报修到场慢。")
    assert finding.kinds("an", "固定来源") == ["proposal"]

    data = {"entry": 1, "field": "analysis", "value": "责任主体不清，无人出资。", "reason": "误填"}
    perform(proposal, "correct", actor=finding.desks.town.actor("chen", TODAY), data=data)

    assert (finding.kinds("an", "固定来源"), finding.kinds("an", "无人出资")) == ([], ["proposal"])


def test_a_redacted_text_leaves_the_index_in_the_very_act(finding: Finding) -> None:
    proposal = finding.desks.submit(situation="王某某家住三单元，停运十五日。")
    reading_in.catch_up()

    data = {"entry": 1, "field": "situation", "reason": "含个人信息"}
    perform(proposal, "redact", actor=finding.desks.town.actor("ding", TODAY), data=data)

    assert not Passage.objects.filter(text__contains="王某某").exists()
    assert not AudienceKey.objects.filter(audience__isnull=True).exists()
    assert (finding.kinds("an", "三单元"), finding.kinds("an", "管护责任")) == ([], ["proposal"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM finding_words")
        assert cursor.fetchone()[0] == Passage.objects.count()


def test_a_redacted_title_is_found_by_nobody(finding: Finding) -> None:
    proposal = finding.desks.submit(title="关于王某某反映问题的建议")

    data = {"entry": 1, "field": "title", "reason": "含个人信息"}
    perform(proposal, "redact", actor=finding.desks.town.actor("ding", TODAY), data=data)

    assert (finding.kinds("an", "反映问题"), finding.kinds("an", "遮盖")) == ([], [])


def test_an_act_writes_one_row_and_reading_in_takes_it_away(finding: Finding) -> None:
    finding.desks.submit()
    assert Waiting.objects.count() == 1

    assert reading_in.catch_up()

    assert Waiting.objects.count() == 0


def test_a_case_that_waits_is_found_by_number_and_party_alone(
    finding: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding.desks.submit()
    monkeypatch.setattr(asking, "MOST_READ_IN", 0)
    question, reader = Question.typed("管护责任"), finding.reader("an")

    found = asking.search(question, reader, read_in=0)

    assert (found.complete, found.hits) == (False, ())
    assert [hit.kind for hit in asking.search(Question.typed("安行"), reader, read_in=0).hits] == ["proposal"]


def test_cases_entered_together_wait_once_each(finding: Finding) -> None:
    town = finding.desks.town
    batch = Batch(town.body, now=moment(TODAY))
    case = batch.case("proposal")
    data = {"state": "archived", "title": "关于修桥的建议", "source": "台账"}
    batch.enter(case, "import", data, at=moment(TODAY), also=session_facts(town.session, 2026))
    batch.add(case)

    write(batch.taken())

    assert Waiting.objects.count() == 1
    assert finding.kinds("chen", "修桥") == ["proposal"]


def test_a_long_text_is_found_to_its_end(finding: Finding) -> None:
    text = "桥" * (gathering.PART - 2) + "跨过河流" + "路" * gathering.PART + "终点在此"
    parts = list(gathering._parts(gathering.Piece(1, "submit", "situation", text)))

    assert [part.part for part in parts] == [0, 1, 2]
    assert any("跨过河流" in part.text for part in parts)
    assert parts[-1].text.endswith("终点在此")


def test_names_follow_people_and_units_as_they_are_saved(finding: Finding) -> None:
    town = finding.desks.town
    an, housing = town.people["an"], town.organisations["housing"]
    an.name = "单行"
    an.save()
    OrganisationName.objects.create(organisation=housing, name="市建设局", until=date(2020, 1, 1))
    housing.short_name = "市住建局"
    housing.save()

    assert finding.people("chen", "shanxing") == finding.people("chen", "dx") == ["单行"]
    assert finding.people("chen", "anxing") == []
    assert (
        finding.units("an", "zjj") == finding.units("an", "住建局") == finding.units("an", "市建设局") == [housing.name]
    )


def test_names_made_anew_are_the_same(finding: Finding) -> None:
    before = rows(NameForm.objects.values_list("person", "organisation", "sort", "form"))
    NameForm.objects.all().delete()

    name_index.write_people()
    name_index.write_organisations()

    assert rows(NameForm.objects.values_list("person", "organisation", "sort", "form")) == before
    assert Person.objects.count() + Organisation.objects.unscoped("test").count() < len(before)
    assert DRAFT
