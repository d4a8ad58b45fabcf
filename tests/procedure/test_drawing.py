"""The picture of a procedure: complete, legible and plain."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from tests.procedure.texts import procedure, shipped
from zhixing.procedure.drawing import draw, text_width, wrapped
from zhixing.procedure.model import Procedure, Target
from zhixing.procedure.words import Words

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = [shipped("proposal"), shipped("handling")]


def root(whole: Procedure, locale: str = "en") -> ET.Element:
    return ET.fromstring(draw(whole, locale))  # noqa: S314 - our own drawing


def texts(whole: Procedure, locale: str = "en") -> list[str]:
    return [str(one.text) for one in root(whole, locale).iter(f"{SVG}text")]


def extent(text: ET.Element) -> tuple[float, float, float, float]:
    """The room a line of text takes: its left, top, right and bottom."""
    x, y, size = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
    half = text_width(str(text.text), size) / 2
    return x - half, y - 0.8 * size, x + half, y + 0.2 * size


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("whole", SHIPPED, ids=lambda whole: whole.kind)
def test_every_state_and_every_ordinary_act_is_in_the_picture(whole: Procedure, locale: str) -> None:
    drawn = "".join(texts(whole, locale)).replace(" ", "")

    for part in [*whole.states.values(), *(act for act in whole.acts.values() if not act.standing)]:
        assert part.title.say(locale).replace(" ", "") in drawn


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("whole", SHIPPED, ids=lambda whole: whole.kind)
def test_no_words_stand_on_others_and_no_box_on_another(whole: Procedure, locale: str) -> None:
    picture = root(whole, locale)
    lines = [extent(text) for text in picture.iter(f"{SVG}text")]
    outer = [rect for group in picture.findall(f"{SVG}g") for rect in group.findall(f"{SVG}rect")[:1]]
    boxes = [tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height")) for rect in outer]

    for one, other in combinations(lines, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for (x, y, width, height), (x2, y2, width2, height2) in combinations(boxes, 2):
        assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


@pytest.mark.parametrize("whole", SHIPPED, ids=lambda whole: whole.kind)
def test_final_states_have_a_second_edge(whole: Procedure) -> None:
    doubled = {
        str(group.findall(f"{SVG}text")[0].text)
        for group in root(whole).findall(f"{SVG}g")
        if len(group.findall(f"{SVG}rect")) == 2
    }

    assert doubled == {state.title.en for state in whole.states.values() if state.final}


def test_what_the_clock_does_alone_is_dashed() -> None:
    dashed = [
        group.findtext(f"{SVG}text")
        for group in root(shipped("proposal")).findall(f"{SVG}g")
        if any("stroke-dasharray" in path.attrib for path in group.findall(f"{SVG}path"))
    ]

    assert dashed == ["All answered", "Every promise is"]


def test_the_picture_is_plain_and_takes_nothing_from_elsewhere() -> None:
    picture = draw(shipped("handling"), "zh-hans")

    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
    for word in ("<script", "<style", "style=", "href", "<image", "<foreignObject", "@import"):
        assert word not in picture
    # The only address is the name of the language it is written in.
    assert picture.count("://") == 1


def test_a_screen_reader_hears_what_the_picture_shows() -> None:
    picture = root(procedure())

    assert picture.attrib["role"] == "img"
    assert picture.attrib["aria-labelledby"] == "drawing-request drawing-request-text"
    assert picture.findtext(f"{SVG}title") == "Request: states and acts"
    assert picture.findtext(f"{SVG}desc") == (
        "From the beginning: Ask, to “Asked”. From Asked: Answer, to “Answered”; Draft, to “To be signed”; Note; "
        "Give more time; Merge. From Answered: Rate, Time over, to “Rated”; Rate (Dissatisfied), to “Asked”; Note. "
        "Rated is an end. From To be signed: Sign (At the plenary), to “Asked”."
    )
    chinese = root(procedure(), "zh-hans")
    assert chinese.attrib["lang"] == "zh-Hans"
    assert chinese.findtext(f"{SVG}desc") == (
        "从“开始”：申请到“已申请”。 从“已申请”：答复到“已答复”；起草到“待联名”；备注；准予延期；合并。 "
        "从“已答复”：评价、期满到“已评价”；评价（不满意）到“已申请”；备注。 “已评价”为终点。 "
        "从“待联名”：联名（大会期间）到“已申请”。"
    )


def test_signs_of_the_language_it_is_written_in_do_no_harm() -> None:
    odd = replace(procedure(), kind="a b", title=Words("<甲> & “乙”", "<A> & “B”"))

    picture = root(odd)

    assert picture.findtext(f"{SVG}title") == "<A> & “B”: states and acts"
    assert picture.attrib["aria-labelledby"] == "drawing-a-b drawing-a-b-text"


def test_an_act_from_any_state_and_a_value_without_a_title_are_drawn() -> None:
    small = procedure()
    act = replace(small.acts["rate"], start=("*",), target=Target(field="nowhere", by_value={"x": "rated"}))

    drawn = texts(replace(small, acts={**small.acts, "rate": act}))

    # From the rated state it leads nowhere else: there it stands in the box.
    assert drawn.count("Rate (x)") == 3
    assert drawn.count("Rate") == 1


def test_a_long_label_is_broken_before_its_values() -> None:
    small = procedure()
    titled = replace(
        small.acts["rate"], title=Words("对办理情况作出总体评价和意见", "Give an opinion on what was done so far")
    )
    whole = replace(small, acts={**small.acts, "rate": titled})

    lines = texts(whole)

    assert "Give an opinion on|what was done so far|(Dissatisfied)" in "|".join(lines)
    assert "（不满意）" in texts(whole, "zh-hans")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("立案", ["立案"]),
        ("对办理情况，作出评价", ["对办理情", "况，作出", "评价"]),
        ("对办理情况（不满意）", ["对办理情", "况（不满", "意）"]),
        ("对办理（甲）", ["对办理", "（甲）"]),
        ("send back to revise", ["send", "back to", "revise"]),
        ("unbreakable", ["unbreakable"]),
        ("见A类", ["见A类"]),
    ],
)
def test_lines_are_broken_where_the_language_allows(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, 45) == lines
