"""What an office brings in by the browser: checked first, then taken; only by whoever keeps that list."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings

from tests.desk.people import Desks
from tests.factories.assembly import make_post
from tests.proposals.word_files import plain
from zhixing.accounts.models import Account
from zhixing.assembly.models import Body, Membership, Organisation, Person
from zhixing.assembly.sector_list import seed_sectors
from zhixing.cases.acts import open_case
from zhixing.cases.models import Case

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]

URL = "/desk/import/"
LEDGER = "编号,案由,提案者,承办单位,类别\n1,关于增设公交站点的建议,安行,市教育局,社会建设\n2,,柏川,市教育局,社会建设\n"
UNITS = "单位名称,类别\n市数据局,政府部门\n,政府部门\n"


@pytest.fixture(autouse=True)
def _folder(settings: DjangoSettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def check(client: Client, what: str, name: str, content: bytes, **data: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(URL, {"what": what, "do": "check", "file": file, **data})


def take(client: Client, checked: HttpResponse, what: str, **changes: str) -> HttpResponse:
    """Send the form that stands under the report of a check."""
    hidden = dict(re.findall(r'<input type="hidden" name="(what|file|name|since)" value="([^"]*)">', checked.text))
    assert hidden["what"] == what
    return client.post(URL, {**hidden, "do": "take", **changes})


def told(response: HttpResponse) -> tuple[int, int, int, int, int]:
    report = response.context["report"]
    return report.read, report.created, report.changed, report.unchanged, len(report.rejected)


def test_a_ledger_is_checked_and_then_taken(desks: Desks) -> None:
    clerk, cases = desks.of("chen"), Case.objects.of_body(desks.town.body).filter(kind="proposal")

    checked = check(clerk, "ledger", "台账.csv", LEDGER.encode("gb18030"))
    assert (checked.status_code, told(checked)) == (200, (2, 1, 0, 0, 1))
    assert "案由" in checked.text
    assert not cases.exists()

    taken = take(clerk, checked, "ledger")
    assert (taken.status_code, told(taken)) == (200, (2, 1, 0, 0, 1))
    assert [case.title for case in cases] == ["关于增设公交站点的建议"]
    assert "Bring in the rows that can be taken" not in taken.text

    again = check(clerk, "ledger", "台账.csv", LEDGER.encode("gb18030"))
    assert told(again) == (2, 0, 0, 1, 1)
    assert "Nothing in this file is new." in again.text


def test_a_long_chinese_name_is_taken(desks: Desks) -> None:
    checked = check(desks.of("chen"), "ledger", f"{'提案台账' * 29}.csv", LEDGER.encode())

    assert told(checked) == (2, 1, 0, 0, 1)
    assert told(take(desks.of("chen"), checked, "ledger")) == (2, 1, 0, 0, 1)


def test_rows_of_another_committee_stay_out(desks: Desks) -> None:
    Body.objects.create(
        name="政协澄溪县委员会", short_name="澄溪县政协", level="county", area_code="331079", slug="331079"
    )
    rows = "政协,案由\n安澜市政协,关于甲的建议一二\n澄溪县政协,关于乙的建议一二\n从未听说过的县政协,关于丙的建议一二\n"

    taken = take(desks.of("chen"), check(desks.of("chen"), "ledger", "台账.csv", rows.encode()), "ledger")

    assert told(taken) == (3, 1, 0, 0, 2)
    assert "This row is another committee" in taken.text
    assert set(Case.objects.unscoped("test").filter(kind="proposal").values_list("title", flat=True)) == {
        "关于甲的建议一二"
    }
    assert Body.objects.count() == 2


def test_word_files_come_in_a_zip_and_wait_to_be_confirmed(desks: Desks) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in (1, 2):
            archive.writestr(f"提案{number}.docx", plain(number).data)

    taken = take(desks.of("chen"), check(desks.of("chen"), "words", "全会.zip", packed.getvalue()), "words")

    assert told(taken)[:2] == (2, 2)
    states = Case.objects.of_body(desks.town.body).filter(kind="proposal").values_list("state", flat=True)
    assert list(states) == ["intake", "intake"]


def in_the_intake(desks: Desks, **read: str) -> HttpResponse:
    """Let a file be read in, and return what its clerk is shown to confirm it."""
    data = {"title": "关于甲的建议", "original": "提案.docx", **read}
    case = open_case("proposal", "receive_file", actor=desks.town.actor("chen"), data=data).case
    return desks.of("chen").get(f"/cases/{case.number}/acts/confirm_entry/")


def test_confirming_begins_with_whom_the_file_names_and_shows_what_was_not_understood(desks: Desks) -> None:
    read = {"proposer_names": "安行、柏川、无此人", "unit_read": "市教育局", "category_read": "社会建设"}
    page = in_the_intake(desks, **read, not_understood="表格：看不懂的一栏", whole="未分段的全文")

    form, people = page.context["form"], desks.town.people
    assert form["proposer"].value() == str(people["an"].pk)
    assert form["cosigners"].value() == [str(people["bo"].pk)]
    assert form["suggested_unit"].value() == str(desks.town.organisations["school"].pk)
    assert (form["category"].value(), form["organisation"].value()) == ("society", None)
    assert f'value="{people["an"].pk}" selected' in page.text
    for said in ("表格：看不懂的一栏", "未分段的全文", "无此人", "nobody in office and no unit in force is called so"):
        assert said in page.text


def test_of_two_of_one_name_confirming_fills_in_neither(desks: Desks) -> None:
    seat = Membership.objects.of_body(desks.town.body).get(person=desks.town.people["an"])
    seat.pk, seat.person = None, Person.objects.create(name="安行")
    seat.save(force_insert=True)

    page = in_the_intake(desks, proposer_names="安行", unit_read="市住建局")

    form = page.context["form"]
    assert [form[name].value() for name in ("proposer", "organisation", "suggested_unit")] == [None, None, None]
    assert "several are called so" in page.text


def test_an_organisation_that_proposes_is_filled_in_as_one(desks: Desks) -> None:
    form = in_the_intake(desks, proposer_names="提案委员会、安行").context["form"]

    assert form["organisation"].value() == str(desks.town.organisations["committee"].pk)
    assert (form["proposer"].value(), form["cosigners"].value()) == (None, [str(desks.town.people["an"].pk)])


def test_a_roster_holds_from_a_day(desks: Desks) -> None:
    clerk = desks.of("shen")
    checked = check(clerk, "units", "单位.csv", UNITS.encode(), since="2026-03-01")
    assert told(checked) == (2, 1, 0, 0, 1)

    take(clerk, checked, "units")

    assert str(Organisation.objects.of_body(desks.town.body).get(name="市数据局").since) == "2026-03-01"


def test_accounts_are_opened_with_slips_to_save(desks: Desks) -> None:
    seed_sectors()
    person = desks.town.people["sys"] = Person.objects.create(name="左系")
    make_post(desks.town.organisations["office"], "sysadmin", person)
    client = desks.of("sys")
    checked = check(client, "accounts", "账号.csv", "姓名,单位,角色\n柏川,,委员\n".encode())
    assert not Account.objects.filter(person__name="柏川").exists()

    slips = take(client, checked, "accounts")

    assert slips["Content-Disposition"].startswith("attachment")
    assert "no-store" in slips["Cache-Control"]
    account = Account.objects.get(person__name="柏川")
    code = re.findall(r'一次性密码</dt><dd class="typed">(.*?)</dd>', slips.content.decode())
    assert [account.check_password(one) for one in code] == [True]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a file first."),
        ({"file": lambda: SimpleUploadedFile("台账.xls", b"x")}, "cannot be brought in here"),
        ({"file": lambda: SimpleUploadedFile("台账.csv", b"")}, "is empty"),
        ({"file": lambda: SimpleUploadedFile("台账.csv", "姓名\n甲\n".encode())}, "案由"),
        ({"do": "take", "file": lambda: "0" * 64, "name": lambda: "台账.csv"}, "The file checked before is gone."),
    ],
)
def test_bad_input_is_told_and_nothing_comes_in(
    desks: Desks, data: dict[str, Callable[[], object] | str], said: str
) -> None:
    sent = {name: value() if callable(value) else value for name, value in data.items()}

    response = desks.of("chen").post(URL, {"what": "ledger", "do": "check", **sent})

    assert response.status_code == 422
    assert said in response.text
    assert not Case.objects.unscoped("test").filter(kind="proposal").exists()


def test_a_day_that_is_none_is_told(desks: Desks) -> None:
    response = check(desks.of("shen"), "units", "单位.csv", UNITS.encode(), since="三月一日")

    assert response.status_code == 422
    assert "“三月一日” is no day" in response.text


def test_a_file_that_somebody_else_checked_is_not_taken(desks: Desks) -> None:
    checked = check(desks.of("chen"), "ledger", "台账.csv", LEDGER.encode())

    assert take(desks.of("ding"), checked, "ledger").status_code == 422
    assert not Case.objects.unscoped("test").filter(kind="proposal").exists()


def test_everybody_is_offered_what_they_keep(desks: Desks) -> None:
    def offered(who: str) -> list[str]:
        return [str(link.title) for link in desks.of(who).get(URL).context["sorts"][0].entries]

    assert offered("chen") == ["Proposals in Word", "Ledger of proposals", "Units", "Heads and liaisons of units"]
    assert offered("shen") == ["Units", "Heads and liaisons of units", "Members"]
    assert desks.of("chen").get(f"{URL}?what=accounts").status_code == 404
    assert desks.of("an").get(URL).status_code == 403
    assert "Bring in" in desks.of("chen").get("/desk/").text
    assert "Bring in" not in desks.of("an").get("/desk/").text
