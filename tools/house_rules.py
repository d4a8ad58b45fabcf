"""The house's own rules that no ready-made linter knows; each names the line, the rule and the way out.

`tools/house_rules.py [FILE…]` looks at the given files, or at the whole repository. A rule is a function from a file's
path and text to violations; tests/tools/test_house_rules.py shows what each catches and lets pass.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 150
BANNED_NAMES = {"utils.py", "helpers.py", "base.py", "manager.py", "managers.py"}
REGISTER_WRITER = Path("src/zhixing/register/writer.py")
TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "npgettext_lazy",
}

_INLINE = (
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE), "an inline style; write a class in the stylesheet"),
    (re.compile(r"<style\b", re.IGNORECASE), "an inline style sheet; write it in static/"),
    (re.compile(r"<script(?![^>]*\ssrc\s*=)[^>]*>", re.IGNORECASE), "an inline script; write it in static/"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE), "an event handler in a tag; use a link or a form"),
    (re.compile(r"\shx-on\b", re.IGNORECASE), "hx-on, which the content security policy forbids"),
    (re.compile(r"javascript:", re.IGNORECASE), "a javascript: address; use a link or a form"),
)
_TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_UNNAMED = re.compile(r"(?<!%)%[sdr]|\{\}")
_EXCUSE = re.compile(r"#\s*(noqa: [A-Z0-9, ]+?|type: ignore\[[^\]]+\])\s*$")
_SKIPPED = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")


@dataclass(frozen=True)
class Violation:
    """One place that breaks a rule."""

    path: Path
    line: int
    what: str

    @override
    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}."


Rule = Callable[[Path, str], Iterator[Violation]]


def main() -> int:
    """Print every violation; 1 if there is one."""
    given = [Path(name).resolve().relative_to(ROOT) for name in sys.argv[1:]]
    violations = [violation for path in given or files() for violation in look_at(path)]
    for violation in violations:
        print(violation)
    return 1 if violations else 0


def files() -> list[Path]:
    """Every file the rules are about, relative to the repository."""
    found = [path for top in ("src", "tests", "tools", "bench") for path in (ROOT / top).rglob("*") if path.is_file()]
    return sorted(path.relative_to(ROOT) for path in found if path.suffix in {".py", ".html", ".css", ".js"})


def look_at(path: Path) -> Iterator[Violation]:
    """Every violation in one file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    try:
        if path.suffix == ".py":
            ast.parse(text)
    except SyntaxError as error:
        yield Violation(path, error.lineno or 1, f"not Python {'.'.join(map(str, sys.version_info[:2]))}: {error.msg}")
        return
    for rule in rules_for(path):
        yield from rule(path, text)


def rules_for(path: Path) -> list[Rule]:
    """The rules that hold for a file, by its place and kind."""
    if path.suffix == ".html":
        return [short_template, nothing_inline]
    if "migrations" in path.parts:
        return []
    product = path.parts[0] == "src"
    rules: list[Rule] = [telling_name, short_file] if product else []
    if path.suffix == ".py":
        rules.append(excuses_with_reason)
        rules += [short_functions, plain_translations, no_own_signals] if product else []
        rules += [entries_from_the_writer] if product and path != REGISTER_WRITER else []
        rules += [nothing_skipped] if path.parts[0] == "tests" and path.parts[1:2] != ("tools",) else []
    return rules


def telling_name(path: Path, _text: str) -> Iterator[Violation]:
    """A file is named for what it holds."""
    if path.name in BANNED_NAMES:
        yield Violation(path, 1, f"{path.name} says nothing; name the file for what it holds")


def short_file(path: Path, text: str) -> Iterator[Violation]:
    """A product file has at most 400 lines."""
    lines = len(text.splitlines())
    if lines > LONGEST_FILE:
        yield Violation(path, lines, f"{lines} lines, {LONGEST_FILE} at most; make it a package")


def short_template(path: Path, text: str) -> Iterator[Violation]:
    """A template has at most 150 lines."""
    lines = len(text.splitlines())
    if lines > LONGEST_TEMPLATE:
        yield Violation(path, lines, f"{lines} lines, {LONGEST_TEMPLATE} at most; move a part into a component")


def nothing_inline(path: Path, text: str) -> Iterator[Violation]:
    """A page carries no style or script of its own: the content security policy would refuse it."""
    # A tag's comparison may hold “>”, which would end the HTML tag for the patterns; line breaks must stay.
    plain = _TEMPLATE_TAG.sub(lambda match: "\n" * match[0].count("\n"), text)
    for pattern, what in _INLINE:
        for match in pattern.finditer(plain):
            yield Violation(path, plain.count("\n", 0, match.end()) + 1, what)


def short_functions(path: Path, text: str) -> Iterator[Violation]:
    """A function has at most 60 lines."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield Violation(path, node.lineno, f"{node.name} has {lines} lines, {LONGEST_FUNCTION} at most")


def plain_translations(path: Path, text: str) -> Iterator[Violation]:
    """A text to translate is literal, and what it leaves open has names."""
    for call in _calls(text):
        if _name(call.func) not in TRANSLATORS:
            continue
        for argument in call.args:
            if isinstance(argument, ast.JoinedStr):
                yield Violation(
                    path, call.lineno, "an f-string inside a translation; use named placeholders outside it"
                )
            elif isinstance(argument, ast.BinOp) or (
                isinstance(argument, ast.Call) and _name(argument.func) == "format"
            ):
                yield Violation(path, call.lineno, "a text filled before it is translated; fill it afterwards")
            elif isinstance(argument, ast.Constant) and _UNNAMED.search(str(argument.value)):
                yield Violation(path, call.lineno, "an unnamed placeholder; write %(name)s or {name}")


def entries_from_the_writer(path: Path, text: str) -> Iterator[Violation]:
    """Entries of the register are made by its writer and by nothing else."""
    tree = ast.parse(text)
    imported = any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("zhixing.register")
        and any(alias.name == "Entry" for alias in node.names)
        for node in ast.walk(tree)
    )
    at_home = path.parts[:3] == REGISTER_WRITER.parts[:3]
    for call in _calls(text):
        spelt = ast.unparse(call.func)
        made = spelt.endswith("register.models.Entry") or (spelt == "Entry" and (imported or at_home))
        if made or re.search(
            r"\bEntry\.objects\.(\w+\(.*\)\.)*(create|bulk_create|get_or_create|update_or_create)$", spelt
        ):
            yield Violation(path, call.lineno, f"an Entry made outside {REGISTER_WRITER}; call cases.acts.perform")


def no_own_signals(path: Path, text: str) -> Iterator[Violation]:
    """Our apps call each other; only Django's own post_migrate may be listened to."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if node.module == "django.db.models.signals" and names != ["post_migrate"]:
            yield Violation(path, node.lineno, f"the signals {', '.join(names)}; call a function instead")
        if node.module in {"django.dispatch", "django.dispatch.dispatcher"} and "Signal" in names:
            yield Violation(path, node.lineno, "a signal of our own; call a function instead")


def excuses_with_reason(path: Path, text: str) -> Iterator[Violation]:
    """Whoever silences a linter or the type checker says why, on the same line."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _EXCUSE.search(line):
            yield Violation(path, number, "an excuse without its reason; write the reason behind it")


def nothing_skipped(path: Path, text: str) -> Iterator[Violation]:
    """A test runs or does not exist."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _SKIPPED.search(line):
            yield Violation(path, number, "a skipped test; mend it or remove it")


def _calls(text: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


if __name__ == "__main__":
    sys.exit(main())
