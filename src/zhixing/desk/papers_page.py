"""The papers that an office owes by name: which they are, and one of them as a page, for the session or month asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhixing.assembly.actors import Actor
from zhixing.assembly.models import Body, Session
from zhixing.common.parts import Link, LinkGroup
from zhixing.desk.figures_page import session_asked
from zhixing.insight import reports
from zhixing.insight.reports import Drafting, Month, Period, Report
from zhixing.papers.paper import Figure, Gap, Heading, Note, Paper, Paragraph, Reference, Runs, Table

MONTHS, SESSIONS = 12, 6
"""So many of the latest can be chosen; an address may ask for an earlier one."""
SETTLED = 15
"""Up to this day of a month the brief that is due is that of the month before."""


def owed_by(actor: Actor) -> list[Report]:
    """Return the reports somebody may draft: their office owes them, or they lead the committee."""
    return [report for report in reports.everyone() if report.is_for(actor)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A report that is owed: what it is, and its drafts, that due now first."""

    title: str | Promise
    about: str | Promise
    drafts: Sequence[Link]


@dataclass(frozen=True)
class PapersPage:
    """One reader's papers on one day."""

    actor: Actor
    body: Body
    today: date

    @cached_property
    def sessions(self) -> Sequence[Session]:
        """The sessions that have begun, the latest first."""
        return list(Session.objects.of_body(self.body).begun(self.today))

    @cached_property
    def months(self) -> Sequence[Month]:
        """The months that can be chosen, the latest first."""
        found = [Month.of(self.today)]
        while len(found) < MONTHS:
            found.append(found[-1].before())
        return found

    @property
    def due(self) -> Month:
        """The month whose brief is due now: in its first half, a month is for reporting on the one before."""
        this = Month.of(self.today)
        return this.before() if self.today.day <= SETTLED else this

    def context(self) -> Mapping[str, Any]:
        """Return what the page of all papers shows."""
        owed = [
            Owed(title=report.title, about=report.about, drafts=self._drafts(report)[:3])
            for report in owed_by(self.actor)
        ]
        return {"title": _("Papers owed"), "owed": owed}

    def _drafts(self, report: Report) -> list[Link]:
        links = self.choices(report, None)
        due = self.due.said() if report.period is Period.MONTH else ""
        return sorted(links, key=lambda link: not link.url.endswith(due)) if due else links

    def choices(self, report: Report, drafting: Drafting | None) -> list[Link]:
        """Return the sessions or months a report can be drafted for, the latest first."""
        if report.period is Period.MONTH:
            return [
                Link(
                    title=_month_in_words(month),
                    url=address(report, month=month.said()),
                    current=drafting is not None and drafting.month == month,
                )
                for month in self.months
            ]
        return [
            Link(
                title=session.short_name,
                url=address(report, session=str(session.pk)),
                current=drafting is not None and drafting.session == session,
            )
            for session in self.sessions[:SESSIONS]
        ]

    def drafting(self, report: Report, asked: QueryDict, *, base: str = "") -> Drafting | None:
        """Return what is drafted: for the session or month asked, else for what is due; None without a session.

        ``base`` is put before the address of the draft itself.
        """
        month = None
        if report.period is Period.MONTH:
            month = self._month_asked(asked.get("month", ""))
            session = next((one for one in self.sessions if one.opens and one.opens <= month.last), None)
        else:
            session = session_asked(self.sessions, asked.get("session", ""))
        if session is None and report.period is Period.SESSION:
            return None
        listed = list(self.sessions)
        earlier = next(iter(listed[listed.index(session) + 1 :]), None) if session else None
        known = {"month": month.said()} if month else {"session": str(session.pk) if session else ""}
        return Drafting(
            actor=self.actor,
            body=self.body,
            today=self.today,
            session=session,
            earlier=earlier,
            month=month,
            url=f"{base}{address(report, **known)}",
        )

    def _month_asked(self, text: str) -> Month:
        """Return the month an address asks for, and none that is still to come; else the one that is due."""
        try:
            month = Month.read(text)
        except ValueError:
            return self.due
        return month if month.first <= self.today else self.due

    def paper(self, report: Report, asked: QueryDict) -> Mapping[str, Any]:
        """Return what the page of one paper shows."""
        drafting = self.drafting(report, asked)
        if drafting is None:
            return {"title": report.title, "paper": None}
        paper = report.draft(drafting)
        label = _("Month") if drafting.month else _("Session")
        query = drafting.url.partition("?")[2]
        return {
            "title": report.title,
            "paper": shown(paper),
            "until": drafting.until,
            "filters": [LinkGroup(title=label, entries=self.choices(report, drafting))],
            "label": label,
            "docx": f"{reverse('desk:paper_docx', args=[report.slug])}?{query}",
        }


def address(report: Report, **asked: str) -> str:
    """Return the address of a draft."""
    return f"{reverse('desk:paper', args=[report.slug])}?{urlencode(asked)}"


def _month_in_words(month: Month) -> str:
    return _("%(month)d/%(year)d") % {"year": month.year, "month": month.month}


def shown(paper: Paper) -> Mapping[str, Any]:
    """Return a paper as the template reads it: blocks by their sort, and for each cell the head it stands under."""
    return {
        "mark": paper.mark,
        "number": list(_pieces(paper.number)),
        "beside": paper.beside,
        "title": paper.title,
        "addressee": paper.addressee,
        "blocks": [_block(block) for block in paper.to_send().blocks],
        "beside_it": [_block(block) for block in paper.blocks if isinstance(block, Table) and block.anchor],
        "signed": paper.signed,
        "day": paper.day,
        "note": paper.note,
        "copies": list(_pieces(paper.copies)),
        "printed": [list(_pieces(runs)) for runs in paper.printed],
    }


def _block(block: Heading | Paragraph | Note | Table) -> Mapping[str, Any]:
    if isinstance(block, Heading):
        return {"sort": f"h{block.level + 2}", "text": block.text}
    if isinstance(block, Paragraph):
        return {"sort": "p", "pieces": list(_pieces(block.runs))}
    if isinstance(block, Note):
        return {"sort": "note", "text": block.text}
    columns = [(head, block.counts(place)) for place, head in enumerate(block.heads)]
    rows = [
        {
            "title": list(_pieces(row[0])),
            "cells": [
                {"label": head, "num": num, "pieces": list(_pieces(runs))}
                for (head, num), runs in zip(columns[1:], row[1:], strict=True)
            ],
        }
        for row in block.rows
    ]
    heads = [{"title": head, "num": num} for head, num in columns]
    return {"sort": "table", "title": block.title, "heads": heads, "rows": rows, "anchor": block.anchor}


def _pieces(runs: Runs) -> Iterator[Mapping[str, str]]:
    for run in runs:
        if isinstance(run, str):
            yield {"text": run}
        elif isinstance(run, Gap):
            yield {"gap": run.text}
        elif isinstance(run, Figure):
            yield {"text": str(run.n), "url": run.url, "n": str(run.n)}
        elif isinstance(run, Reference):
            yield {"text": run.text, "url": run.url}
