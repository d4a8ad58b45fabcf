"""提案联络员名单: who answers for a unit: its head, the leader in charge, the liaison and those who handle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhixing.assembly import clock
from zhixing.assembly.models import Body, Organisation, Person, Post
from zhixing.assembly.posts import appoint, relieve
from zhixing.assembly.vocabulary import PostKind
from zhixing.procedure.words import Words
from zhixing.rosters import person_words
from zhixing.rosters.known_units import KnownUnits
from zhixing.rosters.reading import RowReader, RowRefused
from zhixing.rosters.running import Outcome
from zhixing.rosters.same_person import Facts, KnownPeople, said_same, unit_key
from zhixing.rosters.terms import first_day
from zhixing.sheets import CellUnreadable, Headings
from zhixing.sheets.report import Report
from zhixing.sheets.text import Cell, plain, written

WIDE = {
    PostKind.HEAD: "主要负责人 单位负责人 主要领导 单位主要负责人 主要负责同志 一把手",
    PostKind.LEADER: "分管领导 分管负责人 分管负责同志 分管领导同志 责任领导 分管提案领导",
    PostKind.LIAISON: "联络员 提案联络员 联系人 联络人 提案工作联络员",
    PostKind.HANDLER: "经办人 承办人 具体承办人 经办人员 承办人员 具体经办人 办理人 办理人员",
}
"""The people a row may name side by side, by the words for them; the first of the row's own columns is the liaison."""
DETAILS = {"post": "职务 职务职级 岗位", "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 办公电话"}


def _columns() -> dict[str, str]:
    found = {
        "unit": "单位 单位名称 承办单位 承办单位名称 所在单位 工作单位 部门 unit organisation",
        "name": "姓名 名字 name",
        "post": f"{DETAILS['post']} 职位 title post",
        "section": "科室 所在科室 处室 股室 所在处室 内设机构 section",
        "phone": f"{DETAILS['phone']} phone mobile",
        "role": "角色 身份 类别 人员类别 类型 role",
        "since": "起始日期 任职日期 任职时间 开始日期 变更日期 since from",
        "same": "是否同一人 同一人",
    }
    for kind, words in WIDE.items():
        names = words.split()
        found[kind.value] = " ".join([*names, *(f"{one}姓名" for one in names)])
        for detail, ends in DETAILS.items():
            found[f"{kind.value}_{detail}"] = " ".join(f"{one}{end}" for one in names for end in ends.split())
    return found


LIAISONS = Headings(
    _columns(),
    key="unit",
    called=Words("联络员名单", "a list of liaisons"),
    needs=Words("联络员名单至少要有“单位”一列。", "a list of liaisons needs at least a column 单位 (unit)."),
)
_ROLES = {plain(word): kind for kind, words in WIDE.items() for word in words.split()} | {"负责人": PostKind.HEAD}


@dataclass(frozen=True, slots=True)
class Named:
    """One person as a row names them."""

    kind: PostKind
    field: str
    name: str
    title: str
    phone: str


@dataclass(slots=True)
class _Unit:
    """What a list says of one unit: who was named, and whether every row of it came in."""

    unit: Organisation
    whole: bool = True
    named: dict[PostKind, set[int]] = field(default_factory=dict)
    on: dict[PostKind, date] = field(default_factory=dict)


class LiaisonRoster:
    """An import of liaisons; ``since`` is the first day of posts for which a row names none.

    Without it a post began with the term, but one in which somebody follows another begins today.
    """

    headings = LIAISONS

    def __init__(self, body: Body, *, since: date | None) -> None:
        self.body = body
        self.since = since
        self.began = first_day(body, clock.today())
        self.today = clock.today()
        self.units: dict[int, _Unit] = {}
        self.forget()

    def forget(self) -> None:
        """Read units, people and posts again."""
        self.known = KnownUnits(self.body, self.today)
        self.people = KnownPeople(self.body, self.today)
        self.posts: dict[tuple[int, str], list[Post]] = {}
        held = Post.objects.of_body(self.body).filter(until=None, kind__in=WIDE).select_related("person")
        for post in held.order_by("pk"):
            self.posts.setdefault((post.organisation_id, post.kind), []).append(post)

    def take(self, row: RowReader) -> Outcome:
        """Enter the posts a row names, for people we know or new ones."""
        unit = self._unit(row)
        about = self.units.setdefault(unit.pk, _Unit(unit))
        about.whole, whole_before = False, about.whole
        since = row.day("since") or self.since
        decided = row.read("same", said_same, None)
        named = read_people(row)
        row.check()
        if not named:
            raise RowRefused("name", "没有写姓名。", "Nobody is named.")
        found = [(one, self._person(one, unit, decided)) for one in named]
        changes = {self._enter(one, person, unit, since, about) for one, person in found}
        about.whole = whole_before
        if Outcome.CREATED in changes:
            return Outcome.CREATED
        return Outcome.CHANGED if Outcome.CHANGED in changes else Outcome.UNCHANGED

    def finish(self, report: Report) -> None:  # noqa: ARG002  # as every roster has it
        """End the posts of those whom others follow, in units all of whose rows came in.

        Somebody else in a post that one person holds follows; handlers are several and stay.
        """
        for about in self.units.values():
            for kind, people in about.named.items():
                if not about.whole or kind == PostKind.HANDLER:
                    continue
                for post in self.posts.get((about.unit.pk, kind), []):
                    if post.person_id not in people:
                        on = about.on.get(kind, self.since or self.today)
                        relieve(post=post, until=max(on, post.since or on))

    def _unit(self, row: RowReader) -> Organisation:
        name = row.text("unit")
        row.check()
        unit = self.known.named(name) if name else None
        if unit is None:
            said = f"“{name}”不在单位名单中，请先导入或更正单位。" if name else "没有写单位。"
            en = f"There is no unit {name}; import it first, or mend its name." if name else "No unit is named."
            raise RowRefused("unit", said, en)
        return unit

    def _person(self, one: Named, unit: Organisation, decided: bool | None) -> Person | None:  # noqa: FBT001  # a word of the row
        facts = Facts(phone=one.phone, units=frozenset({unit_key(unit.pk)}))
        try:
            return self.people.find(one.name, facts, decided=decided)
        except RowRefused as refused:
            refused.field = one.field if refused.field == "name" else refused.field
            raise

    def _enter(
        self, one: Named, person: Person | None, unit: Organisation, given: date | None, about: _Unit
    ) -> Outcome:
        """Enter one post, or bring the one held to what the row says."""
        outcome = Outcome.UNCHANGED
        if person is None:
            person = Person.objects.create(name=one.name, phone=one.phone)
        elif one.phone and person.phone != one.phone:
            person.phone = one.phone
            person.save(update_fields=["phone"])
            outcome = Outcome.CHANGED
        held = next((post for post in self.posts.get((unit.pk, one.kind), []) if post.person_id == person.pk), None)
        if held is None:
            named = about.named.get(one.kind, set())
            follows = any(post.person_id not in named for post in self.posts.get((unit.pk, one.kind), []))
            since = given or (self.today if follows else self.began)
            first = max(since, unit.since or since)
            held = appoint(person=person, organisation=unit, kind=one.kind, since=first, title=one.title)
            self.posts.setdefault((unit.pk, one.kind), []).append(held)
            about.on[one.kind] = first
            outcome = Outcome.CREATED
        elif one.title and held.title != one.title:
            held.title = one.title
            held.save(update_fields=["title"])
            outcome = Outcome.CHANGED
        self.people.add(person).units.add(unit_key(unit.pk))
        about.named.setdefault(one.kind, set()).add(person.pk)
        return outcome


def read_people(row: RowReader) -> list[Named]:
    """Return the people a row names, its own first; cells that cannot be read are kept with the row."""
    _refuse_double_columns(row)
    own = row.read("role", _role, PostKind.LIAISON)
    found = _beside(row, own, "name", "")
    for kind in WIDE:
        # The plain columns are the liaison's also where nobody is called 姓名.
        is_own = kind is PostKind.LIAISON and not row.row.cells.of("name")
        found += _beside(row, kind, kind.value, "" if is_own else f"{kind.value}_")
    return found


def _beside(row: RowReader, kind: PostKind, cell: str, prefix: str) -> list[Named]:
    """Return the people of one column with the post and the phone beside it."""
    nobody: list[str] = []
    names = row.read(cell, lambda _cell: [person_words.name(one).name for one in row.listed(cell)], nobody)
    if len(names) != 1:
        own = [] if prefix else ["section", f"{kind.value}_post", f"{kind.value}_phone"]
        _note_nobody_s(row, names, [f"{prefix}post", f"{prefix}phone", *own])
        return [Named(kind, cell, name, "", "") for name in names]
    title, phone = row.text(f"{prefix}post", most=60), row.read(f"{prefix}phone", person_words.phone, "")
    if not prefix:
        section = row.text("section", most=30)
        title = title if title.startswith(section) else f"{section}{title}"
        title = title or row.text(f"{kind.value}_post", most=60)
        phone = phone or row.read(f"{kind.value}_phone", person_words.phone, "")
    return [Named(kind, cell, names[0], title[:60], phone)]


def _note_nobody_s(row: RowReader, names: Sequence[str], fields: Iterable[str]) -> None:
    """Note the post and the phone beside several people: nobody can tell whose they are."""
    for name in fields:
        for found in row.row.cells.of(name) if names else ():
            who = "、".join(names)
            row.note(
                name,
                f"同一格写了{len(names)}个人（{who}），“{found.text}”分不清是谁的，没有登记。请每人写一行后重新导入。",
                f"One cell names {len(names)} people ({who}), so that nobody can tell whose {found.text!r} is; it was "
                "not entered. Write one person a row and import again.",
            )


def _refuse_double_columns(row: RowReader) -> None:
    for detail in ("post", "phone"):
        if len(row.row.cells.of(detail)) > 1:
            heading = row.heading(detail)
            raise RowRefused(
                detail,
                f"有几列“{heading}”，分不清是谁的；请把列名写成“联络员{heading}”“分管领导{heading}”这样。",
                f"Several columns are called {heading}; call them 联络员{heading}, 分管领导{heading} and so on.",
            )


def _role(cell: Cell) -> PostKind:
    text = written(cell)
    found = _ROLES.get(plain(text))
    if found is None:
        raise CellUnreadable(
            f"“{text}”不是角色，请写 主要负责人、分管领导、联络员 或 经办人。",
            f"{text!r} is no role; write 主要负责人 (head), 分管领导 (leader), 联络员 (liaison) or 经办人 (handler).",
        )
    return found
