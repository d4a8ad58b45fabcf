"""A register is whole, or every way of tampering with it is found."""

import hashlib
import json
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.exports import Export, heads_of, honest
from zhixing.register import verifier
from zhixing.register.verifier import (
    LOST,
    SM3,
    Frontier,
    canonical,
    commitment,
    entry_hash,
    installation_root,
    leaf,
    main,
    own_sm3,
    seal_hash,
    sm3_hex,
    verify,
)

Forgery = Callable[[Export], object]


@pytest.fixture
def own() -> Iterator[None]:
    """Run with this file's own SM3."""
    before = SM3["native"]
    SM3["native"] = False
    yield
    SM3["native"] = before


def direct(data: bytes) -> str:
    """Return OpenSSL's SM3, by which the tests follow the specification without the verifier's help."""
    return hashlib.new("sm3", data).hexdigest()


# The two vectors of GB/T 32905 and the empty text.
VECTORS = [
    (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]


@pytest.mark.parametrize(("data", "digest"), VECTORS)
def test_own_sm3_gives_the_standards_digests(data: bytes, digest: str) -> None:
    assert own_sm3(data).hex() == digest


@given(st.binary(max_size=300))
def test_own_sm3_agrees_with_openssl(data: bytes) -> None:
    assert own_sm3(data).hex() == direct(data)


@pytest.mark.usefixtures("own")
def test_register_is_whole_by_own_sm3_too() -> None:
    assert honest().report().broken == []


def test_canonical_json_is_sorted_dense_and_unescaped() -> None:
    assert canonical({"b": [1, None, True], "a": "提案\n"}) == '{"a":"提案\\n","b":[1,null,true]}'


def test_canonical_json_refuses_what_json_cannot_say() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(float("nan"))


def test_digests_follow_the_specification() -> None:
    salt, fields = bytes(range(16)), {"act": "file", "number": 2, "prev": "00" * 32}
    text = b'{"act":"file","number":2,"prev":"' + b"0" * 64 + b'"}'
    first, second = {"body": "a", "size": 2, "root": "11" * 32}, {"body": "b", "size": 1, "root": "22" * 32}
    heads = [second, {"body": "c", "size": 0, "root": ""}, first]
    listed = f'[{{"body":"a","root":"{"11" * 32}","size":2}},{{"body":"b","root":"{"22" * 32}","size":1}}]'

    assert commitment("title", salt, '"案由"') == direct(b"\x02" + salt + b"title\x00" + '"案由"'.encode())
    assert entry_hash({**fields, "id": 9, "hash": "x"}) == entry_hash(fields) == direct(text)
    assert seal_hash({**fields, "hash": "x"}) == direct(text)
    assert leaf("ab" * 32) == direct(b"\x00" + bytes.fromhex("ab" * 32))
    assert installation_root(heads) == direct(listed.encode())
    assert installation_root([]) == direct(b"[]")


@pytest.mark.parametrize(
    ("name", "salt", "value"), [("a", b"short", "1"), ("a\0", bytes(16), "1"), ("a", bytes(16), "\0")]
)
def test_commitment_refuses_what_could_be_read_two_ways(name: str, salt: bytes, value: str) -> None:
    with pytest.raises(ValueError, match="zero byte"):
        commitment(name, salt, value)


def merkle(leaves: list[str]) -> str:
    """Return the root as RFC 6962 defines it, by recursion."""
    if not leaves:
        return direct(b"")
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return direct(b"\x01" + bytes.fromhex(merkle(leaves[:middle]) + merkle(leaves[middle:])))


@given(st.integers(0, 70), st.integers(0, 70))
def test_frontier_has_the_root_of_the_whole_tree_and_can_be_taken_up_again(size: int, more: int) -> None:
    leaves = [sm3_hex(bytes([number])) for number in range(size + more)]
    tree = Frontier()
    for one in leaves[:size]:
        tree.append(one)

    taken_up = Frontier(tree.size, json.loads(json.dumps(tree.as_list())))
    for one in leaves[size:]:
        taken_up.append(one)

    assert tree.root() == merkle(leaves[:size])
    assert taken_up.root() == merkle(leaves)


def test_frontier_refuses_peaks_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="3 leaves"):
        Frontier(3, ["00" * 32])


def test_honest_register_is_whole_and_tells_its_root() -> None:
    export = honest()

    report = export.report()

    assert (report.entries, report.broken, report.redacted) == (11, [], 0)
    assert report.root == installation_root(heads_of(export.log))


def test_empty_register_is_whole() -> None:
    assert Export().report(installation_root([])).broken == []


def test_removed_values_break_nothing_and_are_counted() -> None:
    export = honest()
    export.value(1, "situation").update(salt=None, value=None)
    export.value(6, "note").update(salt=None, value=None)

    report = export.report()

    assert (report.broken, report.redacted) == ([], 2)


def test_last_entries_need_not_be_logged_yet() -> None:
    export = honest()
    del export.log[-2:]

    assert export.report().broken == []


def test_every_earlier_root_is_in_the_history() -> None:
    export = honest()
    roots = [seal["root"] for seal in export.seals]
    for size in range(1, len(export.log) + 1):
        heads = heads_of(export.log[:size])
        roots += [installation_root(heads), *(head["root"] for head in heads)]

    assert [root for root in [*roots, sm3_hex(b"")] if export.report(root).broken] == []


def test_root_of_another_register_is_lost() -> None:
    assert honest().whats("12" * 32) == [LOST]


def test_one_bodys_export_without_seals_is_whole_and_knows_the_bodys_roots() -> None:
    export = honest()
    noted = next(head["root"] for head in export.seals[0]["heads"] if head["body"] == "anlan")
    for rows in (export.entries, export.log):
        rows[:] = [row for row in rows if row["body"] == "anlan"]
    ids = {entry["id"] for entry in export.entries}
    export.values[:] = [row for row in export.values if row["entry"] in ids]
    export.seals.clear()

    assert export.report(noted).broken == []


@pytest.mark.parametrize(
    "field",
    ["kind", "act", "actor", "post", "at", "recorded_at", "key", "payload", "procedure", "outcome", "body"],
)
def test_altered_field_of_an_entry_is_found(field: str) -> None:
    export = honest()
    export.entries[4][field] = "altered"

    found = {"case": "anlan-1", "entry": 3, "what": "it does not match its hash: it was altered"}
    assert export.report().broken[0] == found


def test_added_field_of_an_entry_is_found() -> None:
    export = honest()
    export.entries[4]["remark"] = "quietly"

    assert export.whats() == ["it does not match its hash: it was altered"]


def test_altered_and_hashed_again_entry_is_found_by_its_successor_and_the_log() -> None:
    export = honest()
    export.entries[1]["act"] = "decline"
    export.entries[1]["hash"] = entry_hash(export.entries[1])

    assert export.report().broken == [
        {
            "case": "anlan-1",
            "entry": 2,
            "what": "position 1 in the log of anlan, which should be its place, names another body or another hash",
        },
        {"case": "anlan-1", "entry": 3, "what": "it does not follow from the entry before it"},
    ]


def test_first_entry_with_a_past_is_found() -> None:
    export = honest()
    export.entries[0]["prev"] = "11" * 32
    export.entries[0]["hash"] = entry_hash(export.entries[0])

    assert "it does not follow from the entry before it" in export.whats()


ALTERED = "the value 'title' does not match its commitment: it was altered"


@pytest.mark.parametrize(
    "change",
    [
        {"value": '"另一个案由"'},
        {"salt": "00" * 16},
        {"salt": None},
        {"salt": "ab"},
        {"salt": "no hexadecimal"},
        {"value": "\0"},
    ],
)
def test_altered_value_is_found(change: dict[str, Any]) -> None:
    export = honest()
    export.value(1, "title").update(change)

    assert export.report().broken == [{"case": "anlan-1", "entry": 1, "what": ALTERED}]


def test_missing_value_is_found() -> None:
    export = honest()
    export.values.remove(export.value(1, "title"))

    assert export.report().broken == [{"case": "anlan-1", "entry": 1, "what": "the value 'title' is missing"}]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"entry": 2, "name": "extra"}, "the value 'extra' has no commitment or comes twice"),
        ({"entry": 2, "name": "opinion"}, "the value 'opinion' has no commitment or comes twice"),
        ({"entry": 99, "name": "opinion"}, "the value 'opinion' belongs to entry id 99, which is not there"),
    ],
)
def test_added_value_is_found(row: dict[str, Any], what: str) -> None:
    export = honest()
    export.values.append({**row, "salt": "00" * 16, "value": "1"})
    export.values.sort(key=lambda one: one["entry"])

    assert export.whats() == [what]


def test_value_of_a_removed_entry_is_found() -> None:
    export = honest()
    del export.entries[1]

    assert "the value 'opinion' belongs to entry id 2, which is not there" in export.whats()


@pytest.mark.parametrize(
    "commitments", [[["b", "1"], ["a", "1"]], [["a"]], ["a"], [[1, "1"]], [["a", "1"], ["a", "1"]]]
)
def test_commitments_of_the_wrong_form_are_found(commitments: list[Any]) -> None:
    export = Export()
    entry = export.append("anlan", "anlan-1", "submit")
    entry["commitments"] = commitments
    entry["hash"] = entry_hash(entry)

    assert "its commitments are not what the format says" in export.whats()


def test_entry_that_cannot_be_hashed_is_found() -> None:
    export = honest()
    export.entries[0]["outcome"] = {"share": float("nan")}

    assert export.whats() == ["it does not match its hash: it was altered"]


def test_removed_entry_is_found() -> None:
    export = honest()
    del export.entries[4]

    assert "the entries from 3 to 3 before it are missing" in export.whats()
    assert "position 3 in the log of anlan names entry id 5, which is not there or was named before" in export.whats()


def test_repeated_entry_is_found() -> None:
    export = honest()
    export.entries.insert(5, dict(export.entries[4], id=55))

    assert "its number comes after 3: entries were repeated or reordered" in export.whats()


def test_reordered_case_is_found() -> None:
    export = honest()
    first, second = export.entries[1], export.entries[4]
    first["id"], second["id"] = second["id"], first["id"]
    export.entries.sort(key=lambda entry: entry["id"])

    assert "the entries from 2 to 2 before it are missing" in export.whats()
    assert "its number comes after 3: entries were repeated or reordered" in export.whats()


@pytest.mark.parametrize(("name", "key"), [("entries", "id"), ("values", "entry"), ("log", "id"), ("seals", "number")])
def test_files_out_of_order_are_found(name: str, key: str) -> None:
    export = honest()
    getattr(export, name).reverse()

    assert any(f"{name} are not in order: {key}" in what for what in export.whats())


def test_entry_inserted_later_is_found() -> None:
    export = honest()
    late = export.append("anlan", "anlan-9", "submit")
    late["id"] = 4.5
    export.entries.sort(key=lambda entry: entry["id"])
    for number, entry in enumerate(export.entries, 1):
        entry["id"] = number

    assert export.whats() != []


def test_entry_missing_from_the_log_is_found() -> None:
    export = honest()
    del export.log[4]

    assert {
        "case": "anlan-1",
        "entry": 3,
        "what": "it is missing from the log of anlan, which holds later entries",
    } in export.report().broken
    assert any("stands where 3 was expected" in what for what in export.whats())


def test_log_line_without_an_entry_is_found() -> None:
    export = honest()
    export.log.append({"id": 99, "body": "chengxi", "position": 3, "entry": 99, "leaf": "00" * 32})

    assert export.whats() == [
        "position 3 in the log of chengxi names entry id 99, which is not there or was named before"
    ]


def test_log_line_in_another_bodys_log_is_found() -> None:
    export = honest()
    export.log[-1].update(body="anlan", position=8)

    assert export.whats() == [
        "position 8 in the log of anlan, which should be its place, names another body or another hash"
    ]


def test_altered_leaf_is_found() -> None:
    export = honest()
    export.log[-1]["leaf"] = "00" * 32

    assert export.whats() == [
        "position 2 in the log of chengxi, which should be its place, names another body or another hash"
    ]


def test_removed_log_is_found_by_the_seals() -> None:
    export = honest()
    export.log.clear()

    assert export.whats() == [
        "seal 1 covers 4 lines of the log of anlan, which has fewer: its tail was cut",
        "seal 1 covers 1 lines of the log of chengxi, which has fewer: its tail was cut",
        "seal 2 covers 7 lines of the log of anlan, which has fewer: its tail was cut",
        "seal 2 covers 2 lines of the log of chengxi, which has fewer: its tail was cut",
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"made_at": "2025-01-01"}, "seal 1 does not match its hash: it was altered"),
        ({"root": "00" * 32}, "the root of seal 1 does not follow from its heads"),
        ({"prev": "00" * 31 + "01"}, "seal 1 does not follow from the seal before it"),
        ({"heads": []}, "the root of seal 1 does not follow from its heads"),
        ({"heads": [{"size": 1}]}, "seal 1 has a head that is not what the format says"),
        ({"heads": [1]}, "seal 1 has a head that is not what the format says"),
    ],
)
def test_altered_seal_is_found(change: dict[str, Any], what: str) -> None:
    export = honest()
    export.seals[0].update(change)

    assert what in export.whats()


def test_removed_seal_is_found() -> None:
    export = honest()
    del export.seals[0]

    assert export.whats() == [
        "seal 2 stands where seal 1 was expected: seals were removed or repeated",
        "seal 2 does not follow from the seal before it",
    ]


def test_seal_over_another_history_is_found() -> None:
    export = honest()
    seal = export.seals[1]
    seal["heads"][0]["root"] = "00" * 32
    seal["root"] = installation_root(seal["heads"])
    seal["hash"] = seal_hash(seal)

    assert export.whats() == ["the log of anlan up to 7 lines does not have the root that seal 2 says"]


def cut_tail(export: Export) -> None:
    del export.entries[8:], export.seals[1:]


def remove_a_case(export: Export) -> None:
    export.entries[:] = [entry for entry in export.entries if entry["case"] != "anlan-2"]
    export.seals.clear()


def alter_a_value(export: Export) -> None:
    export.value(1, "title")["value"] = '"另一个案由"'


def alter_an_act(export: Export) -> None:
    export.entries[5]["act"] = "file"


def drop_an_entry_within(export: Export) -> None:
    del export.entries[1]
    export.seals.clear()


def swap_two_entries(export: Export) -> None:
    export.entries[1]["act"], export.entries[4]["act"] = export.entries[4]["act"], export.entries[1]["act"]


@pytest.mark.parametrize(
    "forgery", [cut_tail, remove_a_case, alter_a_value, alter_an_act, drop_an_entry_within, swap_two_entries]
)
def test_forged_register_looks_whole_but_has_lost_the_root_noted_before(forgery: Forgery) -> None:
    export = honest()
    noted = [export.seals[-1]["root"], export.report().root]

    forgery(export)
    export.forge()

    assert export.whats() == []
    assert [export.whats(root) for root in noted] == [[LOST], [LOST]]


def test_forged_register_that_goes_on_growing_stays_lost() -> None:
    export = honest()
    noted = export.report().root
    alter_an_act(export)
    export.forge()
    export.append("anlan", "anlan-3", "assign")
    export.seal()

    assert export.whats(noted) == [LOST]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("entries", {"id": 99}),
        ("entries", []),
        ("values", {"entry": "1", "name": "a", "salt": None, "value": None}),
        ("log", {"id": 99, "body": "anlan", "position": 0, "entry": 1, "leaf": "AB"}),
        ("seals", {"number": 3, "heads": {}, "root": "00" * 32, "hash": "00" * 32}),
    ],
)
def test_rows_of_the_wrong_shape_are_found(name: str, row: Any) -> None:
    export = honest()
    getattr(export, name).append(row)

    assert [what.partition(":")[0] for what in export.whats()] == [f"a row of {name} is not what the format says"]


def test_command_says_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = honest()
    root = export.report().root

    status = main([str(export.write(tmp_path)), "--root", root.upper()])

    assert (status, capsys.readouterr().out) == (0, f"11 entries, 0 values removed by law, root {root}\nwhole\n")


def test_command_names_each_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = honest()
    export.value(1, "title")["value"] = "1"

    status = main([str(export.write(tmp_path))])

    told = capsys.readouterr().out.splitlines()
    assert (status, told[0], told[-1]) == (1, f"case anlan-1, entry 1: {ALTERED}", "BROKEN in 1 places")


def test_command_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = honest()

    main([str(export.write(tmp_path)), "--json"])

    assert json.loads(capsys.readouterr().out) == vars(export.report())


@pytest.mark.parametrize(
    "line", [b"no json\n", b'{"a": "\xff"}\n', b'{"a": "\\ud800"}\n', b"[" * 100_000 + b"\n"], ids=range(4)
)
def test_command_names_lines_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes) -> None:
    path = honest().write(tmp_path) / "values.jsonl"
    path.write_bytes(path.read_bytes() + line)

    status = main([str(tmp_path), "--json"])

    assert status == 1
    assert json.loads(capsys.readouterr().out)["broken"] == [
        {"case": "", "entry": 0, "what": "line 11 of values.jsonl cannot be read"}
    ]


def test_command_reads_escaped_characters_outside_the_basic_plane(tmp_path: Path) -> None:
    export = Export()
    export.append("anlan", "anlan-1", "submit", name="𠮷野")
    export.write(tmp_path)
    (tmp_path / "values.jsonl").write_text(json.dumps(export.values[0]), encoding="ascii")

    assert main([str(tmp_path)]) == 0


@pytest.mark.usefixtures("own")
def test_command_runs_on_its_own_sm3(tmp_path: Path) -> None:
    SM3["native"] = True

    assert main([str(honest().write(tmp_path)), "--own-sm3"]) == 0
    assert SM3["native"] is False


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "the following arguments are required"),
        (["nowhere"], "not an exported register: it has no entries.jsonl, values.jsonl, log.jsonl, seals.jsonl"),
        ([".", "--root", "123"], ""),
    ],
)
def test_wrong_call_ends_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_wrong_root_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(honest().write(tmp_path)), "--root", "12"])

    assert ended.value.code == 2
    assert "a root has 64 hexadecimal digits" in capsys.readouterr().err


def test_file_runs_alone(tmp_path: Path) -> None:
    script = tmp_path / "verify_register.py"
    script.write_bytes(Path(verifier.__file__).read_bytes())
    folder = tmp_path / "export"
    folder.mkdir()
    honest().write(folder)

    ran = subprocess.run([sys.executable, "-I", script, folder], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout.splitlines()[-1], ran.stderr) == (0, "whole", "")


def test_file_runs_as_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["verify_register.py", str(honest().write(tmp_path))])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(verifier.__file__, run_name="__main__")

    assert ended.value.code == 0


def test_rows_may_stream_by() -> None:
    export = honest()

    report = verify(iter(export.entries), iter(export.values), iter(export.log), iter(export.seals))

    assert report.broken == []


@given(st.data())
def test_no_single_changed_byte_goes_unnoticed(data: st.DataObject) -> None:
    export = honest()
    rows = getattr(export, data.draw(st.sampled_from(["entries", "values", "log", "seals"])))
    row = data.draw(st.sampled_from(rows))
    name = data.draw(st.sampled_from(sorted(row.keys() - {"id"})))  # an id only orders
    text = json.dumps(row[name])
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.sampled_from("0123456789abcdef")) + text[at + 1 :]
    try:
        row[name] = json.loads(changed)
    except ValueError:
        return

    if json.dumps(row[name]) != text:
        assert export.report().broken != []
