"""Citations for pages: many articles in one query, as the components show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhixing.assembly.models import Body
from zhixing.common.parts import Cite
from zhixing.rules.citing import Citation, citations


@dataclass(frozen=True, slots=True)
class Citing:
    """The articles one page cites, looked up together."""

    found: dict[str, Citation]

    def cite(self, article: str) -> Cite | None:
        """Return an article with its link; None where nothing is cited."""
        citation = self.found.get(article)
        if citation is None:
            return None
        return Cite(title=citation.title, url=citation.url)

    def text(self, article: str) -> str:
        """Return what an article says; empty when it is not in the rules register."""
        citation = self.found.get(article)
        return citation.text if citation else ""


def citing(body: Body, articles: Iterable[str], on: date) -> Citing:
    """Look the articles up, in one query."""
    return Citing(citations(body, sorted(set(articles) - {""}), on))
