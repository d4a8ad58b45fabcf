from pathlib import Path

import pytest

from tools import house_rules as rules

PRODUCT = Path("src/zhixing/rules/views.py")
TEMPLATE = Path("src/zhixing/desk/templates/desk/inbox.html")


def lines(rule: rules.Rule, text: str, path: Path = PRODUCT) -> list[int]:
    return [violation.line for violation in rule(path, text)]


@pytest.mark.parametrize(
    "text",
    [
        '<p\n style="color: red">',
        "x\n<style>p { color: red }</style>",
        "x\n<script>alert(1)</script>",
        "x\n<a href='/' onclick='go()'>",
        "x\n<button hx-on:click='go()'>",
        'x\n<a href="javascript:go()">',
        "{% if a > b %}\n{% endif %}<p style='x'>",
    ],
)
def test_nothing_inline_catches(text: str) -> None:
    assert lines(rules.nothing_inline, text, TEMPLATE) == [2]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "common/comfort.js" %}" defer></script>',
        '<link rel="stylesheet" href="/static/common/base.css">',
        "<p data-style='x' class='on'>style=</p>",
        "{# <p style='x'> in a comment is not served #}",
        "<button type='submit' hx-post='/x' hx-target='#y'>once = twice</button>",
    ],
)
def test_nothing_inline_lets_pass(text: str) -> None:
    assert lines(rules.nothing_inline, text, TEMPLATE) == []


def test_short_template_counts_lines() -> None:
    assert lines(rules.short_template, "x\n" * 150, TEMPLATE) == []
    assert lines(rules.short_template, "x\n" * 151, TEMPLATE) == [151]


def test_short_file_counts_lines() -> None:
    assert lines(rules.short_file, "x\n" * 400) == []
    assert lines(rules.short_file, "x\n" * 401) == [401]


def test_short_functions_count_lines_of_methods_too() -> None:
    fits = "class A:\n    def f(self):\n" + "        x = 1\n" * 59
    assert lines(rules.short_functions, fits) == []
    assert lines(rules.short_functions, fits + "        x = 1\n") == [2]


@pytest.mark.parametrize("name", sorted(rules.BANNED_NAMES))
def test_telling_name_catches(name: str) -> None:
    assert lines(rules.telling_name, "", Path("src/zhixing/desk") / name) == [1]


def test_telling_name_lets_pass() -> None:
    assert lines(rules.telling_name, "") == []


@pytest.mark.parametrize(
    "text",
    [
        '_(f"Due {day}")',
        '_("Due %(day)s" % {"day": day})',
        '_("Due {day}".format(day=day))',
        '_("Due " + day)',
        'gettext_lazy("Due %s")',
        'ngettext("%d case", "%d cases", n)',
        'translation.gettext("Due {}")',
    ],
)
def test_plain_translations_catch(text: str) -> None:
    assert set(lines(rules.plain_translations, text)) == {1}


@pytest.mark.parametrize(
    "text",
    [
        '_("Due %(day)s") % {"day": day}',
        '_("Due {day}").format(day=day)',
        '_("100 %% done")',
        'ngettext("%(n)s case", "%(n)s cases", n)',
        'print(f"Due {day}")',
    ],
)
def test_plain_translations_let_pass(text: str) -> None:
    assert lines(rules.plain_translations, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "from zhixing.register.models import Entry\nEntry(number=1)",
        "from zhixing.register.models import Entry\nEntry.objects.create(number=1)",
        "from zhixing.register.models import Entry\nEntry.objects.using(a).bulk_create(rows)",
        "import zhixing.register.models\nzhixing.register.models.Entry(number=1)",
    ],
)
def test_entries_from_the_writer_catches(text: str) -> None:
    assert lines(rules.entries_from_the_writer, text) == [2]


@pytest.mark.parametrize(
    "text",
    [
        "from zhixing.register.models import Entry\nEntry.objects.filter(number=1)",
        "from zhixing.common.menu import Entry\nEntry(title=1)",
    ],
)
def test_entries_from_the_writer_lets_pass(text: str) -> None:
    assert lines(rules.entries_from_the_writer, text) == []


def test_entries_are_free_in_the_writer_alone() -> None:
    assert rules.entries_from_the_writer not in rules.rules_for(rules.REGISTER_WRITER)
    assert lines(rules.entries_from_the_writer, "x\nEntry(number=1)", Path("src/zhixing/register/seals.py")) == [2]


def test_no_own_signals() -> None:
    assert lines(rules.no_own_signals, "from django.db.models.signals import post_save") == [1]
    assert lines(rules.no_own_signals, "from django.dispatch import Signal") == [1]
    assert lines(rules.no_own_signals, "from django.db.models.signals import post_migrate") == []


@pytest.mark.parametrize("excuse", ["no" + "qa: S101", "type" + ": ignore[arg-type]"])
def test_excuses_with_reason(excuse: str) -> None:
    assert lines(rules.excuses_with_reason, f"x = 1  # {excuse}\n") == [1]
    assert lines(rules.excuses_with_reason, f"x = 1  # {excuse}  the library asks for it\n") == []


def test_nothing_skipped() -> None:
    path = Path("tests/desk/test_inbox.py")
    assert lines(rules.nothing_skipped, "@pytest.mark.skipif(True)\ndef test_x(): ...", path) == [1]
    assert lines(rules.nothing_skipped, "@pytest.mark.parametrize('x', [1])", path) == []


def test_a_file_that_is_no_python_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "broken.py").write_text("x = 1\ndef f(:\n", encoding="utf-8")

    assert [violation.line for violation in rules.look_at(Path("src/broken.py"))] == [2]


def test_the_repository_keeps_its_rules() -> None:
    assert [str(violation) for path in rules.files() for violation in rules.look_at(path)] == []
