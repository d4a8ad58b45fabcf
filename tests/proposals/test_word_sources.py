"""Where Word files come from: folders and ZIPs with foreign names, things left behind, and traps."""

import os
import zipfile
from pathlib import Path

import pytest

from tests.proposals.word_files import SORTS
from zhixing.proposals.word import Unreadable, WordProposal, read_word
from zhixing.proposals.word.sources import MOST

GOOD = SORTS[0](0).data


def packed(path: Path, *files: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def names(path: Path) -> list[str]:
    return [one.file for one in read_word(path) if isinstance(one, WordProposal)]


def refusals(path: Path) -> dict[str, str]:
    return {one.file: one.sentence.zh for one in read_word(path) if isinstance(one, Unreadable)}


def test_one_file_is_read_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "提案.docx").write_bytes(GOOD)

    assert names(tmp_path / "提案.docx") == ["提案.docx"]


def test_folder_is_read_with_its_folders_and_without_what_systems_leave_behind(tmp_path: Path) -> None:
    for name in ("b/2.docx", "a/1.docx", "a/~$1.docx", ".DS_Store", "b/Thumbs.db", "__MACOSX/a/._1.docx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(GOOD)

    assert [one.file for one in read_word(tmp_path)] == ["a/1.docx", "b/2.docx"]
    assert names(tmp_path) == ["a/1.docx", "b/2.docx"]


def test_zip_is_read_with_nested_folders_and_names_in_utf8(tmp_path: Path) -> None:
    path = packed(tmp_path / "全部.zip", ("经济/一.docx", GOOD), ("__MACOSX/经济/._一.docx", b"x"), ("~$二.docx", b"x"))

    assert [one.file for one in read_word(path)] == ["经济/一.docx"]


def test_zip_made_on_windows_keeps_its_chinese_names(tmp_path: Path) -> None:
    path = tmp_path / "w.zip"
    raw = "经济/修路的提案.docx".encode("gbk")
    packed(path, ("a" * len(raw), GOOD))
    path.write_bytes(path.read_bytes().replace(b"a" * len(raw), raw))

    assert names(path) == ["经济/修路的提案.docx"]


def test_folder_unpacked_on_linux_keeps_its_chinese_names(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("修路.docx".encode("gbk"))).write_bytes(GOOD)

    assert names(tmp_path) == ["修路.docx"]


@pytest.mark.parametrize("name", ["../外.docx", "/etc/外.docx", "C:/外.docx", "..\\外.docx"])
def test_path_that_leads_out_of_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "x.zip", (name, GOOD), ("好.docx", GOOD))

    assert names(path) == ["好.docx"]
    assert refusals(path) == {
        name.replace("\\", "/"): f"压缩包中 {name.replace(chr(92), '/')} 的路径指向压缩包之外，没有读取；请重新压缩。"
    }


def test_swollen_file_of_a_zip_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", ("弹.docx", b"\0" * (20 << 20)), ("好.docx", GOOD))

    assert names(path) == ["好.docx"]
    assert "异常庞大" in refusals(path)["弹.docx"]


def test_zip_of_too_many_files_is_refused_whole(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", *((f"{number}.docx", b"") for number in range(MOST + 1)))

    assert list(refusals(path)) == ["x.zip"]


def test_zip_locked_by_a_password_says_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", ("密.docx", GOOD))
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(data)

    assert refusals(path) == {"密.docx": "密.docx 在压缩包中加了密码，没有读取；请去掉密码后重新压缩。"}


def test_broken_zip_and_missing_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 no more")

    assert "不是完好的 ZIP" in refusals(tmp_path / "x.zip")["x.zip"]
    assert refusals(tmp_path / "无.docx") == {"无.docx": "打不开 无.docx：No such file or directory。"}


def test_empty_folder_is_told(tmp_path: Path) -> None:
    assert list(refusals(tmp_path).values()) == [f"{tmp_path.name} 中没有文件；请放入 .docx 文件后再导入。"]


def test_zip_within_a_folder_and_a_link_are_not_followed(tmp_path: Path) -> None:
    packed(tmp_path / "内.zip", ("一.docx", GOOD))
    (tmp_path / "链.docx").symlink_to("/etc/hostname")

    told = refusals(tmp_path)

    assert "没有打开" in told["内.zip"]
    assert "链接" in told["链.docx"]
