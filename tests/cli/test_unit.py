"""`zhixing unit`: units confirmed after an import, merged, split and renamed, their open cases going with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Zhixing
from tests.proposals.ledgers import jsonl
from tests.world.story import told
from tests.world.town import Town, build_town
from zhixing.assembly.models import Organisation
from zhixing.proposals.importing import import_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DOCUMENT = ("--document", "安委发〔2026〕3号")


def test_units_of_a_ledger_are_listed_and_confirmed(town: Town, zhixing: Zhixing, tmp_path: Path) -> None:
    import_ledger(jsonl(tmp_path, {"案由": "关于修路的提案", "主办单位": "市交通局"}), body=town.body)

    listed = zhixing("unit", "list", "--proposed")
    confirmed = zhixing("unit", "confirm", "市交通局", "--side", "government")

    assert listed == (0, "市交通局\tother\tother\tproposed\n", "")
    assert confirmed == (0, "市交通局 is confirmed; proposals can be assigned to it.\n", "")
    assert "市交通局\tgovernment_department\tgovernment\tconfirmed\n" in zhixing("unit", "list").out
    assert zhixing("unit", "list", "--proposed").out == ""


def test_open_cases_go_with_a_merger_and_with_a_split(town: Town, zhixing: Zhixing) -> None:
    story = told(town, "accept")

    merged = zhixing("unit", "merge", "市住房和城乡建设局", "--into", "市教育局", *DOCUMENT)
    split = zhixing("unit", "split", "市教育局", "--into", "市委宣传部", "市教育局", *DOCUMENT, "--on", "2026-06-30")

    assert merged == (0, "市教育局 follows; 2 open cases moved.\n", "")
    assert split == (0, "市教育局 is split; 2 open cases moved to 市委宣传部.\n", "")
    assert [party.organisation_id for party in story.handling.parties.filter(capacity="handler")] == [
        town.organisations["propaganda"].pk
    ]


def test_unit_is_renamed(town: Town, zhixing: Zhixing) -> None:
    said = zhixing("unit", "rename", "市教育局", "市教育体育局", *DOCUMENT)

    assert said == (0, "市教育局 is now 市教育体育局; earlier entries keep the earlier name.\n", "")
    assert Organisation.objects.of_body(town.body).filter(name="市教育体育局").exists()


def test_what_is_refused(town: Town, zhixing: Zhixing) -> None:
    unknown = zhixing("unit", "rename", "天外局", "甲局", *DOCUMENT)
    taken = zhixing("unit", "rename", "市教育局", "市委宣传部", *DOCUMENT)
    build_town("331098", "别处市")

    assert unknown == (1, "", "安澜市政协 has no unit 天外局 in force. `zhixing unit list` shows them.\n")
    assert (taken.code, taken.out) == (1, "")
    assert zhixing("unit", "list").err == "There are several committees here. Say which one with --body CODE.\n"
    assert zhixing("unit", "list", "--body", "1").err == (
        "There is no committee with code 1. `zhixing init` enters the first.\n"
    )
    assert zhixing("unit", "list", "--body", "331098").code == 0


@pytest.mark.parametrize("words", [[], ["divorce"], ["rename", "甲局", "乙局"], ["confirm", "甲局", "--side", "left"]])
def test_wrong_calls(town: Town, zhixing: Zhixing, words: list[str]) -> None:
    said = zhixing("unit", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: zhixing unit")
