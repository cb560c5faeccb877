"""What a page has to say, worked out from the audit's tables alone, and what a browser reads on it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from keyworth import schema
from keyworth.report import audit_reader
from keyworth.report.account import account_lines
from keyworth.report.decision_lines import mend_kinds
from keyworth.report.labels import MENDS, call_name
from keyworth.report.owner_figures import owner_figures
from keyworth.report.what_would_change import what_would_change
from keyworth.store import Audit

# Of a part of the page: its figures, each with whether it lies in a range or beside one, and the words around them.
READ = """(id) => {
  const part = document.getElementById(id);
  const block = (d) => d.closest("td, dd, li, p, figure, h2");
  const figures = Array.from(part.querySelectorAll("data"), (d) => ({
    value: Number(d.value), text: d.textContent, end: !!d.closest(".range"), rate: !!d.closest(".rate"),
    ranged: !!block(d) && !!block(d).querySelector(".range, .range--told"),
  }));
  const values = (place) => Array.from(place.querySelectorAll("data"), (d) => Number(d.value));
  const rates = Array.from(part.querySelectorAll(".rate"), (r) => ({ text: r.textContent, values: values(r) }));
  const rest = part.cloneNode(true);
  for (const gone of rest.querySelectorAll("data, .rate, svg, select, input, .live, .still")) gone.remove();
  for (const gone of rest.querySelectorAll(".statistic, h3")) gone.remove(); // messages are tried by themselves
  return { figures, rates, words: rest.textContent };
}"""


# Numbers that are nobody's figure: days, months, chances told in words, bounds that the page states.
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
OWN = re.compile(rf"\d{{1,2}} ({MONTHS}) \d{{4}}|\d{{4}}-\d\d|\d+ in 100|from 0 to 1|[Tt]he first 40 of")


@dataclass
class Wanted:
    """Figures in the order of the page; those that are estimates need a range."""

    values: list[float] = field(default_factory=list)
    estimates: set[int] = field(default_factory=set)

    def add(self, *values: Any) -> None:
        """Add exact figures; what is not known is not a figure."""
        self.values += [float(v) for v in values if v is not None and not math.isnan(v)]

    def estimate(self, point: Any, low: Any, high: Any) -> None:
        """Add a figure with its range."""
        if not pd.isna(point):
            self.estimates.add(len(self.values))
        self.add(point)
        if not pd.isna(low) and not pd.isna(high):
            self.add(low, high)


def faults(read: dict[str, Any], wanted: Wanted, known: list[str]) -> list[str]:
    """Return where a part of the page differs from the tables, lacks a range, or holds a number of nobody's."""
    found, told = read["figures"], []
    if len(found) != len(wanted.values):
        told.append(f"{len(found)} figures instead of {len(wanted.values)}")
    for at, (figure, value) in enumerate(zip(found, wanted.values, strict=False)):
        if not math.isclose(figure["value"], value, rel_tol=1e-6, abs_tol=1e-6):
            told.append(f"figure {at} is {figure['value']} instead of {value}")
        if not close(figure["text"], value):
            told.append(f"figure {at} reads {figure['text']} for {value}")
        if at in wanted.estimates and not figure["ranged"]:
            told.append(f"figure {at}, {figure['text']}, has no range")
    for rate in read["rates"]:
        percent = re.match(r"([\d.]+)\s*%", rate["text"])
        part, whole = rate["values"]
        if bool(percent) != (whole >= 10) or (percent and abs(float(percent[1]) - 100 * part / whole) > 0.51):
            told.append(f"a rate reads {rate['text']}")
    words = read["words"]
    for text in sorted(known, key=len, reverse=True):
        words = words.replace(text, " ")
    words = OWN.sub(" ", words)
    told += [
        f"a number of nobody's: …{words[max(m.start() - 30, 0) : m.end() + 30]}…" for m in re.finditer(r"\d+", words)
    ]
    return told + [f"a rate without its n: {m}" for m in re.findall(r"\d+\s*%(?! \()", words)]


def close(text: str, value: float) -> bool:
    """Return whether a figure as told is its value, rounded to three significant digits or better."""
    if text.endswith("%"):
        value *= 100
    number = re.sub(r"[^\d.]", "", text.replace("under", ""))
    if not number:
        return False
    return abs(float(number) - abs(value)) <= max(abs(value) * 0.0051, 0.51 if "." not in number else 0.051)


def sums(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the keyword rows with their whole spend."""
    whole = frame["full_cost"] if "full_cost" in frame else frame["cost"]
    return frame.assign(spend=whole.fillna(frame["cost"]))


def first_screen(audit: Audit) -> Wanted:
    """Return the figures of the first screen."""
    rows, wanted, summary = sums(audit.keywords), Wanted(), audit.summary
    failed = [c.get("stops", True) for c in summary["checks"] if c["status"] == "failed"]
    passed = sum(c["status"] == "passed" for c in summary["checks"])
    wanted.add(sum(failed) or len(failed) or passed)
    month = 365.25 / 12 / ((rows["period_end"].max() - rows["period_start"].min()).days + 1)
    _lines(audit, rows, wanted, month)
    whole = audit.tables["totals"].query("by == 'all'").iloc[0]
    sold = [whole[f"expected_conversions{end}"] * month for end in ("", "_low", "_high")]
    traced, spend = rows["attributed_conversions"].sum() * month, rows["spend"].sum() * month
    wanted.estimate(*sold)
    wanted.add(traced, spend)
    wanted.estimate(spend / sold[0], spend / sold[2], spend / sold[1])
    wanted.add(spend / traced)
    stated = summary.get("headline") or {}
    low, high = (stated.get(f"expected_revenue_{e}", rows[f"expected_revenue_{e}"].sum()) for e in ("low", "high"))
    middle = stated.get("expected_revenue", (low + high) / 2 if "expected_revenue_low" in stated else None)
    middle = rows["expected_revenue"].sum() if middle is None else middle
    wanted.add(rows["attributed_revenue"].sum())
    wanted.estimate(min(max(middle, low), high), low, high)
    wanted.add(rows["claimed_value"].sum())
    if "sensitivity" not in audit.tables:  # else it is told in words
        wanted.add(*(summary["flips"][name] for name in ("decisions", "of", "cost")))
    return wanted


def _lines(audit: Audit, rows: pd.DataFrame, wanted: Wanted, month: float) -> None:
    """Add the figures of the four lines: stop, mend, keep, not enough evidence."""
    own = rows[rows["verdict"] == "cut"]
    moved = audit.summary.get("move") or {}
    saves = [moved[f"net{end}"] for end in ("", "_low", "_high") if moved.get(f"net{end}") is not None]
    wanted.add(*saves, len(own), own["spend"].sum() * month)
    wrong = (audit.summary.get("headline") or {}).get("expected_wrong_cuts")
    if wrong is not None:
        wanted.add(*([] if wrong < 0.5 else [round(wrong)]), len(own))
    own = rows[rows["verdict"] == "fix"]
    wanted.add(own["spend"].sum() * month, len(own))
    for kind in MENDS:
        part = own[mend_kinds(own) == kind]
        if len(part):
            wanted.add(part["spend"].sum() * month, len(part))
    own = rows[rows["verdict"] == "keep"]
    wanted.add(own["spend"].sum() * month, len(own))
    own = rows[rows["verdict"] == "watch"]
    unclear = own["rule"] == "unclear"
    counted = own[(own["clicks_to_settle"] > 0) & ~unclear]
    wanted.add(own["spend"].sum() * month, len(own))
    wanted.add(counted["clicks_to_settle"].sum(), counted["cost_to_settle"].sum(), len(counted))
    rest = (unclear.sum(), len(own) - len(counted) - unclear.sum())
    wanted.add(*(n for n in rest if n))


def money(audit: Audit) -> Wanted:
    """Return the figures of the part about money, in the order of its tables."""
    rows, wanted = sums(audit.keywords), Wanted()
    settings = audit.summary["settings"]
    margin = settings["money"]["margin"]
    for verdict in schema.VERDICTS:
        own = rows[rows["verdict"] == verdict]
        wanted.add(own["spend"].sum(), len(own))
    flow = audit.tables["money_flow"]
    wanted.add(*flow.loc[(flow["side"] == "spend") & (flow["amount"].abs() > 0.005), "amount"])
    drawn = rows[(rows["spend"] > 0) & rows["expected_revenue_high"].notna()]
    got = drawn["attributed_revenue"]
    for verdict in schema.VERDICTS:
        for part in (
            (got > 0) & (got * margin >= drawn["spend"]),
            (got > 0) & (got * margin < drawn["spend"]),
            got <= 0,
        ):
            own = drawn[part & (drawn["verdict"] == verdict)]
            wanted.add(own["spend"].sum(), len(own))
    floors = settings.get("relevance", {})
    sold = rows["product_relevance"] >= floors.get("relevance_floor", 0.19)
    said = rows["customer_alignment"] >= floors.get("alignment_floor", 0.5)
    known = rows["product_relevance"].notna() & rows["customer_alignment"].notna()
    for part in (sold & said & known, sold & ~said & known, ~sold & said & known, ~sold & ~said & known, ~known):
        if part.any():
            wanted.add(part.sum(), rows.loc[part, "spend"].sum())
    _funnel_and_channels(audit, wanted)
    return wanted


def _funnel_and_channels(audit: Audit, wanted: Wanted) -> None:
    funnel = audit.tables["funnel"]
    whole = funnel[(funnel["channel"] == "") & (funnel["product"] == "")].set_index("stage")["count"]
    before = whole["visit"]
    for stage in [s for s in whole.index if s not in ("visit", "lost")]:
        wanted.add(whole[stage], whole[stage], before)
        before = whole[stage]
    dead = audit.tables["dead_weight"].groupby(["kind", "never"])["cost"].agg(["size", "sum"]).reset_index()
    for row in dead.sort_values(["kind", "sum", "never"], ascending=[True, False, True]).to_dict("records"):
        wanted.add(row["size"], row["sum"])
    ways = audit.tables["models"].groupby(["attribution_model", "channel"])["revenue"].sum().unstack().fillna(0.0)
    channels = audit.tables["channels"].sort_values(["traced_revenue", "channel"], ascending=[False, True])
    for row in channels.to_dict("records"):
        wanted.add(row["claimed_value"])
        own = ways[row["channel"]] if row["channel"] in ways else pd.Series([row["traced_revenue"]])
        point = row["traced_revenue"]
        wanted.estimate(point, min(own.min(), point), max(own.max(), point))
        wanted.add(row["claimed_conversions"], row["traced_conversions"])


def todo(audit: Audit) -> Wanted:
    """Return the figures of what to do: ten cuts, ten rewordings, ten other fixes, ten phrases."""
    rows, wanted = sums(audit.keywords), Wanted()
    fixes, reworded = rows["verdict"] == "fix", mend_kinds(rows) == "wording"
    margin = rows["margin"].where(rows["margin"] > 0, audit.summary["settings"]["money"]["margin"])
    rows["saves"] = (rows["spend"] - rows["expected_revenue"] * margin).clip(lower=0)
    for part in (rows["verdict"] == "cut", fixes & reworded, fixes & ~reworded):
        own = rows[part].sort_values(["saves", "spend", "keyword_id"], ascending=[False, False, True]).head(10)
        for row in own.to_dict("records"):
            wanted.add(row["saves"], row["at_stake"])
    floors = audit.summary["settings"].get("relevance", {})
    aligned = (rows["product_relevance"] >= floors.get("relevance_floor", 0.19)) & (rows["verdict"] != "cut")
    aligned &= rows["customer_alignment"] >= floors.get("alignment_floor", 0.5)
    own = rows[aligned & (rows["cost"] > 0) & (rows["clicks"] > 0) & rows["expected_revenue_high"].notna()]
    clicks = own["clicks"].sum()
    wanted.add(clicks)
    prices = audit.tables["catalogue"].drop_duplicates("product_id").set_index("product_id")["price"]
    found = audit.tables["uncovered"].assign(price=lambda t: t["product_id"].map(prices))
    for end in ("", "_low", "_high"):
        rate = found["price"] * own[f"expected_conversions{end}"].sum() / clicks
        rate = rate.fillna(own[f"expected_revenue{end}"].sum() / clicks)
        found[f"worth{end}"] = found["count"] * found["product_relevance"] * rate
    found = found.sort_values(["worth", "count", "phrase"], ascending=[False, False, True]).head(10)
    for row in found.to_dict("records"):
        wanted.add(row["callers"], row["searches"], row["count"] * own["spend"].sum() / clicks)
        wanted.estimate(row["worth"], row["worth_low"], row["worth_high"])
    for row in audit.tables.get("unserved", pd.DataFrame()).head(10).to_dict("records"):
        wanted.add(row["callers"], row["own_searches"], row["cost"], row["clicks"])
    return wanted


def claims(audit: Audit) -> Wanted:
    """Return the figures of the agency's claims, those not supported first."""
    ledger, wanted = audit.tables["claim_ledger"], Wanted()
    place = ledger["verdict"].map({"not supported": 0, "cannot be checked": 1}).fillna(2)
    wanted.add((place == 0).sum(), len(ledger))
    for row in ledger.iloc[place.argsort(kind="stable")].head(40).to_dict("records"):
        wanted.add(row["claimed"], row["recomputed"])
    if len(ledger) > 40:
        wanted.add(len(ledger))
    return wanted


def quality(audit: Audit) -> Wanted:
    """Return the figures of the files, of the sales tied and of the rows set aside."""
    wanted = Wanted()
    for _kind, own in audit.tables["files"].groupby(["kind", "format"], sort=False):
        rows = own if len(own) <= 3 else own.sum(numeric_only=True, min_count=1).to_frame().T.assign(more=len(own) - 1)
        for row in rows.to_dict("records"):
            wanted.add(row.get("more"), row["rows_in"], row["rows_used"], row["rows_set_aside"])
            wanted.add(row["cost"], row["cost_total_row"])
    months = audit.tables["months"]
    for row in months[months["channel"] == ""].sort_values("month").tail(12).to_dict("records"):
        wanted.add(row["sales"], row["matched"], row["sales"])
    aside = audit.tables["set_aside"].groupby(["reason", "source_file"]).size().reset_index(name="rows")
    aside = aside.sort_values(["rows", "reason", "source_file"], ascending=[False, True, True])
    wanted.add(*aside["rows"].head(30))
    return wanted


def signoff(audit: Audit) -> Wanted:
    """Return the figures that are signed for."""
    wanted = Wanted()
    rows = sums(audit.keywords)
    wanted.add(rows.loc[rows["verdict"].isin(["fix", "cut"]), "spend"].sum(), rows["spend"].sum())
    return wanted


PARTS = {
    "first-screen": first_screen,
    "money": money,
    "todo": todo,
    "claims": claims,
    "checks": lambda audit: Wanted(),
    "quality": quality,
    "signoff": signoff,
}


def texts_of(audit: Audit) -> list[str]:
    """Return every text of the audit that holds a digit: such numbers are the tables' own."""
    found: set[str] = set()
    for frame in (audit.keywords, *audit.tables.values()):
        for name in frame.columns:
            if pd.api.types.is_string_dtype(frame[name].dtype) or frame[name].dtype == object:
                found |= {str(v).strip() for v in frame[name].dropna().unique()}
    _walk(audit.summary, found)
    ledger = audit.tables["claim_ledger"]
    found |= {f"{f}, row {r}" for f, r in zip(ledger["source_file"], ledger["source_row"], strict=True)}
    found |= {call_name(call) for call in audit.tables["quotes"]["call_id"].unique()}
    told = audit_reader.figures_of(audit)  # sentences that tests of their own hold against the tables
    found |= {*account_lines(audit), *owner_figures(audit, told), *what_would_change(audit, told)}
    found |= {text.replace("_", " ") for text in found} | {text[:1].upper() + text[1:] for text in found}
    return [text for text in found if re.search(r"\d", text) and re.search(r"[^\W\d]", text) and len(text) > 3]


def _walk(value: Any, found: set[str]) -> None:
    if isinstance(value, dict):
        for one in value.values():
            _walk(one, found)
    elif isinstance(value, list):
        for one in value:
            _walk(one, found)
    elif isinstance(value, str):
        found.add(value)
