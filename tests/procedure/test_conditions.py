"""A condition asks for values of fields, or for the codes that bear a flag."""

import pytest

from tests.procedure.texts import procedure
from zhixing.procedure.conditions import coded, fields_called, has, met

SMALL = procedure()


@pytest.mark.parametrize(
    ("wanted", "data", "holds"),
    [
        ({}, {}, True),
        ({"grade": "bad"}, {"grade": "bad"}, True),
        ({"grade": "bad"}, {"grade": "good"}, False),
        ({"grade": "bad"}, {}, False),
        ({"occasion": "#counted"}, {"occasion": "plenary"}, True),
        ({"occasion": "#counted"}, {"occasion": "between"}, False),
        ({"occasion": "#urgent"}, {"occasion": "between"}, True),
        ({"occasion": "#counted"}, {}, False),
        ({"occasion": "#counted"}, {"occasion": "#counted"}, False),
        ({"occasion": "#urgent", "grade": "bad"}, {"occasion": "plenary", "grade": "bad"}, True),
        ({"occasion": "#urgent", "grade": "bad"}, {"occasion": "plenary", "grade": "good"}, False),
        # A column of rows is known by its name like a field.
        ({"sort": "#counted"}, {"sort": "plenary"}, True),
        # The flag of another list, or of a field that is no choice, is nobody's.
        ({"grade": "#urgent"}, {"grade": "plenary"}, False),
        ({"title": "#urgent"}, {"title": "plenary"}, False),
    ],
)
def test_a_condition_holds_when_every_field_has_its_value(
    wanted: dict[str, str], data: dict[str, object], *, holds: bool
) -> None:
    assert met(SMALL, wanted, data) is holds


@pytest.mark.parametrize("value", [None, True, 1, ["plenary"], {"plenary": "plenary"}])
def test_what_is_no_code_bears_no_flag(value: object) -> None:
    assert not has(SMALL, "occasion", "#urgent", value)


def test_fields_are_found_in_acts_and_in_rows() -> None:
    assert {field.title.say("en") for field in fields_called(SMALL, "occasion")} == {"Occasion"}
    assert {field.title.say("en") for field in fields_called(SMALL, "sort")} == {"Sort"}
    assert fields_called(SMALL, "nothing") == []


def test_the_codes_that_meet_a_value() -> None:
    assert coded(SMALL, "occasion", "plenary") == ["plenary"]
    assert coded(SMALL, "occasion", "#urgent") == ["plenary", "between"]
    assert coded(SMALL, "occasion", "#counted") == ["plenary"]
    assert coded(SMALL, "nothing", "#counted") == []
