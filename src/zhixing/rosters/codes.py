"""One-time codes and sign-in names for accounts opened in bulk."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No 0 and o, no 1, l and i: a printed code is read by people."""
GROUPS, IN_A_GROUP = 3, 4
NAMELESS = "user"
LONGEST = 40


def one_time_code() -> str:
    """Return a code of twelve characters in groups of four, such as abcd-efgh-jkmn: 59 bits of chance."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def sign_in_name(spelling: str, taken: set[str]) -> str:
    """Return a sign-in name from a name's pinyin that nobody has, and remember it as taken: cenzhiwei, cenzhiwei2."""
    plain = unicodedata.normalize("NFKD", spelling.replace("ü", "v")).casefold()
    letters = "".join(one for one in plain if one.isascii() and one.isalnum())[:LONGEST] or NAMELESS
    number, name = 1, letters
    while name in taken:
        number += 1
        name = f"{letters}{number}"
    taken.add(name)
    return name
