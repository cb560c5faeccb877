"""From touchpoints and sales to everything the report says about money, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.claims import ledger
from keyworth.money.cost import on_no_row
from keyworth.money.credit import credit_sales
from keyworth.money.estimate import estimate_money
from keyworth.money.export_day import as_of
from keyworth.money.link import home_currency, link_sales
from keyworth.money.organic import anonymised, organic_bounds
from keyworth.money.sale_history import usable_sales
from keyworth.money.summaries import summarise_money
from keyworth.money.totals import shared_doubt, untraced_sales
from keyworth.schema import SET_ASIDE, conform

if TYPE_CHECKING:
    from keyworth.settings import Money

USED = "a refund: taken off|refunded |.*: counted, not valued|closed (?:after|before) |.*: counted as a sale of its own"


def trace(
    read: dict[str, pd.DataFrame], relevance: pd.DataFrame, settings: Money, brand_terms: Sequence[str] = ()
) -> dict[str, pd.DataFrame]:
    """Return the money room's tables.

    Parameters
    ----------
    read : dict of str to DataFrame
        The canonical input tables by their names.
    relevance : DataFrame
        ``schema.RELEVANCE``: groups and margins for the estimates.
    settings : Money
    brand_terms : sequence of str
        The company's own names: their keywords' money is told apart.

    Returns
    -------
    dict of str to DataFrame
        ``journeys``, ``links``, ``match_rates``, ``credits``, ``money``, ``money_by_model``,
        ``claim_ledger``, ``money_set_aside`` (rows not used; ``schema.SET_ASIDE``), ``money_notes`` (those, and
        rows used otherwise than as they stand), ``hidden_queries`` and ``summarise_money``'s tables.
    """
    keywords = read["keywords"]
    day = as_of(settings, keywords, read["sales"], read["calls"])
    sales, refused = usable_sales(read["sales"], settings, home_currency(keywords), day)
    journeys, links, rates = link_sales(
        keywords, read["touchpoints"], sales, read["calls"], read["pages"], settings, read["searches"]
    )
    credits = credit_sales(journeys, sales, settings)
    money, by_model = estimate_money(
        keywords, relevance, read["catalogue"], credits, sales, settings, links, read["pages"], brand_terms
    )
    money = _bounded(money, organic_bounds(keywords, read["pages"], journeys))
    notes = pd.concat([refused, rates.attrs.pop("refused"), _unspread(keywords, settings)], ignore_index=True)
    claims = ledger(
        keywords, read["claims"], read.get("files"), money, sales, settings, brand_terms, shared_doubt(links),
        untraced_sales(links),
    )  # fmt: skip
    traced = {"journeys": journeys, "links": links, "match_rates": rates, "credits": credits, "money": money}
    traced |= {"money_by_model": by_model, "claim_ledger": claims, "money_set_aside": _unused(notes)}
    traced |= {"money_notes": notes, "hidden_queries": anonymised(keywords, read["pages"])}
    return traced | summarise_money(
        keywords, sales, links, credits, money, read["pages"], settings, read.get("files"), brand_terms,
        sorted(set(journeys["page"])),
    )  # fmt: skip


def _unspread(keywords: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """The content cost that no row takes: a note of no file's row."""
    left = on_no_row(keywords, settings)
    reason = "content cost on no keyword row, as no organic rows were supplied: in the spend, in no keyword's figures"
    note = {"kind": "settings", "source_row": -1, "reason": reason, "content": f"content_cost {left:.2f}"}
    return conform(pd.DataFrame([note] if left else [], columns=list(note)), SET_ASIDE)


def _bounded(money: pd.DataFrame, bounds: pd.DataFrame) -> pd.DataFrame:
    """Set the organic rows' bounds beside their estimates."""
    by = bounds.set_index("keyword_id")
    for column in ("possible_conversions_low", "possible_conversions_high"):
        money[column] = money["keyword_id"].map(by[column]).astype("float64")
    wide = money["keyword_id"].isin(bounds.loc[~bounds["knowable"], "keyword_id"]) & money["reason"].eq("")
    money.loc[wide, "sales_knowable"] = False
    money.loc[wide, "reason"] = "not knowable: its page's sales may be this query's or another's"
    return money


def _unused(notes: pd.DataFrame) -> pd.DataFrame:
    """The rows that were not used at all, each once (the others were, in another way than they stand)."""
    used = notes["reason"].str.match(USED)
    unused = notes[~used & notes["source_file"].ne("")]
    return unused.drop_duplicates(["source_file", "source_row"]).reset_index(drop=True)
