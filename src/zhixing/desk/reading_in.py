"""Reading a file into the form of an act, as its kind says how. Nothing typed is overwritten, nothing read is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from zhixing.assembly import clock
from zhixing.cases.kinds import Reading
from zhixing.desk import drafts, two_texts
from zhixing.desk.acting import Task
from zhixing.desk.drafts import Kept, Typing
from zhixing.desk.speech import say
from zhixing.files.handing_in import MEGABYTE
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words

DOCUMENT = "draft-document"
"""The name of the control that takes the file; no field of an act is called so."""
LONGEST_SOURCE = 200


def read_in(task: Task, file: UploadedFile[bytes] | None, typed: Kept) -> str:
    """Read a file and return what to say of it. Empty boxes are filled; else what was read stands beside the draft.

    What was not understood stands beside the draft in either case, until its writer puts it away.

    Raises:
        Refused: as invalid, when no file was chosen, it cannot be read, or the act reads none; nothing changes then.
    """
    found, name = _read(task, file)
    at, remarks = clock.now(), _spoken(found)
    draft = typed.draft
    before: Mapping[str, Any] = draft.data if draft else {}
    fits = not typed.beside and not before.keys() & found.data.keys()
    if fits:
        on = Typing(revision=draft.revision if draft else "")
        fits = not drafts.keep(task.actor, task.place, {**before, **found.data}, at=at, typing=on).beside
    beside = {} if fits else found.data
    if beside or remarks:
        two_texts.stand_beside(task.actor, task.place, beside, at=at, source=name, remarks=remarks)
    if fits:
        return _("“%(file)s” was read in. Compare it with the file before you go on.") % {"file": name}
    return _("“%(file)s” was read. Your boxes hold text already, so both stand below; nothing was overwritten.") % {
        "file": name
    }


def _read(task: Task, file: UploadedFile[bytes] | None) -> tuple[Reading, str]:
    reader = task.reads
    if reader is None:
        raise Refused("invalid", Sentence(READS_NONE))
    if file is None:
        raise Refused("invalid", Sentence(NO_FILE))
    name = (file.name or "")[-LONGEST_SOURCE:]
    if not name.lower().endswith(reader.accepts):
        raise Refused("invalid", Sentence(WRONG_ENDING, file=name, endings=", ".join(reader.accepts)))
    if (file.size or 0) > settings.ZHIXING_MAX_FILE:
        raise Refused("invalid", Sentence(TOO_LARGE, file=name, most=settings.ZHIXING_MAX_FILE // MEGABYTE))
    found = reader.read(name, file.read(), task.adopted.procedure)
    if isinstance(found, Words):
        raise Refused("invalid", Sentence(Words("{said}", "{said}"), said=found))
    known = {field: text for field, text in found.data.items() if field in task.act.fields}
    return Reading(known, found.remarks), name


def _spoken(found: Reading) -> list[dict[str, str]]:
    return [
        {"what": say(one.what), "where": say(one.where) if one.where else "", "text": one.text} for one in found.remarks
    ]


READS_NONE = Words("这里不能读入文件。请直接填写。", "No file can be read in here. Fill the form in.")
NO_FILE = Words("请先选择一个文件，再读入。", "Choose a file first, then read it in.")
WRONG_ENDING = Words(
    "“{file}”不能读入，这里只读 {endings}。请用 Word 或 WPS 另存为 .docx 后再读入。",
    "“{file}” cannot be read in; only {endings} can. Save it as .docx in Word or WPS and read that.",
)
TOO_LARGE = Words(
    "“{file}”超过 {most} MB。请去掉其中的图片后再读入。",
    "“{file}” is larger than {most} MB. Take its pictures out and read it again.",
)
