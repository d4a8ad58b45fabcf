"""Keep the Chinese catalogue complete: `check`, `update`, `merge FILE…`, `compile`.

Texts are marked in English in Python and in templates; the catalogue holds the Chinese for each. It is kept sorted and
without line numbers, so that a change to it shows what was reworded and nothing else. No outside program is needed.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "zhixing"
LOCALE = "zh_Hans"
CATALOGUE = SOURCE / "locale" / LOCALE / "LC_MESSAGES" / "django.po"

# Which argument of which call is a text; the shape is Babel's.
PLURAL = (1, 2)
IN_CONTEXT = ((1, "c"), 2)
PLURAL_IN_CONTEXT = ((1, "c"), 2, 3)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT,
    "npgettext_lazy": PLURAL_IN_CONTEXT,
}
HEADER = f"""\
# The Chinese of every English text. `tools/catalogue.py update` adds what is new; fill in its msgstr.
msgid ""
msgstr ""
"Language: {LOCALE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")

# A text is known by its context and its English, singular and plural.
Key = tuple[str | None, str | tuple[str, ...]]


def main() -> int:
    """Do what the first word says and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="Example: tools/catalogue.py update")
    parser.add_argument("what", choices=["check", "update", "merge", "compile"])
    parser.add_argument("files", nargs="*", type=Path, help="catalogues to take translations from (merge)")
    parser.add_argument("--prune", action="store_true", help="drop texts that are marked nowhere any more (update)")
    arguments = parser.parse_args()
    match arguments.what:
        case "check":
            return check()
        case "update":
            return update(prune=arguments.prune)
        case "merge":
            return merge(arguments.files)
        case _:
            return compile_all()


def check() -> int:
    """Name every text that is missing, untranslated, unused or mistranslated; 1 if there is one."""
    marked = set(marked_texts())
    catalogue = read(CATALOGUE)
    found = sorted(complaints(marked, catalogue))
    for complaint in found:
        print(complaint)
    if found:
        print(f"{len(found)} texts to mend in {CATALOGUE.relative_to(ROOT)}; `tools/catalogue.py update` adds them.")
    return 1 if found else 0


def complaints(marked: set[Key], catalogue: dict[Key, Message]) -> Iterator[str]:
    """What is wrong with the catalogue, one sentence each."""
    for key in marked - catalogue.keys():
        yield f"missing: {key[1]!r}"
    for key in catalogue.keys() - marked:
        yield f"unused: {key[1]!r} (update --prune drops it)"
    for key in marked & catalogue.keys():
        message = catalogue[key]
        texts = chinese(message)
        if not is_translated(message):
            yield f"untranslated: {key[1]!r}"
        elif message.fuzzy:
            yield f"doubtful: {key[1]!r} is marked fuzzy"
        elif any(placeholders(text) - placeholders(key[1]) for text in texts) or (
            isinstance(key[1], str) and placeholders(texts[0]) != placeholders(key[1])
        ):
            yield f"placeholders differ: {key[1]!r}"


def update(*, prune: bool = False) -> int:
    """Add the marked texts that the catalogue lacks, with empty Chinese."""
    marked = set(marked_texts())
    catalogue = read(CATALOGUE)
    new = marked - catalogue.keys()
    for key in new:
        catalogue[key] = Message(key[1], context=key[0])
    unused = catalogue.keys() - marked
    if prune:
        for key in unused:
            del catalogue[key]
    write(CATALOGUE, catalogue.values())
    print(f"{len(new)} added, {len(unused)} unused{' and dropped' if prune else ''}.")
    return 0


def merge(files: Iterable[Path]) -> int:
    """Take translations from other catalogues; what is translated already stays, and a difference is named."""
    catalogue = read(CATALOGUE)
    for file in files:
        for key, message in read(file).items():
            old = catalogue.get(key)
            if old is not None and is_translated(old):
                if is_translated(message) and old.string != message.string:
                    print(f"kept: {key[1]!r} as {old.string!r}, not {message.string!r} from {file.name}")
                continue
            catalogue[key] = message
    write(CATALOGUE, catalogue.values())
    return 0


def compile_all() -> int:
    """Make the binary beside every catalogue that is newer than it."""
    for source in SOURCE.glob("locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        # Renamed into place: another process may be reading.
        half = target.with_suffix(f".{os.getpid()}")
        with half.open("wb") as file:
            write_mo(file, catalogue)
        half.replace(target)
    return 0


def marked_texts() -> Iterator[Key]:
    """Every text marked in Python and in templates."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from texts_of(path.read_bytes())
    for pattern in ("*.html", "*.txt"):
        for path in sorted(SOURCE.rglob(pattern)):
            if "templates" in path.parts:
                yield from texts_of_template(path.read_text(encoding="utf-8"), str(path))


def texts_of(python: bytes) -> Iterator[Key]:
    """The texts marked in a Python source."""
    for _line, message, _comments, context in extract("python", io.BytesIO(python), keywords=KEYWORDS):
        yield context, message if isinstance(message, str) else tuple(message)


def texts_of_template(source: str, origin: str = "") -> Iterator[Key]:
    """The texts marked in a Django template.

    Django turns the template into a semblance of Python for gettext's programs; Babel's reader only trips over its
    indentation.
    """
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    lines = templatize(source, origin=origin).splitlines()
    yield from texts_of("\n".join(line.lstrip() for line in lines).encode())


def read(path: Path) -> dict[Key, Message]:
    """The catalogue's messages by key; none if there is no such file."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=LOCALE, abort_invalid=True)
    return {key_of(message): message for message in catalogue if message.id}


def key_of(message: Message) -> Key:
    """What a message is known by."""
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def write(path: Path, messages: Iterable[Message]) -> None:
    """Write the catalogue sorted, under a header that never changes."""
    catalogue = Catalog(locale=LOCALE)
    for message in messages:
        flags = message.flags & {"fuzzy"}
        catalogue.add(message.id, message.string, flags=flags, context=message.context)
    body = io.BytesIO()
    write_po(body, catalogue, no_location=True, omit_header=True, sort_output=True, width=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body.getvalue().decode().lstrip("\n"), encoding="utf-8")


def is_translated(message: Message) -> bool:
    """Whether every form of the text has its Chinese."""
    return all(chinese(message))


def chinese(message: Message) -> list[str]:
    """The Chinese of each form of the text; an empty text where there is none."""
    if isinstance(message.string, str) or message.string is None:
        return [message.string or ""]
    return list(message.string)


def placeholders(text: str | tuple[str, ...]) -> set[str]:
    """The names a text leaves open."""
    joined = text if isinstance(text, str) else " ".join(text)
    return {one or other for one, other in _PLACEHOLDER.findall(joined)}


if __name__ == "__main__":
    sys.exit(main())
