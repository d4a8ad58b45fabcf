"""Texts by locale, and sentences with places to fill."""

import pytest

from zhixing.procedure.words import Sentence, Words


@pytest.mark.parametrize(
    ("words", "locale", "said"),
    [
        (Words("提案", "Proposal"), "zh-hans", "提案"),
        (Words("提案", "Proposal"), "en", "Proposal"),
        (Words("提案", "Proposal"), "en-gb", "Proposal"),
        (Words("提案", "Proposal"), "fr", "提案"),
        (Words("提案"), "en", "提案"),
    ],
)
def test_words_are_said_in_chinese_where_english_is_missing(words: Words, locale: str, said: str) -> None:
    assert words.say(locale) == said


def test_a_sentence_fills_its_places_in_the_same_language() -> None:
    template = Words("{act}须在 {n} 日内办理。", "{act} is due within {n} days.")
    sentence = Sentence(template, act=Words("初审", "First review"), n=5)

    assert [sentence.say("zh-hans"), sentence.say("en")] == [
        "初审须在 5 日内办理。",
        "First review is due within 5 days.",
    ]


def test_braces_in_a_value_are_left_alone() -> None:
    assert Sentence(Words("编号“{pattern}”。"), pattern="{n:03}").say("zh-hans") == "编号“{n:03}”。"
