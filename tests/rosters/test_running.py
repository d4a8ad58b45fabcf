"""What the assembly floor refuses is said in both languages, whatever page is shown at the time."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.world.town import build_town
from zhixing.assembly.posts import appoint
from zhixing.assembly.succession import rename_organisation
from zhixing.assembly.vocabulary import PostKind
from zhixing.rosters.running import in_words

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_refusal_of_the_assembly_is_said_in_both_languages(language: str) -> None:
    town = build_town()
    school, early = town.organisations["school"], date(2020, 1, 1)

    with translation.override(language):
        with pytest.raises(ValidationError) as renaming:
            rename_organisation(organisation=school, name="市教体局", on=early, document="编发〔2020〕1 号")
        with pytest.raises(ValidationError) as appointing:
            appoint(person=town.people["an"], organisation=school, kind=PostKind.HANDLER, since=early)

    said = in_words(renaming.value)
    assert (said.zh, said.en) == ("2020-01-01 时“市教育局”并不存在。", "市教育局 does not exist on 2020-01-01.")
    said = in_words(appointing.value)
    assert said.en == "市教育局 does not exist on 2020-01-01. Choose the unit that took over its work."
    assert said.zh != said.en
