"""Sales tied to what came before them: exact ties first, probable ones where there is no better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.money.anonymous_visits import known_by, nearby_visits, windows
from keyworth.money.identity import identify
from keyworth.money.keyword_resolution import logs_terms, mapped, resolve_keywords
from keyworth.money.page_resolution import resolve_campaigns, resolve_pages
from keyworth.money.touchpoints import gather_touches
from keyworth.schema import JOURNEYS, MATCH_RATES, SET_ASIDE, conform
from keyworth.schema import LINKS as LINK_TABLE
from keyworth.text import key

if TYPE_CHECKING:
    from keyworth.settings import Money

# Best first. The first three are exact: the same click, a tracked call, the CRM's own record of the click.
LINKS = (
    "click_id",
    "call_tracking",
    "utm",
    "customer_id",
    "time",
    "landing_page",
    "campaign",
    "no_keyword",
    "unmatched",
)
EXACT, PROBABLE = frozenset(LINKS[:4]), frozenset(LINKS[4:7])


def link_sales(
    keywords: pd.DataFrame,
    touchpoints: pd.DataFrame,
    sales: pd.DataFrame,
    calls: pd.DataFrame,
    pages: pd.DataFrame,
    settings: Money,
    searches: pd.DataFrame,
    day: pd.Timestamp,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Tie every sale to the touchpoints on its path and those to keyword rows.

    Parameters
    ----------
    keywords, touchpoints, sales, calls, pages : DataFrame
        Canonical tables; `sales` as ``sale_history.usable_sales`` returns them.
    settings : Money
        ``lookback_days`` bounds how long before a sale a touchpoint may lie.
    searches : DataFrame
        A search-terms report tells which keyword a customer's search met.
    day : Timestamp
        Of the export.

    Returns
    -------
    journeys : DataFrame
        One row a touchpoint (and keyword row, where several share it by ``share``)
        on a sale's path; every sale has at least one row, ``link`` ``"unmatched"``
        and keyword -1 where nothing ties it.
    links : DataFrame
        One row a sale: its best ``link``, ``certainty`` (exact, probable, none),
        ``channel``, ``month``, ``person_number``, ``repeat_of`` (a person already counted),
        ``existing`` (the customer had bought before).
    unmatched : DataFrame
        Match rate by ``channel`` and ``month``: ``sales``, ``tied`` (to any touchpoint),
        ``matched`` (to a keyword), and the same in money.
    refused : DataFrame
        ``schema.SET_ASIDE``: the touchpoints that could not be used.
    """
    touches, refused = gather_touches(touchpoints, calls, sales, day)
    who_sales, who_touches = identify(sales, touches)
    sales, touches = sales.assign(person_number=who_sales), touches.assign(person_number=who_touches)
    paths, first, beyond = _paths(sales, touches, settings)
    tied = _tied(touches, paths, sales, keywords, pages, search_terms(searches))
    journeys = _journeys(sales, touches, paths, tied, keywords)
    links = _links(sales, journeys, settings, first, beyond)
    refused = pd.concat([refused, _after(sales, touches)], ignore_index=True)
    return journeys, links, match_rates(links), refused


def _after(sales: pd.DataFrame, touches: pd.DataFrame) -> pd.DataFrame:
    """Touchpoints of one click that came after its sale: told, and never on its path."""
    logged = touches[touches["click_id"].ne("") & touches["source"].eq("log")]
    ends = sales.assign(sale_at=known_by(sales)).loc[sales["click_id"].ne(""), ["click_id", "sale_id", "sale_at"]]
    both = logged.merge(ends, on="click_id", suffixes=("_own", ""))
    late = both[both["at"] > both["sale_at"]].drop_duplicates("touch")
    late = late[~late["touch"].isin(both.loc[both["at"] <= both["sale_at"], "touch"])]
    near = late["at"] <= late["sale_at"] + pd.Timedelta(days=1)  # another clock's: `touches` takes its keyword
    told = "the click came after the sale that carries its id: "
    reason = pd.Series(told + "a wrong date, not on the sale's path", index=late.index)
    reason[near] = told + "by less than a day, so its keyword is taken and its time is not"
    return pd.DataFrame(conform(late.assign(kind="touchpoints", reason=reason, content=late["sale_id"]), SET_ASIDE))


def search_terms(searches: pd.DataFrame) -> pd.DataFrame:
    """Return what the search-terms report says: ``term_key, keyword_key, campaign_key, clicks``."""
    columns = ["term_key", "keyword_key", "campaign_key", "clicks"]
    if searches.empty:
        return pd.DataFrame({c: pd.Series(dtype="float64" if c == "clicks" else "str") for c in columns})
    said = searches[searches["keyword"].ne("")]
    out = pd.DataFrame({"term_key": mapped(said["search_term"], key), "keyword_key": mapped(said["keyword"], key)})
    out["campaign_key"], out["clicks"] = mapped(said["campaign"], key), said["clicks"].fillna(0.0)
    return out.groupby(columns[:3])["clicks"].sum().reset_index()


def _paths(sales: pd.DataFrame, touches: pd.DataFrame, settings: Money) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Pairs of sale and touchpoint that belong together, each once, with the best tie.

    Beside them, by sale: its earliest visit on record, and of sales whose visits all lie beyond the lookback window
    the channel of the latest. What a customer buys again without another visit belongs to the path of what they
    bought first.
    """
    ends = sales.assign(sale_at=known_by(sales), sale=np.arange(len(sales)))
    ends = ends[["sale_id", "sale", "click_id", "person_number", "sale_at"]].reset_index(drop=True)
    logged = touches[touches["source"].ne("crm")]
    part = logged[["touch", "at", "click_id", "person_number", "source"]]
    clicked = ends[ends["click_id"].ne("")].drop(columns="person_number")
    by_click = clicked.merge(part.drop(columns="person_number"), on="click_id").assign(link="click_id")
    named = ends[ends["person_number"].ge(0)].drop(columns="click_id")
    by_person = named.merge(part, on="person_number").assign(link="customer_id")
    by_person.loc[by_person["source"].eq("call"), "link"] = "call_tracking"
    own = touches.loc[touches["source"].eq("crm"), ["touch", "at", "sale_id"]].merge(ends, on="sale_id")
    own = own.assign(click_id="", link="utm", at=own["at"].fillna(own["sale_at"]))
    both = pd.concat([by_click, by_person, own], ignore_index=True)
    both["rank"] = both["link"].map({name: i for i, name in enumerate(LINKS)})
    both = both.sort_values(["sale_id", "touch", "rank"], kind="stable").drop_duplicates(["sale_id", "touch"])
    # A click in the log and in the call tracker is one click.
    again = both.sort_values(["rank", "touch"], kind="stable").duplicated(["sale_id", "click_id"]).reindex(both.index)
    both = both[both["click_id"].eq("") | ~again]
    age, window = both["sale_at"] - both["at"], pd.Timedelta(days=settings.lookback_days)
    visit, sale = both["link"].ne("utm").to_numpy(), both["sale"].to_numpy()
    before = age.ge(pd.Timedelta(0)).to_numpy() & visit
    inside = before & age.le(window).to_numpy()
    inside |= _of_first_sale(both, ends, sales, window) & visit & ~_any(inside, sale)
    old = both[before & ~inside & ~_any(inside, sale)]
    latest = old.sort_values(["at", "touch"], kind="stable").drop_duplicates("sale", keep="last")
    channel = touches.set_index("touch")["channel"].reindex(latest["touch"])
    kept = both.loc[inside | ~visit, ["sale_id", "touch", "at", "link", "sale_at"]]
    first = both[before].groupby("sale")["at"].min()
    first.index = ends["sale_id"].to_numpy()[first.index]
    return kept, first, pd.Series(channel.to_numpy(), index=latest["sale_id"].to_numpy(), dtype="str")


def _of_first_sale(both: pd.DataFrame, ends: pd.DataFrame, sales: pd.DataFrame, window: pd.Timedelta) -> np.ndarray:
    """Return which pairs tie a later purchase of a customer to a visit on the path of the first."""
    bought = ends[sales["stage"].eq("won").to_numpy() & ends["person_number"].ge(0).to_numpy()]
    if not bought["person_number"].duplicated().any():
        return np.zeros(len(both), dtype=bool)
    first = bought.groupby("person_number")["sale_at"].transform("min").reindex(ends.index)
    start = pd.Series(first.array[both["sale"].to_numpy()], index=both.index)
    early = start - both["at"]
    return (start.lt(both["sale_at"]) & early.ge(pd.Timedelta(0)) & early.le(window)).to_numpy()


def _any(which: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return for each row whether any row of its group is marked."""
    if not len(group):
        return which
    return (np.bincount(group[which], minlength=int(group.max()) + 1) > 0)[group]


def _tied(
    touches: pd.DataFrame,
    paths: pd.DataFrame,
    sales: pd.DataFrame,
    keywords: pd.DataFrame,
    pages: pd.DataFrame,
    terms: pd.DataFrame,
) -> pd.DataFrame:
    """The keyword rows of the touchpoints on paths: by name, by an anonymous visit's page and time, by page alone."""
    own = touches[touches["touch"].isin(paths["touch"])]
    typed = logs_terms(own["keyword_key"], keywords["keyword_key"], terms["term_key"])
    named = resolve_keywords(own, keywords, terms, typed)
    bare = own[~own["touch"].isin(named["touch"]) & own["keyword_key"].eq("") & own["row_class"].ne("none")]
    unsigned = touches["source"].eq("log") & ~touches["person_number"].isin(sales["person_number"])
    unsigned &= ~touches["touch"].isin(own["touch"])
    pairs = nearby_visits(bare[bare["source"].eq("crm")].merge(windows(sales), on="sale_id"), touches[unsigned])
    met = resolve_keywords(touches[touches["touch"].isin(pairs["visit"])], keywords, terms, typed)
    met = pairs.merge(met.rename(columns={"touch": "visit", "share": "of_visit"}), on="visit", how="left")
    met = met.assign(keyword_id=met["keyword_id"].fillna(-1), share=met["share"] * met["of_visit"].fillna(1.0))
    met = met.groupby(["touch", "keyword_id"])["share"].sum().reset_index().assign(how="time")
    met = met[met.groupby("touch")["keyword_id"].transform("max").ge(0)]
    done = pd.concat([named["touch"], met["touch"]])
    group = resolve_campaigns(own[~own["touch"].isin(done)], keywords, typed)
    rest = resolve_pages(bare[~bare["touch"].isin(pd.concat([done, group["touch"]]))], keywords, pages)
    return pd.concat([named, met, group, rest], ignore_index=True)


def _journeys(
    sales: pd.DataFrame, touches: pd.DataFrame, paths: pd.DataFrame, tied: pd.DataFrame, keywords: pd.DataFrame
) -> pd.DataFrame:
    facts = touches[["touch", "source", "channel", "keyword_key", "page", "source_file", "source_row"]]
    rows = paths.merge(facts, on="touch").merge(tied, on="touch", how="left")
    rows["keyword_id"] = rows["keyword_id"].fillna(-1).astype("int64")
    rows["share"], rows["how"] = rows["share"].astype("float64").fillna(1.0), rows["how"].fillna("").astype("str")
    for how, link in (("page", "landing_page"), ("time", "time"), ("campaign", "campaign")):
        rows.loc[rows["how"].eq(how), "link"] = link
    paid = rows["keyword_id"].map(keywords.set_index("keyword_id")["channel"]).ne("organic")
    met = rows["how"].eq("time") & rows["channel"].eq("unknown") & rows["keyword_id"].ge(0)
    rows["channel"] = rows["channel"].mask(met & paid, "paid_search").mask(met & ~paid, "organic_search")
    rows = rows[_own_fields_needed(rows)]
    bare = rows.groupby(["sale_id", "touch"])["keyword_id"].transform("max").lt(0)
    rows.loc[bare & rows["source"].ne("crm"), "link"] = "no_keyword"
    rows.loc[bare & rows["source"].eq("crm"), "link"] = "unmatched"
    rows["campaign"] = rows["keyword_id"].map(keywords.set_index("keyword_id")["campaign"]).fillna("").astype("str")
    rows["won"] = rows["sale_id"].isin(sales.loc[sales["stage"].eq("won"), "sale_id"])
    order = ["sale_id", "at", "channel", "keyword_key", "page", "touch", "keyword_id"]
    rows = rows.sort_values(order, kind="stable", ignore_index=True)
    return conform(rows, JOURNEYS)


def _own_fields_needed(rows: pd.DataFrame) -> pd.Series:
    """The CRM's own fields speak only where no logged touchpoint does better: else the click would count twice."""
    crm = rows["source"].eq("crm")
    has = rows["keyword_id"].ge(0)
    best = (~crm & has).groupby(rows["sale_id"]).transform("any")
    any_log = (~crm).groupby(rows["sale_id"]).transform("any")
    own_has = (crm & has).groupby(rows["sale_id"]).transform("any")
    return ~crm | (~best & (own_has | ~any_log))


def _links(
    sales: pd.DataFrame, journeys: pd.DataFrame, settings: Money, first: pd.Series, beyond: pd.Series
) -> pd.DataFrame:
    rank = journeys.assign(rank=journeys["link"].map({name: i for i, name in enumerate(LINKS)}))
    best = rank.sort_values(["sale_id", "rank", "at", "touch"], kind="stable").drop_duplicates("sale_id")
    touched = journeys.drop_duplicates(["sale_id", "touch"]).groupby("sale_id").size()
    out = sales[["sale_id", "person_number", "stage", "created_at", "closed_at", "amount", "product"]].copy()
    out = out.merge(best[["sale_id", "link", "channel", "source_file", "source_row"]], on="sale_id", how="left")
    out["link"], out["channel"] = out["link"].fillna("unmatched"), out["channel"].fillna("unknown")
    # A visit too old for credit still tells how the customer came.
    out["channel"] = out["channel"].mask(out["channel"].eq("unknown"), beyond.reindex(out["sale_id"]).array)
    out["channel"] = out["channel"].fillna("unknown")
    out["certainty"] = np.select([out["link"].isin(EXACT), out["link"].isin(PROBABLE)], ["exact", "probable"], "none")
    out["touchpoints"] = out["sale_id"].map(touched).fillna(0).astype("int64")
    out["month"] = out["created_at"].fillna(out["closed_at"]).dt.strftime("%Y-%m").fillna("").astype("str")
    bought = out[out["stage"].eq("won") & out["person_number"].ge(0)].groupby("person_number")["created_at"].min()
    out["existing"] = out["created_at"] > bought.reindex(out["person_number"]).set_axis(out.index)
    out["beyond_lookback"] = out["sale_id"].isin(beyond.index)
    out["first_visit"] = first.reindex(out["sale_id"]).array
    out["repeat_of"] = repeats(out.assign(reached=sales["reached"].to_numpy()), settings)
    return conform(out, LINK_TABLE)


def repeats(sales: pd.DataFrame, settings: Money) -> pd.Series:
    """Return the sale that already counts a person's unwon row, ``""`` where the row counts itself.

    People who call twice are one lead: an unwon row within the lookback window of
    another row of the same person gives way to the one that got furthest. Two won
    sales are two sales.
    """
    at = sales["created_at"].fillna(sales["closed_at"])
    frame = sales.assign(at=at).sort_values(["person_number", "at", "sale_id"], kind="stable")
    known = frame[frame["person_number"].ge(0)].copy()
    gap = known.groupby("person_number")["at"].diff() > pd.Timedelta(days=settings.lookback_days)
    known["spell"] = gap.groupby(known["person_number"]).cumsum()
    known = known.sort_values(["person_number", "spell", "reached", "at", "sale_id"],
                              ascending=[True, True, False, True, True], kind="stable")  # fmt: skip
    first = known.groupby(["person_number", "spell"])["sale_id"].transform("first")
    repeat = first.where(known["stage"].ne("won") & first.ne(known["sale_id"]), "")
    return repeat.reindex(sales.index).fillna("").astype("str")


def match_rates(links: pd.DataFrame) -> pd.DataFrame:
    """Return by channel and month how many sales are tied to a touchpoint and to a keyword."""
    rows = links[links["repeat_of"].eq("")]
    keyword = ~rows["link"].isin(["no_keyword", "unmatched"])
    value = rows["amount"].where(rows["stage"].eq("won")).fillna(0.0)
    rows = rows.assign(
        tied=rows["link"].ne("unmatched"), matched=keyword, value=value, value_matched=value.where(keyword, 0.0)
    )
    out = rows.groupby(["channel", "month"], as_index=False).agg(
        sales=("sale_id", "size"), tied=("tied", "sum"), matched=("matched", "sum"),
        value=("value", "sum"), value_matched=("value_matched", "sum"),
    )  # fmt: skip
    return conform(out.assign(match_rate=out["matched"] / out["sales"]), MATCH_RATES)
