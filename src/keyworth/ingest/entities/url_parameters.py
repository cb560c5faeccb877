"""What a landing page's address tells: UTM values and click ids."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

CLICK_IDS = ("gclid", "gbraid", "wbraid", "msclkid", "fbclid", "click_id")
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term")
_MACRO = re.compile(r"^\{.*\}$|^%%.*%%$|^\{\{.*\}\}$")


def origin_of(url: str) -> dict[str, str]:
    """Return the UTM values and the click id in an address.

    The first occurrence of a name counts (some exports append the query string twice); macros
    that were never filled in (``{keyword}``) say nothing.

    Examples
    --------
    >>> origin_of("https://example.com/a?gclid=Cj0&utm_term=boiler%20repair")
    {'click_id': 'Cj0', 'utm_term': 'boiler repair'}
    """
    if "?" not in url and "#" not in url:
        return {}
    try:
        query = urlsplit(url).query or url.partition("?")[2]
    except ValueError:
        query = url.partition("?")[2]
    pairs: dict[str, str] = {}
    for name, value in parse_qsl(query.replace("?", "&")):
        pairs.setdefault(name.lower(), value.strip())
    found = {name: pairs[name] for name in UTM if pairs.get(name) and not _MACRO.match(pairs[name])}
    for name in CLICK_IDS:
        if pairs.get(name):
            return {"click_id": pairs[name], **found}
    return found


def fill_origin(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with empty UTM and click-id cells filled from its ``landing_page``.

    A numeric ``utm_term`` is an ad-set id, not a word, and a macro is not a value: both are emptied.
    """
    frame = frame.copy()
    names = ("click_id", *UTM)
    for name in names:
        cells = frame[name] if name in frame else pd.Series("", index=frame.index, dtype="str")
        cells = cells.astype("str").where(~cells.astype("str").str.match(r"^(?:\{.*\}|%%.*%%)$"), "")
        frame[name] = cells
    if "landing_page" in frame:
        known = {url: origin_of(url) for url in frame["landing_page"].unique() if url}
        for name in names:
            told = frame["landing_page"].map(lambda url, name=name: known.get(url, {}).get(name, "")).astype("str")
            frame[name] = frame[name].where(frame[name] != "", told)
    term = frame["utm_term"].where(~frame["utm_term"].str.fullmatch(r"\d{6,}"), "")
    frame["utm_term"] = term.str.replace(r"(?:^|(?<=\s))\+(?=\S)", "", regex=True).str.strip('[]" ')
    return frame


_CHANNELS = (
    ("paid_social", r"paid[ _-]?social|facebook ads|meta ads"),
    ("paid", r"cpc|ppc|paid[ _]?search|google[ _]ads|google[ _]paid|adwords|sem\b|bing ads|microsoft ads|^paid$"),
    ("organic", r"organic|^seo$|^google$|natural"),
    ("social", r"social|facebook|instagram|linkedin|twitter|tiktok|youtube"),
    ("email", r"e-?mail|newsletter|mailchimp"),
    ("referral", r"referral|partner|affiliate|word of mouth"),
    ("offline", r"trade ?show|walk|event|phone|print"),
    ("unknown", r"offline|crm_ui|import|integration|manual"),  # how a record was typed in is no channel
    ("direct", r"direct|\(none\)"),
)


def channel_of(source: str) -> str:
    """Return the channel that a lead source names, or the source itself in lower case.

    Examples
    --------
    >>> channel_of("Paid Search"), channel_of("PAID_SEARCH"), channel_of("Google Organic"), channel_of("Fair")
    ('paid', 'paid', 'organic', 'fair')
    """
    text = source.strip().lower()
    for channel, pattern in _CHANNELS:
        if re.search(pattern, text):
            return channel
    return text
