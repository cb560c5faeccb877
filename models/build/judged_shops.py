"""Judged keywords of small invented shops: what the two public sets lack.

``data/shops`` holds, for each of many trades, a catalogue and keywords that a person judged against all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from keyworth import schema, text

SHOPS = Path(__file__).resolve().parents[2] / "data" / "shops"
ANSWERED = ("answered", "out_of_stock")


@dataclass(frozen=True)
class JudgedShop:
    """A shop's catalogue and its judged keywords.

    Attributes
    ----------
    name : str
    catalogue : DataFrame
        ``schema.CATALOGUE``.
    keywords : DataFrame
        ``keyword``, ``truth`` (answered, out_of_stock, retired, never, wrong_product), ``products`` (a set of ids);
        those that want something other than to buy (``intent`` in the file) are left out.
    """

    name: str
    catalogue: pd.DataFrame
    keywords: pd.DataFrame


def read_shops(folder: Path = SHOPS) -> list[JudgedShop]:
    """Return all judged shops of a folder, by name."""
    return [read_shop(catalogue.parent) for catalogue in sorted(folder.glob("*/catalogue.csv"))]


def read_shop(folder: Path) -> JudgedShop:
    """Return one judged shop; keywords on which two judges would differ are left out.

    Parameters
    ----------
    folder : Path
        With ``catalogue.csv`` and ``keywords.csv``.
    """
    sold = pd.read_csv(folder / "catalogue.csv", dtype=str, keep_default_na=False)
    sold = sold.assign(status=sold["status"].replace("", "active"))
    for name, convert in (("price", pd.to_numeric), ("retired_on", pd.to_datetime)):
        sold[name] = convert(sold[name], errors="coerce") if name in sold else pd.NA
    asked = pd.read_csv(folder / "keywords.csv", dtype=str, keep_default_na=False)
    asked = asked[~asked["doubt"].str.casefold().isin(["1", "true"])]
    asked = asked.assign(keyword=asked["keyword"].map(text.key)).drop_duplicates("keyword")
    if "intent" in asked:  # what wants no purchase says nothing of what is on sale
        asked = asked[asked["intent"] == ""]
    asked["products"] = asked["product_id"].str.split(r"[;|]").map(lambda ids: {i for i in ids if i})
    return JudgedShop(folder.name, schema.conform(sold, schema.CATALOGUE), asked.reset_index(drop=True))
