"""Word files come in as cases that wait to be compared with their files; what was not understood stands in them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.proposals.word_files import OF_EACH, SORTS, Made, all_files, plain
from tests.world.kept import kept
from tests.world.tables import contents
from tests.world.town import DAY, Town, build_town, moment, proposal_data
from zhixing.assembly import clock
from zhixing.cases.acts import perform
from zhixing.cases.models import Case, Todo
from zhixing.cases.rebuilding import rebuild
from zhixing.procedure.facts import Refused
from zhixing.proposals.importing import ImportReport, words
from zhixing.proposals.importing.words import import_words
from zhixing.proposals.models import Proposal
from zhixing.proposals.word import WordProposal, read_file
from zhixing.register.log import verify_database

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

REFUSED = [made.name for made in all_files() if made.refused]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the 150 files, one below it for each sort."""
    for sort in SORTS:
        write(tmp_path / sort.__name__, sort)
    return tmp_path


def write(folder: Path, sort: Callable[[int], Made]) -> list[tuple[Path, Made]]:
    """Write the files of a sort, each into a folder of its own, for some bear the same name."""
    files = [(folder / str(number) / sort(number).name, sort(number)) for number in range(OF_EACH)]
    for path, made in files:
        path.parent.mkdir(parents=True)
        path.write_bytes(made.data)
    return files


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a single file in which everything is understood."""
    made = plain(0)
    path = tmp_path / made.name
    path.write_bytes(made.data)
    return path


def taken_in(path: Path, town: Town) -> tuple[int, int, int, int]:
    with clock.simulated(moment(DAY)):
        report = import_words(path, body=town.body)
    return report.read, report.created, report.unchanged, len(report.rejected)


@pytest.fixture
def all_in(later: None, db: None, folder: Path) -> tuple[Town, ImportReport]:
    """Return the town with the 150 files taken in, and what was said of it."""

    def take() -> tuple[Town, ImportReport]:
        town = build_town()
        with clock.simulated(moment(DAY)):
            return town, import_words(folder, body=town.body)

    return kept("the 150 Word files", take)


def waiting() -> Case:
    return Case.objects.unscoped("test").get(kind="proposal", state="intake")


def test_every_file_becomes_a_case_or_is_refused_with_a_sentence(all_in: tuple[Town, ImportReport]) -> None:
    town, report = all_in

    assert (report.read, report.created, report.unchanged) == (150, 150 - len(REFUSED), 0)
    assert sorted(Path(one.column).name for one in report.rejected) == sorted(REFUSED)
    assert all(one.reason.zh.endswith("。") for one in report.rejected)
    assert set(Case.objects.unscoped("test").values_list("kind", "state", "session")) == {
        ("proposal", "intake", town.session.pk)
    }
    assert (rebuild(check=True), verify_database().broken) == ([], [])


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort.__name__ != "refused"])
def test_what_was_read_and_what_was_not_stand_in_the_case(
    town: Town, tmp_path: Path, sort: Callable[[int], Made]
) -> None:
    for path, made in write(tmp_path, sort):
        assert taken_in(path, town) == (1, 1, 0, 0)
        row = Proposal.objects.select_related("case").order_by("pk").last()
        assert row is not None
        assert row.original == path.name
        parts = {name: made.fields[name] for name in ("situation", "analysis", "suggestions") if name in made.fields}
        assert {name: getattr(row, name) for name in parts} == parts
        assert row.whole == made.fields.get("body", "")
        assert bool(row.not_understood) == bool(made.asked)
        read = read_file(path.name, made.data)
        assert isinstance(read, WordProposal)
        assert row.case.title == (read.title or read.title_suggestion or path.stem)


def test_the_same_files_again_change_nothing(town: Town, folder: Path) -> None:
    taken_in(folder, town)
    after = contents()

    assert taken_in(folder, town) == (150, 0, 150 - len(REFUSED), len(REFUSED))
    assert contents() == after


def test_dry_run_reports_and_writes_nothing(town: Town, one: Path) -> None:
    before = contents()

    report = import_words(one, body=town.body, dry_run=True)

    assert (report.read, report.created) == (1, 1)
    assert contents() == before


def test_only_the_proposals_office_sees_it_and_has_it_to_confirm(town: Town, one: Path) -> None:
    taken_in(one, town)

    assert {name for name in town.people if not town.actor(name).keys.isdisjoint(waiting().folded["readers"])} == {
        "chen",
        "ding",
    }
    keys = set(Todo.objects.filter(case=waiting()).values_list("act", "key"))
    assert {act for act, _key in keys} == {"confirm_entry"}


def test_confirming_makes_it_the_proposal_of_whom_it_names(town: Town, one: Path) -> None:
    taken_in(one, town)
    case = waiting()

    with pytest.raises(Refused) as refused:
        perform(case, "confirm_entry", actor=town.actor("chen"), data=proposal_data(), at=moment(DAY))
    assert refused.value.code == "invalid"

    done = perform(case, "confirm_entry", actor=town.actor("chen"), data=proposal_data(proposer="安行"), at=moment(DAY))

    assert done.state == "submitted"
    assert [(row[0], row[1]) for row in done.case.folded["parties"]] == [("proposer", town.people["an"].pk)]
    assert rebuild(check=True) == []


def test_what_is_no_proposal_is_put_aside_with_a_reason(town: Town, one: Path) -> None:
    taken_in(one, town)

    done = perform(waiting(), "discard", actor=town.actor("chen"), data={"reason": "不是提案"}, at=moment(DAY))

    assert done.state == "discarded"


def test_the_digest_is_the_file_s_own(town: Town, one: Path) -> None:
    taken_in(one, town)

    assert Proposal.objects.get().original_digest == sha256(one.read_bytes()).hexdigest()


def test_the_same_file_elsewhere_is_not_entered_again(town: Town, one: Path, tmp_path: Path) -> None:
    data = one.read_bytes()
    for place in ("甲/一.docx", "乙/一.docx", "乙/改名.docx"):
        (tmp_path / "夹" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "夹" / place).write_bytes(data)
    with ZipFile(tmp_path / "包.zip", "w") as archive:
        archive.writestr("内/另名.docx", data)

    places = (tmp_path / "夹", tmp_path / "包.zip", tmp_path / "夹" / "甲")
    with clock.simulated(moment(DAY)):
        reports = [import_words(path, body=town.body) for path in places]

    assert [(report.created, report.unchanged) for report in reports] == [(1, 2), (0, 1), (0, 1)]
    assert Proposal.objects.count() == 1
    told = [[(one.row, one.column) for one in report.noted] for report in reports]
    (first,) = Proposal.objects.values_list("original", flat=True)
    assert len(told[0]) == 2, "two places of one file in the very same folder are told"
    assert told[1] == [(1, "内/另名.docx")]
    assert first in reports[1].noted[0].reason.zh


def test_a_file_taken_in_under_the_digest_of_earlier_days_is_recognised(
    town: Town, one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = words.data_of
    with monkeypatch.context() as earlier:
        earlier.setattr(words, "data_of", lambda file: read(file) | {"original_digest": words.earlier_digest(file)})
        taken_in(one, town)

    assert taken_in(one, town) == (1, 0, 1, 0)
