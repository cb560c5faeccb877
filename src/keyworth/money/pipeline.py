"""From touchpoints and sales to credits, and from credits to everything the report says about money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from keyworth.money.account_spend import account_spend
from keyworth.money.basis import Basis
from keyworth.money.claim_traced import records
from keyworth.money.claims import ledger
from keyworth.money.click_lag import arrived_share
from keyworth.money.cost import fees_of, on_no_row, spread_cost
from keyworth.money.credit import credit_sales
from keyworth.money.link import link_sales
from keyworth.money.organic import anonymised, organic_bounds
from keyworth.money.sale_history import usable_sales
from keyworth.money.stage_counts import count_leads, counted_sales, untied_rate
from keyworth.money.summaries import summarise_money
from keyworth.money.traced_share import judged_with, named_share, traced_share
from keyworth.money.tracked_campaigns import campaign_visits, tracked_campaigns
from keyworth.schema import SAVED, SET_ASIDE, TRACEABILITY, Inputs, conform

if TYPE_CHECKING:
    from keyworth.settings import Money

USED = "a refund: taken off|refunded |.*: counted, not valued|closed (?:after|before) |.*: counted as a sale of its own"


@dataclass(frozen=True)
class Traced:
    """What sales tell before any keyword is judged: nothing here depends on a relevance model.

    Attributes
    ----------
    sales : DataFrame
        As ``sale_history.usable_sales`` returns them.
    journeys, links, match_rates : DataFrame
        As ``link.link_sales`` returns them.
    credits, counted_sales, leads, traceability : DataFrame
        Of ``schema``.
    notes : DataFrame
        ``schema.SET_ASIDE``: rows not used, and rows used otherwise than as they stand.
    """

    sales: pd.DataFrame
    journeys: pd.DataFrame
    links: pd.DataFrame
    match_rates: pd.DataFrame
    credits: pd.DataFrame
    counted_sales: pd.DataFrame
    leads: pd.DataFrame
    traceability: pd.DataFrame
    notes: pd.DataFrame


def trace_sales(inputs: Inputs, basis: Basis, settings: Money) -> Traced:
    """Tie sales to keyword rows and share their credit.

    Parameters
    ----------
    inputs : Inputs
        The canonical tables; calls redacted.
    basis : Basis
    settings : Money
    """
    sales, refused = usable_sales(inputs.sales, settings, basis.currency, basis.day)
    journeys, links, rates, astray = link_sales(
        inputs.keywords, inputs.touchpoints, sales, inputs.calls, inputs.pages, settings, inputs.searches, basis.day
    )
    credits = credit_sales(journeys, sales, settings)
    counted = counted_sales(sales, links, basis.day, settings)
    leads = count_leads(credits[credits["attribution_model"].eq(settings.attribution_model)], counted)
    visits = campaign_visits(inputs.keywords, inputs.touchpoints, inputs.calls)
    seen = traceability(inputs.keywords, inputs.pages, journeys, links, counted, settings, visits, basis.day)
    notes = pd.concat([refused, astray, _unspread(inputs.keywords, settings)], ignore_index=True)
    return Traced(sales, journeys, links, rates, credits, counted, leads, seen, notes)


def traceability(
    keywords: pd.DataFrame,
    pages: pd.DataFrame,
    journeys: pd.DataFrame,
    links: pd.DataFrame,
    counted: pd.DataFrame,
    settings: Money,
    visits: pd.Series | None = None,
    day: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return how much of what each keyword row brought could be seen (``schema.TRACEABILITY``).

    `visits` are those on file by campaign (``tracked_campaigns.campaign_visits``), `day` is that of the export.
    """
    untied = untied_rate(keywords, links, pages, counted)
    out = keywords[["keyword_id", "channel"]].assign(spread_cost=spread_cost(keywords, settings))
    out = out.join(_seen(keywords, journeys, links, settings, visits, day))
    out = out.assign(untied_leads=untied.leads, untied_rate=untied.rate, untied_won=untied.won)
    bounds = organic_bounds(keywords, pages, journeys).set_index("keyword_id")
    for column in ("possible_conversions_low", "possible_conversions_high"):
        out[column] = out["keyword_id"].map(bounds[column]).astype("float64")
    out["bounds_wide"] = out["keyword_id"].isin(bounds.index[~bounds["knowable"]])
    known = (out["channel"].ne("organic") | out["traced_share"].gt(0)) & ~out["bounds_wide"]
    out["sales_knowable"] = known & bool(len(links))  # without sales nothing is known
    return conform(out, TRACEABILITY)


def _seen(
    keywords: pd.DataFrame,
    journeys: pd.DataFrame,
    links: pd.DataFrame,
    settings: Money,
    visits: pd.Series | None,
    day: pd.Timestamp | None,
) -> pd.DataFrame:
    """The traced share of each row: its channel's, as far as its campaign is tracked and records are in."""
    share, channel = traced_share(links), keywords["channel"]
    whole = channel.map({c: s[0] for c, s in share.items()}).fillna(1.0)
    doubt = channel.map({c: s[1] for c, s in share.items()}).fillna(0.0)
    none = pd.Series(dtype="float64")
    found = tracked_campaigns(keywords, journeys, none if visits is None else visits, settings.tracked_campaigns)
    part = found["part"] * (1 - found["untracked"])
    weight = keywords["clicks"].fillna(0.0)
    average = (part * weight).groupby(channel).transform("sum") / weight.groupby(channel).transform("sum").clip(lower=1)
    # Sales that nothing traces are first those of the campaigns that nothing tracks.
    own = (whole / average.where(average.gt(0), 1.0)).clip(upper=1.0) * found["part"]
    arrived, unsure = arrived_share(keywords, links, day) if day is not None else (1.0, 0.0)
    return pd.DataFrame(
        {
            "traced_share": own * arrived, "traced_doubt": (1 + doubt) * (1 + unsure) - 1,
            "named_share": named_share(keywords, journeys), "untracked": found["untracked"],
            "judged_with": judged_with(keywords, journeys),
        }
    )  # fmt: skip


def account_for_money(
    inputs: Inputs, basis: Basis, traced: Traced, money: pd.DataFrame, settings: Money
) -> dict[str, pd.DataFrame]:
    """Return what the report tells about money beyond the keyword table, by name.

    Parameters
    ----------
    inputs, basis, traced
        As for, and of, `trace_sales`.
    money : DataFrame
        ``schema.MONEY``.
    settings : Money

    Returns
    -------
    dict of str to DataFrame
        ``claim_ledger``, ``money_notes``, ``hidden_queries`` and ``summarise_money``'s tables.
    """
    own = records(traced.links, traced.journeys, inputs.keywords) if len(traced.links) else None
    fees = sum(fees_of(inputs.keywords, settings).values())
    claims = ledger(inputs.keywords, inputs.claims, inputs.files, traced.sales, basis.brand, fees, own)
    summaries = summarise_money(
        inputs.keywords, traced.sales, traced.links, traced.credits, money, inputs.pages, settings, inputs.files,
        basis.brand, traced.counted_sales, sorted(set(traced.journeys["page"])),
    )  # fmt: skip
    hidden = anonymised(inputs.keywords, inputs.pages)
    told = {"claim_ledger": claims, "money_notes": traced.notes, "hidden_queries": hidden, **summaries}
    told["account_spend"] = account_spend(inputs)
    return {name: conform(table, SAVED[name]) for name, table in told.items()}


def unused_rows(notes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that were not used at all, each once (the others were, in another way than they stand)."""
    used = notes["reason"].str.match(USED)
    unused = notes[~used & notes["source_file"].ne("")]
    return unused.drop_duplicates(["source_file", "source_row"]).reset_index(drop=True)


def _unspread(keywords: pd.DataFrame, settings: Money) -> pd.DataFrame:
    """The content cost that no row takes: a note of no file's row."""
    left = on_no_row(keywords, settings)
    reason = "content cost on no keyword row, as no organic rows were supplied: in the spend, in no keyword's figures"
    note = {"kind": "settings", "source_row": -1, "reason": reason, "content": f"content_cost {left:.2f}"}
    return conform(pd.DataFrame([note] if left else [], columns=list(note)), SET_ASIDE)
