from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import catalogue


def test_texts_of_python() -> None:
    source = b'_("one")\nngettext("%(n)s case", "%(n)s cases", n)\npgettext("verb", "return")\nprint("not this")\n'

    assert list(catalogue.texts_of(source)) == [
        (None, "one"),
        (None, ("%(n)s case", "%(n)s cases")),
        ("verb", "return"),
    ]


def test_texts_of_template_survive_any_indentation() -> None:
    source = """{% load i18n %}
    <ul>
          <li>{% translate "Inbox" %}
      {% if a %}{{ _("Overdue") }}{% endif %}
        {% blocktranslate trimmed with day=due %}
          Due on {{ day }}
        {% endblocktranslate %}
    {% blocktranslate count n=rows|length %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
        {% translate "return" context "verb" %}"""

    assert set(catalogue.texts_of_template(source)) == {
        (None, "Inbox"),
        (None, "Overdue"),
        (None, "Due on %(day)s"),
        (None, ("%(n)s case", "%(n)s cases")),
        ("verb", "return"),
    }


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (None, "missing: 'Due on %(day)s'"),
        (Message("Due on %(day)s"), "untranslated: 'Due on %(day)s'"),
        (Message("Due on %(day)s", "期限"), "placeholders differ: 'Due on %(day)s'"),
        (Message("Due on %(day)s", "期限 %(date)s"), "placeholders differ: 'Due on %(day)s'"),
        (Message("Due on %(day)s", "期限 %(day)s", flags={"fuzzy"}), "doubtful: 'Due on %(day)s' is marked fuzzy"),
        (Message("Due on %(day)s", "期限 %(day)s"), None),
    ],
)
def test_complaints(message: Message | None, complaint: str | None) -> None:
    key = (None, "Due on %(day)s")

    found = list(catalogue.complaints({key}, {key: message} if message else {}))

    assert found == ([complaint] if complaint else [])


def test_unused_texts_are_named() -> None:
    key = (None, "Gone")

    assert list(catalogue.complaints(set(), {key: Message("Gone", "无")})) == [
        "unused: 'Gone' (update --prune drops it)"
    ]


def test_written_catalogue_is_read_back_sorted_and_the_same(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    messages = [
        Message("b", "乙"),
        Message(("%(n)s case", "%(n)s cases"), ("%(n)s 件",)),
        Message("a", "甲", context="verb"),
        Message("a", ""),
    ]

    catalogue.write(path, messages)
    first = path.read_bytes()
    catalogue.write(path, reversed(list(catalogue.read(path).values())))

    assert path.read_bytes() == first
    assert catalogue.read(path)["verb", "a"].string == "甲"
    assert b"POT-Creation-Date" not in first


def test_merge_keeps_what_is_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = tmp_path / "own.po", tmp_path / "other.po"
    catalogue.write(own, [Message("a", "甲"), Message("b")])
    catalogue.write(other, [Message("a", "子"), Message("b", "乙"), Message("c", "丙")])
    monkeypatch.setattr(catalogue, "CATALOGUE", own)

    catalogue.merge([other])

    assert {key[1]: message.string for key, message in catalogue.read(own).items()} == {"a": "甲", "b": "乙", "c": "丙"}
