"""Which entries of the register name a stored file. The register alone decides; ``StoredFile.named`` is its index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhixing.files import blobs
from zhixing.files.models import StoredFile, Upload
from zhixing.register.models import FieldValue
from zhixing.register.verifier import DIGEST

KEYS = frozenset({"digest", "name", "size", "type"})
BEGINNING = '[{"digest":"'
"""How every value that names files begins in the register, whose JSON is canonical."""


def files_in(value: object) -> list[Mapping[str, Any]]:
    """Return the files that a recorded value names; none for a value of another kind."""
    if not isinstance(value, list) or not all(isinstance(one, dict) and one.keys() == KEYS for one in value):
        return []
    return [one for one in value if DIGEST.fullmatch(str(one["digest"]))]


def digests_in(values: Iterable[object]) -> list[str]:
    """Return the digests that values name, each once."""
    return list(dict.fromkeys(str(one["digest"]) for value in values for one in files_in(value)))


def note_named(values: Iterable[object]) -> bool:
    """Note that an entry about to be made names these files; false when one of them is no longer kept.

    Call it in the entry's transaction: from then on the files are removed neither by age nor for want of an act.
    """
    digests = digests_in(values)
    if not digests:
        return True
    return StoredFile.objects.filter(digest__in=digests).update(named=True) == len(digests)


def names_of(digest: str) -> QuerySet[FieldValue]:
    """Return the values of the register that name a file."""
    return FieldValue.objects.filter(value__startswith=BEGINNING, value__contains=f'"digest":"{digest}"')


def values() -> Iterator[tuple[str, int, str, list[Mapping[str, Any]]]]:
    """Yield every case, entry number and field that names files, with the files."""
    rows = FieldValue.objects.filter(value__startswith=BEGINNING).order_by("entry_id", "name")
    for case, number, name, value in rows.values_list("entry__case", "entry__number", "name", "value").iterator():
        files = files_in(json.loads(value or "null"))
        if files:
            yield case, number, name, files


def let_go(values: Iterable[object]) -> None:
    """Remove the files of values that are being removed by law, once that is committed, where no other entry names one.

    Nobody may name such a file again without handing it in anew: every right to do so goes at once.
    """
    for digest in digests_in(values):
        if not names_of(digest).exists():
            Upload.objects.filter(file__digest=digest).delete()
            StoredFile.objects.filter(digest=digest).update(named=False)
            transaction.on_commit(partial(remove_unnamed, digest))


def remove_unnamed(digest: str) -> bool:
    """Remove a file that nobody may need any more, and return whether it was removed.

    The row is locked from the look at it until the content is gone, so that an act or a new handing in comes either
    before, and keeps it, or after, and finds nothing.
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(digest=digest, named=False).first()
        if row is None or row.uploads.exists() or names_of(digest).exists():
            return False
        row.delete()
        blobs.remove(digest)
        return True
