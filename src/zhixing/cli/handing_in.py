"""Files given to a command by their paths: stored first, so that the act can name them by digest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.cli.answers import refusal_in_words
from zhixing.cli.failure import CommandFailed
from zhixing.files.blobs import CHUNK
from zhixing.files.handing_in import hand_in
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Act
from zhixing.register.verifier import DIGEST


def with_files_stored(act: Act, data: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """Return an act's data with every path in a field of files replaced by the file stored from it.

    Raises:
        CommandFailed: naming a path that cannot be read, or saying why a file is not taken.
    """
    changed = dict(data)
    for field in act.fields.values():
        if field.type == "files" and field.name in changed:
            given = changed[field.name]
            listed = given if isinstance(given, list) else [given]
            changed[field.name] = [_stored(one, actor) if _is_path(one) else one for one in listed]
    return changed


def _is_path(one: object) -> bool:
    return isinstance(one, str) and bool(one) and not DIGEST.fullmatch(one)


def _stored(path: str, actor: Actor) -> dict[str, Any]:
    try:
        with Path(path).open("rb") as file:
            chunks = iter(lambda: file.read(CHUNK), b"")
            return dict(hand_in(Path(path).name, chunks, person=actor.person_id, at=clock.now()).as_json())
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read ({error.strerror}). Give the path of a file.") from error
    except Refused as refused:
        raise CommandFailed(refusal_in_words(refused)) from refused
