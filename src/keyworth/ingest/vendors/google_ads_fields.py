"""The Google Ads API's fields as its users write them: GAQL's paths, JSON's camel case, the columns of dlt, Fivetran,
Airbyte."""

from __future__ import annotations

from keyworth.ingest.tabular.column_names import norm


def field(path: str, *short: str) -> tuple[str, ...]:
    """Return the headers under which a field comes, best first.

    Examples
    --------
    >>> field("metrics.cost_micros", "cost_micros")
    ('metrics.cost micros', 'metrics.costmicros', 'metrics cost micros', 'cost micros')
    """
    forms = (path, path.replace("_", ""), path.replace(".", "_"), *short)
    return tuple(dict.fromkeys(norm(f) for f in forms))


MEASURES = {
    "campaign": field("campaign.name", "campaign_name", "campaign"),
    "ad_group": field("ad_group.name", "ad_group_name", "ad_group"),
    "impressions": field("metrics.impressions", "impressions"),
    "clicks": field("metrics.clicks", "clicks"),
    "cost": field("metrics.cost_micros", "cost_micros", "metrics_cost", "cost", "spend"),
    "claimed_conversions": field("metrics.conversions", "conversions"),
    "claimed_value": field("metrics.conversions_value", "conversions_value", "conversion_value"),
    "currency": field("customer.currency_code", "customer_currency_code", "currency_code"),
}
DAY = field("segments.date", "date", "date_day", "day")
KEYWORD = field(
    "ad_group_criterion.keyword.text", "keyword_text", "info_text", "criterion_keyword_text", "keyword.text"
)
MATCH = field("ad_group_criterion.keyword.match_type", "keyword_match_type", "info_match_type", "match_type")
SEARCH_TERM = field("search_term_view.search_term", "search_term")
TYPE = field("campaign.advertising_channel_type", "advertising_channel_type", "campaign_advertising_channel_type",
             "channel_type")  # fmt: skip
_METRICS = {norm(n) for column in ("cost", "clicks", "impressions") for n in MEASURES[column][:3]} | {"cost micros"}


def has_metrics(names: list[str]) -> bool:
    """Tell whether a header has one of the API's own names of a measure."""
    return bool(_METRICS & set(names))


def one_of(names: list[str], words: tuple[str, ...]) -> bool:
    """Tell whether a header has one of these."""
    return bool(set(words) & set(names))
