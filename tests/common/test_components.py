"""The shared components as a browser gets them, and what every template and stylesheet must hold to."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from lucide import IconDoesNotExist

from zhixing import common
from zhixing.common import icons
from zhixing.common.parts import Acts, CanDo, CannotDo, Cite, Clock, FlowRow, FlowStep, Lamp, SlipLine, Waiting

COMMON = Path(common.__file__).parent
COMPONENTS = sorted((COMMON / "templates/common/components").glob("*.html"))


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def component(name: str, **context: object) -> str:
    return " ".join(render_to_string(f"common/components/{name}.html", context).split())


def drawn(source: str, **context: object) -> str:
    return Template("{% load zhixing %}" + source).render(Context(context)).strip()


# --- Lamps and icons ---


def test_each_lamp_has_a_shape_of_its_own() -> None:
    shapes = {icons.lamp_shape(kind) for kind in ("over", "near", "fine", "held", "done", "none")}

    assert len(shapes) == 6
    assert icons.lamp_shape("unheard of") == icons.lamp_shape("none")


def test_a_lamp_says_its_word_and_number() -> None:
    text = drawn("{% lamp lamp %}", lamp=Lamp(kind="near", word="near", number=2))

    assert text.startswith('<span class="lamp near"><svg')
    assert text.endswith("near 2</span>")


def test_a_lamp_shows_zero_but_no_missing_number() -> None:
    assert drawn("{% lamp lamp %}", lamp=Lamp(kind="near", word="near", number=0)).endswith("near 0</span>")
    assert drawn("{% lamp lamp %}", lamp={"kind": "none", "word": "no limit", "number": None}).endswith("limit</span>")


def test_no_lamp_draws_nothing() -> None:
    assert drawn("{% lamp lamp %}", lamp=None) == ""


def test_an_icon_is_inline_and_hidden_from_screen_readers() -> None:
    text = drawn('{% icon "lock" %}')

    assert text.startswith("<svg")
    assert 'aria-hidden="true"' in text
    assert "style=" not in text


def test_an_unknown_icon_is_a_mistake_of_ours() -> None:
    with pytest.raises(IconDoesNotExist):
        drawn('{% icon "no-such-icon" %}')


# --- Days ---


@pytest.mark.parametrize("name", ["short_day", "weekday", "full_day", "moment"])
def test_the_filters_pass_text_through_and_make_none_empty(name: str) -> None:
    assert drawn("{{ day|" + name + " }}", day="not known yet") == "not known yet"
    assert drawn("{{ day|" + name + " }}", day=None) == ""


def test_the_filters_write_days_in_the_readers_language() -> None:
    source = "{{ day|short_day:today }}/{{ day|weekday:today }}/{{ day|full_day }}/{{ at|moment:today }}"
    context = {
        "day": date(2026, 6, 15),
        "at": datetime(2026, 6, 15, 9, 20),  # noqa: DTZ001 - a local moment
        "today": date(2026, 6, 17),
    }

    assert drawn(source, **context) == "15 Jun/Mon 15 Jun/15 Jun 2026/15 Jun 09:20"
    with translation.override("zh-hans"):
        assert drawn(source, **context) == "6月15日/6月15日 周一/2026年6月15日/6月15日 09:20"


# --- Forms ---


class Everything(forms.Form):
    title = forms.CharField(label="Title", help_text="One matter.")
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    open_to_all = forms.BooleanField(label="Open", required=False)
    remark = forms.CharField(label="Remark", required=False, widget=forms.Textarea)


def test_help_and_errors_are_tied_to_the_field() -> None:
    text = component("field", field=Everything({})["title"])

    assert 'aria-describedby="id_title_helptext id_title_error"' in text
    assert 'id="id_title_helptext"' in text
    assert 'id="id_title_error"' in text
    assert 'aria-invalid="true"' in text
    assert '<label for="id_title">Title</label>' in text


def test_a_choice_is_a_fieldset_with_its_error() -> None:
    text = component("field", field=Everything({})["way"])

    assert '<fieldset aria-describedby="id_way_error"><legend>Way</legend>' in text
    assert text.count('type="radio"') == 2


def test_what_need_not_be_filled_in_says_so() -> None:
    assert "(optional)" in component("field", field=Everything()["remark"])
    assert "(optional)" not in component("field", field=Everything()["title"])


def test_a_tick_stands_before_its_label() -> None:
    text = component("field", field=Everything()["open_to_all"])

    assert text.index("<input") < text.index("<label")


def test_the_summary_of_errors_leads_to_each_field_and_takes_the_focus() -> None:
    text = component("form_errors", form=Everything({}))

    assert "data-focus" in text
    assert '<a href="#id_title">Title</a>' in text
    assert '<a href="#field-way">Way</a>' in text
    assert component("form_errors", form=Everything({"title": "x", "way": "a"})) == ""


# --- A case ---


def test_an_open_slip_needs_no_script() -> None:
    clock = Clock(
        key="reply",
        name="Reply",
        lamp=Lamp(kind="near", word="near", number=7),
        day=date(2026, 6, 29),
        lines=[SlipLine(step="Start", note="day of assignment", day=date(2026, 3, 27))],
        cites=[Cite(title="Measures, art. 22", url="/rules/m/#article-22")],
    )

    text = component("clocks", clocks=[clock], today=date(2026, 6, 17))

    assert '<details class="clock" name="clock" id="clock-reply">' in text
    assert "Mon 29 Jun" in text
    assert '<td class="num">Fri 27 Mar</td>' in text
    assert '<a href="/rules/m/#article-22">Measures, art. 22</a>' in text


def test_the_flow_says_in_words_what_its_dots_show() -> None:
    steps = [
        FlowStep(title="File", note=date(2026, 1, 22), status="done"),
        FlowStep(title="Reply", status="now"),
        FlowStep(),
        FlowStep(title="Opinion", note="time over", status="lapsed"),
        FlowStep(title="Close", status="todo"),
    ]

    text = component("flow", rows=[FlowRow(role="Proposal", who="Somebody", steps=steps)], today=date(2026, 6, 17))

    assert text.count("<td") == 5
    assert 'File<span class="sr"> (done)</span>' in text
    assert 'class="step now" aria-current="step"' in text
    assert "(time over)" in text
    assert "(to come)" in text
    assert "22 Jan" in text


def test_the_acts_panel_says_what_why_not_and_whose_turn() -> None:
    acts = Acts(
        can=[CanDo(title="Remind", url="/r", article=Cite(title="art. 33", url="/a"), main=True)],
        cannot=[CannotDo(title="Close", reasons=["No reply yet.", "No opinion yet."])],
        waiting=[Waiting(who="Housing", act="sign the reply")],
    )

    text = component("acts_panel", acts=acts)

    order = [text.index(words) for words in ("You can do now", "Cannot be done now", "Whose turn it is")]
    assert order == sorted(order)
    assert '<a class="btn main" href="/r">Remind</a>' in text
    assert text.count("<li>No ") == 2
    assert "Nothing for you to do" in component("acts_panel", acts=Acts())


# --- The page ---


def test_the_base_stands_without_any_context() -> None:
    text = render_to_string("404.html", {})

    assert text.count("<h1") == 1
    assert 'class="skip" href="#main"' in text
    assert 'id="menu"' not in text


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_each_error_page_leads_somewhere(name: str) -> None:
    text = render_to_string(f"{name}.html", {"megabytes": 32})

    assert '<a class="btn main" href="/' in text


def test_htmx_is_kept_from_everything_the_security_policy_forbids() -> None:
    text = render_to_string("common/base.html", {})

    for setting in ('"includeIndicatorStyles":false', '"allowEval":false', '"historyRestoreAsHxRequest":false'):
        assert setting in text
    # Rules are tried in order: a refused form is drawn, other failures are not.
    assert text.index('{"code":"422","swap":true}') < text.index('{"code":"[45]..","swap":false')


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_each_component_says_what_it_takes(path: Path) -> None:
    assert re.match(r"\{#|\{% comment %\}", path.read_text(encoding="utf-8"))


def test_the_stylesheet_stays_light() -> None:
    assert sum(path.stat().st_size for path in (COMMON / "static/common").glob("*.css")) < 60_000


def test_no_stylesheet_or_script_goes_out_of_the_house() -> None:
    for path in (COMMON / "static/common").glob("*.[cj]s*"):
        assert "//" not in re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE), path.name
