"""Take proposals in from Word files: each becomes a case that waits to be compared with its file and confirmed.

What a file does not say stays empty, and what was not understood stands in the case for whoever confirms it. A file
that was taken in before, to the letter, is recognised by its digest, wherever it lies now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from zhixing.assembly import clock
from zhixing.assembly.models import Body, Session
from zhixing.cases.bulk import Batch, session_facts, write
from zhixing.procedure.facts import Refused
from zhixing.procedure.words import Words
from zhixing.proposals.importing.report import ImportReport
from zhixing.proposals.models import Proposal
from zhixing.proposals.word import Unreadable, WordProposal, read_word
from zhixing.sheets import BadCell
from zhixing.sheets.report import Rejected

CHUNK = 200
"""Files entered in one transaction."""
LONGEST_TITLE = 200
LONGEST_NAMES = 500


def import_words(
    path: Path, *, body: Body, dry_run: bool = False, progress: Callable[[int], None] = lambda _files: None
) -> ImportReport:
    """Take in a folder, a ZIP or one Word file; in the report ``row`` counts files and ``column`` is the file's name.

    A dry run reports and changes nothing. ``progress`` is told how many files are through.
    """
    if not dry_run:
        return _Intake(body).run(read_word(path), progress)
    with transaction.atomic():
        report = _Intake(body).run(read_word(path), progress)
        transaction.set_rollback(True)
    return report


class _Intake:
    """One run over one folder."""

    def __init__(self, body: Body) -> None:
        self.now = clock.now()
        self.body = body
        self.batch = Batch(body, now=self.now)
        self.session = Session.receiving(body, self.now.astimezone(clock.ZONE).date())
        self.report = ImportReport()
        self.places: dict[str, str] = {}
        known = Proposal.objects.filter(case__body=body).exclude(original_digest="")
        self.known = dict(known.values_list("original_digest", "original"))

    def run(self, files: Iterator[WordProposal | Unreadable], progress: Callable[[int], None]) -> ImportReport:
        while chunk := list(islice(files, CHUNK)):
            with transaction.atomic():
                for one in chunk:
                    self._take(one)
                write(self.batch.taken())
            progress(self.report.read)
        return self.report

    def _take(self, one: WordProposal | Unreadable) -> None:
        self.report.read += 1
        if isinstance(one, Unreadable):
            self._reject(one.file, one.sentence)
            return
        data = data_of(one)
        name = self.known.get(data["original_digest"], self.known.get(earlier_digest(one)))
        if name is not None:
            self.report.unchanged += 1
            self._note_elsewhere(one, name)
            return
        case = self.batch.case("proposal")
        facts = session_facts(self.session, self.now.astimezone(clock.ZONE).year)
        try:
            self.batch.enter(case, "receive_file", data, at=self.now, also=facts)
        except Refused as refused:
            said = [sentence for _field, sentence in refused.faults] or [refused.sentence]
            self._reject(one.file, Words(*(" ".join(s.say(locale) for s in said) for locale in ("zh-hans", "en"))))
            return
        self.batch.add(case)
        self.known[data["original_digest"]] = data["original"]
        self.places[data["original_digest"]] = one.file
        self.report.created += 1

    def _note_elsewhere(self, one: WordProposal, name: str) -> None:
        """Note a file that is in already under another name, or from another place of this very import."""
        before = self.places.get(one.digest, name)
        if before not in {one.file, Path(one.file).name[-LONGEST_TITLE:]}:
            zh = f"内容与已读入的“{before}”完全相同，没有重复录入。"
            en = f"It is {before!r}, which is in already, to the letter; it was not entered again."
            self.report.note(self.report.read, "", [BadCell(one.file, Words(zh, en))])

    def _reject(self, file: str, reason: Words) -> None:
        self.report.rejected.append(Rejected(self.report.read, file, reason))


def data_of(one: WordProposal) -> dict[str, Any]:
    """Return what ``receive_file`` records of a file, with the SHA-256 of its bytes; empty fields are left out."""
    data = {**_read(one), "original_digest": one.digest}
    return {name: value for name, value in data.items() if value}


def earlier_digest(one: WordProposal) -> str:
    """Return by what a file was recognised before its own digest was recorded: its path and what was read."""
    plain = json.dumps([one.file, _read(one)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _read(one: WordProposal) -> dict[str, str]:
    names = "、".join([*one.proposers, *one.cosigners])
    return {
        "title": (one.title or one.title_suggestion or Path(one.file).stem)[:LONGEST_TITLE],
        "proposer_names": names[:LONGEST_NAMES],
        "category_read": one.category,
        "unit_read": one.suggested_unit,
        "situation": one.situation,
        "analysis": one.analysis,
        "suggestions": one.suggestions,
        "whole": one.body,
        "not_understood": _not_understood(one),
        "remarks": _remarks(one),
        "original": Path(one.file).name[-LONGEST_TITLE:],
    }


def _not_understood(one: WordProposal) -> str:
    """Return what a person has to look at, a paragraph each, with all the text that stands there."""
    return "\n".join(
        f"{found.where.zh}：{found.what.zh}" + (f"\n{found.text}" if found.text else "") for found in one.not_understood
    )


def _remarks(one: WordProposal) -> str:
    """Return how the file was read, and what it says besides."""
    lines = [note.zh for note in one.notes]
    lines += [f"{label}：{text}" for label, text in one.others]
    told = (("界别", one.sector), ("工作单位", one.workplace), ("联系电话", "已填写，见原件" if one.phone else ""))
    lines += [f"{label}：{text}" for label, text in told if text]
    if one.dated:
        lines.append(f"落款日期：{one.dated.isoformat()}")
    if one.publishable is not None:
        lines.append("是否同意公开：" + ("同意" if one.publishable else "不同意"))
    return "\n".join(lines)
