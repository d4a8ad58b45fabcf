"""National codes that can be checked without asking anyone: areas (GB/T 2260) and organisations (GB 32100)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# GB/T 2260-2007, first two digits: provinces, autonomous regions, municipalities, special administrative regions.
PROVINCES = frozenset(
    str(code)
    for region in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in region
) | {"71", "81", "82"}
NATIONAL_AREA = "100000"
_AREA_LENGTH = 6

# GB 32100-2015: 31 characters (no I O S V Z), weights 3^i modulo 31.
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18
_USCC_BASE = 31
_USCC_AREA = slice(2, 8)


def area_level(code: str) -> str | None:
    """Return the level the digits of an area code give it, a value of ``Level``; None if it is no code."""
    if len(code) != _AREA_LENGTH or not (code.isascii() and code.isdigit()):
        return None
    if code == NATIONAL_AREA:
        return "national"
    if code[:2] not in PROVINCES:
        return None
    if code[2:] == "0000":
        return "province"
    if code[2:4] == "00":
        return None
    return "prefecture" if code[4:] == "00" else "county"


def check_area_code(code: str) -> None:
    """Raise ValidationError unless the code could be one of GB/T 2260."""
    if area_level(code) is None:
        raise ValidationError(
            _("“%(code)s” is not an area code. Give the six digits of GB/T 2260, such as 330185."),
            code="area_code",
            params={"code": code},
        )


def uscc_check_character(first_seventeen: str) -> str:
    """Return the last character of a unified social credit code from the seventeen before it."""
    total = sum(_USCC_ALPHABET.index(c) * pow(3, i, _USCC_BASE) for i, c in enumerate(first_seventeen))
    return _USCC_ALPHABET[-total % _USCC_BASE]


def check_uscc(code: str) -> None:
    """Raise ValidationError unless the unified social credit code is whole and its last character agrees."""
    well_formed = len(code) == _USCC_LENGTH and all(c in _USCC_ALPHABET for c in code) and code[_USCC_AREA].isdigit()
    if not well_formed or uscc_check_character(code[:-1]) != code[-1]:
        raise ValidationError(
            _("“%(code)s” is not a unified social credit code. Check the 18 characters against the certificate."),
            code="uscc",
            params={"code": code},
        )
