"""Check procedures against each other: what one opens, causes or asks for in another must be there.

Each procedure is valid in itself by now. What is said here would otherwise be found by whoever first performs the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhixing.procedure.conditions import fields_called
from zhixing.procedure.facts import KEPT_TYPES
from zhixing.procedure.model import (
    CHILD_ROLE,
    NOBODY_ROLES,
    PARENT_ROLE,
    RELATED_ROLE,
    Act,
    Cause,
    Field,
    Opening,
    Procedure,
)
from zhixing.procedure.words import Sentence, Words

TITLE_FIELD = "title"
"""The field whose text a case always has at hand."""
CASE_TYPES = ("case", "cases")


def check_together(procedures: Mapping[str, Procedure]) -> list[Sentence]:
    """Return every fault between procedures, given all there are by kind; an empty list means that they fit."""
    check = _Check(procedures)
    for procedure in procedures.values():
        for act in procedure.acts.values():
            if not act.standing:
                check.act(procedure, act)
    return check.faults


class _Check:
    def __init__(self, procedures: Mapping[str, Procedure]) -> None:
        self.procedures = procedures
        self.faults: list[Sentence] = []

    def fault(self, words: Words, procedure: Procedure, act: Act, **values: Words | str | int) -> None:
        self.faults.append(Sentence(words, kind=procedure.kind, act=act.name, **values))

    def act(self, procedure: Procedure, act: Act) -> None:
        for field in act.fields.values():
            if field.type in CASE_TYPES:
                self.milestone(procedure, act, field.reached, self.kinds(procedure, act, field.kinds))
        for condition in act.children:
            self.milestone(procedure, act, condition.milestone, self.kinds(procedure, act, [condition.kind]))
        for opening in act.opens:
            for below in self.kinds(procedure, act, [opening.kind]):
                self.opening(procedure, act, opening, below)
        for cause in act.causes:
            for target in self.targets(procedure, act, cause):
                self.cause(procedure, act, cause, target)

    def milestone(self, procedure: Procedure, act: Act, name: str, named: Iterable[Procedure]) -> None:
        """Check that other procedures have a milestone that an act asks of them; an empty name asks for none."""
        for other in named:
            if name and name not in other.milestones:
                self.fault(NO_MILESTONE, procedure, act, name=name, other=other.kind, known=_listed(other.milestones))

    def kinds(self, procedure: Procedure, act: Act, names: Iterable[str]) -> list[Procedure]:
        """Return the procedures of these kinds; those that do not exist are faults."""
        wanted = list(names)
        for name in wanted:
            if name not in self.procedures:
                self.fault(NO_KIND, procedure, act, name=name, known=_listed(self.procedures))
        return [self.procedures[name] for name in wanted if name in self.procedures]

    def opening(self, procedure: Procedure, act: Act, opening: Opening, below: Procedure) -> None:
        begins = next((one for one in below.opening_acts() if PARENT_ROLE in one.by), None)
        if begins is None:
            self.fault(NOT_OPENED, procedure, act, other=below.kind)
            return
        columns = {name for field in fields_called(procedure, opening.each) for name in field.columns}
        if opening.names and opening.names not in begins.fields:
            known = _listed(begins.fields)
            self.fault(NO_PLACE, procedure, act, name=opening.names, taking=begins.name, other=below.kind, known=known)
        besides = {*columns, opening.names, *([TITLE_FIELD] if opening.names else [])}
        self.carried(procedure, act, opening.carries, below, begins, besides=besides)
        taken = [*filter(None, [opening.capacity]), *opening.parties, *opening.brings]
        self.capacities(procedure, act, taken, below)

    def targets(self, procedure: Procedure, act: Act, cause: Cause) -> list[Procedure]:
        """Return the procedures of all cases in which an act may be caused."""
        if cause.parent:
            above = [one for one in self.procedures.values() if _opens(one, procedure.kind)]
            if not above:
                self.fault(NO_PARENT, procedure, act, name=cause.act)
            return above
        if cause.children:
            return self.kinds(procedure, act, [cause.children])
        fields = fields_called(procedure, cause.cases)
        names = {name: None for field in fields for name in field.kinds or self.procedures}
        return [self.procedures[name] for name in names if name in self.procedures]

    def cause(self, procedure: Procedure, act: Act, cause: Cause, target: Procedure) -> None:
        caused = target.acts.get(cause.act)
        if caused is None or caused.standing or caused.opens_case:
            known = _listed(one.name for one in target.acts.values() if not one.standing and not one.opens_case)
            self.fault(NO_ACT, procedure, act, name=cause.act, other=target.kind, known=known)
            return
        if cause.same:
            if NOBODY_ROLES.issuperset(caused.by):
                self.fault(NOBODYS, procedure, act, name=cause.act, other=target.kind)
            carried: Iterable[str] = [name for name in act.fields if name != cause.cases]
        else:
            role = CHILD_ROLE if cause.parent else PARENT_ROLE if cause.children else RELATED_ROLE
            if role not in caused.by:
                self.fault(NOT_GRANTED, procedure, act, name=cause.act, other=target.kind, role=role)
            carried = cause.carries
        if cause.names and cause.names not in caused.fields:
            known = _listed(caused.fields)
            self.fault(NO_PLACE, procedure, act, name=cause.names, taking=caused.name, other=target.kind, known=known)
        self.carried(procedure, act, carried, target, caused, besides=[cause.names])
        self.capacities(procedure, act, [*cause.brings, *cause.takes], target)

    def carried(
        self,
        procedure: Procedure,
        act: Act,
        names: Iterable[str],
        target: Procedure,
        taking: Act,
        *,
        besides: Iterable[str] = (),
    ) -> None:
        """Check that what is carried along has a place there, and what is required there is carried along."""
        carried = list(names)
        for name in carried:
            if name not in taking.fields:
                known = _listed(taking.fields)
                self.fault(NO_PLACE, procedure, act, name=name, taking=taking.name, other=target.kind, known=known)
        at_hand = {name for name in carried if name in act.fields or _is_kept(fields_called(procedure, name), name)}
        for field in taking.fields.values():
            if field.required and field.name not in at_hand.union(besides):
                self.fault(LACKS, procedure, act, name=field.name, taking=taking.name, other=target.kind)

    def capacities(self, procedure: Procedure, act: Act, names: Iterable[str], target: Procedure) -> None:
        known = {role.party for role in target.roles.values()}
        known |= {party.capacity for one in target.acts.values() for party in one.parties}
        for name in names:
            if name not in known:
                self.fault(NO_CAPACITY, procedure, act, name=name, other=target.kind, known=_listed(known - {""}))


def _opens(procedure: Procedure, kind: str) -> bool:
    return any(opening.kind == kind for act in procedure.acts.values() for opening in act.opens)


def _is_kept(fields: Iterable[Field], name: str) -> bool:
    """Tell whether a case still has a field's content at hand after the act that recorded it."""
    return name == TITLE_FIELD or any(field.type in KEPT_TYPES for field in fields)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "-"


NO_KIND = Words(
    "{kind} 的办理“{act}”提到案件种类“{name}”，没有这一种类。可用：{known}。",
    "{act} of {kind} names the kind {name}, which does not exist. Use one of: {known}.",
)
NO_MILESTONE = Words(
    "{kind} 的办理“{act}”要求 {other} 达到节点“{name}”，该规程没有。请在其 [milestones] 中声明，或改用：{known}。",
    "{act} of {kind} asks {other} for the milestone {name}, which it has not. Declare it there or use one of: {known}.",
)
NOT_OPENED = Words(
    '{kind} 的办理“{act}”开立 {other}，但该规程没有由上级案件开立的办理。请给它一个 by = ["parent"] 的开立办理。',
    '{act} of {kind} opens {other}, which no act of a parent opens. Give it an opening act with by = ["parent"].',
)
NO_PARENT = Words(
    "{kind} 的办理“{act}”要在上级案件连带办理“{name}”，但没有任何规程开立 {kind}。请去掉，或让某规程开立它。",
    "{act} of {kind} causes {name} in the parent, but no procedure opens {kind}. Remove it, or let one open it.",
)
NO_ACT = Words(
    "{kind} 的办理“{act}”要在 {other} 连带办理“{name}”，该规程没有可连带的这一办理。可用：{known}。",
    "{act} of {kind} causes {name} in {other}, which has no such act for an open case. Use one of: {known}.",
)
NOT_GRANTED = Words(
    "{kind} 的办理“{act}”要在 {other} 连带办理“{name}”，但后者不许。请在它的 by 中加上“{role}”。",
    "{act} of {kind} causes {name} in {other}, which does not allow it. Add {role} to its by.",
)
NOBODYS = Words(
    "{kind} 的办理“{act}”要以本人名义在 {other} 办理“{name}”，但后者没有人可以办。请在它的 by 中写明角色。",
    "{act} of {kind} is {name} in {other} by the same person, but no person may perform that. Give it a role in by.",
)
NO_PLACE = Words(
    "{kind} 的办理“{act}”带去字段“{name}”，但 {other} 的“{taking}”没有这一栏。请在其中声明，或改用：{known}。",
    "{act} of {kind} takes {name} along, but {taking} of {other} has no such field. Declare it or use one of: {known}.",
)
LACKS = Words(
    "{kind} 的办理“{act}”没有带去 {other} 的“{taking}”必填的字段“{name}”。请写入 carries；先前填写的文字不能带去。",
    "{act} of {kind} does not take {name} along, which {taking} of {other} requires. Carry it; no earlier text can be.",
)
NO_CAPACITY = Words(
    "{kind} 的办理“{act}”提到 {other} 的当事身份“{name}”，该规程没有这一身份。可用：{known}。",
    "{act} of {kind} names the capacity {name} in {other}, where nobody has it. Use one of: {known}.",
)
