"""Cells as text."""

from hypothesis import given
from hypothesis import strategies as st

from zhixing.sheets.text import on_one_line


@given(st.text(max_size=60))
def test_any_text_on_one_line_keeps_its_words(text: str) -> None:
    line = on_one_line(text)

    assert "\n" not in line
    assert "".join(line.split()) == "".join(text.split())
