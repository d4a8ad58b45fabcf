"""The acts every procedure has: they mend the record without rewriting it, and the rows always say what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.factories.assembly import make_organisation
from tests.world.story import DATA, LATER, Story, told
from tests.world.tables import contents
from tests.world.town import Town, build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.assembly.actors import actor_for, system_actor
from zhixing.assembly.calendars import set_arrangement
from zhixing.assembly.models import Organisation, Person
from zhixing.assembly.succession import merge_organisations
from zhixing.cases import adopting, kinds
from zhixing.cases.acts import open_case, perform, perform_by_clock
from zhixing.cases.adopting import Adopted
from zhixing.cases.calls import Done
from zhixing.cases.daily import run_day
from zhixing.cases.models import Case, CaseParty, CaseReader, Deadline, Notice, Todo
from zhixing.cases.reading import timeline
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Refused
from zhixing.proposals.models import Handling, Proposal
from zhixing.register.log import verify_database
from zhixing.register.models import Entry, FieldValue

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REASON = "录入有误"
TITLE = "关于完善老旧小区加装电梯后续管护机制的建议"
MENDED = "关于完善既有住宅加装电梯后续管护机制的建议"


@pytest.fixture(autouse=True)
def _register_explains_every_row(town: Town) -> Iterator[None]:
    """After each test the projections say what the entries say, and every hash follows."""
    yield
    assert rebuild(check=True) == []
    assert verify_database().broken == []


def chens(story: Story, act: str, case: Case, **data: Any) -> Done:
    """Perform an act of the proposals committee's clerk."""
    return perform(case, act, actor=story.town.actor("chen"), data=data)


def dings(story: Story, act: str, case: Case, **data: Any) -> Done:
    """Perform an act of the proposals committee's director."""
    return perform(case, act, actor=story.town.actor("ding"), data=data)


def faults_of(refused: pytest.ExceptionInfo[Refused]) -> dict[str, str]:
    """Return the English sentence at each field at fault."""
    return {name: sentence.say("en") for name, sentence in refused.value.faults}


def value_of(case: Case, entry: int, name: str) -> str | None:
    """Return the register's value of a field, None when it was removed."""
    found = FieldValue.objects.get(entry__case=case.number, entry__number=entry, name=name)
    assert (found.value is None) == (found.salt is None)
    return found.value


def everywhere(text: str) -> list[str]:
    """Return the tables in which a text still stands."""
    return [table for table, rows in contents().items() if text in repr(rows)]


# --- Correct ---


def test_corrected_field_stands_in_the_title_and_the_content(town: Town) -> None:
    story = told(town, "submit")
    case = story.proposal

    chens(story, "correct", case, entry=1, field="title", value=f" {MENDED} ", reason=REASON)
    chens(story, "correct", case, entry=1, field="category", value="economy", reason=REASON)

    assert story.proposal.title == MENDED
    assert Proposal.objects.get(case=case).category == "economy"
    assert value_of(case, 1, "title") == json.dumps(TITLE, ensure_ascii=False), "what was entered stays"
    assert value_of(case, 2, "value") == json.dumps(MENDED, ensure_ascii=False), "trimmed as a title is"
    assert story.proposal.state == "submitted"


def test_correction_may_be_as_long_as_the_field(town: Town) -> None:
    story = told(town, "sign_reply")
    reply = "答复正文。" * 1000

    chens(story, "correct", story.handling, entry=5, field="reply", value=reply, reason=REASON)

    assert value_of(story.handling, 6, "value") == json.dumps(reply, ensure_ascii=False)


def test_correction_of_an_earlier_text_leaves_the_later_one(town: Town) -> None:
    story = told(town, "submit")
    chens(story, "return_draft", story.proposal, opinion="请写明数据")
    again = {name: DATA["submit"][name] for name in ("situation", "analysis", "suggestions")}
    perform(story.proposal, "resubmit", actor=town.actor("an"), data={**again, "title": MENDED})

    chens(story, "correct", story.proposal, entry=1, field="title", value="关于电梯的旧案由", reason=REASON)

    assert story.proposal.title == MENDED


def test_second_correction_takes_the_place_of_the_first(town: Town) -> None:
    story = told(town, "submit")
    chens(story, "correct", story.proposal, entry=1, field="title", value="关于电梯的另一案由", reason=REASON)

    chens(story, "correct", story.proposal, entry=1, field="title", value=MENDED, reason=REASON)

    assert story.proposal.title == MENDED


def test_correction_follows_into_the_cases_that_took_the_field_over(town: Town) -> None:
    story = told(town, "accept")

    chens(story, "correct", story.proposal, entry=1, field="title", value=MENDED, reason=REASON)

    assert (story.proposal.title, story.handling.title) == (MENDED, MENDED)
    assert (story.handling.entries, story.handling.state) == (3, "accepted")


def test_correction_of_a_field_that_children_did_not_take_over_stays_alone(town: Town) -> None:
    story = told(town, "accept")

    chens(story, "correct", story.proposal, entry=1, field="analysis", value="管护责任至今没有落实。", reason=REASON)

    assert story.handling.entries == 2


def test_hidden_fields_correction_stays_hidden_until_revealed(town: Town) -> None:
    story = told(town, "sign_reply")
    mended = "更正后的答复正文，逐条回应提案的各项建议。"

    chens(story, "correct", story.handling, entry=5, field="reply", value=mended, reason=REASON)

    assert Handling.objects.get(case=story.handling).reply == ""
    assert mended not in repr(timeline(story.handling, town.actor("an")))
    assert mended in repr(timeline(story.handling, town.actor("hu")))
    story.tell_next("release_reply")
    assert Handling.objects.get(case=story.handling).reply == mended
    assert mended in repr(timeline(story.handling, town.actor("an")))


def test_correction_after_the_release_is_shown_at_once(town: Town) -> None:
    story = told(town, "release_reply")
    mended = "更正后的答复正文，逐条回应提案的各项建议。"

    chens(story, "correct", story.handling, entry=5, field="reply", value=mended, reason=REASON)
    chens(story, "correct", story.handling, entry=5, field="letter", value="C", reason=REASON)

    content = Handling.objects.get(case=story.handling)
    assert (content.reply, content.letter) == (mended, "C")


def test_corrected_day_lets_the_clock_start_anew(town: Town) -> None:
    story = told(town, "file")
    assert Deadline.objects.get(case=story.proposal, clock="assign").due_on == date(2026, 2, 24)

    chens(story, "correct", story.proposal, entry=3, field="at", value="2026-01-30", reason=REASON)

    deadline = Deadline.objects.get(case=story.proposal, clock="assign")
    assert (deadline.started_on, deadline.due_on) == (date(2026, 1, 30), date(2026, 3, 2))
    assert story.proposal.due_on == date(2026, 3, 2)
    assert Todo.objects.get(case=story.proposal, key__endswith=".clerk").due_on == date(2026, 3, 2)


def test_corrected_day_settles_anew_whether_a_stopped_clock_was_on_time(town: Town) -> None:
    story = told(town, "assign")
    late = moment(date(2026, 3, 9))
    perform(story.handling, "accept", actor=town.actor("liao"), at=late)
    assert Deadline.objects.get(case=story.handling, clock="accept").on_time is False

    chens(story, "correct", story.handling, entry=2, field="at", value="2026-03-04", reason=REASON)

    deadline = Deadline.objects.get(case=story.handling, clock="accept")
    assert (deadline.status, deadline.ended_on, deadline.on_time) == ("stopped", date(2026, 3, 4), True)


def test_corrected_field_of_an_imported_case(town: Town) -> None:
    story = imported(town, state="archived")

    chens(story, "correct", story.proposal, entry=1, field="title", value=MENDED, reason=REASON)

    assert story.proposal.title == MENDED
    assert not Todo.objects.filter(case=story.proposal).exists()


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"entry": 9, "field": "title"}, "entry", "The case has 4 entries. Check the number of the entry."),
        (
            {"entry": 2, "field": "title"},
            "field",
            "Entry 2 has no field title. Its fields: advice, opinion.",
        ),
        ({"entry": 3, "field": "title"}, "field", "Entry 3 has no field title. Its fields: -."),
        (
            {"entry": 4, "field": "unit"},
            "field",
            "Handling (lead) unit cannot be mended by a correction. Use succeed for units and direct for states.",
        ),
        (
            {"entry": 1, "field": "state"},
            "field",
            (
                "Entry 1 has no field state. Its fields: analysis, category, occasion, publishable, situation, "
                "suggestions, title."
            ),
        ),
        (
            {"entry": 1, "field": "title", "value": "电梯"},
            "value",
            "Title needs 6 characters and has 2. Add to it.",
        ),
        ({"entry": 1, "field": "title", "value": ""}, "value", "Fill in Title."),
        (
            {"entry": 1, "field": "category", "value": "sports"},
            "value",
            "Category does not offer sports. Choose one of: economy, politics, culture, society, ecology.",
        ),
        (
            {"entry": 1, "field": "at", "value": "明天"},
            "value",
            "To correct the day, give a date such as 2026-03-27.",
        ),
        ({"entry": 1, "field": "at", "value": "2026-07-01"}, "value", "The corrected day may not be after 2026-06-30."),
    ],
)
def test_correction_that_cannot_be(town: Town, data: dict[str, Any], field: str, sentence: str) -> None:
    story = told(town, "assign")

    with pytest.raises(Refused) as refused:
        chens(story, "correct", story.proposal, **{"value": "x", "reason": REASON, **data})

    assert (refused.value.code, refused.value.article) == ("invalid", "proposal-work-rules/39")
    assert faults_of(refused) == {field: sentence}


def test_imported_state_is_no_field_to_correct(town: Town) -> None:
    story = imported(town, state="archived")

    with pytest.raises(Refused) as refused:
        chens(story, "correct", story.proposal, entry=1, field="state", value="declined", reason=REASON)

    assert list(faults_of(refused)) == ["field"]


def test_correction_is_not_itself_corrected(town: Town) -> None:
    story = told(town, "submit")
    chens(story, "correct", story.proposal, entry=1, field="title", value=MENDED, reason=REASON)

    with pytest.raises(Refused) as refused:
        chens(story, "correct", story.proposal, entry=2, field="value", value=TITLE, reason=REASON)

    assert list(faults_of(refused)) == ["field"]


# --- Redact ---


def test_redacted_text_stands_nowhere_any_more(town: Town) -> None:
    story = told(town, "submit")
    sealed = verify_database().root

    dings(story, "redact", story.proposal, entry=1, field="title", reason="涉及个人隐私")
    dings(story, "redact", story.proposal, entry=1, field="situation", reason="涉及个人隐私")

    assert everywhere(TITLE) == []
    assert everywhere("二百一十三个单元") == []
    assert (story.proposal.title, Proposal.objects.get(case=story.proposal).situation) == ("（已遮盖）", "")
    assert [value_of(story.proposal, 1, name) for name in ("title", "situation")] == [None, None]
    report = verify_database(sealed)
    assert (report.broken, report.redacted) == ([], 2)
    assert "（已依规遮盖）" in repr(timeline(story.proposal, town.actor("chen")))


def test_redaction_takes_every_earlier_correction_with_it(town: Town) -> None:
    story = told(town, "submit")
    first, second = "关于第一处个人隐私的案由", "关于第二处个人隐私的案由"
    chens(story, "correct", story.proposal, entry=1, field="title", value=first, reason=REASON)
    chens(story, "correct", story.proposal, entry=1, field="title", value=second, reason=REASON)
    chens(story, "correct", story.proposal, entry=1, field="analysis", value="管护责任至今没有落实。", reason=REASON)

    dings(story, "redact", story.proposal, entry=1, field="title", reason="涉及个人隐私")

    assert [everywhere(text) for text in (TITLE, first, second)] == [[], [], []]
    assert Proposal.objects.get(case=story.proposal).analysis == "管护责任至今没有落实。"


def test_redacted_field_may_be_corrected_no_more(town: Town) -> None:
    story = told(town, "submit")
    dings(story, "redact", story.proposal, entry=1, field="title", reason="涉及个人隐私")

    with pytest.raises(Refused) as refused:
        chens(story, "correct", story.proposal, entry=1, field="title", value=MENDED, reason=REASON)

    assert list(faults_of(refused)) == ["field"]


def test_correction_is_redacted_where_it_corrected(town: Town) -> None:
    """Removed alone, the corrected text would go on standing in the title."""
    story = told(town, "submit")
    chens(story, "correct", story.proposal, entry=1, field="title", value=MENDED, reason=REASON)

    with pytest.raises(Refused) as refused:
        dings(story, "redact", story.proposal, entry=2, field="value", reason="涉及个人隐私")

    assert faults_of(refused) == {"field": "This corrects title of entry 1. Redact that: its corrections go with it."}


def test_redaction_follows_into_the_cases_that_took_the_field_over(town: Town) -> None:
    story = told(town, "conclude")

    dings(story, "redact", story.proposal, entry=1, field="title", reason="涉及个人隐私")

    assert everywhere(TITLE) == []
    assert story.handling.title == "（已遮盖）"


def test_redacted_hidden_text_is_not_revealed(town: Town) -> None:
    story = told(town, "sign_reply")
    dings(story, "redact", story.handling, entry=5, field="reply", reason="涉及商业秘密")

    story.tell_next("release_reply")

    content = Handling.objects.get(case=story.handling)
    assert (content.reply, content.letter) == ("", "A")


def test_redacted_code_is_forgotten_by_the_rules(town: Town) -> None:
    story = told(town, "release_reply")
    story.tell_next("rate", grade="dissatisfied", again="请明确责任主体")

    dings(story, "redact", story.handling, entry=7, field="grade", reason="误填")

    assert "grade" not in story.handling.folded["values"]


def test_earlier_text_is_redacted_and_the_later_one_stays(town: Town) -> None:
    story = told(town, "submit")
    chens(story, "return_draft", story.proposal, opinion="请写明数据")
    again = {name: DATA["submit"][name] for name in ("situation", "analysis", "suggestions")}
    perform(story.proposal, "resubmit", actor=town.actor("an"), data={**again, "title": MENDED})

    dings(story, "redact", story.proposal, entry=1, field="title", reason="涉及个人隐私")

    assert (everywhere(TITLE), story.proposal.title) == ([], MENDED)


@pytest.mark.parametrize("field", ["colour", "at"])
def test_redaction_of_what_is_not_there(town: Town, field: str) -> None:
    story = told(town, "submit")

    with pytest.raises(Refused) as refused:
        dings(story, "redact", story.proposal, entry=1, field=field, reason="涉及个人隐私")

    assert list(faults_of(refused)) == ["field"]


def test_only_the_director_redacts(town: Town) -> None:
    story = told(town, "submit")

    with pytest.raises(Refused) as refused:
        chens(story, "redact", story.proposal, entry=1, field="title", reason="涉及个人隐私")

    assert (refused.value.code, refused.value.article) == ("not_allowed", "proposal-work-rules/40")


# --- Direct ---


def test_resolution_moves_a_case_to_a_declared_state(town: Town, second: Person) -> None:
    story = told(town, "first_review")

    done = dings(
        story, "direct", story.proposal, state="submitted", resolution="主席会议纪要〔2026〕3号", second=second.pk
    )

    assert (done.state, story.proposal.state) == ("submitted", "submitted")
    assert list(Todo.objects.filter(case=story.proposal).values_list("act", flat=True).distinct()) == ["first_review"]


def test_what_is_merged_comes_free_of_a_main_proposal_that_was_ended(town: Town, second: Person) -> None:
    story = told(town, "file")
    main, other = story.proposal, open_case("proposal", "submit", actor=town.actor("bo"), data=proposal_data()).case
    chens(story, "first_review", other, advice="merge", opinion="内容相近")
    chens(story, "merge", other, main=main.number)
    dings(story, "direct", main, state="declined", resolution="主席会议纪要", second=second.pk)

    assert chens(story, "unmerge", other, reason="主案已不予立案").state == "filed"
    assert story.proposal.state == "declined"


def test_resolution_that_ends_a_case_stops_its_clocks(town: Town, second: Person) -> None:
    story = told(town, "first_review")

    dings(story, "direct", story.proposal, state="withdrawn", resolution="主席会议纪要", second=second.pk)

    assert (story.proposal.final, story.proposal.due_on) == (True, None)
    assert list(Deadline.objects.filter(case=story.proposal).values_list("status", flat=True)) == ["stopped"] * 2


def test_resolution_moves_a_finished_case_back(town: Town, second: Person) -> None:
    story = told(town, "archive")

    dings(story, "direct", story.proposal, state="answered", resolution="主席会议纪要", second=second.pk)

    assert (story.proposal.state, story.proposal.final, story.proposal.closed_on) == ("answered", False, None)


@pytest.mark.parametrize(
    ("second_person", "sentence"),
    [
        ("ding", "The second person must be somebody else. Choose another."),
        ("chen", "陈阅 holds no post that may confirm this. Choose another who may."),
        ("an", "安行 holds no post that may confirm this. Choose another who may."),
    ],
)
def test_resolution_needs_a_second_person_with_the_right(town: Town, second_person: str, sentence: str) -> None:
    story = told(town, "first_review")

    with pytest.raises(Refused) as refused:
        dings(
            story,
            "direct",
            story.proposal,
            state="submitted",
            resolution="主席会议纪要",
            second=town.people[second_person].pk,
        )

    assert (refused.value.code, refused.value.article) == ("invalid", "proposal-work-rules/41")
    assert faults_of(refused) == {"second": sentence}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"state": "published"}, "state"), ({"resolution": ""}, "resolution"), ({"second": 10**6}, "second")],
)
def test_resolution_must_be_whole(town: Town, second: Person, changes: dict[str, Any], field: str) -> None:
    story = told(town, "first_review")
    data = {"state": "submitted", "resolution": "主席会议纪要", "second": second.pk, **changes}

    with pytest.raises(Refused) as refused:
        dings(story, "direct", story.proposal, **data)

    assert list(faults_of(refused)) == [field]


# --- Migrate ---


def adopted(town: Town, *changes: tuple[str, str], kind: str = "proposal") -> Adopted:
    """Adopt the shipped procedure with some of its text replaced."""
    text = kinds.get(kind).procedure.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return adopting.adopt(town.body, kind, at=LATER, actor=town.actor("ding"), source=text)


RENAMED = (
    ('version = "2026-3"', 'version = "2027-1"'),
    ("first_reviewed", "reviewed_once"),
    (
        'roles = ["proposer", "cosigner", "invited", "merged_proposer",',
        'roles = ["cosigner", "invited", "merged_proposer",',
    ),
)


def test_open_case_moves_to_a_newly_adopted_procedure(town: Town) -> None:
    story = told(town, "first_review")
    new = adopted(town, *RENAMED)

    dings(story, "migrate", story.proposal, procedure=new.digest, state="reviewed_once")

    case = story.proposal
    assert (case.state, case.procedure) == ("reviewed_once", new.digest)
    assert Deadline.objects.get(case=case, clock="decide").status == "running"
    assert not CaseReader.objects.filter(case=case, key=f"p{town.people['an'].pk}").exists(), "read as newly ruled"
    assert dings(story, "file", case).state == "filed"


def test_clocks_that_the_new_procedure_does_not_know_stop(town: Town) -> None:
    story = told(town, "first_review")
    new = adopted(town, ("clocks.decide", "clocks.filing"))

    dings(story, "migrate", story.proposal, procedure=new.digest, state="first_reviewed")

    assert Deadline.objects.get(case=story.proposal, clock="decide").status == "stopped"
    assert dings(story, "file", story.proposal).state == "filed"


def test_roles_that_the_new_procedure_does_not_know_do_not_matter(town: Town) -> None:
    story = told(town, "first_review")
    new = adopted(town, ("proposals_director", "committee_director"))

    dings(story, "migrate", story.proposal, procedure=new.digest, state="first_reviewed")

    post = Entry.objects.unscoped("test").get(case=story.proposal.number, number=3).post
    assert json.loads(post)["kind"] == "director"


def test_entry_of_an_act_that_the_new_procedure_does_not_know_can_be_corrected(town: Town) -> None:
    story = told(town, "first_review")
    new = adopted(town, ("acts.first_review", "acts.review"), ('"first_review"', '"review"'))
    dings(story, "migrate", story.proposal, procedure=new.digest, state="first_reviewed")

    chens(story, "correct", story.proposal, entry=2, field="opinion", value="同意立案", reason=REASON)

    assert "同意立案" in repr(timeline(story.proposal, town.actor("chen")))


def test_migration_into_a_final_state_ends_the_case(town: Town) -> None:
    story = told(town, "first_review")
    new = adopted(town, *RENAMED)

    dings(story, "migrate", story.proposal, procedure=new.digest, state="withdrawn")

    assert (story.proposal.final, story.proposal.due_on) == (True, None)


def test_state_that_the_new_procedure_does_not_know_is_refused(town: Town) -> None:
    story = told(town, "first_review")
    new = adopted(town, *RENAMED)

    with pytest.raises(Refused) as refused:
        dings(story, "migrate", story.proposal, procedure=new.digest, state="first_reviewed")

    assert faults_of(refused)["state"].startswith("The new procedure has no state first_reviewed. Its states: ")


def test_procedure_that_this_committee_never_adopted_is_refused(town: Town) -> None:
    story = told(town, "first_review")
    neighbours = build_town("331098", "澜东县")
    theirs = adopted(neighbours, *RENAMED)
    other_kind = adopting.in_force(town.body, "handling")

    for digest in ("0" * 64, theirs.digest, other_kind.digest):
        with pytest.raises(Refused) as refused:
            dings(story, "migrate", story.proposal, procedure=digest, state="submitted")
        assert list(faults_of(refused)) == ["procedure"]


# --- Import ---


def imported(town: Town, **data: Any) -> Story:
    """Enter a proposal of which an earlier ledger tells."""
    known = {"title": TITLE, "unit": "市住房和城乡建设局", "unknown": "提案者、分类", "source": "2023年台账"}
    done = open_case(
        "proposal",
        "import",
        actor=system_actor(town.body),
        data={**known, **data},
        at=moment(date(2023, 1, 15)),
    )
    return Story(town, {"submit": done})


def test_import_enters_what_is_known_and_waits_for_nobody(town: Town) -> None:
    story = imported(town, state="answered")

    case = story.proposal
    assert (case.state, case.imported, case.title, case.opened_on) == ("answered", True, TITLE, date(2023, 1, 15))
    assert (Todo.objects.filter(case=case).count(), Notice.objects.filter(case=case).count()) == (0, 0)
    assert CaseParty.objects.get(case=case).organisation == town.organisations["housing"]
    assert "提案者、分类" in repr(timeline(case, town.actor("chen")))


def test_imported_case_that_somebody_takes_up_waits_for_the_next_act(town: Town) -> None:
    story = imported(town, state="closed")
    assert not Todo.objects.filter(case=story.proposal).exists()

    chens(story, "archive", story.proposal)

    assert story.proposal.state == "archived"


def test_import_is_no_persons_act(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        open_case("proposal", "import", actor=town.actor("ding"), data={"state": "archived"})

    assert refused.value.code == "not_allowed"


# --- Succeed, recompute, tick ---


def merged(town: Town) -> Organisation:
    """Let the housing bureau become part of a new bureau."""
    new = make_organisation(town.body, "市城乡建设管理局")
    merge_organisations(
        merged=[town.organisations["housing"]], into=new, on=date(2026, 3, 16), document="编委〔2026〕5号"
    )
    return new


def succeed(town: Town, case: Case, former: Organisation, successor: Organisation) -> Done:
    data = {"former": former.pk, "successor": successor.pk, "reason": "机构改革"}
    return perform(case, "succeed", actor=system_actor(town.body), data=data)


def test_successor_takes_over_what_the_former_unit_had_in_hand(town: Town) -> None:
    story = told(town, "accept")
    new = merged(town)

    succeed(town, story.handling, town.organisations["housing"], new)

    on = date(2026, 6, 30)
    assert CaseParty.objects.get(case=story.handling, capacity="handler").organisation == new
    keys = set(Todo.objects.filter(case=story.handling).values_list("key", flat=True))
    assert keys == {f"o{new.pk}.handler", f"o{new.pk}.liaison"}
    assert not CaseReader.objects.filter(case=story.handling, key__startswith=f"o{town.organisations['housing'].pk}.")
    han = actor_for(town.people["han"], body=town.body, on=on)
    assert perform(story.handling, "draft_reply", actor=han, data=DATA["draft_reply"]).state == "drafted"


def test_unit_that_is_no_party_has_no_successor(town: Town) -> None:
    story = told(town, "accept")

    with pytest.raises(Refused) as refused:
        succeed(town, story.handling, town.organisations["school"], town.organisations["housing"])

    assert faults_of(refused) == {"former": "市教育局 is not a party in this case."}


def test_successor_must_stand(town: Town) -> None:
    story = told(town, "accept")
    ended = make_organisation(town.body, "市房产局", until=date(2026, 1, 1))

    with pytest.raises(Refused) as refused:
        succeed(town, story.handling, town.organisations["housing"], ended)

    assert list(faults_of(refused)) == ["successor"]


def test_years_arrangement_arrives_and_the_limit_is_recomputed(town: Town) -> None:
    with clock.simulated(moment(date(2026, 12, 21))):
        story = told(town, "file")
        data = {"unit": town.organisations["housing"].pk}
        perform(story.proposal, "assign", actor=town.actor("chen"), data=data, at=moment(date(2026, 12, 10)))
        before = Deadline.objects.get(case=story.handling, clock="reply")
        set_arrangement(year=2027, days_off=[date(2027, 3, 10)], make_up=[], official=True, source="国办发明电")

        perform_by_clock(
            story.handling.number, "recompute", body=town.body, data={"year": 2027}, at=clock.now(), key="2027"
        )

        after = Deadline.objects.get(case=story.handling, clock="reply")
        assert (before.due_on, before.provisional) == (date(2027, 3, 10), True)
        assert (after.due_on, after.provisional) == (date(2027, 3, 11), False)
        assert [line["step"] for line in story.handling.folded["clocks"]["reply"]["lines"]][-1] == "shift"
        assert timeline(story.handling, town.actor("hu"))[-1].by_clock is True


def told_of(case: Case, act: str) -> list[str]:
    """Return who was told of the case's acts of a name, in order."""
    return sorted(Notice.objects.filter(case=case, act=act).values_list("key", flat=True))


def test_day_brings_its_reminder_once(town: Town) -> None:
    story = told(town, "accept")
    due = Deadline.objects.get(case=story.handling, clock="reply").due_on
    unit = town.organisations["housing"].pk
    assert due == date(2026, 6, 2)
    quiet = run_day(date(2026, 5, 17))
    assert (quiet.reminders, quiet.automatic, quiet.refused) == (0, 0, [])

    first, again = run_day(date(2026, 5, 18)), run_day(date(2026, 5, 18))

    assert (first.reminders, again.reminders) == (1, 0)
    assert told_of(story.handling, "tick") == [f"o{unit}.{post}" for post in ("handler", "head", "liaison")]


def test_missed_days_are_made_up_for(town: Town) -> None:
    story = told(town, "accept")

    report = run_day(date(2026, 6, 3))

    assert (report.reminders, report.refused) == (2, [])
    assert story.handling.folded["clocks"]["reply"]["rungs"] == ["remind", "urge"]


def test_opinion_that_never_comes_lapses(town: Town) -> None:
    story = told(town, "release_reply")
    limit = Deadline.objects.get(case=story.handling, clock="feedback").due_on

    early = run_day(date(2026, 5, 22))
    late = run_day(date(2026, 5, 25))

    assert (limit, early.automatic, late.automatic, late.refused) == (date(2026, 5, 15), 0, 1, [])
    assert (story.handling.state, story.proposal.state) == ("answered", "answered")
    assert Deadline.objects.get(case=story.handling, clock="feedback").on_time is False
    assert run_day(date(2026, 5, 26)).automatic == 0


@pytest.mark.parametrize(("limit", "rung"), [("reply", "shout"), ("review", "remind"), ("reply", "remind")])
def test_reminder_that_is_not_due_or_was_sent(town: Town, limit: str, rung: str) -> None:
    story = told(town, "accept")
    run_day(date(2026, 6, 3))

    with pytest.raises(Refused) as refused:
        perform_by_clock(
            story.handling.number, "tick", body=town.body, data={"clock": limit, "rung": rung}, at=LATER, key="t"
        )

    assert list(faults_of(refused)) == ["rung"]
