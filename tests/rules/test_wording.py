"""How articles are written and cited."""

import pytest

from zhixing.procedure.words import Words
from zhixing.rules import wording


@pytest.mark.parametrize(
    ("raw", "reference"),
    [
        ("proposal-work-rules/18", ("proposal-work-rules", 18, 0)),
        ("rules2/105-2", ("rules2", 105, 2)),
        ("rules/0", None),
        ("rules/018", None),
        ("rules/18-", None),
        ("Rules/18", None),
        ("rules", None),
        ("rules/18#x", None),
        ("", None),
    ],
)
def test_a_citation_is_read(raw: str, reference: wording.Reference | None) -> None:
    assert wording.reference(raw) == reference


def test_an_article_has_its_name_and_its_key() -> None:
    assert wording.article_label(18, 0) == Words("第十八条", "art. 18")
    assert wording.article_label(105, 2) == Words("第一百零五条之二", "art. 105-2")
    assert [wording.article_key(18, 0), wording.article_key(18, 1)] == ["18", "18-1"]


def test_a_title_without_english_is_cited_in_chinese() -> None:
    assert wording.cited(Words("提案工作规则"), Words("第一条", "art. 1")) == Words(
        "《提案工作规则》第一条", "提案工作规则, art. 1"
    )
