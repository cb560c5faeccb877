"""What HubSpot calls where a contact came from; its drill-downs mean something else for each source."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from keyworth.ingest.tabular.column_names import norm

SOURCE = ("original traffic source", "original source", "hs_analytics_source", "original source type",
          "latest traffic source", "latest source", "ursprüngliche traffic-quelle", "source de trafic d'origine",
          "fuente de tráfico original", "sorgente di traffico originale", "oorspronkelijke verkeersbron",
          "fonte de tráfego original", "oryginalne źródło ruchu")  # fmt: skip
FIRST = ("original traffic source drill-down 1", "original source drill-down 1", "hs_analytics_source_data_1")
SECOND = ("original traffic source drill-down 2", "original source drill-down 2", "hs_analytics_source_data_2")
CLICK = ("google ad click id", "hs_google_click_id", "gclid", "facebook click id")
_UNKNOWN = ("unknown keywords (ssl)", "unknown", "unknown keywords", "")


def everywhere(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return columns with their headers as the API nests them and as warehouses spell them.

    Examples
    --------
    >>> everywhere({"stage": ("dealstage",)})
    {'stage': ('dealstage', 'properties.dealstage', 'property dealstage', 'properties dealstage')}
    """
    forms = ("{}", "properties.{}", "property {}", "properties {}")
    return {c: tuple(form.format(norm(n)) for form in forms for n in names) for c, names in columns.items()}


def drill(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``keyword`` and ``utm_campaign`` from the drill-downs, which are dropped.

    Paid search tells campaign, then keyword; organic search tells the keyword first; other sources none.
    """
    blank = pd.Series("", index=frame.index, dtype="str")
    source = frame.get("channel", blank).str.lower().str.replace("_", " ")
    first, second = frame.get("drill_1", blank), frame.get("drill_2", blank)
    paid, organic = source.str.contains("paid search"), source.str.contains("organic search")
    keyword = second.where(paid, first.where(organic, ""))
    keyword = keyword.where(~keyword.str.lower().isin(_UNKNOWN), "")
    campaign = first.where(paid | source.str.contains("paid social|email|other campaign"), "")
    return frame.drop(columns=["drill_1", "drill_2"], errors="ignore").assign(keyword=keyword, utm_campaign=campaign)
