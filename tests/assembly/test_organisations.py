from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.assembly import make_body, make_office, make_organisation, make_proposals_committee
from zhixing.assembly.models import Organisation
from zhixing.assembly.proposed import confirm_organisation, propose_organisation
from zhixing.assembly.vocabulary import OrganisationKind, Side, Status

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 17)


@pytest.mark.parametrize("name", ["𬭎某研究所", "〇〇镇人民政府", "某县\U000312b8水管理局"])
def test_rare_characters_are_kept_and_found(name: str) -> None:
    body = make_body()
    make_organisation(body, name)
    unit = Organisation.objects.of_body(body).get(name=name)
    assert unit.name == name


def test_a_name_is_borne_once_at_a_time_in_each_body() -> None:
    body, other = make_body(), make_body()
    make_organisation(body, "市教育局", until=date(2019, 1, 1))
    make_organisation(body, "市教育局")
    make_organisation(other, "市教育局")
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        make_organisation(body, "市教育局")


def test_a_credit_code_is_used_once_at_a_time_and_may_be_missing() -> None:
    body = make_body()
    for name in ("甲局", "乙局"):
        make_organisation(body, name)
    Organisation.objects.of_body(body).filter(name="甲局").update(uscc="91350100M000100Y43")
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Organisation.objects.of_body(body).filter(name="乙局").update(uscc="91350100M000100Y43")


def test_a_wrong_credit_code_is_refused() -> None:
    unit = Organisation(body=make_body(), name="甲局", uscc="91350100M000100Y44")
    with pytest.raises(ValidationError, match="unified social credit code"):
        unit.full_clean()


@pytest.mark.parametrize("functions", [["guessing"], ["general_office", "general_office"], "general_office", [["x"]]])
def test_functions_are_known_codes_each_once(functions: object) -> None:
    unit = Organisation(body=make_body(), name="甲局", functions=functions)
    with pytest.raises(ValidationError, match="Give a list of functions"):
        unit.full_clean()


def test_known_functions_are_taken() -> None:
    unit = make_organisation(make_body(), functions=["general_office", "policy_research"])
    unit.full_clean()
    assert unit.functions == ["general_office", "policy_research"]


def test_organisations_are_found_by_function() -> None:
    body = make_body()
    office = make_office(body, functions=["general_office", "policy_research"])
    committee = make_proposals_committee(body)
    make_organisation(body)
    make_office(make_body())
    units = Organisation.objects.of_body(body)
    assert list(units.with_function("policy_research").in_force(ON)) == [office]
    assert list(units.with_function("proposals_committee")) == [committee]
    assert list(units.with_function("research")) == []


def test_official_order_comes_first() -> None:
    body = make_body()
    last = make_organisation(body, "甲局")
    first = make_organisation(body, "乙局", official_order=1)
    assert list(Organisation.objects.of_body(body)) == [first, last]


def test_a_proposed_unit_is_entered_once_and_confirmed_later() -> None:
    body = make_body()
    unit = propose_organisation(body=body, name="市某某局")
    assert propose_organisation(body=body, name="市某某局") == unit
    assert unit.status == Status.PROPOSED
    assert not Organisation.objects.of_body(body).confirmed().exists()

    confirm_organisation(organisation=unit, kind=OrganisationKind.GOVERNMENT_DEPARTMENT, side=Side.GOVERNMENT)

    assert list(Organisation.objects.of_body(body).confirmed()) == [unit]
    assert unit.in_force(date(1990, 1, 1))


def test_called_is_short_where_there_is_a_short_name() -> None:
    unit = make_organisation(make_body(), "市住房和城乡建设局")
    assert unit.called == "市住房和城乡建设局"
    unit.short_name = "市住建局"
    assert unit.called == "市住建局"
