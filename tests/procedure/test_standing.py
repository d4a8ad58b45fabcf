"""The acts that every procedure has, from a few lines of its file."""

from dataclasses import replace

from tests.procedure.texts import FILE, SMALL, faults, parse, procedure
from zhixing.procedure.model import NewParty
from zhixing.procedure.standing import NAMES, without_inherited


def test_every_procedure_has_the_standing_acts() -> None:
    standing = {name: act for name, act in procedure().acts.items() if act.standing}

    assert tuple(standing) == NAMES
    assert {name: (act.by, act.article) for name, act in standing.items()} == {
        "correct": (("office",), "rules/9"),
        "direct": (("office",), "rules/9"),
        "migrate": (("office",), "rules/9"),
        "redact": (("leaders",), "rules/3"),
        "import": (("system",), "rules/9"),
        "succeed": (("system",), "rules/9"),
        "recompute": (("system",), "rules/9"),
        "tick": (("system",), "rules/9"),
    }
    assert all(act.start == ("*",) for act in standing.values())


def test_an_import_records_what_the_acts_record_and_demands_none_of_it() -> None:
    fields = procedure().acts["import"].fields

    assert {"title", "unit", "text", "grade", "why", "state", "source"} <= set(fields)
    assert (fields["title"].required, fields["title"].most, fields["why"].required_when) == (False, None, {})
    assert fields["state"].required


def test_an_import_makes_the_parties_that_its_fields_name() -> None:
    parties = 'parties = [{ capacity = "asker", from = "unit" }, { capacity = "asker", from = "actor" }]'
    small = procedure('parties = [{ capacity = "asker", from = "actor", replaces = true }]', parties)

    # Those that the fields of drafting name are made too; nobody moves.
    assert small.acts["import"].parties == (
        NewParty("asker", "unit"),
        NewParty("asker", "on_behalf"),
        NewParty("invited", "others"),
    )


def test_an_import_records_besides_what_its_own_table_names() -> None:
    own = '[standing.import.fields]\nold_number = { type = "text", title = "原编号", readers = ["%s"] }\n'

    assert parse(SMALL + own % "inside", file=FILE).acts["import"].fields["old_number"].readers == ("inside",)
    assert faults(SMALL + own % "outside") == [
        (
            f"{FILE}:299: standing.import.fields.old_number.readers: There is no reader class outside. Declare it in "
            "[readers] or use one of: case, inside."
        )
    ]


def test_without_what_it_inherits_an_import_has_its_own_fields_alone() -> None:
    small = procedure()

    assert set(without_inherited(small.acts)["import"].fields) == {"state", "unknown", "source"}
    assert without_inherited({}) == {}
    poorer = {**small.acts, "import": replace(small.acts["import"], fields={})}
    assert without_inherited(poorer) == poorer
