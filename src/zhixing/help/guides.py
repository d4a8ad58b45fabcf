"""Which guides there are, whom each is for, and which roles of a procedure are those people's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zhixing.assembly.actors import Actor, HeldPost
from zhixing.procedure.model import Role
from zhixing.procedure.words import Words

FOLDER = Path(__file__).parent
CONTENT = FOLDER / "content"
MEMBER = "member"
"""The guide for a seat, and for whoever holds a post that no other guide is for."""
_SIGNS = frozenset({"signer"})
"""A party that a signer may answer for is a proposer, who may be a member as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide: its title, and the posts in offices of some function, or the seat, that it is for."""

    slug: str
    title: Words
    posts: frozenset[str]
    functions: frozenset[str] = frozenset()
    leadership: bool = False
    members: bool = False

    def is_for(self, post: HeldPost) -> bool:
        """Tell whether the guide is for whoever holds a post."""
        if post.kind not in self.posts:
            return False
        return not self.functions or not self.functions.isdisjoint(post.functions)

    def has(self, role: Role) -> bool:
        """Tell whether a role of a procedure is one in which the guide's readers act."""
        if role.member:
            return self.members
        shared = not self.posts.isdisjoint(role.posts)
        if role.leadership:
            return shared and (self.leadership or self.members)
        if role.function or role.sides:
            wanted = {role.function, *role.sides.values()}
            return shared and not self.functions.isdisjoint(wanted)
        if role.party and self.members:
            return not role.posts or not _SIGNS.isdisjoint(role.posts)
        return shared and not self.functions and not self.leadership


@lru_cache(maxsize=1)
def everyone() -> Mapping[str, Guide]:
    """Return all guides by their names, in the order in which a reader's own is looked for."""
    with (FOLDER / "guides.toml").open("rb") as file:
        read = tomllib.load(file)
    return {slug: _guide(slug, entry) for slug, entry in read.items()}


def _guide(slug: str, entry: Mapping[str, object]) -> Guide:
    title, posts, functions = entry["title"], entry["posts"], entry.get("functions", [])
    if not isinstance(title, dict) or not isinstance(posts, list) or not isinstance(functions, list):
        raise TypeError(f"guides.toml: [{slug}] needs a title in both languages and a list of posts.")
    return Guide(
        slug=slug,
        title=Words(str(title["zh-hans"]), str(title["en"])),
        posts=frozenset(map(str, posts)),
        functions=frozenset(map(str, functions)),
        leadership=bool(entry.get("leadership")),
        members=bool(entry.get("members")),
    )


def own(actor: Actor) -> Guide:
    """Return the guide of the highest post somebody holds; the members' where no post has one."""
    for post in actor.posts:
        for guide in everyone().values():
            if guide.is_for(post):
                return guide
    return everyone()[MEMBER]


def text(guide: Guide, locale: str) -> str:
    """Return what a guide says, in Chinese or English, with its places still to be filled."""
    language = "en" if locale.startswith("en") else "zh-hans"
    return (CONTENT / language / f"{guide.slug}.md").read_text(encoding="utf-8")
