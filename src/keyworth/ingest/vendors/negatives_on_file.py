"""Negative keywords on file: what the account, its campaigns, ad groups and shared lists block."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.ingest.entities.keyword_rows import NEGATIVE, match_types, undecorate
from keyworth.ingest.protocol import Reading
from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.vendors import google_ads_fields as fields
from keyworth.ingest.vendors import google_ads_words as words
from keyworth.text import clean

if TYPE_CHECKING:
    from keyworth.ingest.containers.source import Source

TABLE = "negatives_on_file"
LISTS = ("negative keyword list", "negative keyword list name", "liste auszuschließender keywords",
         "liste de mots clés à exclure", "lista de palabras clave negativas", "elenco di parole chiave escluse",
         "lista de palavras-chave negativas", "除外キーワード リスト")  # fmt: skip
_TEXT = ("negative keyword", "auszuschließendes keyword", "mot clé à exclure", "palabra clave negativa",
         "parola chiave esclusa", "palavra-chave negativa", "uitsluitingszoekwoord", "wykluczające słowo kluczowe",
         "除外キーワード", *words.KEYWORD, *fields.KEYWORD)  # fmt: skip
_COLUMNS = {
    "negative": _TEXT,
    "match_type": (*words.MATCH_TYPE, *fields.MATCH, "criterion type", "type", "keyword type"),
    "level": ("level", "ebene", "niveau", "nivel", "livello"),
    "campaign": (*words.MEASURES["campaign"], *fields.MEASURES["campaign"]),
    "ad_group": (*words.MEASURES["ad_group"], *fields.MEASURES["ad_group"]),
    "list_name": LISTS,
}


def with_negatives(source: Source, reading: Reading) -> Reading:
    """Return a reading with what its negative keywords block: rows set aside as such, for they are no keywords."""
    rows = [aside.row for aside in reading.set_aside if aside.reason == NEGATIVE]
    if not rows:
        return reading
    found = negatives_of(source, source.rows.index[source.rows.index.isin(rows)])
    return replace(reading, tables={**reading.tables, TABLE: found}) if len(found) else reading


def negatives_of(source: Source, rows: pd.Index) -> pd.DataFrame:
    """Return ``schema.NEGATIVES_ON_FILE`` of the rows of a source that are negatives; those without words are none.

    Its level is what the row says, or the narrowest place that it names: a list, an ad group, a campaign, the account.
    Without a match type and without brackets or quotes a negative is broad.
    """
    places = {norm(name): place for place, name in reversed(list(enumerate(source.names)))}
    found = {}
    for column, names in _COLUMNS.items():
        place = next((places[norm(n)] for n in names if norm(n) in places), None)
        cells = source.rows.loc[rows].iloc[:, place] if place is not None else pd.Series("", index=rows)
        found[column] = cells.astype("str").str.strip()
    out = pd.DataFrame(found)
    bare, decorated = undecorate(out["negative"])
    told = match_types(out["match_type"])
    told = told.where(told != "", decorated)
    out = out.assign(negative=bare.map(clean).astype("str"), match_type=told.where(told != "", "broad"))
    said = out["level"].str.casefold()
    level = pd.Series("account", index=rows, dtype="str")
    level = level.where(out["campaign"] == "", "campaign").where(out["ad_group"] == "", "ad group")
    level = level.where(out["list_name"] == "", "list")
    stated = said.where(~said.isin(["adgroup", "ad_group"]), "ad group")
    out["level"] = stated.where(stated.isin(["account", "campaign", "ad group", "list"]), level)
    return out.assign(source_row=rows.to_numpy())[out["negative"] != ""].reset_index(drop=True)
