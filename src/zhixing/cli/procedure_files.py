"""Which kind and which text is meant by a word of `zhixing procedure`."""

from __future__ import annotations

from pathlib import Path

from zhixing.cases import kinds
from zhixing.cases.kinds import Kind
from zhixing.cli.failure import CommandFailed


def text_of(file: Path) -> str:
    """Return the text of a file. CommandFailed when it cannot be read, or is not written in UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{file} is not text in UTF-8. Save it as UTF-8.") from error


def kind_called(name: str, *, or_file: bool = False) -> Kind:
    """Return the kind of that slug or plural. CommandFailed when there is none, naming those there are."""
    try:
        return kinds.get(name)
    except KeyError as error:
        known = ", ".join(kind.slug for kind in kinds.everyone())
        what = "neither a file nor a kind" if or_file else "no kind"
        raise CommandFailed(f"{name} is {what}. Kinds: {known}.") from error


def kind_of_overlay(file: Path) -> Kind:
    """Return the kind over whose procedure a file of choices lies: the one it is named for."""
    try:
        return kinds.get(file.stem)
    except KeyError as error:
        known = ", ".join(f"{kind.slug}.toml" for kind in kinds.everyone())
        raise CommandFailed(
            f"{file} holds a committee's choices and does not say of which kind. Name it for its kind: {known}."
        ) from error
