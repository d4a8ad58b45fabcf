"""Write what is found of cases: passages, their words, and who may read them; only what differs is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhixing.cases import adopting
from zhixing.cases.folding import parties_of
from zhixing.cases.models import Case
from zhixing.finding import word_index
from zhixing.finding.gathering import Piece, Place
from zhixing.finding.models import Audience, AudienceKey, Passage
from zhixing.procedure.roles import keys_of_roles
from zhixing.register.rows import insert, new_ids

PASSAGE = ("id", "case_id", "entry", "act", "field", "part", "audience_id", "text")
Who = tuple[int, str]
"""A case and the roles of an audience in it."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A case and the texts that are to be found of it."""

    case: Case
    pieces: Mapping[Place, Piece]

    def keys(self, roles: str) -> list[str]:
        """Return the address keys of some roles as they are filled now; a role that no longer exists has none."""
        procedure = adopting.by_digest(self.case.procedure).procedure
        known = [role for role in roles.split() if role in procedure.roles]
        return keys_of_roles(procedure, known, parties=parties_of(self.case.folded), body=self.case.body_id)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A passage as it stands in the database."""

    pk: int
    text: str
    act: str
    roles: str | None


def write(stands: Sequence[Stand]) -> None:
    """Let of these cases be found what is given, and nothing else; call it inside a transaction."""
    kept = _kept([stand.case.pk for stand in stands])
    _remove(kept, stands)
    audiences = _write_audiences(stands)
    _move(kept, stands, audiences)
    new = [
        (stand.case.pk, piece.entry, piece.act, piece.field, piece.part, _audience(audiences, stand, piece), piece.text)
        for stand in stands
        for place, piece in stand.pieces.items()
        if not _same_text(kept[stand.case.pk].get(place), piece)
    ]
    if new:
        rows = [(pk, *row) for pk, row in zip(new_ids(Passage, len(new)), new, strict=True)]
        insert(Passage, PASSAGE, rows)
        word_index.put((pk, text) for pk, *_rest, text in rows)


def _kept(cases: Sequence[int]) -> dict[int, dict[Place, _Kept]]:
    kept: dict[int, dict[Place, _Kept]] = {pk: {} for pk in cases}
    rows = Passage.objects.filter(case__in=cases).values_list(
        "pk", "text", "act", "audience__roles", "case_id", "entry", "field", "part"
    )
    for pk, text, act, roles, case, entry, name, part in rows:
        kept[case][entry, name, part] = _Kept(pk, text, act, roles)
    return kept


def _same_text(kept: _Kept | None, piece: Piece | None) -> bool:
    return kept is not None and piece is not None and (kept.text, kept.act) == (piece.text, piece.act)


def _remove(kept: Mapping[int, Mapping[Place, _Kept]], stands: Iterable[Stand]) -> None:
    gone = [
        (one.pk, one.text)
        for stand in stands
        for place, one in kept[stand.case.pk].items()
        if not _same_text(one, stand.pieces.get(place))
    ]
    if gone:
        word_index.take(gone)
        Passage.objects.filter(pk__in=[pk for pk, _text in gone]).delete()


def _write_audiences(stands: Sequence[Stand]) -> dict[Who, int]:
    """Write who the audiences are now and return them; those that nothing is written for go."""
    wanted = {
        (stand.case.pk, piece.roles): stand.keys(piece.roles)
        for stand in stands
        for piece in stand.pieces.values()
        if piece.roles is not None
    }
    found = Audience.objects.filter(case__in=[stand.case.pk for stand in stands]).prefetch_related("keys")
    known = {(one.case_id, one.roles): one for one in found}
    audiences = {who: one.pk for who, one in known.items() if who in wanted}
    new = [who for who in wanted if who not in known]
    if new:
        made = dict(zip(new, new_ids(Audience, len(new)), strict=True))
        insert(Audience, ("id", "case_id", "roles"), [(pk, *who) for who, pk in made.items()])
        audiences |= made
    changed = [who for who in wanted if who in new or {one.key for one in known[who].keys.all()} != set(wanted[who])]
    AudienceKey.objects.filter(audience__in=[known[who].pk for who in changed if who in known]).delete()
    insert(AudienceKey, ("audience_id", "key"), [(audiences[who], key) for who in changed for key in wanted[who]])
    return audiences


def _audience(audiences: Mapping[Who, int], stand: Stand, piece: Piece) -> int | None:
    return None if piece.roles is None else audiences[stand.case.pk, piece.roles]


def _move(kept: Mapping[int, Mapping[Place, _Kept]], stands: Sequence[Stand], audiences: Mapping[Who, int]) -> None:
    """Give texts that stay to whoever may read them now, as when a reply is released; then let empty audiences go."""
    moved: dict[int | None, list[int]] = {}
    for stand in stands:
        for place, one in kept[stand.case.pk].items():
            piece = stand.pieces.get(place)
            if piece is not None and _same_text(one, piece) and one.roles != piece.roles:
                moved.setdefault(_audience(audiences, stand, piece), []).append(one.pk)
    for audience, passages in moved.items():
        Passage.objects.filter(pk__in=passages).update(audience=audience)
    cases = [stand.case.pk for stand in stands]
    Audience.objects.filter(case__in=cases).exclude(pk__in=list(audiences.values())).delete()
