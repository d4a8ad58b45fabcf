"""Files in the form of an act: those handed in with it are stored at once, those that were stored earlier are kept.

The form carries a stored file as its digest and name, so that a draft, a form that comes back with faults and a form
sent twice all hold it. Without a script, a file is taken away by a tick beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from typing_extensions import override

from zhixing.assembly import clock
from zhixing.assembly.actors import Actor
from zhixing.files.formats import FORMATS
from zhixing.files.handing_in import hand_in
from zhixing.procedure.facts import Refused
from zhixing.procedure.fields import NOT_ACCEPTED
from zhixing.procedure.model import Act, Field
from zhixing.procedure.words import Sentence

Sizes = Callable[[Sequence[str]], Mapping[str, int]]
NEW, DROP = "-new", "-drop"
"""What is put behind a field's name for the files chosen now, and for those to be taken away."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as sent, with the files that came with it stored, and what is wrong with those that were not."""

    data: QueryDict
    faults: tuple[tuple[str, Sentence], ...] = ()


def file_fields(act: Act) -> list[str]:
    """Return the names of an act's fields that take files."""
    return [field.name for field in act.fields.values() if field.type == "files"]


def taken(
    act: Act, sent: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]], *, actor: Actor, storing: bool = True
) -> Sent:
    """Return a form with its files: those kept, without those ticked, and those chosen now, stored for the actor.

    ``storing`` is false for whoever may not perform the act: nothing is stored for them.
    """
    names = file_fields(act)
    if not names:
        return Sent(sent)
    data, faults = sent.copy(), []
    for name in names:
        gone = set(sent.getlist(name + DROP))
        kept = [token for token in sent.getlist(name) if token not in gone]
        for file in files.getlist(name + NEW) if storing else ():
            try:
                kept.append(_stored(file, actor))
            except Refused as refused:
                faults.append((name, refused.sentence))
        data.setlist(name, list(dict.fromkeys(kept)))
        if not kept:
            del data[name]
    return Sent(data, tuple(faults))


def stored(one: Field, file: UploadedFile[bytes], actor: Actor) -> dict[str, Any]:
    """Store one file for a field and return it as a form shows it: token, name and size.

    Raises:
        Refused: as invalid, with the sentence for whoever handed it in.
    """
    ending = (file.name or "").rpartition(".")[2].lower()
    if one.accepts and ending not in one.accepts:
        accepts = ", ".join(one.accepts)
        raise Refused("invalid", Sentence(NOT_ACCEPTED, field=one.title, name=file.name or "", accepts=accepts))
    kept = hand_in(file.name or "", file.chunks(), person=actor.person_id, at=clock.now())
    return {"token": _token(kept.as_json()), "name": kept.name, "size": kept.size}


def _stored(file: UploadedFile[bytes], actor: Actor) -> str:
    stored = hand_in(file.name or "", file.chunks(), person=actor.person_id, at=clock.now())
    return _token(stored.as_json())


def _token(one: Mapping[str, Any]) -> str:
    return f"{one['digest']}/{one['name']}"


def _reference(token: object) -> dict[str, str]:
    digest, _slash, name = str(token).partition("/")
    return {"digest": digest, "name": name}


class FilesInput(forms.Widget):
    """A control for files: those kept, each with name, size and a tick to remove it, and a way to choose more."""

    template_name = "desk/files_input.html"
    needs_multipart_form = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, sizes: Sizes) -> None:
        """Take the HTML attributes, and how to look the sizes of kept files up."""
        super().__init__(attrs)
        self.sizes = sizes

    @override
    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        references = [one if isinstance(one, dict) else _reference(one) for one in value or ()]
        sizes = self.sizes([one["digest"] for one in references]) if references else {}
        context["widget"]["kept"] = [
            {**one, "token": _token(one), "size": sizes[one["digest"]]} for one in references if one["digest"] in sizes
        ]
        return context

    @override
    def format_value(self, value: Any) -> None:
        """Return nothing: a file control never shows a value."""

    @override
    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[dict[str, str]]:
        tokens: Iterable[str] = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, ())
        return [_reference(token) for token in tokens]


def files_widget(one: Field, *, sizes: Sizes) -> FilesInput:
    """Return the control of a field of files; where pictures are taken, a telephone offers its camera."""
    endings = one.accepts or settings.ZHIXING_FILE_ENDINGS
    accept = [f".{ending}" for ending in endings]
    if any(ending in FORMATS and FORMATS[ending].image for ending in endings):
        accept.append("image/*")
    return FilesInput({"accept": ",".join(accept), "data-most-size": settings.ZHIXING_MAX_FILE}, sizes=sizes)
