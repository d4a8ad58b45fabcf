"""Documentation is held to the code: settings are explained, links lead somewhere, both READMEs tell the same."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)[^)]*\)")
_READ = re.compile(r'environment\.\w+\(\s*"(\w+)"|(?:choice|day)\(\s*"(ZHIXING_\w+)"')


def settings_read() -> set[str]:
    config = ROOT / "src" / "zhixing" / "config"
    found = [_READ.findall((config / name).read_text(encoding="utf-8")) for name in ("settings.py", "environment.py")]
    return {one or other for pairs in found for one, other in pairs}


def test_every_setting_is_explained_and_every_explained_setting_is_read() -> None:
    install = (ROOT / "docs" / "operate" / "install.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `([A-Z_]+)` \|", install, re.MULTILINE)) == settings_read()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_both_readmes_name_the_same_accounts_and_commands() -> None:
    english, chinese = [
        re.findall(r"`([^`\n]+)`|^(?:make|\.venv/).*$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "README.zh-CN.md")
    ]

    assert set(english) == set(chinese)
