"""The procedures a committee has adopted: stored by digest, found by the digest a case was opened under.

A file that fails the reader or the checker cannot be adopted, and one committee's broken file never stops the others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings as django_settings

from zhixing.assembly.actors import Actor
from zhixing.assembly.clock import now
from zhixing.assembly.models import Body
from zhixing.cases import founding, kinds
from zhixing.cases.models import Adoption, ProcedureText
from zhixing.procedure.checker import check
from zhixing.procedure.model import Procedure
from zhixing.procedure.reader import parse
from zhixing.procedure.source import Problem, ProcedureError, text_of
from zhixing.procedure.words import Sentence, Words
from zhixing.register.writer import digest_of

LONGEST_PATH = 200
"""Of a longer path of a procedure file its end is kept, which names it."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A procedure as a committee adopted it, with the numbers it chose."""

    digest: str
    procedure: Procedure
    settings: Mapping[str, int]


@lru_cache(maxsize=256)
def by_digest(digest: str) -> Adopted:
    """Return the adopted procedure of a digest. ProcedureText.DoesNotExist when none was ever adopted."""
    text = ProcedureText.objects.get(pk=digest)
    return Adopted(digest, parse(text.source, file=text.file), text.settings)


def in_force(body: Body, kind: str) -> Adopted:
    """Return the procedure a body has in force for a kind; the shipped one is adopted when there is none yet."""
    last = Adoption.objects.filter(body=body, kind=kind).order_by("-pk").values_list("procedure_id", flat=True).first()
    if last is None:
        return adopt(body, kind, at=None, actor=None)
    return by_digest(last)


def all_in_force(body: Body) -> list[Procedure]:
    """Return the procedures a body has in force, of all kinds it has used so far."""
    latest = Adoption.objects.filter(body=body).order_by("kind", "pk").values_list("kind", "procedure_id")
    return [by_digest(digest).procedure for digest in dict(latest).values()]


def checked(source: str, *, file: str, chosen: Mapping[str, object] | None = None) -> Procedure:
    """Read and check a procedure for adoption.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault, of the settings chosen too.
    """
    procedure = parse(source, file=file)
    offered = kinds.get(procedure.kind).guards if procedure.kind in {k.slug for k in kinds.everyone()} else None
    faults = [Problem(file, 1, procedure.kind, fault) for fault in check(procedure, guards=offered)]
    for name, value in (chosen or {}).items():
        setting = procedure.settings.get(name)
        if setting is None:
            known = ", ".join(procedure.settings)
            faults.append(Problem(file, 1, f"settings.{name}", Sentence(NO_SETTING, name=name, known=known)))
        elif not isinstance(value, int) or isinstance(value, bool) or not setting.least <= value <= setting.most:
            bounds = Sentence(OUT_OF_BOUNDS, title=setting.title, least=setting.least, most=setting.most)
            faults.append(Problem(file, 1, f"settings.{name}", bounds))
    if faults:
        raise ProcedureError(faults)
    return procedure


def adopt(
    body: Body,
    kind: str,
    *,
    at: datetime | None,
    actor: Actor | None,
    source: str | None = None,
    file: str = "",
    chosen: Mapping[str, int] | None = None,
) -> Adopted:
    """Adopt a procedure for a body: the given text, read from ``file``, or the committee's own, or the shipped one.

    Raises:
        ProcedureError: when it has faults; nothing is changed then.
    """
    file = file or str(kinds.get(kind).procedure)
    if source is None:
        file, source, own = _own_or_shipped(body, kind)
        chosen = chosen if chosen is not None else own
    numbers = dict(chosen or {})
    digest = digest_of({"source": source, "settings": numbers})
    if not ProcedureText.objects.filter(pk=digest).exists():
        procedure = checked(source, file=file, chosen=chosen)
        if procedure.kind != kind:
            other = Sentence(OTHER_KIND, kind=procedure.kind, wanted=kind)
            raise ProcedureError([Problem(file, 1, "kind", other)])
        ProcedureText.objects.create(
            digest=digest,
            kind=procedure.kind,
            version=procedure.version,
            file=file[-LONGEST_PATH:],
            source=source,
            settings=numbers,
        )
    person = actor.person_id if actor else None
    moment = at or now()
    Adoption.objects.create(body=body, kind=kind, procedure_id=digest, adopted_at=moment, adopted_by_id=person)
    founding.note(body, "adopt", {"kind": kind, "procedure": digest}, at=moment, person=person)
    return by_digest(digest)


def _own_or_shipped(body: Body, kind: str) -> tuple[str, str, dict[str, int]]:
    """Return file, text and settings: an overlay is a whole file, or a ``[settings]`` table of numbers alone."""
    shipped = kinds.get(kind).procedure
    folder = getattr(django_settings, "ZHIXING_PROCEDURES", None)
    own = Path(folder) / body.slug / f"{kind}.toml" if folder else None
    if own is None or not own.exists():
        return str(shipped), shipped.read_text(encoding="utf-8"), {}
    text = text_of(own.read_bytes(), file=str(own))
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return str(own), text, {}  # the reader says what is wrong, with the line
    numbers = values.get("settings")
    if len(values) == 1 and isinstance(numbers, dict) and not any(isinstance(one, dict) for one in numbers.values()):
        return str(shipped), shipped.read_text(encoding="utf-8"), numbers
    return str(own), text, {}


OTHER_KIND = Words(
    "这份规程是“{kind}”的，不是“{wanted}”的。请核对 kind。",
    "This procedure is for {kind}, not for {wanted}. Check its kind.",
)
NO_SETTING = Words("没有设置项“{name}”。可用：{known}。", "There is no setting {name}. Settings here: {known}.")
OUT_OF_BOUNDS = Words(
    "“{title}”应是 {least} 至 {most} 之间的整数。", "{title} must be a whole number from {least} to {most}."
)
