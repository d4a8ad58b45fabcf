"""账号名单: accounts in bulk for people we know, each with a one-time code on a slip to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhixing.accounts.enrolment import give_password, open_account
from zhixing.accounts.models import Account, normalised
from zhixing.assembly import clock
from zhixing.assembly.models import Body, Membership, Organisation, Person, Post
from zhixing.assembly.posts import appoint
from zhixing.assembly.vocabulary import PostKind
from zhixing.procedure.words import Words
from zhixing.rosters import person_words
from zhixing.rosters.codes import one_time_code, sign_in_name
from zhixing.rosters.known_units import KnownUnits
from zhixing.rosters.reading import RowReader, RowRefused
from zhixing.rosters.running import Outcome
from zhixing.rosters.same_person import Facts, KnownPeople, said_same, unit_key
from zhixing.rosters.slips import Slip, write_slips
from zhixing.sheets import CellUnreadable, Headings
from zhixing.sheets.report import Report
from zhixing.sheets.text import Cell, plain, written

ACCOUNTS = Headings(
    {
        "name": "姓名 名字 使用人 用户姓名 name",
        "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 phone mobile",
        "unit": "单位 单位名称 所在单位 工作单位 部门 unit organisation",
        "role": "角色 身份 岗位 类别 用户角色 role",
        "sign_in": "登录名 账号 用户名 signin username",
        "same": "是否同一人 同一人",
    },
    key="name",
    called=Words("账号名单", "a list of accounts"),
    needs=Words("账号名单至少要有“姓名”一列。", "a list of accounts needs at least a column 姓名 (name)."),
)
MEMBER = "member"
ROLES: dict[str, str] = {
    MEMBER: "委员 政协委员 member",
    PostKind.CHAIR: "主席",
    PostKind.VICE_CHAIR: "副主席",
    PostKind.SECRETARY_GENERAL: "秘书长",
    PostKind.HEAD: "主要负责人 负责人 单位负责人 主要领导",
    PostKind.LEADER: "分管领导 分管负责人",
    PostKind.DIRECTOR: "主任 专委会主任 提案委主任",
    PostKind.SIGNER: "签批人",
    PostKind.CONVENER: "召集人",
    PostKind.CLERK: "工作人员 干部 办事员 专干",
    PostKind.LIAISON: "联络员 提案联络员",
    PostKind.HANDLER: "经办人 承办人",
    PostKind.EDITOR: "编辑",
    PostKind.SYSADMIN: "系统管理员",
    PostKind.SECADMIN: "安全管理员 安全保密管理员",
    PostKind.AUDITOR: "审计员 安全审计员 审计管理员",
}
_ROLES = {word: role for role, words in ROLES.items() for word in [str(role), *words.split()]}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A row as read; ``role`` is a kind of post, a member's, or nothing."""

    name: str
    phone: str
    unit: Organisation | None
    role: str
    sign_in: str
    decided: bool | None


class AccountRoster:
    """An import of accounts.

    ``slips`` is the file to print, None in a dry run; ``renew`` gives new codes to those who never came in.
    """

    headings = ACCOUNTS

    def __init__(self, body: Body, *, since: date | None, slips: Path | None, renew: bool) -> None:
        self.body = body
        self.slips = slips
        self.renew = renew
        self.today = clock.today()
        self.since = since or self.today
        self.made: list[Slip] = []
        self.forget()

    def forget(self) -> None:
        """Read units, people and accounts again."""
        self.units = KnownUnits(self.body, self.today)
        self.people = KnownPeople(self.body, self.today)
        accounts = list(Account.objects.order_by("-is_active", "pk"))
        self.taken = {account.sign_in for account in accounts}
        self.accounts: dict[int, Account] = {}
        for account in accounts:
            self.accounts.setdefault(account.person_id, account)

    def finish(self, _report: Report) -> None:
        """Write the slips, before anything they tell of is kept."""
        if self.slips is not None and self.made:
            write_slips(self.slips, self.made, title=self.body.short_name)

    def take(self, row: RowReader) -> Outcome:
        """Open an account for the person a row names; one who has an account keeps it."""
        read = self._read(row)
        person = self._person(read)
        account = self.accounts.get(person.pk) if person else None
        if account and read.sign_in and account.sign_in != read.sign_in:
            raise RowRefused(
                "sign_in",
                f"“{read.name}”已有账号 {account.sign_in}，不能另开 {read.sign_in}。",
                f"{read.name} has the account {account.sign_in} already and gets no other.",
            )
        if not account and read.sign_in in self.taken:
            raise RowRefused(
                "sign_in",
                f"登录名 {read.sign_in} 已有人用，请另取一个，或留空由系统按姓名拼音生成。",
                f"The sign-in name {read.sign_in} is taken; choose another, or leave it empty.",
            )
        if person is None:
            person = Person.objects.create(name=read.name, phone=read.phone)
        appointed = self._appoint(person, read)
        outcome = self._open(person, account, read)
        self.people.add(person)
        return Outcome.CHANGED if appointed and outcome is Outcome.UNCHANGED else outcome

    def _read(self, row: RowReader) -> AccountRow:
        name = row.read("name", person_words.name, person_words.Named()).name
        phone = row.read("phone", person_words.phone, "")
        unit_name, role = row.text("unit"), row.read("role", _role, "")
        sign_in = normalised(row.text("sign_in", most=64))
        decided = row.read("same", said_same, None)
        row.check()
        if not name:
            raise RowRefused("name", "没有写姓名。", "There is no name.")
        unit = self.units.named(unit_name) if unit_name else None
        if unit_name and unit is None and role != MEMBER:
            raise RowRefused(
                "unit",
                f"“{unit_name}”不在单位名单中，请先导入或更正单位。",
                f"There is no unit {unit_name}; import it first, or mend its name.",
            )
        return AccountRow(name, phone, unit, role, sign_in, decided)

    def _person(self, read: AccountRow) -> Person | None:
        """Return the person a row names; None for somebody new with a post that the row tells.

        RowRefused when nobody is known and the row does not say what they do.
        """
        named = self.people.by_name.get(plain(read.name), [])
        if len(named) == 1 and not read.phone and not (read.unit and read.role) and read.decided is None:
            person: Person | None = named[0].person
        else:
            units = frozenset({unit_key(read.unit.pk)} if read.unit else ())
            person = self.people.find(read.name, Facts(phone=read.phone, units=units), decided=read.decided)
        if person is None and (read.unit is None or read.role in {"", MEMBER}):
            raise RowRefused(
                "name",
                f"没有“{read.name}”这个人（或电话、单位对不上）。请先导入委员名册或联络员名单，或写明单位和角色。",
                f"{read.name} is not known, or phone and unit differ. Import the members or liaisons first, or write "
                "unit and role.",
            )
        if read.role == MEMBER and (person is None or not self._sits(person)):
            raise RowRefused(
                "role", f"“{read.name}”现在不是委员，请核对。", f"{read.name} has no seat today; check it."
            )
        return person

    def _sits(self, person: Person) -> bool:
        return Membership.objects.of_body(self.body).sitting(self.today).filter(person=person).exists()

    def _appoint(self, person: Person, read: AccountRow) -> bool:
        """Enter the post that a row tells, unless it is held; return whether it was entered."""
        if read.unit is None or read.role in {"", MEMBER}:
            return False
        held = Post.objects.of_body(self.body).in_force(self.today)
        if held.filter(person=person, organisation=read.unit, kind=read.role).exists():
            return False
        appoint(person=person, organisation=read.unit, kind=read.role, since=self.since)
        return True

    def _open(self, person: Person, account: Account | None, read: AccountRow) -> Outcome:
        code = one_time_code()
        if account is None:
            sign_in = read.sign_in or sign_in_name(person.name_sort, self.taken)
            account = open_account(person=person, sign_in=sign_in, password=code if self.slips else None)
            self.accounts[person.pk] = account
            self.taken.add(sign_in)
            outcome = Outcome.CREATED
        elif self.renew and account.is_active and account.last_signed_in_at is None:
            give_password(account=account, password=code, must_change_password=True)
            outcome = Outcome.CHANGED
        else:
            return Outcome.UNCHANGED
        self.made = [one for one in self.made if one.sign_in != account.sign_in]
        self.made.append(Slip(person.name, read.unit.name if read.unit else "", account.sign_in, code))
        return outcome


def _role(cell: Cell) -> str:
    text = written(cell)
    found = _ROLES.get(plain(text))
    if found is None:
        raise CellUnreadable(
            f"“{text}”不是角色，请写 委员、联络员、经办人、主要负责人、分管领导、工作人员、系统管理员 等。",
            f"{text!r} is no role; write one such as 委员 (member), 联络员 (liaison), 工作人员 (clerk).",
        )
    return str(found)
