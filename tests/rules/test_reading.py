"""Files of rules are read, and what is wrong in them is said with its place and remedy."""

from datetime import date

import pytest

from zhixing.procedure.source import ProcedureError
from zhixing.procedure.words import Words
from zhixing.rules.reading import ArticleText, read_rules
from zhixing.rules.vocabulary import Category, DocumentStatus, Strength

GOOD = """\
[duty-rules]
title = "委员履职工作规则（试行）"
title_en = "Rules on Members' Duty"
short_title = "履职规则"
short_title_en = "Rules on duty"
category = "members"
status = "trial"
issuer = "常务委员会"
document_number = "安协发〔2025〕31号"
adopted = 2022-03-18
revised = 2025-12-26
effective = 2026-01-01
preamble = "2022年3月18日通过"

[[duty-rules.chapters]]
number = 1
title = "第一章　总则"
title_en = "General"
first = 1
last = 2

[duty-rules.articles.1]
label = "第一条"
title = "目的"
title_en = "Purpose"
text = "为了履职。"

[duty-rules.articles.1-1]
text = "应当参加。"
"""


def faults(old: str, new: str, *, locale: str = "en") -> list[str]:
    assert GOOD.count(old) == 1
    with pytest.raises(ProcedureError) as caught:
        read_rules(GOOD.replace(old, new), file="rules.toml")
    return [problem.say(locale) for problem in caught.value.problems]


def test_a_document_is_read() -> None:
    (document,) = read_rules(GOOD, file="rules.toml")

    assert (document.slug, document.title.en, document.short_title.zh) == (
        "duty-rules",
        "Rules on Members' Duty",
        "履职规则",
    )
    assert (document.category, document.strength, document.status) == (
        Category.MEMBERS,
        Strength.RULES,
        DocumentStatus.TRIAL,
    )
    assert (document.document_no, document.passed_by, document.note) == (
        "安协发〔2025〕31号",
        "常务委员会",
        "2022年3月18日通过",
    )
    assert (document.passed_on, document.since) == (date(2025, 12, 26), date(2026, 1, 1))
    chapter = Words("第一章　总则", "General")
    assert document.articles == (
        ArticleText(number=1, suffix=0, chapter=chapter, heading=Words("目的", "Purpose"), text="为了履职。"),
        ArticleText(number=1, suffix=1, chapter=chapter, heading=Words(""), text="应当参加。"),
    )


def test_what_a_file_may_leave_out() -> None:
    short = '[opinions]\ntitle = "工作意见"\ncategory = "office"\n[opinions.articles.1]\ntext = "应当如此。"\n'

    (document,) = read_rules(short, file="rules.toml")

    assert (document.passed_on, document.since, document.status) == (None, None, DocumentStatus.IN_FORCE)
    assert document.articles[0].chapter == Words("")


@pytest.mark.parametrize(
    ("ending", "strength"),
    [
        ("章程", Strength.CHARTER),
        ("条例", Strength.REGULATIONS),
        ("实施细则", Strength.DETAILED_RULES),
        ("办法", Strength.MEASURES),
        ("制度", Strength.SYSTEM),
        ("规定", Strength.PROVISIONS),
    ],
)
def test_the_title_says_how_strong_a_document_is(ending: str, strength: Strength) -> None:
    (document,) = read_rules(GOOD.replace("规则（试行）", ending), file="rules.toml")

    assert document.strength == strength


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "[duty-rules]\n",
            "[duty_rules]\n",
            (
                "rules.toml:1: duty_rules: A document's name has lower-case letters, digits and hyphens, as in "
                "proposal-work-rules."
            ),
        ),
        (
            "[duty-rules.articles.1-1]",
            "[duty-rules.articles.01]",
            "rules.toml:28: duty-rules.articles.01: An article's number is written 18, or 18-1 for 第十八条之一.",
        ),
        (
            '"第一条"',
            '"第二条"',
            "rules.toml:23: duty-rules.articles.1.label: This article is 第一条. Mend label or the number.",
        ),
        (
            "first = 1",
            "first = 2",
            (
                "rules.toml:22: duty-rules.articles.1: This article lies in no chapter. Mend first and last of the "
                "chapters."
            ),
        ),
        (
            "规则（试行）",
            "须知",
            (
                "rules.toml:2: duty-rules.title: The title does not say how strong it is. End it "
                "with one of: 章程、条例、细则、规则、办法、意见、制度、规定."
            ),
        ),
        (
            '"members"',
            '"sport"',
            (
                "rules.toml:6: duty-rules.category: Write one of: organisation, meeting, proposals, "
                "consultation, members, research, office, party_building."
            ),
        ),
        (
            "effective = 2026-01-01",
            'effective = "2026-01-01"',
            "rules.toml:12: duty-rules.effective: A day is expected. Write 2026-01-01, without quotes.",
        ),
        (
            "effective = 2026-01-01",
            "effective = 2026-01-01T00:00:00",
            "rules.toml:12: duty-rules.effective: A day is expected. Write 2026-01-01, without quotes.",
        ),
    ],
)
def test_a_fault_is_said_with_its_place_and_remedy(old: str, new: str, said: str) -> None:
    assert said in faults(old, new)
    assert len(faults(old, new, locale="zh-hans")[0]) > 0


def test_a_document_without_articles_is_no_document() -> None:
    with pytest.raises(ProcedureError, match=r"There are no articles\. Write \[document\.articles\.1\]\."):
        read_rules('[a]\ntitle = "工作规则"\ncategory = "office"\n', file="rules.toml")


def test_a_document_without_a_title_is_refused_once() -> None:
    assert faults('title = "委员履职工作规则（试行）"\n', "") == [
        'rules.toml:1: duty-rules.title: A text is expected. Write key = "text".'
    ]
