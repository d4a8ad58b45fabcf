"""The procedures a committee has adopted: stored by digest, found by the digest a case was opened under.

A file that fails the reader or the checker cannot be adopted, and one committee's broken file never stops the others.
A committee's own file is a whole procedure, or an overlay: numbers, lists and flags laid over the shipped one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings as django_settings

from zhixing.assembly import calendars
from zhixing.assembly.actors import Actor
from zhixing.assembly.clock import now
from zhixing.assembly.models import Body
from zhixing.cases import fitting, founding, kinds
from zhixing.cases.models import Adoption, ProcedureText
from zhixing.procedure.checker import check
from zhixing.procedure.model import Procedure
from zhixing.procedure.overlay import NOTHING_CHOSEN, Overlay, overlaid
from zhixing.procedure.read_overlay import is_overlay, read_overlay
from zhixing.procedure.reader import parse
from zhixing.procedure.source import Problem, ProcedureError, lines_of, text_of
from zhixing.procedure.words import Sentence, Words
from zhixing.register.writer import digest_of

LONGEST_PATH = 200
"""Of a longer path of a procedure file its end is kept, which names it."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A procedure as a committee adopted it, with what it chose; ``base`` is the procedure without its choices."""

    digest: str
    procedure: Procedure
    base: Procedure
    overlay: Overlay

    @property
    def settings(self) -> dict[str, int]:
        """The numbers the committee chose."""
        return dict(self.overlay.settings)


@dataclass(frozen=True, slots=True)
class Own:
    """A procedure that a committee could adopt: the text of the whole one, and the choices laid over it.

    ``file`` and ``text`` are what a fault is found in: the overlay, or the whole procedure where there is none.
    """

    kind: str
    file: str
    text: str
    source: str
    source_file: str
    overlay: Overlay = field(default=NOTHING_CHOSEN)

    @property
    def digest(self) -> str:
        """The digest by which the same procedure with the same choices is recognised."""
        chosen = {"settings": dict(self.overlay.settings), **self.overlay.lists_as_json()}
        return digest_of({"source": self.source, **chosen})

    def adopted(self) -> Adopted:
        """Return it as it would be adopted.

        Raises:
            ProcedureError: when the text cannot be read.
        """
        base = parse(self.source, file=self.source_file)
        return Adopted(self.digest, overlaid(base, self.overlay), base, self.overlay)

    def procedure(self) -> Procedure:
        """Return the procedure alone, with the choices laid over it, as ``adopted`` does."""
        return overlaid(parse(self.source, file=self.source_file), self.overlay)

    def problem(self, key: str, what: Sentence) -> Problem:
        """Return a fault of the text, at the line of its key or of the nearest table."""
        path, lines = tuple(key.split(".")), lines_of(self.text)
        while path not in lines:
            path = path[:-1]
        return Problem(self.file, lines[path], key, what)


@lru_cache(maxsize=256)
def by_digest(digest: str) -> Adopted:
    """Return the adopted procedure of a digest. ProcedureText.DoesNotExist when none was ever adopted."""
    text = ProcedureText.objects.get(pk=digest)
    base = parse(text.source, file=text.file)
    overlay = Overlay.from_json(text.settings, text.overlay)
    return Adopted(digest, overlaid(base, overlay), base, overlay)


def last_adoption(body: Body, kind: str) -> Adoption | None:
    """Return a body's last adoption of a procedure for a kind, with who adopted it; None when there was none yet."""
    adoptions = Adoption.objects.filter(body=body, kind=kind).select_related("adopted_by", "procedure")
    return adoptions.order_by("-pk").first()


def in_force(body: Body, kind: str) -> Adopted:
    """Return the procedure a body has in force for a kind; the shipped one is adopted when there is none yet."""
    last = Adoption.objects.filter(body=body, kind=kind).order_by("-pk").values_list("procedure_id", flat=True).first()
    if last is None:
        return adopt(body, kind, at=None, actor=None)
    return by_digest(last)


def standing(body: Body, kind: str) -> Adopted:
    """Return the procedure in force, or the one that would be adopted; nothing is written.

    Raises:
        ProcedureError: when none is in force and the body's own file has faults.
    """
    last = last_adoption(body, kind)
    return by_digest(last.procedure_id) if last else own_of(body, kind).adopted()


def each_in_force(body: Body, wanted: Iterable[str]) -> dict[str, Adopted]:
    """Return the procedures a body has in force for some kinds; one query where all were adopted before."""
    known = _digests(body)
    return {kind: by_digest(known[kind]) if kind in known else in_force(body, kind) for kind in wanted}


def all_in_force(body: Body) -> list[Procedure]:
    """Return the procedures a body has in force, of all kinds it has used so far."""
    return [by_digest(digest).procedure for digest in _digests(body).values()]


def every(kind: str) -> list[Procedure]:
    """Return each procedure under which a case of a kind may stand, of whatever body and version.

    The list is kept in the process and looked at anew once in ``calendars.FRESH`` seconds, in one query: a page of
    figures asks for it many times. What this process adopts is known at once.
    """
    global _texts  # noqa: PLW0603 - one list per process
    held = _texts
    if held is None or monotonic() - held[0] > calendars.FRESH:
        rows = ProcedureText.objects.order_by("digest").values_list("kind", "digest")
        held = _texts = (monotonic(), tuple(rows))
    return [by_digest(digest).procedure for of, digest in held[1] if of == kind]


_texts: tuple[float, tuple[tuple[str, str], ...]] | None = None


def _digests(body: Body) -> dict[str, str]:
    """Return the digests of the procedures a body has in force, by kind, in one query."""
    latest = Adoption.objects.filter(body=body).order_by("kind", "pk").values_list("kind", "procedure_id")
    return dict(latest)


def shipped(kind: str) -> str:
    """Return the text of the procedure that comes with a kind."""
    return kinds.get(kind).procedure.read_text(encoding="utf-8")


def read_own(kind: str, text: str, *, file: str) -> Own:
    """Return a text as what could be adopted for a kind: a whole procedure, or choices laid over the shipped one.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault of the choices; a whole one is read later.
    """
    if not is_overlay(text):
        return Own(kind, file, text, text, file)
    declared = kinds.get(kind)
    source, source_file = shipped(kind), str(declared.procedure)
    over = parse(source, file=source_file)
    overlay = read_overlay(text, file=file, over=over, also=fitting.counted_on(declared))
    return Own(kind, file, text, source, source_file, overlay)


def own_of(body: Body, kind: str) -> Own:
    """Return what a body would adopt for a kind: by its own file, or as shipped where it has none.

    Raises:
        ProcedureError: as ``read_own``; and when the file is not written in UTF-8.
    """
    folder = getattr(django_settings, "ZHIXING_PROCEDURES", None)
    path = Path(folder) / body.slug / f"{kind}.toml" if folder else None
    if path is None or not path.exists():
        return Own(kind, str(kinds.get(kind).procedure), shipped(kind), shipped(kind), str(kinds.get(kind).procedure))
    return read_own(kind, text_of(path.read_bytes(), file=str(path)), file=str(path))


def checked(source: str, *, file: str) -> Procedure:
    """Read and check a whole procedure for adoption.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault.
    """
    return _checked(Own("", file, source, source, file)).procedure


def _checked(own: Own) -> Adopted:
    """Read and check what could be adopted, by itself and with its kind.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault.
    """
    adopted = own.adopted()
    procedure = adopted.procedure
    if own.kind and procedure.kind != own.kind:
        raise ProcedureError([own.problem("kind", Sentence(OTHER_KIND, kind=procedure.kind, wanted=own.kind))])
    declared = next((kind for kind in kinds.everyone() if kind.slug == procedure.kind), None)
    offered = declared.guards if declared else None
    faults = [Problem(own.source_file, 1, procedure.kind, fault) for fault in check(procedure, guards=offered)]
    if declared is not None:
        faults += [own.problem(f"lists.{name}", fault) for name, fault in fitting.misfits(declared, procedure)]
    if faults:
        raise ProcedureError(faults)
    return adopted


def proposed(body: Body, kind: str, *, source: str | None = None, file: str = "") -> tuple[Own, Adopted]:
    """Return what a body would adopt, checked: the given text, read from ``file``, or its own file, or the shipped one.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault.
    """
    file = file or str(kinds.get(kind).procedure)
    own = own_of(body, kind) if source is None else read_own(kind, source, file=file)
    return own, fitting_in(body, own)


def with_numbers(body: Body, kind: str, numbers: Mapping[str, int]) -> Own:
    """Return what stands in a body for a kind with other numbers; those that are the default are nobody's choice.

    Raises:
        ProcedureError: when none is in force and the body's own file has faults.
    """
    last = last_adoption(body, kind)
    if last is None:
        own = own_of(body, kind)
        base = own.adopted().base
    else:
        stands, kept = by_digest(last.procedure_id), last.procedure
        own, base = Own(kind, kept.file, kept.source, kept.source, kept.file, stands.overlay), stands.base
    chosen = {name: value for name, value in numbers.items() if base.settings[name].value != value}
    return replace(own, overlay=replace(own.overlay, settings=chosen))


def fitting_in(body: Body, own: Own) -> Adopted:
    """Return what could be adopted, checked by itself, with its kind, and with the body's other procedures.

    Raises:
        ProcedureError: naming file, line, key and remedy of every fault.
    """
    adopted = _checked(own)
    faults = list(_relatives(body, own, adopted.procedure))
    if faults:
        raise ProcedureError(faults)
    return adopted


def _relatives(body: Body, own: Own, procedure: Procedure) -> Iterable[Problem]:
    """Yield the choices that child cases could not take over, as procedures stand or as they would be adopted."""
    digests = _digests(body)
    for kind in kinds.everyone():
        others = [] if kind.slug == own.kind else _others(body, kind.slug, digests.get(kind.slug))
        for pick in (fitting.missing_in_child, _as_child):
            found = [list(pick(procedure, other)) for other in others]
            if found and all(found):
                child = own.kind if pick is _as_child else kind.slug
                for name, codes in found[0]:
                    what = Sentence(fitting.CHILD_LACKS, name=name, child=child, codes=codes)
                    yield own.problem(f"lists.{name}", what)


def _as_child(procedure: Procedure, other: Procedure) -> Iterable[tuple[str, str]]:
    return fitting.missing_in_child(other, procedure)


def _others(body: Body, kind: str, digest: str | None) -> list[Procedure]:
    """Return another kind's procedure in force, of the digest, and the one that would be adopted.

    A broken file is its own matter.
    """
    found = [by_digest(digest).procedure] if digest else []
    try:
        return [*found, own_of(body, kind).procedure()]
    except ProcedureError:
        return found


def adopt(
    body: Body,
    kind: str,
    *,
    at: datetime | None,
    actor: Actor | None,
    source: str | None = None,
    file: str = "",
) -> Adopted:
    """Adopt a procedure for a body: the given text, read from ``file``, or the committee's own, or the shipped one.

    Raises:
        ProcedureError: when it has faults; nothing is changed then.
    """
    own, adopted = proposed(body, kind, source=source, file=file)
    return _put_in_force(body, own, adopted, at=at, actor=actor)


def adopt_own(body: Body, own: Own, *, at: datetime | None, actor: Actor | None) -> Adopted:
    """Adopt what a body could adopt; it is in force for new cases, and in the register.

    Raises:
        ProcedureError: when it has faults; nothing is changed then.
    """
    return _put_in_force(body, own, fitting_in(body, own), at=at, actor=actor)


def _put_in_force(body: Body, own: Own, adopted: Adopted, *, at: datetime | None, actor: Actor | None) -> Adopted:
    kind = own.kind
    kept: dict[str, Any] = {
        "kind": adopted.procedure.kind,
        "version": adopted.procedure.version,
        "file": own.source_file[-LONGEST_PATH:],
        "source": own.source,
        "settings": adopted.settings,
        "overlay": own.overlay.lists_as_json(),
    }
    global _texts  # noqa: PLW0603 - one list per process
    ProcedureText.objects.get_or_create(digest=adopted.digest, defaults=kept)
    _texts = None
    person = actor.person_id if actor else None
    moment = at or now()
    Adoption.objects.create(body=body, kind=kind, procedure_id=adopted.digest, adopted_at=moment, adopted_by_id=person)
    founding.note(body, "adopt", {"kind": kind, "procedure": adopted.digest}, at=moment, person=person)
    return by_digest(adopted.digest)


OTHER_KIND = Words(
    "这份规程是“{kind}”的，不是“{wanted}”的。请核对 kind。",
    "This procedure is for {kind}, not for {wanted}. Check its kind.",
)
