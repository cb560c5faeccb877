"""The exports' own shapes: Google Ads, Search Console, GA4 and plain tables, to the byte."""

from __future__ import annotations

import csv
import io
import zipfile

import numpy as np
import pandas as pd

from bench.demo_company.world import SITE, World, stream

SHELVES = ("Accessories", "Discontinued", "Timber buildings")
DECORATED = {"exact": "[{}]", "phrase": '"{}"', "broad": "{}"}
KEYWORD_HEADER = ["Keyword status", "Keyword", "Match type", "Campaign", "Ad group", "Status", "Status reasons",
                  "Currency code", "Max. CPC", "Final URL", "Impr.", "Clicks", "CTR", "Avg. CPC", "Cost", "Conv. rate",
                  "Conversions", "Cost / conv.", "Conv. value"]  # fmt: skip
TERM_HEADER = ["Search term", "Match type", "Added/Excluded", "Campaign", "Ad group", "Keyword", "Impr.",
               "Interactions", "Interaction rate", "Currency code", "Avg. cost", "Cost", "Campaign type", "Conv. rate",
               "Conversions", "Cost / conv."]  # fmt: skip


def text_of(rows: list[list], delimiter: str = ",") -> str:
    """Return rows as delimited text with line feeds, quoted where needed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def whole(x: float) -> str:
    """A count with thousands separators."""
    return f"{x:,.0f}"


def money(x: float) -> str:
    """Pounds and pence with thousands separators; Google writes a bare 0 for an average of nothing."""
    return f"{x:,.2f}"


def share(part: float, of: float) -> str:
    """A percentage, or Google's mark for none."""
    return f"{part / of:.2%}" if of else " --"


def _period(world: World) -> str:
    first, last = world.period
    return f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}"


def _figures(impr: float, clicks: float, cost: float, conv: float, value: float) -> list[str]:
    return [whole(impr), whole(clicks), share(clicks, impr), money(cost / clicks) if clicks else "0", money(cost),
            f"{conv / clicks:.2%}" if clicks else "0.00%", money(conv), money(cost / conv) if conv else "0.00",
            money(value)]  # fmt: skip


def keyword_report(world: World, truth: pd.DataFrame) -> bytes:
    """Google Ads' keyword report as its "Excel .csv": UTF-16 with a mark, tabs, preamble, total rows."""
    rng = stream(world.seed, "report order")
    paid = truth.loc[truth["channel"] == "paid"].iloc[rng.permutation(int((truth["channel"] == "paid").sum()))]
    rows: list[list] = [["Search keyword report"], [_period(world)], KEYWORD_HEADER]
    for k in paid.itertuples():
        paused = rng.random() < 0.03
        status = "Paused" if paused else "Limited" if rng.random() < 0.1 else "Eligible"
        rows.append(
            ["Paused" if paused else "Enabled", DECORATED[k.match_type].format(k.keyword),
             f"{k.match_type.capitalize()} match", k.campaign, k.ad_group, status,
             "below first page bid" if status == "Limited" else "", "GBP", money(k.max_cpc), k.url,
             *_figures(k.impressions, k.clicks, k.cost, k.claimed_conversions, k.claimed_value)]
        )  # fmt: skip
    sums = _figures(*(paid[c].sum() for c in ("impressions", "clicks", "cost", "claimed_conversions", "claimed_value")))
    for label in (
        "Total: Keywords in your account",
        "Total: AI Max expanded matches",
        "Total: Account",
        "Total: Search",
    ):
        figures = sums if "AI Max" not in label else _figures(0, 0, 0, 0, 0)
        rows.append(["", "", label, "", "", "", "", "GBP", "", "", *figures])
    return b"\xff\xfe" + text_of(rows, "\t").encode("utf-16-le")


def terms_report(world: World, terms: pd.DataFrame, truth: pd.DataFrame) -> bytes:
    """Google Ads' search terms report: UTF-8, commas, hidden terms in a total row of their own."""
    rows: list[list] = [["Search terms report"], [_period(world)], TERM_HEADER]
    for t in terms.sort_values(["clicks", "term", "campaign"], ascending=[False, True, True]).itertuples():
        close = " (close variant)" if t.match_type != "broad" and t.term != t.keyword else ""
        rows.append([t.term, f"{t.match_type.capitalize()} match{close}", "Added" if t.term == t.keyword else "None",
                     t.campaign, t.ad_group, DECORATED[t.match_type].format(t.keyword),
                     *_term_figures(t.impressions, t.clicks, t.cost, t.conversions, "Search")])  # fmt: skip
    paid = truth.loc[truth["channel"] == "paid"]
    seen = [terms[c].sum() for c in ("impressions", "clicks", "cost", "conversions")]
    full = [paid["impressions"].sum(), max(paid["clicks"].sum(), seen[1]), max(paid["cost"].sum(), seen[2]),
            max(paid["claimed_conversions"].sum(), seen[3])]  # fmt: skip
    for label, figures in (("Total: Search terms", seen),
                           ("Total: Other search terms", [f - s for f, s in zip(full, seen, strict=True)]),
                           ("Total: Account", full)):  # fmt: skip
        rows.append([label, "", "", "", "", "", *_term_figures(*figures, "")])
    return text_of(rows).encode()


def _term_figures(impr: float, clicks: float, cost: float, conv: float, kind: str) -> list[str]:
    return [whole(impr), whole(clicks), share(clicks, impr), "GBP", money(cost / clicks) if clicks else "0",
            money(cost), kind, f"{conv / clicks:.2%}" if clicks else "0.00%", money(conv),
            money(cost / conv) if conv else "0.00"]  # fmt: skip


def search_console(world: World, truth: pd.DataFrame) -> bytes:
    """Search Console's zip: queries, pages, filters; pages hold the clicks of hidden queries too."""
    queries = truth.loc[truth["channel"] == "organic"].sort_values(["clicks", "keyword"], ascending=[False, True])
    head = ["Clicks", "Impressions", "CTR", "Position"]
    asked = [["Top queries", *head]]
    asked += [[q.keyword, q.clicks, q.impressions, _ctr(q.clicks, q.impressions), f"{q.position:g}"]
              for q in queries.itertuples()]  # fmt: skip
    pages = queries.groupby("url").agg(clicks=("clicks", "sum"), impressions=("impressions", "sum"))
    pages = (pages * [1.9, 2.3]).round().astype(int).sort_values(["clicks"], ascending=False, kind="stable")
    seen = [["Top pages", *head]]
    seen += [[url, p.clicks, p.impressions, _ctr(p.clicks, p.impressions), "7.4"]
             for url, p in zip(pages.index, pages.itertuples(), strict=True)]  # fmt: skip
    first, last = world.period
    filters = [
        ["Filter", "Value"],
        ["Search type", "Web"],
        ["Date", f"{first:%b} {first.day}, {first:%Y}-{last:%b} {last.day}, {last:%Y}"],
        ["Country", "United Kingdom"],
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, rows in (("Queries.csv", asked), ("Pages.csv", seen), ("Filters.csv", filters)):
            entry = zipfile.ZipInfo(name, (2026, 10 if world.months_later else 7, 1, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, text_of(rows))
    return out.getvalue()


def _ctr(clicks: int, impressions: int) -> str:
    return f"{100 * clicks / max(impressions, 1):.2f}".rstrip("0").rstrip(".") + "%"


def site_search_report(world: World, searches: pd.DataFrame, half: int) -> bytes:
    """GA4's free-form exploration of the site's search box, a quarter a file; no line end after the last row."""
    first, last = world.period
    middle = first + pd.DateOffset(months=3)
    dates = (first, middle - pd.Timedelta(days=1)) if half == 0 else (middle, last)
    rng = stream(world.seed + world.months_later + 1, "quarters")
    early = rng.binomial(searches["count"].to_numpy(), 0.5)
    counts = early if half == 0 else searches["count"].to_numpy() - early
    keep = counts > 0
    rows = [["Search term", "Event count", "Sessions"], ["", 611 + half, 402]]
    rows += [[t, int(c), max(1, int(c * 0.85))] for t, c in zip(searches["term"][keep], counts[keep], strict=True)]
    rows += [["(not set)", 14, 14], ["Grand total", int(counts.sum()) + 625 + half, int(counts.sum() * 0.8)]]
    line = "# " + "-" * 40
    shell = [line, f"# Site search - Free form {half + 1}", "# Ottermead - GA4",
             f"# {dates[0]:%Y%m%d}-{dates[1]:%Y%m%d}", line]  # fmt: skip
    return ("\n".join(shell) + "\n" + text_of(rows)).rstrip("\n").encode()


def plain(frame: pd.DataFrame) -> bytes:
    """A plain table as UTF-8 with commas."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def catalogue_file(world: World) -> bytes:
    """The shop's own list: what is sold, and what no longer is."""
    rng = stream(world.seed, "catalogue order")
    frame = world.catalogue.iloc[rng.permutation(len(world.catalogue))].copy()
    frame["brand"] = np.where(frame["category"] == "Accessories", "", "Ottermead")
    frame["category"] = frame["category"].map(lambda c: c if c in SHELVES else f"Garden Rooms > {c}")
    frame["price"] = frame["price"].map("{:.2f}".format)
    columns = ["product_id", "title", "description", "category", "brand", "price", "status", "retired_on",
               "replaced_by", "url", "margin"]  # fmt: skip
    return plain(frame[columns])


__all__ = ["SITE", "catalogue_file", "keyword_report", "plain", "search_console", "site_search_report", "terms_report"]
