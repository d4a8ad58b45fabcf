"""More proposals than are written: the written ones again, as trials in townships, with figures from there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

from zhixing.assembly.vocabulary import OrganisationKind
from zhixing.sample.reading import PlaceText, ProposalText
from zhixing.sample.wording import Wording

TITLE_MOST = 40
"""The longest title the procedure takes."""
_ABOUT = "关于"
_SUFFIXES = ("街道", "镇", "乡")


def varied(
    place: PlaceText, texts: Sequence[ProposalText], *, wording: Wording, random: Random
) -> Iterator[ProposalText]:
    """Yield variations of the texts that speak of the whole city, all with titles of their own, until none is left."""
    townships = [unit.name for unit in place.units if unit.kind == OrganisationKind.TOWNSHIP]
    stems = [name.removesuffix(suffix) for name in townships for suffix in _SUFFIXES if name.endswith(suffix)]
    general = [text for text in texts if not any(stem in text.title for stem in stems)]
    places = [*((one,) for one in townships), *combinations(townships, 2)]
    for turn in range(len(places)):
        # Each text in a township of its own, and in another one every turn.
        for at, text in random.sample(list(enumerate(general)), len(general)):
            where = "、".join(places[(at + turn) % len(places)])
            made = _trial(text, where, wording=wording, random=random)
            if len(made.title) <= TITLE_MOST:
                yield made


def like(place: PlaceText, text: ProposalText, *, wording: Wording, random: Random) -> Iterator[ProposalText]:
    """Yield proposals that ask for the same as a text, each as a trial in one township."""
    townships = [unit.name for unit in place.units if unit.kind == OrganisationKind.TOWNSHIP]
    for one in random.sample(townships, len(townships)):
        made = _trial(text, one, wording=wording, random=random)
        if len(made.title) <= TITLE_MOST:
            yield made


def _trial(text: ProposalText, places: str, *, wording: Wording, random: Random) -> ProposalText:
    trial = wording.note("trial_title")
    where = trial.replace("{places}", places)
    # What asks for the same as a trial is one itself, in another place.
    bare = re.sub(re.escape(trial).replace(re.escape("{places}"), ".+?"), "", text.title.removeprefix(_ABOUT), count=1)
    seen = wording.note("trial").replace("{places}", places)
    seen = seen.replace("{villages}", str(random.randint(4, 19))).replace("{homes}", str(random.randint(36, 420)))
    return replace(
        text,
        title=f"{_ABOUT}{where}{bare}",
        situation=f"{text.situation}{seen}",
    )


def emptied(text: ProposalText, model: ProposalText) -> ProposalText:
    """Return a proposal that only wishes, as the model does, and is declined for its reason."""
    return replace(
        text,
        situation=_first_sentence(text.situation),
        analysis=model.analysis,
        suggestions=model.suggestions,
        reason=model.reason,
        explanation=model.explanation,
    )


def _first_sentence(text: str) -> str:
    return text[: text.index("。") + 1]
