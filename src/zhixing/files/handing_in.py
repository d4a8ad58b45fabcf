"""Handing a file in. It waits, for whoever handed it in alone, until an act names it or its time is over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from zhixing.files import blobs, formats
from zhixing.files.models import LONGEST_NAME, StoredFile, Upload
from zhixing.files.words import CONTRADICTS, EMPTY, ENDING_NOT_TAKEN, NO_NAME, TOO_LARGE
from zhixing.procedure.facts import FileReference, Json, Refused
from zhixing.procedure.words import Sentence, Words
from zhixing.register.verifier import DIGEST

MEGABYTE = 2**20
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
"""Control characters, and those that turn the direction of writing so that ``exe.pdf`` looks like what it is not."""


def hand_in(name: str, chunks: Iterable[bytes], *, person: int | None, at: datetime) -> FileReference:
    """Store a file for somebody, None being the software itself, and return what an act may name.

    Raises:
        Refused: as invalid, with the sentence for whoever handed it in; nothing is kept then.
    """
    called = cleaned(name)
    ending = formats.ending_of(called)
    if ending not in settings.ZHIXING_FILE_ENDINGS:
        raise _invalid(ENDING_NOT_TAKEN, name=called, endings=", ".join(settings.ZHIXING_FILE_ENDINGS))
    most = settings.ZHIXING_MAX_FILE
    try:
        written = blobs.write(chunks, most=most)
    except blobs.TooLarge:
        raise _invalid(TOO_LARGE, name=called, most=most // MEGABYTE) from None
    try:
        if not written.size:
            raise _invalid(EMPTY, name=called)
        if not formats.fits(called, written.path):
            raise _invalid(CONTRADICTS, name=called, ending=ending)
        _keep(written, called, person=person, at=at)
    finally:
        blobs.discard(written)
    return FileReference(written.digest, called, written.size, formats.type_of(called))


def _keep(written: blobs.Written, name: str, *, person: int | None, at: datetime) -> None:
    """Note who handed a content in, and give it its place while its row is locked: nobody removes it meanwhile."""
    kind = formats.type_of(name)
    with transaction.atomic():
        new = StoredFile(digest=written.digest, size=written.size, type=kind, first_seen=at, by_id=person)
        stored = _locked(new)
        if not Upload.objects.filter(file=stored, person=person).update(name=name, at=at):
            Upload.objects.create(file=stored, person_id=person, name=name, at=at)
        blobs.settle(written)


def _locked(new: StoredFile) -> StoredFile:
    """Return the row of a content, locked; made anew where it is not there, or was just being removed."""
    while True:
        StoredFile.objects.bulk_create([new], ignore_conflicts=True)
        stored = StoredFile.objects.select_for_update().filter(digest=new.digest).first()
        if stored is not None:
            return stored


def cleaned(name: str) -> str:
    """Return a file's name without folders, control characters and leading dots, shortened before its ending.

    Raises:
        Refused: as invalid, when nothing is left.
    """
    bare = (
        UNWANTED.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2].strip().lstrip(".")
    )
    stem, dot, ending = bare.rpartition(".")
    if not bare or (dot and not stem.strip()):
        raise _invalid(NO_NAME)
    if len(bare) <= LONGEST_NAME:
        return bare
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if len(ending) < LONGEST_NAME else bare[:LONGEST_NAME]


def handed_in(wanted: Json, *, person: int | None) -> FileReference | None:
    """Return a file that somebody handed in, by its digest, alone or with the name it shall have; None if they did not.

    A name is taken only with an ending that says the same of the content. Whoever merely knows the digest of another's
    file gets nothing by it.
    """
    digest = wanted.get("digest") if isinstance(wanted, dict) else wanted
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        return None
    upload = Upload.objects.select_related("file").filter(file__digest=digest, person=person).first()
    if upload is None:
        return None
    name = _as_called(wanted)
    if formats.type_of(name) != formats.type_of(upload.name):
        name = upload.name
    return FileReference(digest, name, upload.file.size, formats.type_of(name))


def _as_called(wanted: Json) -> str:
    name = wanted.get("name") if isinstance(wanted, dict) else None
    try:
        return cleaned(name) if isinstance(name, str) else ""
    except Refused:
        return ""


def sizes_of(digests: Iterable[str], *, person: int | None) -> Mapping[str, int]:
    """Return the sizes of those files that somebody handed in and that are still kept."""
    found = Upload.objects.filter(file__digest__in=list(digests), person=person)
    return dict(found.values_list("file__digest", "file__size"))


def _invalid(words: Words, **values: str | int) -> Refused:
    return Refused("invalid", Sentence(words, **values))
