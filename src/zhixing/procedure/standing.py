"""The acts that every procedure has, so that rigid software is never a reason to go round it.

`correct direct migrate redact` mend the record without rewriting it; `import` enters what is known of an earlier life;
 `succeed` follows the merging, splitting and renaming of organisations; `recompute` and `tick` are the clock's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zhixing.procedure.model import CASE_READERS, SYSTEM_ROLE, Act, Field, FieldType, NewParty, Target
from zhixing.procedure.source import Table
from zhixing.procedure.words import Words

ANY_STATE = "*"
"""In an act's ``start``: the act may be performed in every state, final ones included."""
STATE_LIST = "states"
"""The name of the list that stands for the procedure's own states."""


def _field(name: str, title: Words, kind: FieldType, *, required: bool = True, choices: str = "") -> Field:
    return Field(name=name, title=title, type=kind, required=required, choices=choices, most=2000)


ENTRY = Field("entry", Words("第几笔", "Entry"), "integer", required=True, least=1)
REASON = _field("reason", Words("理由", "Reason"), "prose")
STATE = _field("state", Words("状态", "State"), "choice", choices=STATE_LIST)


def _act(name: str, title: Words, *fields: Field, commutes: bool = False, target: Target | None = None) -> Act:
    return Act(
        name=name,
        title=title,
        by=(SYSTEM_ROLE,),
        start=(ANY_STATE,),
        target=target or Target(),
        article="",
        fields={field.name: field for field in fields},
        commutes=commutes,
        standing=True,
    )


_TO_STATE = Target(field="state")

_ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        _act(
            "correct",
            Words("更正", "Correct"),
            ENTRY,
            _field("field", Words("更正哪一栏", "Field"), "text"),
            Field("value", Words("更正为", "Correct value"), "prose"),
            REASON,
        ),
        _act(
            "direct",
            Words("依决议处理", "Direct by resolution"),
            STATE,
            _field("resolution", Words("决议或批件", "Resolution"), "prose"),
            _field("second", Words("复核人", "Second person"), "person"),
            target=_TO_STATE,
        ),
        _act(
            "migrate",
            Words("转用新规程", "Migrate to the new procedure"),
            _field("procedure", Words("新规程摘要", "Digest of the new procedure"), "text"),
            _field("state", Words("新规程中的状态", "State in the new procedure"), "text"),
        ),
        _act(
            "redact",
            Words("遮盖", "Redact"),
            ENTRY,
            _field("field", Words("遮盖哪一栏", "Field"), "text"),
            REASON,
            commutes=True,
        ),
        _act(
            "import",
            Words("补录", "Enter earlier record"),
            STATE,
            _field("unknown", Words("不详事项", "What is not known"), "prose", required=False),
            _field("source", Words("来源", "Source"), "text", required=False),
            target=_TO_STATE,
        ),
        _act(
            "succeed",
            Words("承接", "Succeed"),
            Field("former", Words("原单位", "Former unit"), "organisation", required=True, ended_too=True),
            _field("successor", Words("承接单位", "Successor"), "organisation"),
            REASON,
        ),
        _act(
            "recompute",
            Words("重算期限", "Recompute time limits"),
            Field("year", Words("年度", "Year"), "integer", required=True),
            commutes=True,
        ),
        _act(
            "tick",
            Words("到点提示", "Reminder by the clock"),
            _field("clock", Words("时限", "Time limit"), "text"),
            _field("rung", Words("提示", "Reminder"), "text"),
            commutes=True,
        ),
    )
}
NAMES = tuple(_ACTS)
_FOR_PEOPLE = ("correct", "direct", "migrate", "redact")


def standing_acts(table: Table, acts: Mapping[str, Act], *, recorded: Mapping[str, Field]) -> dict[str, Act]:
    """Return the standing acts with who may perform them and their articles, from ``[standing]``.

    ``by`` and ``article`` of the table hold for all; a table named like an act overrides them for that act. The acts
    of the clock and of import are the system's, whoever starts them. An import may record whatever the procedure's
    own acts record, and the fields of ``[standing.import.fields]`` besides (``recorded``); it makes the same parties of
    those it names.
    """
    table.only("by", "article", *NAMES)
    by, article = table.names("by", required=True), table.text("article", required=True)
    made = {}
    for name, act in _ACTS.items():
        own = Table(table.source, (*table.path, name), table.value.get(name, {}))
        people = name in _FOR_PEOPLE
        own.only("article", *(["by"] if people else []), *(["fields"] if name == "import" else []))
        performers = (own.names("by") or by) if people else (SYSTEM_ROLE,)
        made[name] = replace(act, by=performers, article=own.text("article") or article)
    made["import"] = _import_of(made["import"], acts, recorded)
    return made


def _import_of(act: Act, acts: Mapping[str, Act], recorded: Mapping[str, Field]) -> Act:
    known, parties = _inherited(acts.values())
    return replace(act, fields={**known, **recorded, **act.fields}, parties=parties)


def _inherited(acts: Iterable[Act]) -> tuple[dict[str, Field], tuple[NewParty, ...]]:
    """Return the fields and parties that an import has from the procedure's own acts.

    What an act opens to all readers of the case is known from earlier records because it was opened long ago.
    """
    own = list(acts)
    opened = {name for act in own for name in act.reveals}
    known = {
        field.name: replace(
            field,
            required=False,
            required_when={},
            least=None,
            most=None,
            readers=(CASE_READERS,) if field.name in opened else field.readers,
        )
        for act in own
        for field in act.fields.values()
    }
    parties = dict.fromkeys(party for act in own for party in act.parties if party.source in known)
    return known, tuple(parties)


def without_inherited(acts: Mapping[str, Act]) -> dict[str, Act]:
    """Return the acts, the import without what it has from the others; for whoever compares two procedures."""
    act = acts.get("import")
    if act is None:
        return dict(acts)
    known, parties = _inherited(one for one in acts.values() if not one.standing)
    if act.parties != parties or known.keys() - act.fields.keys():
        return dict(acts)
    own = {name: field for name, field in act.fields.items() if known.get(name) != field}
    return {**acts, "import": replace(act, fields=own, parties=())}
