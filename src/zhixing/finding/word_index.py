"""The words of the passages, in the index that each database has for them: FTS5 or a text search vector.

Both keep rows of a passage's number and its words, take phrases, and follow the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from zhixing.finding.tokens import Phrase, words_of

Row = tuple[int, str]
"""A passage's number and its text."""


def put(rows: Iterable[Row]) -> None:
    """Let passages be found by their words."""
    with connection.cursor() as cursor:
        cursor.executemany(_PUT[connection.vendor], [(pk, words_of(text)) for pk, text in rows])


def take(rows: Iterable[Row]) -> None:
    """Let passages no longer be found. SQLite keeps no text beside its index and wants to be told what it was."""
    sqlite = connection.vendor == "sqlite"
    gone = [(pk, words_of(text)) if sqlite else (pk,) for pk, text in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_TAKE[connection.vendor], gone)


def empty() -> None:
    """Forget all words."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY[connection.vendor])


def holding(phrase: Phrase) -> RawSQL:
    """Return the numbers of the passages that hold a phrase, for ``pk__in``."""
    sqlite = connection.vendor == "sqlite"
    in_a_row = f'"{" ".join(phrase.words)}"' if sqlite else " <-> ".join(phrase.words)
    if phrase.open:
        in_a_row += " *" if sqlite else ":*"
    return RawSQL(_HOLDING[connection.vendor], [in_a_row])  # noqa: S611  # the words are letters and digits of our own


def nearest(words: Sequence[str], most: int) -> RawSQL:
    """Return the numbers of passages that hold some of the words, for ``pk__in``: those that hold most and rarest."""
    sqlite = connection.vendor == "sqlite"
    asked = (" OR " if sqlite else " | ").join(words)
    given = [asked, most] if sqlite else [asked, asked, most]
    return RawSQL(_NEAREST[connection.vendor], given)  # noqa: S611  # as above


_PUT = {
    "sqlite": "INSERT INTO finding_words (rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO finding_words (rowid, words) VALUES (%s, to_tsvector('simple', %s))",
}
_TAKE = {
    "sqlite": "INSERT INTO finding_words (finding_words, rowid, words) VALUES ('delete', %s, %s)",
    "postgresql": "DELETE FROM finding_words WHERE rowid = %s",
}
_EMPTY = {
    "sqlite": "INSERT INTO finding_words (finding_words) VALUES ('delete-all')",
    "postgresql": "DELETE FROM finding_words",
}
_HOLDING = {
    "sqlite": "SELECT rowid FROM finding_words WHERE finding_words MATCH %s",
    "postgresql": "SELECT rowid FROM finding_words WHERE words @@ to_tsquery('simple', %s)",
}
_NEAREST = {
    "sqlite": "SELECT rowid FROM finding_words WHERE finding_words MATCH %s ORDER BY rank LIMIT %s",
    "postgresql": (
        "SELECT rowid FROM finding_words WHERE words @@ to_tsquery('simple', %s) "
        "ORDER BY ts_rank(words, to_tsquery('simple', %s)) DESC LIMIT %s"
    ),
}
