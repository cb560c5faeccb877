"""Settings: one section a room, every one with a default, from ``keyworth.toml``.

A stage gets its own room's section and nothing else.
"""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from keyworth.errors import UnusableSettings

DEFAULT_FILE = "keyworth.toml"
ANSWERS_FILE = "answers.csv"  # beside it
_READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text
_LOGO_BYTES = 100_000
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
Stage = Literal["lead", "appointment", "opportunity", "won", "lost"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ingest(_Section):
    """How files are read where they do not say themselves."""

    currency: str = "GBP"
    period_start: date | None = None
    period_end: date | None = None
    day_first: bool = True  # 03/04/2026 is 3 April where nothing in the file settles it
    time_zone: str = "Europe/London"  # of times that carry no offset
    agent_names: list[str] = []  # speakers who are staff
    stages: dict[str, Stage] = {}  # [ingest.stages] "Treatment accepted" = "won": the CRM's own words
    formats: dict[str, dict[str, str]] = {}  # [ingest.formats.google_ads_keywords] "Kosten" = "cost"

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"'{name}' is not a time zone; write it as Europe/London") from None
        return name


class Language(_Section):
    """From calls and searches to phrases."""

    redaction: bool = True
    redact_names: list[str] = []
    min_callers: int = Field(2, ge=1)  # a spoken phrase counts once so many distinct callers used it
    min_searches: int = Field(2, ge=1)
    max_words: int = Field(6, ge=1, le=12)
    retention_days: int = Field(0, ge=0)  # calls older than this are set aside; 0 keeps all


class Relevance(_Section):
    """From keywords, products and phrases to the triangle."""

    encoder: str = "minilm"
    # As the relevance model's card tells: below the first nine in ten are not answered; from the second one answers;
    # between, nobody can tell, and a person is asked.
    relevance_floor: float = Field(0.21, ge=0, le=1)
    answered_floor: float = Field(0.63, ge=0, le=1)
    alignment_floor: float = Field(0.03, ge=0, le=1)  # share of its customers below whom a wording is not theirs
    brand_terms: list[str] = []
    cache: bool = True
    models: str = ""  # the folder of retrained models; where read_settings finds one beside keyworth.toml, that one
    answers: str = ""  # the file that `keyworth answer` keeps; where read_settings finds one beside keyworth.toml, it


class Money(_Section):
    """From touchpoints and sales to estimates."""

    agency_fee: float = Field(0.0, ge=0)  # a month
    content_cost: float = Field(0.0, ge=0)  # a month, spread over organic keywords by clicks
    margin: float = Field(0.4, gt=0, le=1)  # share of revenue, where the catalogue has none
    # What a customer brings over the years for each pound of the first sale: 1 counts the first sale alone.
    lifetime_value_multiple: float = Field(1.0, ge=1)
    attribution_model: str = "position_based"
    lookback_days: int = Field(90, ge=1)
    tracked_campaigns: list[str] = []  # campaigns that are tracked, though nothing of them is on file
    sales_lag_days: int = Field(0, ge=0)  # 0: fitted from the sales
    interval: float = Field(0.9, gt=0, lt=1)
    revenue_goal: float = Field(0.0, ge=0)
    as_of: date | None = None  # the day the data was exported; else the last day seen in it
    exchange_rates: dict[str, float] = {}  # 1 unit of another currency in the report's: {"EUR": 0.86}


_MOVING = ("attribution_model", "lookback_days", "margin")


class Flags(_Section):
    """Floors of the flags and of the verdicts."""

    min_cost: float = Field(0.0, ge=0)
    min_clicks: int = Field(1, ge=0)
    break_even_probability: float = Field(0.9, gt=0.5, lt=1)  # P(below) at which money speaks for a cut
    wrong_cut_share: float = Field(0.1, gt=0, lt=1)  # expected share of wrong cuts in the cut list
    claim_tolerance: float = Field(0.1, ge=0)
    min_phrase_count: int = Field(3, ge=1)
    off: list[str] = []  # flags not wanted, by name


class Report(_Section):
    """How figures are shown."""

    company: str = ""
    agency: str = "the agency"
    locale: str = "en_GB"
    logo: str = ""  # a PNG, JPEG or GIF beside keyworth.toml, of 100 kB at most; the audit keeps it whole
    colour: str = ""  # of rules and links, as #0b4f5c; dark enough to be read on white

    @field_validator("colour")
    @classmethod
    def _is_readable(cls, colour: str) -> str:
        if colour and not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            raise ValueError(f"'{colour}' is not a colour; write it as #0b4f5c")
        if colour and _contrast_with_white(colour) < _READABLE:
            raise ValueError(f"'{colour}' is too pale to be read on white; take a darker one")
        return colour

    @field_validator("logo")
    @classmethod
    def _is_whole(cls, logo: str) -> str:
        if logo and not re.fullmatch(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+", logo):
            raise ValueError(f"'{logo[:80]}' is not a logo that keyworth.toml names: a PNG, JPEG or GIF file")
        return logo


def _contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


class Review(_Section):
    """Sign-off."""

    two_signatures_above: float = Field(5000.0, ge=0)
    blind_share: float = Field(0.1, ge=0, le=1)
    reply_days: int = Field(14, ge=1)


class Training(_Section):
    """Retraining and its gate."""

    seed: int = 20260101
    min_calls: int = Field(100, ge=10)


class Settings(_Section):
    """All settings; each has a default.

    Examples
    --------
    >>> Settings(money={"lookback_days": 30}).money.lookback_days
    30
    """

    ingest: Ingest = Ingest()
    language: Language = Language()
    relevance: Relevance = Relevance()
    money: Money = Money()
    flags: Flags = Flags()
    report: Report = Report()
    review: Review = Review()
    training: Training = Training()

    @property
    def currency(self) -> str:
        """The ISO 4217 code in which figures are told."""
        return self.ingest.currency

    def in_currency(self, code: str) -> Settings:
        """Return the settings with the currency that the files are in; as they are where no file says.

        Examples
        --------
        >>> Settings().in_currency("EUR").currency, Settings().in_currency("").currency
        ('EUR', 'GBP')
        """
        section = self.ingest.model_copy(update={"currency": code or self.currency})
        return self.model_copy(update={"ingest": section})

    @property
    def assumed(self) -> list[str]:
        """The settings of money that move verdicts and that nobody stated.

        Examples
        --------
        >>> Settings(money={"margin": 0.3}).assumed
        ['money.attribution_model', 'money.lookback_days']
        """
        return [f"money.{name}" for name in _MOVING if name not in self.money.model_fields_set]


def read_settings(path: str | Path | None = None, **overrides: Mapping[str, object]) -> Settings:
    """Read ``keyworth.toml``; without a path, the one in the current folder if there is one.

    Parameters
    ----------
    path : path-like, optional
    **overrides : dict
        Section name to values that win over the file's (the command line's switches).

    Raises
    ------
    UnusableSettings
        With every fault: unknown names, wrong types, values out of range.
    """
    if path is None:
        path = Path(DEFAULT_FILE)
        data = _toml(path) if path.is_file() else {}
    else:
        path = Path(path)
        data = _toml(path)
    beside = {"models": (path.parent / "models", "champion.json"), "answers": (path.parent / ANSWERS_FILE, "")}
    for name, (place, inside) in beside.items():
        if (place / inside).is_file() and isinstance(data.setdefault("relevance", {}), dict):
            data["relevance"].setdefault(name, str(place))
    if isinstance(own := data.get("report"), dict) and isinstance(own.get("logo"), str) and own["logo"]:
        own["logo"] = _picture(path.parent / own["logo"])
    for section, values in overrides.items():
        data[section] = {**data.get(section, {}), **values}
    try:
        return Settings(**data)
    except ValidationError as fault:
        problems = [f"[{'.'.join(map(str, e['loc']))}]: {e['msg']}" for e in fault.errors()]
        raise UnusableSettings(f"{path} is not usable", problems, "See `keyworth.toml` in README.") from None


def _picture(path: Path) -> str:
    """Return a picture file as the text that a page holds it in."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UnusableSettings(f"the logo {path} cannot be read", [fault.strerror or str(fault)]) from None
    kind = next((kind for start, kind in _PICTURES.items() if content.startswith(start)), "")
    if not kind or len(content) > _LOGO_BYTES:
        told = f"it has {len(content):,} bytes" if kind else "it is no PNG, JPEG or GIF"
        raise UnusableSettings(f"{path} is no logo", [told], f"Name a picture of {_LOGO_BYTES:,} bytes at most.")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UnusableSettings(f"{path} cannot be read", [fault.strerror or str(fault)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UnusableSettings(f"{path} is not TOML", [str(fault)]) from None
