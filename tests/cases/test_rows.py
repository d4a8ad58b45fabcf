"""Every row of the register and beside it can be named, as logs and shells name it."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.world.story import told
from tests.world.town import Town
from zhixing.cases.daily import count_again
from zhixing.cases.models import Reading
from zhixing.register.log import seal

pytestmark = pytest.mark.django_db


def test_rows_are_named(town: Town) -> None:
    story = told(town, "accept")
    seal()
    count_again()
    Reading.objects.create(case=story.handling, person=town.people["liao"], entry=2)

    models = [model for label in ("register", "cases") for model in apps.get_app_config(label).get_models()]
    names = {model.__name__: str(model._base_manager.order_by("pk").last()) for model in models}

    assert [name for name, said in names.items() if said == "None" or f"{name} object" in said] == []
    number, pk = story.handling.number, story.handling.pk
    assert {name: names[name] for name in ("Entry", "Seal", "Case", "Reading", "CaseParty")} == {
        "Entry": f"{number} #2 accept",
        "Seal": "seal 1",
        "Case": number,
        "Reading": f"{pk} read to 2",
        "CaseParty": f"{pk}.proposer",
    }
