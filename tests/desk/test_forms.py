"""Forms generated from a procedure: every type of field and its bounds, and a kind's own form in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django import forms
from django.utils import translation

from tests.desk.people import TODAY, Desks
from tests.desk.test_acting import send
from tests.factories.assembly import make_membership, make_organisation
from zhixing.assembly.vocabulary import Side, Status
from zhixing.cases import adopting, kinds
from zhixing.cases.adopting import Adopted
from zhixing.desk.forms import form_field, show_refusal
from zhixing.desk.names import Names
from zhixing.desk.row_fields import RowsField
from zhixing.procedure.facts import Refused
from zhixing.procedure.model import Field, FieldType, Setting
from zhixing.procedure.roles import Party
from zhixing.procedure.words import Sentence, Words

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.database]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def adopted(desks: Desks) -> Adopted:
    """The procedure of proposals with one setting more."""
    found = adopting.in_force(desks.town.body, "proposal")
    many = Setting("many", 7, Words("多", "many"))
    return replace(found, procedure=replace(found.procedure, settings={**found.procedure.settings, "many": many}))


def made(desks: Desks, adopted: Adopted, kind: FieldType, **rest: object) -> forms.Field:
    """Return the form field for a field of a type."""
    one = replace(Field("f", Words("栏", "Field"), kind), **rest)
    return form_field(adopted, one, names=Names(desks.town.body.pk, TODAY))


def test_text_and_prose(desks: Desks, adopted: Adopted) -> None:
    text, prose = made(desks, adopted, "text", most="many"), made(desks, adopted, "prose", least=3, required=True)

    assert isinstance(text.widget, forms.TextInput)
    assert (text.required, text.help_text) == (False, "At most 7 characters.")
    assert isinstance(prose.widget, forms.Textarea)
    assert (prose.required, prose.help_text) == (True, "At least 3 characters.")
    assert made(desks, adopted, "text").help_text == ""
    assert made(desks, adopted, "text", help=Words("写清楚", "Be clear."), least=2, most=9).help_text == (
        "Be clear. 2 to 9 characters."
    )


def test_numbers_and_days_carry_their_bounds(desks: Desks, adopted: Adopted) -> None:
    number = made(desks, adopted, "integer", least=1, most="many").widget
    day = made(desks, adopted, "date", not_before="opened", not_after="today").widget

    assert (number.input_type, number.attrs) == ("number", {"min": 1, "max": 7})
    assert (day.input_type, day.attrs) == ("date", {"max": "2026-06-15"})


def test_yes_or_no(desks: Desks, adopted: Adopted) -> None:
    assert isinstance(made(desks, adopted, "boolean").widget, forms.CheckboxInput)


def test_few_choices_are_open_and_many_are_folded(desks: Desks, adopted: Adopted) -> None:
    few = made(desks, adopted, "choice", choices="yes_no", required=True).widget
    open_end = made(desks, adopted, "choice", choices="yes_no").widget
    many = made(desks, adopted, "choice", choices="decline_reasons").widget

    assert isinstance(few, forms.RadioSelect)
    assert list(few.choices) == [("yes", "Yes"), ("no", "No")]
    assert list(open_end.choices)[-1] == ("", "Not stated")
    assert isinstance(many, forms.Select)
    assert not isinstance(many, forms.RadioSelect)
    assert next(iter(many.choices)) == ("", "—")


def test_units_stand_by_side_in_official_order_and_only_confirmed_ones(desks: Desks, adopted: Adopted) -> None:
    body = desks.town.body
    make_organisation(body, "待核实局", status=Status.PROPOSED)
    make_organisation(body, "已撤并局", until=date(2025, 1, 1))
    make_organisation(body, "市法院", side=Side.COURT)

    one, several = made(desks, adopted, "organisation").widget, made(desks, adopted, "organisations").widget

    assert isinstance(several, forms.SelectMultiple)
    groups = {side: [name for _pk, name in options] for side, options in list(several.choices)}
    assert groups == {
        "Party committee side": ["市委督查室", "市委宣传部"],
        "Government side": ["市政府督查室", "市住房和城乡建设局", "市教育局"],
        "Court and procuratorate": ["市法院"],
        "CPPCC side": ["提案委员会", "政协办公室", "教育界活动组"],
        "Other side": ["民盟安澜市委", "市总工会", "市人大常委会代表工委"],
    }
    assert next(iter(one.choices)) == ("", "—")


def test_people_stand_by_the_sound_of_their_names_with_their_hats(desks: Desks, adopted: Adopted) -> None:
    make_membership(desks.town.body, desks.town.people["liao"], term=desks.town.session.term)

    one, several = made(desks, adopted, "person").widget, made(desks, adopted, "persons").widget

    assert isinstance(several, forms.SelectMultiple)
    shown = [name for _pk, name in several.choices]
    assert shown[:4] == ["安行 · Member", "柏川 · Member", "岑思 · Member", "陈阅 · 提案委员会"]
    assert "廖闻 · 市住房和城乡建设局, Member" in shown
    assert next(iter(one.choices)) == ("", "—")


def test_when_an_optional_field_is_wanted_after_all(desks: Desks, adopted: Adopted) -> None:
    assert made(desks, adopted, "date", required_when={"occasion": "plenary"}).help_text == (
        "Wanted when Occasion is “Plenary proposal”."
    )
    assert made(desks, adopted, "date", required_when={"nothing": "x"}).help_text == "Wanted when nothing is “x”."


def test_a_column_is_wanted_by_what_stands_in_its_own_row(desks: Desks, adopted: Adopted) -> None:
    occasion = Field("occasion", Words("何时", "When"), "choice", choices="occasions")
    why = Field("why", Words("理由", "Why"), "text", required_when={"occasion": "plenary"})

    rows = made(desks, adopted, "rows", columns={"occasion": occasion, "why": why})

    assert isinstance(rows, RowsField)
    # An act has a field of this name too, with another title.
    assert rows.row_form().fields["why"].help_text == "Wanted when When is “Plenary proposal”."


def test_a_fault_of_no_field_stands_at_the_head() -> None:
    form = forms.Form({})
    fault = Sentence(Words("办理时间不能晚于现在。", "An act cannot lie in the future."))

    show_refusal(form, Refused("invalid", fault, faults=(("at", fault),)))

    assert form.non_field_errors() == ["An act cannot lie in the future."]


class OwnForm(forms.Form):
    """A kind's own form: it may check what the procedure does not."""

    advice = forms.CharField()
    opinion = forms.CharField(min_length=4)


def test_a_kind_may_bring_its_own_form(desks: Desks) -> None:
    proposal = kinds.get("proposal")
    case = desks.submit()
    client, url = desks.of("chen"), f"/cases/{case.number}/acts/first_review/"
    kinds.register(replace(proposal, forms={"first_review": OwnForm}))
    try:
        refused = send(client, url, advice="file", opinion="可")
        done = send(client, url, advice="file", opinion="事实清楚")
    finally:
        kinds.register(proposal)

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["opinion"]
    assert refused.context["form"]["opinion"].value() == "可"
    assert done.status_code == 302


def test_only_who_may_be_named_is_offered(desks: Desks, adopted: Adopted) -> None:
    act = adopted.procedure.acts["invite"]
    names = Names(desks.town.body.pk, TODAY, actor=desks.town.actor("an", on=TODAY))

    offered = names.people_for(act.fields["cosigners"], adopted, act)

    assert sorted(name.partition(" · ")[0] for _pk, name in offered) == ["岑思", "柏川", "高邻"]
    drafters = adopted.procedure.acts["submit_collective"].fields["drafters"]
    assert "陈阅" in {name.partition(" · ")[0] for _pk, name in names.people_for(drafters, adopted, act)}


def test_units_and_entries_of_the_case_are_offered_as_far_as_they_may_be_named(desks: Desks) -> None:
    _case, handling = desks.signed()
    adopted = adopting.by_digest(handling.procedure)
    parties = (Party("handler", organisation=desks.town.organisations["housing"].pk),)
    names = Names(desks.town.body.pk, TODAY, number=handling.number, parties=parties)
    decide, confirm = (adopted.procedure.acts[name] for name in ("decide_objection", "confirm_contact"))

    sides = names.organisations_for(decide.fields["unit"], adopted, decide)
    units = {name for _side, options in sides for _pk, name in options}
    assert "市住房和城乡建设局" not in units
    assert "市教育局" in units
    assert names.entries_for(confirm.fields["contact_entry"], adopted) == [("3", "Entry 3: Enter a contact")]
    select = form_field(adopted, confirm.fields["contact_entry"], names=names, act=confirm).widget
    assert isinstance(select, forms.Select)
