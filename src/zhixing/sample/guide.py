"""What a newcomer to the sample city is told: who can sign in, what waits for them, and five things to try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import translation

from zhixing.accounts.models import Account
from zhixing.assembly.actors import Actor, standing_of
from zhixing.cases import adopting
from zhixing.cases.duties import duties_of
from zhixing.cases.models import Notice, Todo
from zhixing.desk.queues import todos, unread
from zhixing.procedure.words import Words


@dataclass(frozen=True, slots=True)
class Visitor:
    """An account and its person: how much is to do, to read and to look after, and ``first`` what to begin with."""

    sign_in: str
    name: str
    title: str
    todo: int
    unread: int
    duties: int
    first: str

    @property
    def things(self) -> int:
        """How many things there are for them to do in all."""
        return self.todo + self.unread + self.duties


def visitors(on: date, locale: str) -> Iterator[Visitor]:
    """Yield the accounts in the order in which they were opened."""
    for account in Account.objects.order_by("pk"):
        actor = _actor(account, on)
        title = actor.main_post.title if actor.main_post else MEMBER.say(locale)
        waiting, told = _todos(actor), list(unread(actor).select_related("case").order_by("-at", "-pk"))
        with translation.override(locale):
            duties = duties_of(actor, on)
        first = _to_do(waiting[0], locale) if waiting else _to_read(told[0], locale) if told else ""
        yield Visitor(
            sign_in=account.sign_in,
            name=account.person.name,
            title=title,
            todo=len(waiting),
            unread=len(told),
            duties=sum(duty.count for duty in duties),
            first=first or (duties[0].sentence if duties else ""),
        )


def five_things(on: date, locale: str) -> list[str]:
    """Return five things to try, with the numbers of cases that wait for them; fewer in a city too small for all."""
    wanted = (
        (RATE, "member", "rate"),
        (REVIEW, "clerk", "first_review"),
        (SIGN, "unit.head", "sign_reply"),
        (RELEASE, "gov", "release_reply"),
        (REFUSED, "unit.head", "sign_reply"),
    )
    found = []
    for words, sign_in, act in wanted:
        account = Account.objects.filter(sign_in=sign_in).first()
        waiting = _todos(_actor(account, on)) if account else []
        fitting = [one.case for one in waiting if one.act == act]
        if fitting:
            case = fitting[-1 if words is REFUSED else 0]
            found.append(words.say(locale).format(number=case.called, title=case.title))
    return found


def unawaited(locale: str) -> Iterator[tuple[str, str]]:
    """Yield the accounts of which no procedure awaits anything yet, and why."""
    for sign_in, reason in UNAWAITED.items():
        yield sign_in, reason.say(locale)


def _actor(account: Account, on: date) -> Actor:
    standing = standing_of(account.person, on=on)
    return standing.actor(standing.bodies[0])


def _todos(actor: Actor) -> list[Todo]:
    """Return what is to do, the nearest limit first, what has none last."""
    return list(todos(actor).select_related("case").order_by(F("due_on").asc(nulls_last=True), "pk"))


def _to_do(todo: Todo, locale: str) -> str:
    title = adopting.by_digest(todo.case.procedure).procedure.acts[todo.act].title
    return f"{title.say(locale)} {todo.case.called}"


def _to_read(notice: Notice, locale: str) -> str:
    title = adopting.by_digest(notice.case.procedure).procedure.acts[notice.act].title
    return f"{READ.say(locale)} {notice.case.called} ({title.say(locale)})"


MEMBER = Words("委员", "Member")
READ = Words("阅读", "Read")
RATE = Words(
    "以 member 登录，对 {number}《{title}》的答复提出意见；评为不满意，承办单位须重新办理。",
    "As member, rate the reply to {number} {title}. Say that you are dissatisfied, and the unit handles it again.",
)
REVIEW = Words(
    "以 clerk 登录，初审 {number}《{title}》；再以 director 登录立案，案号即时编出。",
    "As clerk, review {number} {title}; then, as director, file it and see its official number given.",
)
SIGN = Words(
    "以 unit.head 登录，签发 {number}《{title}》的答复；看期限怎样逐日算出。",
    "As unit.head, sign the reply to {number} {title}, and see how its time limit was counted day by day.",
)
RELEASE = Words(
    "以 gov 登录，审核 {number}《{title}》的答复：发出，或者写明理由退回。",
    "As gov, check the reply to {number} {title}: release it, or send it back and say what to mend.",
)
REFUSED = Words(
    "试一件不许做的事：zhixing act {number} sign_reply --as unit.handler 会被拒绝，并说明依据哪一条。",
    "Try what is not allowed: `zhixing act {number} sign_reply --as unit.handler` is refused, citing the article.",
)
_LEADERS = Words(
    "批示和责成再办随时可作，不列为待办；两次不满意的办理在“阅读”中",
    "leaders give instructions and reopen cases when they like; who was dissatisfied twice is told to them",
)
_ADMINISTRATORS = Words("管理员不参与办案", "administrators take no part in cases")
UNAWAITED = {
    "vicechair": _LEADERS,
    "editor": Words("门户发布尚未开通", "publishing on the portal is not there yet"),
    "office": Words(
        "会议和公文尚未开通；交办前的会签可作可不作",
        "meetings and documents are not there yet; it may agree to assignments and need not",
    ),
    "sysadmin": _ADMINISTRATORS,
    "secadmin": _ADMINISTRATORS,
    "auditor": _ADMINISTRATORS,
}
"""Accounts to which no procedure addresses a task, and why."""
