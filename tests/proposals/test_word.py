"""150 Word files of mixed quality: what is understood, what is shown as not understood, and that nothing is lost."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.proposals.word_files import OF_EACH, SORTS, Made, all_files
from zhixing.proposals.word import Unreadable, WordProposal, read_file, read_word

EVERY = [pytest.param(sort, number, id=f"{sort.__name__}-{number}") for sort in SORTS for number in range(OF_EACH)]
READABLE = [one for one in EVERY if not one.id.startswith("refused")]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(made: Made) -> WordProposal:
    found = read_file(made.name, made.data)
    assert isinstance(found, WordProposal), found
    return found


def visible(data: bytes) -> Counter[str]:
    """Count the characters that a reader of the file's text sees."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read("word/document.xml"))]
        if "word/footnotes.xml" in archive.namelist():
            roots.append(etree.fromstring(archive.read("word/footnotes.xml")))
    return Counter(character for root in roots for character in shown(root) if not character.isspace())


def shown(element: etree._Element) -> str:
    if element.tag in {f"{W}del", FALLBACK} or element.find(f"{W}rPr/{W}vanish") is not None:
        return ""
    own = element.text or "" if element.tag == f"{W}t" else ""
    return own + "".join(map(shown, element))


def kept(proposal: WordProposal) -> Counter[str]:
    texts = [one.label + one.text for one in proposal.taken] + [one.text for one in proposal.not_understood]
    return Counter("".join(texts))


@pytest.mark.parametrize(("sort", "number"), READABLE)
def test_file_is_read_into_its_fields(sort: Callable[[int], Made], number: int) -> None:
    made = sort(number)

    proposal = read(made)

    assert {name: getattr(proposal, name) for name in made.fields} == made.fields
    assert tuple(one.field for one in proposal.not_understood) == made.asked


@pytest.mark.parametrize(("sort", "number"), READABLE)
def test_no_visible_character_is_lost(sort: Callable[[int], Made], number: int) -> None:
    made = sort(number)

    assert visible(made.data) - kept(read(made)) == Counter()


@pytest.mark.parametrize(("sort", "number"), READABLE)
def test_every_field_is_made_of_what_was_taken(sort: Callable[[int], Made], number: int) -> None:
    proposal = read(sort(number))

    taken = {(one.field, one.text) for one in proposal.taken}
    for part in ("situation", "analysis", "suggestions", "body"):
        assert not getattr(proposal, part) or (part, getattr(proposal, part)) in taken
    assert bool(proposal.body) != bool(proposal.situation)


@pytest.mark.parametrize("number", range(OF_EACH))
def test_file_that_is_no_proposal_is_refused_with_a_remedy(number: int) -> None:
    made = SORTS[-1](number)

    found = read_file(made.name, made.data)

    assert isinstance(found, Unreadable)
    assert made.refused in found.sentence.zh
    assert "请" in found.sentence.zh
    assert found.sentence.en


def test_folder_gives_each_of_its_150_files(tmp_path: Path) -> None:
    for place, made in enumerate(all_files()):
        path = tmp_path / f"{place:03}" / made.name
        path.parent.mkdir(parents=True)
        path.write_bytes(made.data)

    found = list(read_word(tmp_path))

    assert len(found) == 150
    assert sum(isinstance(one, Unreadable) for one in found) == 10
    assert found[0].file == "000/00.docx"


def test_same_bytes_give_the_same_proposal() -> None:
    made = SORTS[0](3)

    assert read(made) == read(made)


def test_tracked_changes_comments_and_the_rest_are_told() -> None:
    tracked, noted = (read(sort(0)) for sort in SORTS if sort.__name__ in {"tracked", "footnotes"})

    assert [note.zh for note in tracked.notes] == [
        "有修订痕迹：插入的 1 处已按接受修订读入。",
        "有修订痕迹：删除的 2 处没有读入。",
    ]
    assert [note.zh for note in noted.notes] == [
        "有 1 条批注，没有读入。",
        "有 1 条脚注或尾注，已用括号写入正文。",
        "有 1 处隐藏文字，没有读入。",
    ]
