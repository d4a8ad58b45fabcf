"""What review decides: filed, merged, converted or declined; and withdrawals, before filing and after."""

from __future__ import annotations

import pytest

from tests.stories.telling import HOUSING, Teller

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_first_opinion_is_for_the_committee_and_filing_gives_a_number(tell: Teller) -> None:
    number = tell.reviewed(tell.submitted())

    assert tell.reads(number, "ding")["advice"] == "file"
    assert "advice" not in tell.reads(number, "an")
    assert tell.whose_turn(number) == {"ding": "file"}
    assert tell.limit(number, "decide") == ("running", "2026-02-04")

    tell.on(1, 23)
    tell.act(number, "file", "ding", {"focus": "town_and_country", "livelihood": "housing", "subcategory": "building"})

    case, content = tell.case(number), tell.content(number)
    assert (case.state, case.official_number, content.livelihood) == ("filed", "1005001", "housing")
    assert tell.told("an", number) == ["file"]
    assert tell.papers(number) == ["receipt", "filing_notice"]
    assert tell.limit(number, "assign") == ("running", "2026-02-24")
    assert tell.whose_turn(number) == {"chen": "assign", "ding": "assign"}


def test_declined_proposal_tells_its_proposer_why(tell: Teller) -> None:
    number = tell.reviewed(tell.submitted(), "decline")
    tell.act(number, "decline", "ding", {"reason": "petition", "explanation": "属信访事项，请向信访部门反映"})

    case = tell.case(number)
    assert (case.state, case.final, case.official_number) == ("declined", True, None)
    assert tell.told("an", number) == ["decline"]
    assert tell.reads(number, "an")["reason"] == "petition"
    assert "reason" not in tell.reads(number, "gu")
    assert tell.papers(number) == ["receipt", "declining_notice"]
    assert tell.limit(number, "decide")[0] == "stopped"


def _asked(tell: Teller) -> str:
    number = tell.reviewed(tell.submitted(), "convert")
    tell.act(number, "ask_conversion", "chen", {"into": "brief", "opinion": "更适合作为社情民意反映"})
    assert tell.whose_turn(number) == {"an": "agree_conversion"}
    assert tell.told("an", number) == ["ask_conversion"]
    assert tell.limit(number, "conversion") == ("running", "2026-01-28")
    return number


def test_conversion_is_agreed_to(tell: Teller) -> None:
    number = _asked(tell)

    assert tell.act(number, "agree_conversion", "an") == "converted"
    assert tell.case(number).final
    assert tell.papers(number) == ["receipt", "converting_notice"]
    assert tell.told("chen", number) == ["submit", "agree_conversion"]


def test_conversion_is_refused_and_review_goes_on(tell: Teller) -> None:
    number = _asked(tell)

    assert tell.act(number, "refuse_conversion", "an", {"reason": "希望得到正式答复"}) == "first_reviewed"
    assert tell.whose_turn(number) == {"ding": "file"}
    assert tell.limit(number, "decide") == ("running", "2026-02-04")
    assert tell.limit(number, "conversion")[0] == "stopped"


def test_silence_is_no_consent_to_a_conversion(tell: Teller) -> None:
    number = _asked(tell)
    tell.on(1, 28)
    tell.day_comes()
    assert tell.state(number) == "conversion_asked"
    tell.on(1, 29)
    tell.day_comes()

    assert tell.state(number) == "first_reviewed"
    assert tell.told("an", number) == ["ask_conversion", "conversion_unanswered"]
    assert tell.limit(number, "decide") == ("running", "2026-02-12")


def test_conversion_with_consent_given_before(tell: Teller) -> None:
    number = tell.reviewed(tell.submitted(), "convert")
    how = {"into": "letter", "consent": "telephone", "explanation": "已电话征得同意", "sent_to": HOUSING}

    assert tell.act(number, "convert", "ding", how) == "converted"
    assert tell.told("an", number) == ["convert"]
    assert tell.papers(number) == ["receipt", "converting_notice"]
    assert tell.told("liao", number) == ["convert"]
    read = tell.reads(number, "liao")
    assert {"title", "situation", "analysis", "suggestions", "into"} <= read.keys()
    assert {"advice", "opinion", "explanation"}.isdisjoint(read)
    assert "ye" not in tell.who_sees(number)


def test_merged_proposals_keep_every_proposer_and_all_are_answered(tell: Teller) -> None:
    main = tell.filed("an")
    other = tell.reviewed(tell.submitted("bo"))
    tell.act(other, "merge", "chen", {"main": "1005001", "consent": "meeting"})

    assert tell.state(other) == "merged"
    assert tell.acts(main)[-1] == "take_in"
    assert tell.parties(main, "merged_proposer") == ["柏川"]
    assert "bo" in tell.who_sees(main)
    assert tell.told("bo", other) == ["merge"]
    assert tell.told("an", main) == ["file", "take_in"]
    assert tell.papers(other) == ["receipt", "merging_notice"]

    tell.on(3, 2)
    tell.assigned(main)
    (handling,) = tell.below(main)
    tell.replied(tell.drafted(handling))
    assert tell.told("bo", handling) == ["release_reply"]
    assert tell.reads(handling, "bo")["letter"] == "A"
    tell.act(handling, "comment", "bo", {"comment": "希望尽快落实"})
    tell.act(handling, "rate", "an", {"grade": "satisfied"})
    tell.act(main, "conclude", "chen")
    assert tell.told("bo", main)[-1] == "conclude"
    assert tell.act(other, "archive_merged", "chen") == "merged_archived"


def test_unmerged_proposal_stands_alone_again(tell: Teller) -> None:
    main = tell.filed("an")
    other = tell.reviewed(tell.submitted("bo"))
    tell.act(other, "merge", "chen", {"main": main})
    tell.act(other, "unmerge", "chen", {"reason": "建议内容不同"})

    assert (tell.state(other), tell.case(other).official_number) == ("filed", "1005002")
    assert tell.acts(main)[-2:] == ["take_in", "let_out"]
    assert tell.parties(main, "merged_proposer") == []
    assert "bo" not in tell.who_sees(main)
    assert tell.limit(other, "assign")[0] == "running"


ENDINGS = (
    ("decline", "ding", {"reason": "answered", "explanation": "已答复"}),
    ("ask_conversion", "chen", {"into": "letter", "opinion": "宜作来信"}),
    ("convert", "ding", {"into": "letter", "consent": "written", "explanation": "已商提案者"}),
    ("withdraw", "an", {"reason": "情况已有变化"}),
    ("merge", "chen", {"main": "1005001"}),
)
"""What would end a proposal after its first review, and by whom."""


@pytest.mark.parametrize(("act", "who", "data"), ENDINGS, ids=[act for act, _who, _data in ENDINGS])
def test_main_proposal_does_not_end_before_what_is_merged_into_it(
    tell: Teller, act: str, who: str, data: dict[str, str]
) -> None:
    tell.filed("bo")
    main = tell.reviewed(tell.submitted("an"))
    other = tell.reviewed(tell.submitted("bo"))
    tell.act(other, "merge", "chen", {"main": main})

    refused = tell.refused(main, act, who, data)
    assert (refused.code, refused.article) == ("not_allowed", "proposal-work-rules/24")
    assert "撤销并案" in refused.sentence.say("zh-hans")

    tell.act(other, "unmerge", "chen", {"reason": "主案将了结"})
    tell.act(main, act, who, data)
    assert (tell.state(main) == "first_reviewed", tell.state(other)) == (False, "filed")


def test_withdrawal_is_granted_once_what_was_merged_is_let_out_of_an_assigned_proposal(tell: Teller) -> None:
    main = tell.filed("an")
    other = tell.reviewed(tell.submitted("bo"))
    tell.act(other, "merge", "chen", {"main": main})
    tell.assigned(main)
    tell.act(main, "request_withdrawal", "an", {"reason": "情况已有变化"})

    refused = tell.refused(main, "decide_withdrawal", "chen", {"withdrawal": "granted"})
    assert (refused.code, refused.article) == ("invalid", "proposal-work-rules/24")
    assert tell.act(main, "decide_withdrawal", "chen", {"withdrawal": "refused"}) == "assigned"

    tell.act(main, "request_withdrawal", "an", {"reason": "仍请撤案"})
    tell.act(other, "unmerge", "chen", {"reason": "主案将撤"})
    assert tell.parties(main, "merged_proposer") == []
    assert tell.act(main, "decide_withdrawal", "chen", {"withdrawal": "granted"}) == "withdrawn"
    assert (tell.state(other), tell.limit(other, "assign")[0]) == ("filed", "running")


def test_who_came_by_two_merged_proposals_stays_until_the_second_is_let_out(tell: Teller) -> None:
    main = tell.filed("an")
    first, second = (tell.reviewed(tell.submitted("bo")) for _time in range(2))
    tell.act(first, "merge", "chen", {"main": main})
    tell.act(second, "merge", "chen", {"main": main})

    tell.act(first, "unmerge", "chen", {"reason": "建议内容不同"})
    assert tell.parties(main, "merged_proposer") == ["柏川"]
    assert "bo" in tell.who_sees(main)
    tell.act(second, "unmerge", "chen", {"reason": "建议内容不同"})
    assert tell.parties(main, "merged_proposer") == []
    assert "bo" not in tell.who_sees(main)


def test_no_proposal_is_merged_into_itself_or_into_what_is_assigned(tell: Teller) -> None:
    number = tell.filed()
    itself = tell.refused(number, "merge", "chen", {"main": "1005001"})
    assert (itself.code, itself.article) == ("invalid", "proposal-work-rules/24")

    main = tell.assigned(tell.filed("bo"))
    refused = tell.refused(number, "merge", "chen", {"main": main})
    assert (refused.code, refused.article) == ("wrong_state", "proposal-work-rules/24")
    assert "1005002" in refused.sentence.say("zh-hans")


def test_proposer_withdraws_before_filing(tell: Teller) -> None:
    number = tell.submitted()

    assert tell.act(number, "withdraw", "an", {"reason": "情况已有变化"}) == "withdrawn"
    assert tell.case(number).final
    assert tell.limit(number, "first_review")[0] == "stopped"
    assert tell.told("chen", number) == ["submit", "withdraw"]


def test_withdrawal_after_filing_needs_consent(tell: Teller) -> None:
    number = tell.assigned()
    (handling,) = tell.below(number)
    assert tell.refused(number, "withdraw", "an", {"reason": "已解决"}).article == "proposal-work-rules/26"
    assert tell.refused(number, "decide_withdrawal", "chen", {"withdrawal": "granted"}).code == "not_allowed"

    tell.act(number, "request_withdrawal", "an", {"reason": "问题已经解决"})
    assert tell.limit(number, "withdrawal") == ("running", "2026-01-28")
    assert tell.told("chen", number)[-1] == "request_withdrawal"
    assert tell.refused(number, "request_withdrawal", "an", {"reason": "再问一次"}).code == "not_allowed"
    assert tell.act(number, "decide_withdrawal", "chen", {"withdrawal": "refused"}) == "assigned"
    assert tell.limit(number, "withdrawal")[0] == "stopped"
    assert tell.state(handling) == "assigned"

    tell.act(number, "request_withdrawal", "an", {"reason": "问题确已解决"})
    assert tell.act(number, "decide_withdrawal", "chen", {"withdrawal": "granted"}) == "withdrawn"
    assert (tell.state(handling), tell.case(handling).final) == ("stopped", True)
    assert tell.case(number).official_number == "1005001"
    assert tell.told("liao", handling) == ["open", "stop"]
    assert tell.told("an", number)[-1] == "decide_withdrawal"


def test_withdrawal_that_waits_is_decided_before_the_proposal_is_concluded(tell: Teller) -> None:
    number = tell.assigned()
    (handling,) = tell.below(number)
    tell.act(number, "request_withdrawal", "an", {"reason": "问题已经解决"})
    tell.replied(tell.drafted(handling))
    tell.act(handling, "rate", "an", {"grade": "satisfied"})

    assert tell.refused(number, "conclude", "chen").code == "not_allowed"
    assert tell.act(number, "decide_withdrawal", "chen", {"withdrawal": "refused"}) == "answered"
    assert tell.act(number, "conclude", "chen") == "closed"


def test_office_notes_what_the_committee_should_know(tell: Teller) -> None:
    number = tell.submitted()
    tell.act(number, "note", "chen", {"text": "提案者来电询问进度"})

    assert tell.reads(number, "zhu")["text"] == "提案者来电询问进度"
    assert "text" not in tell.reads(number, "an")
