"""`zhixing init`: the first committee, its administrator, and what is refused."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from tests.factories.assembly import make_body
from zhixing.accounts.models import Account
from zhixing.accounts.sign_in import authenticate
from zhixing.assembly import clock
from zhixing.assembly.actors import standing_of
from zhixing.assembly.models import Body, Organisation, Sector, Session, YearArrangement
from zhixing.assembly.proposed import propose_body
from zhixing.assembly.vocabulary import Status
from zhixing.cases.models import Adoption
from zhixing.cli import initialise
from zhixing.cli import main as cli_main
from zhixing.config import environment

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

NAME = "政协某某市委员会"
WORDS = ("--body-code", "330185", "--name", NAME, "--short", "市政协", "--person", "左浩初", "--admin", "Admin")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: DjangoSettings) -> Path:
    settings.ZHIXING_DATA = tmp_path
    return tmp_path


def run(words: Sequence[str] = WORDS) -> int:
    return cli_main.main(["init", *words])


def test_the_first_committee_and_its_administrator(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0

    body = Body.objects.get()
    assert (body.name, body.slug, body.level, body.demo_clock) == (NAME, "330185", "county", False)
    organisations = Organisation.objects.of_body(body).values_list("name", "functions")
    assert list(organisations) == [
        (NAME, []),
        ("市政协办公室", ["general_office"]),
        ("市政协提案委员会", ["proposals_committee"]),
    ]
    assert set(Adoption.objects.values_list("kind", flat=True)) == {
        "proposal",
        "handling",
        "cohandling",
        "lead",
        "call",
        "suggestion",
        "promise",
        *("problem", "topic", "letter", "check", "jointplan", "keyproposal", "commendation"),
        *("assessment", "scoring"),
    }
    assert YearArrangement.objects.exists()
    assert Sector.objects.exists()
    assert environment.installation(data)[0] == "test"
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{NAME} is set up. Sign in as admin with the one-time password ")


def test_the_password_is_good_for_once(capsys: pytest.CaptureFixture[str]) -> None:
    run()
    password = capsys.readouterr().out.splitlines()[0].rpartition(" ")[2]

    account = authenticate(sign_in="admin", password=password, address=None, at=clock.now())

    assert account.must_change_password
    standing = standing_of(account.person, on=clock.today())
    assert [post.kind for post in standing.posts] == ["sysadmin"]


def test_the_current_session_can_be_told() -> None:
    assert run([*WORDS, "--session", "十届五次", "--opens", "2026-02-25"]) == 0

    current = Session.current(Body.objects.get(), date(2026, 3, 1))
    assert current is not None
    assert current.name == "十届五次会议"


def test_a_committee_that_an_import_proposed_is_confirmed() -> None:
    proposed = propose_body(name=NAME)

    assert run() == 0

    body = Body.objects.get()
    assert (body.pk, body.slug, body.area_code, body.short_name) == (proposed.pk, proposed.slug, "330185", "市政协")
    assert body.status == Status.CONFIRMED


def test_it_runs_only_once(capsys: pytest.CaptureFixture[str]) -> None:
    make_body(NAME)

    assert run() == 1
    assert (
        capsys.readouterr().err == f"This installation is set up already, for {NAME}. `zhixing doctor` looks at it.\n"
    )


def test_a_demonstration_is_refused(settings: DjangoSettings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ZHIXING_MODE = "demo"

    assert run() == 1
    assert "holds the sample city" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--body-code", "999999", "is no area code"),
        ("--body-code", "330185x", "is no area code"),
        ("--admin", "a b", ""),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_left(
    option: str, value: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = list(WORDS)
    words[words.index(option) + 1] = value

    assert run(words) == 1
    assert complaint in capsys.readouterr().err
    assert (Body.objects.count(), Account.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "words", [WORDS[:4], [*WORDS, "--session", "十届五次"], [*WORDS, "--session", "soon"], [*WORDS, "--opens", "soon"]]
)
def test_wrong_usage_ends_with_2(words: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        run(words)

    assert raised.value.code == 2


def test_a_person_at_the_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = {"Short": " 市政协 ", "Name": "左浩初", "Sign-in": "admin"}

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return answers[prompt.split(maxsplit=1)[0]]

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)

    assert run(WORDS[:4]) == 0
    assert len(asked) == 3
    assert Body.objects.get().short_name == "市政协"


def test_tables_that_are_there_are_left_alone() -> None:
    initialise.ensure_migrated()
    many = YearArrangement.objects.count()

    initialise.ensure_migrated()

    assert YearArrangement.objects.count() == many > 0
