"""Finding what an address names."""

from __future__ import annotations

from zhixing.cases import kinds
from zhixing.cases.kinds import Kind
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Sentence, Words


def kind_called(plural: str) -> Kind:
    """Return the kind whose list has this address.

    Raises:
        Refused: as unknown, when there is none.
    """
    return _found(next((kind for kind in kinds.everyone() if kind.plural == plural), None), plural)


def kind_named(slug: str) -> Kind:
    """Return the kind of that slug.

    Raises:
        Refused: as unknown, when there is none.
    """
    return _found(next((kind for kind in kinds.everyone() if kind.slug == slug), None), slug)


def _found(kind: Kind | None, asked: str) -> Kind:
    if kind is None:
        known = "、".join(one.plural for one in kinds.everyone())
        raise Refused("unknown", Sentence(NO_SUCH_KIND, kind=asked, known=known))
    return kind


NO_SUCH_KIND = Words(
    "没有“{kind}”这类事项。现有：{known}。请从菜单进入。", "There is no kind {kind}. Known: {known}. Use the menu."
)
