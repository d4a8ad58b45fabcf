"""What an automatic checker finds on a page: the rules of WCAG 2.2, levels A and AA, by axe.

axe sees perhaps half of what keeps people from working; the rest is looked at by people (docs/accessibility.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The sets of rules that together are WCAG 2.2, levels A and AA."""
ALSO = ("heading-order", "landmark-one-main", "region", "page-has-heading-one", "empty-table-header")
"""Good practice that axe does not count to WCAG and that every page here keeps."""

_RUN = """async ([tags, also]) => {
  // A bar that sticks lies over whatever is scrolled beneath it at the moment; that is no fault of what it covers.
  for (const one of document.querySelectorAll("main *")) {
    if (getComputedStyle(one).position === "sticky") one.style.position = "static";
  }
  const rules = Object.fromEntries(also.map((name) => [name, { enabled: true }]));
  const only = { type: "tag", values: tags };
  return (await axe.run({ runOnly: only, rules, resultTypes: ["violations"] })).violations;
}"""
_AT_MOST = 4
"""So many places of one finding are named; the rest are the same again."""


def findings(page: Page) -> list[str]:
    """Return what is wrong with the page as it is shown now, a readable line each; nothing when all is well."""
    # By the debugger's door, so that the page's own policy about scripts stays as it is in production.
    page.evaluate(AXE_SCRIPT)
    return [_told(one) for one in page.evaluate(_RUN, [list(TAGS), list(ALSO)])]


def _told(violation: Mapping[str, Any]) -> str:
    nodes: Sequence[Mapping[str, Any]] = violation["nodes"]
    places = "; ".join(f"{' '.join(map(str, node['target']))} ({_why(node)})" for node in nodes[:_AT_MOST])
    return f"{violation['id']} ({violation['impact']}), {len(nodes)}x: {violation['help']}: {places}"


def _why(node: Mapping[str, Any]) -> str:
    """Return the first check that failed, in axe's words, such as the contrast that was measured."""
    checks = [*node["any"], *node["all"], *node["none"]]
    return str(checks[0]["message"]) if checks else str(node["html"])[:120]
