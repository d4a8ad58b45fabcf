"""TOML with its place kept, and values that are not what they should be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhixing.procedure.source import ProcedureError, Source, Table, lines_of, text_of
from zhixing.procedure.words import Words

TEXT = """\
# a comment
name = "甲"

[acts.file]
title = "立案"
by.who = ["office"]

[[clocks.reply.ladder]]
name = "remind"

[[ clocks.reply.ladder ]]
name = "urge"

["acts"."odd name"]
x = 1
"""


def table(text: str) -> Table:
    return Source(text, file="a.toml").table()


def said(text: str, read: Callable[[Table], Any]) -> tuple[Any, list[str]]:
    found = table(text)
    return read(found), [problem.say("en") for problem in found.source.problems]


def test_lines_of_headers_keys_and_the_tables_of_an_array() -> None:
    lines = lines_of(TEXT)

    assert {
        path: lines[path]
        for path in [
            (),
            ("name",),
            ("acts", "file"),
            ("acts", "file", "by", "who"),
            ("clocks", "reply", "ladder"),
            ("clocks", "reply", "ladder", "1", "name"),
            ("clocks", "reply", "ladder", "2"),
            ("clocks", "reply", "ladder", "2", "name"),
            ("acts", "odd name", "x"),
        ]
    } == {
        (): 1,
        ("name",): 2,
        ("acts", "file"): 4,
        ("acts", "file", "by", "who"): 6,
        ("clocks", "reply", "ladder"): 8,
        ("clocks", "reply", "ladder", "1", "name"): 9,
        ("clocks", "reply", "ladder", "2"): 11,
        ("clocks", "reply", "ladder", "2", "name"): 12,
        ("acts", "odd name", "x"): 15,
    }


def test_what_has_no_line_of_its_own_stands_where_its_table_stands() -> None:
    source = Source(TEXT, file="a.toml")

    assert source.line(("acts", "file", "fields", "reason")) == 4
    assert source.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = [\n", 2), ("a = 1\nb = 'x\n", 2), ("a = 1\na = 2\n", 2), ("a == 1", 1)]
)
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ProcedureError) as caught:
        Source(text, file="a.toml")

    (problem,) = caught.value.problems
    assert problem.say("en").startswith(f"a.toml:{line}: -: This is not valid TOML (")
    assert problem.say("en").endswith("). Mend the quotes, brackets or equals sign on this line.")
    assert "这不是有效的 TOML 文件（" in problem.say("zh-hans")


def test_an_error_shows_every_problem() -> None:
    source = Source("a = 1", file="a.toml")
    source.complain(("a",), Words("甲", "First."))
    source.complain((), Words("乙", "Second."))
    source.complain(("a",), Words("甲", "First."))

    assert str(ProcedureError(source.problems)) == "a.toml:1: a: First.\na.toml:1: -: Second."


def test_a_file_is_read_as_its_editor_saved_it(tmp_path: Path) -> None:
    assert text_of("\ufeff名 = 1".encode(), file="a.toml") == "名 = 1"
    with pytest.raises(ProcedureError) as caught:
        text_of("一\n".encode() + "立案".encode("gb18030"), file="a.toml")
    assert str(caught.value) == "a.toml:2: -: The file is not written in UTF-8. Save it as UTF-8 from your editor."


@pytest.mark.parametrize(
    ("text", "read", "value", "complaint"),
    [
        ("", lambda t: t.text("k"), "", None),
        ("k = 'x'", lambda t: t.text("k", required=True), "x", None),
        ("", lambda t: t.text("k", required=True), "", 'k: A text is expected. Write key = "text".'),
        ("k = ''", lambda t: t.text("k"), "", 'k: A text is expected. Write key = "text".'),
        ("k = 1", lambda t: t.text("k"), "", 'k: A text is expected. Write key = "text".'),
        ("", lambda t: t.names("k"), (), None),
        ("k = 'a'", lambda t: t.names("k"), ("a",), None),
        ("k = ['a', 'b']", lambda t: t.names("k", required=True), ("a", "b"), None),
        ("", lambda t: t.names("k", required=True), (), 'k: A list of names is expected. Write ["one", "two"].'),
        ("k = ['a', 1]", lambda t: t.names("k"), (), 'k: A list of names is expected. Write ["one", "two"].'),
        ("k = 1", lambda t: t.names("k"), (), 'k: A list of names is expected. Write ["one", "two"].'),
        ("", lambda t: t.flag("k"), False, None),
        ("k = true", lambda t: t.flag("k"), True, None),
        ("k = 1", lambda t: t.flag("k"), False, "k: Write true or false."),
        ("", lambda t: t.whole("k", 7), 7, None),
        ("k = 3", lambda t: t.whole("k"), 3, None),
        ("", lambda t: t.whole("k"), 0, "k: Write a whole number."),
        ("k = true", lambda t: t.whole("k"), 0, "k: Write a whole number."),
        ("k = 1.5", lambda t: t.whole("k"), 0, "k: Write a whole number."),
        ("", lambda t: t.number("k"), None, None),
        ("k = 3", lambda t: t.number("k"), 3, None),
        ("k = 'days'", lambda t: t.number("k"), "days", None),
        (
            "k = true",
            lambda t: t.number("k"),
            None,
            "k: Write a whole number, or the name of an entry of [settings].",
        ),
        ("k = '甲'", lambda t: t.words("k"), Words("甲"), None),
        ("k = { zh-hans = '甲', en = 'A' }", lambda t: t.words("k"), Words("甲", "A"), None),
        ("k = { zh-hans = '甲' }", lambda t: t.words("k"), Words("甲"), None),
        ("", lambda t: t.words("k", required=False), Words(""), None),
        (
            "k = { en = 'A' }",
            lambda t: t.words("k", required=False),
            Words(""),
            'k: A title is missing. Write { zh-hans = "中文", en = "English" }.',
        ),
        ("", lambda t: t.words("k"), Words(""), 'k: A title is missing. Write { zh-hans = "中文", en = "English" }.'),
        ("", lambda t: t.mapping("k"), {}, None),
        ("k = { a = 'b' }", lambda t: t.mapping("k"), {"a": "b"}, None),
        ("k = { a = 1 }", lambda t: t.mapping("k"), {}, 'k: Write a table of texts: { key = "value" }.'),
        ("k = 'b'", lambda t: t.mapping("k"), {}, 'k: Write a table of texts: { key = "value" }.'),
    ],
)
def test_a_value_of_the_wrong_type_is_noted_and_answered_empty(
    text: str, read: Callable[[Table], Any], value: object, complaint: str | None
) -> None:
    found, complaints = said(text, read)

    assert found == value
    assert complaints == ([f"a.toml:1: {complaint}"] if complaint else [])


def test_a_key_that_is_not_known_is_named_with_those_that_are() -> None:
    _, complaints = said("x = 1\ny = 2", lambda t: t.only("x", "z"))

    assert complaints == ["a.toml:2: y: This key is not known. Known keys: x, z. Mend the spelling or remove it."]


def test_what_should_be_a_table_is_taken_for_an_empty_one() -> None:
    source = Source("a = 1\n[b]\nc = 2", file="a.toml")

    assert [source.table("a").value, source.table("b", "c").value, source.table("a", "d").value] == [{}, {}, {}]
    assert [problem.say("en") for problem in source.problems] == [
        "a.toml:1: a: A table is expected. Write [name] or { key = value }.",
        "a.toml:3: b.c: A table is expected. Write [name] or { key = value }.",
    ]


def test_an_array_of_tables_may_be_a_single_one() -> None:
    whole = table("one = { a = 1 }\nmore = [{ a = 1 }, 2]\n")

    assert [one.path for one in whole.tables("one")] == [("one",)]
    assert [one.path for one in whole.tables("more")] == [("more", "1"), ("more", "2")]
    assert whole.tables("none") == []
    assert [problem.say("en") for problem in whole.source.problems] == [
        "a.toml:2: more.2: A table is expected. Write [name] or { key = value }."
    ]


def test_the_tables_inside_one_have_its_names() -> None:
    assert [(child.name, child.path) for child in Source(TEXT, file="a").table("acts").children()] == [
        ("file", ("acts", "file")),
        ("odd name", ("acts", "odd name")),
    ]
