"""The links that change how a page is drawn."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from zhixing.accounts.context import SwitchedUi, page
from zhixing.accounts.models import Account

pytestmark = pytest.mark.urls("tests.accounts.addresses")


def switched(address: str, *, language: str = "en", **cookies: str) -> SwitchedUi:
    request = RequestFactory().get(address)
    request.COOKIES.update(cookies)
    with translation.override(language):
        ui = page(request)["ui"]
    assert isinstance(ui, SwitchedUi)
    return ui


def test_each_switch_names_where_it_leads_and_comes_back() -> None:
    ui = switched("/desk/?tab=late")
    assert [(str(link.title), link.url) for link in ui.switches] == [
        ("Large type", "/text/elder/?next=/desk/%3Ftab%3Dlate"),
        ("High contrast", "/contrast/high/?next=/desk/%3Ftab%3Dlate"),
        ("中文", "/language/zh-hans/?next=/desk/%3Ftab%3Dlate"),
    ]


def test_switches_lead_back_when_they_are_on() -> None:
    ui = switched("/desk/", zhixing_mode="elder", zhixing_contrast="high")
    assert (ui.mode, ui.contrast) == ("elder", "high")
    assert [link.url for link in ui.switches][:2] == ["/text/usual/?next=/desk/", "/contrast/usual/?next=/desk/"]


def test_a_chinese_page_leads_to_english() -> None:
    assert switched("/desk/", language="zh-hans").switches[2].title == "English"


@pytest.mark.parametrize(
    ("chosen", "cookie", "drawn"),
    [
        (("elder", "high"), {}, ("elder", "high")),
        (("", ""), {"zhixing_mode": "elder", "zhixing_contrast": "high"}, ("elder", "high")),
        (("usual", "usual"), {"zhixing_mode": "elder", "zhixing_contrast": "high"}, ("", "")),
        (("", ""), {}, ("", "")),
    ],
)
def test_what_the_account_chose_goes_before_the_browser(
    chosen: tuple[str, str], cookie: dict[str, str], drawn: tuple[str, str]
) -> None:
    request = RequestFactory().get("/desk/")
    request.COOKIES.update(cookie)
    request.user = Account(text_mode=chosen[0], contrast=chosen[1])

    ui = page(request)["ui"]

    assert isinstance(ui, SwitchedUi)
    assert (ui.mode, ui.contrast) == drawn
