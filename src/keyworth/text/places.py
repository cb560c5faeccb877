"""Where and to whom a campaign is shown, as its name tells it: ``Generic_CA``, ``Sofas | Scotland | Mobile``."""

from __future__ import annotations

import re

_STATES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj "
    "nm ny nc nd oh ok or pa ri sc sd "
    "tn tx ut vt va wa wv wi wy dc"
)
_COUNTRIES = "uk gb us usa eu fr es it nl be ie pt pl se dk fi at ch au nz ca za in jp br mx emea apac latam dach row"
_NAMES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|"
    "hawaii|idaho|illinois|indiana|iowa|"
    "kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|"
    "missouri|montana|nebraska|nevada|"
    "new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|"
    "oregon|pennsylvania|rhode island|"
    "south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|"
    "england|scotland|wales|northern ireland|ireland|london|midlands|east anglia|home counties|"
    "bedfordshire|berkshire|buckinghamshire|cambridgeshire|cheshire|cornwall|cumbria|derbyshire|"
    "devon|dorset|durham|essex|"
    "gloucestershire|hampshire|herefordshire|hertfordshire|kent|lancashire|leicestershire|"
    "lincolnshire|norfolk|northamptonshire|"
    "northumberland|nottinghamshire|oxfordshire|rutland|shropshire|somerset|staffordshire|"
    "suffolk|surrey|sussex|warwickshire|"
    "wiltshire|worcestershire|yorkshire|birmingham|bristol|cardiff|edinburgh|glasgow|leeds|"
    "liverpool|manchester|newcastle|"
    "nottingham|sheffield|belfast|dublin|france|germany|spain|italy|netherlands|belgium|"
    "portugal|poland|sweden|denmark|norway|"
    "austria|switzerland|australia|new zealand|canada|south africa|india|japan|brazil|mexico|europe|"
    "north|south|east|west|north ?east|north ?west|south ?east|south ?west|central|national|"
    "nationwide|local|international"
)
# Devices, audiences and match types by which an account is parted on purpose.
_AUDIENCES = (
    "mobile|desktop|tablet|app|remarketing|retargeting|rlsa|returning|new customers|existing "
    "customers|lookalike|b2b|b2c|trade|"
    "consumer|exact|broad|phrase|bmm"
)
_CODES = frozenset(f"{_STATES} {_COUNTRIES}".upper().split())
_WORDS = re.compile(rf"(?<![a-z])(?:{_NAMES}|{_AUDIENCES})(?![a-z])", re.I)
_TOKEN = re.compile(r"[A-Za-z]+")


def shown_to(name: str) -> frozenset[str]:
    """Return the places, devices and audiences that a campaign's name tells.

    A two-letter code is read where it is written in capitals and ends or begins a part of the name.

    Examples
    --------
    >>> sorted(shown_to("G_S_Generic_CA")), sorted(shown_to("Sofas | Kent | Mobile")), sorted(shown_to("Work in IT"))
    (['CA'], ['kent', 'mobile'], [])
    """
    parts = re.split(r"[_|/:;,()\[\]>-]+", name)
    codes = {t for part in parts for t in [part.strip()] if t in _CODES}
    return frozenset(codes | {" ".join(w.casefold().split()) for w in _WORDS.findall(name.replace("_", " "))})
