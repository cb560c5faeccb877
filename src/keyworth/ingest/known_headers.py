"""Every header that some format knows: what tells a header row from a preamble and from data."""

from __future__ import annotations

from functools import cache

from keyworth.ingest.tabular.column_names import norm
from keyworth.registry import plugins

# Headers that formats test for by name and map to nothing.
_MORE = """
added/excluded|status|ctr|max. cpc|keyword status|interactions|avg. cost|conv. rate|bid match type|delivered match type
criterion type|campaign status|ad group status|handle|variant price|variant sku|option1 name|published|url handle
lineitem name|financial status|regular price|visibility in catalog|store_view_code|sku|image_link|availability
google product category|conversion name|conversion time|serp features by keyword|keyword difficulty|competitive density
kd|parent keyword|traffic potential|traffic (desc)|search intent|dynamics|position#1|position#2|wettbewerb|min volume
max volume|competition (indexed value)|record id|deal name|deal stage|lifecycle stage|call title|opportunity name
stagename|whoid|subject|tracking number|duration (in call)|missed_call_reason|top queries|top pages|clicks|impressions
position|country|device|filter|value|event count|sessions|active users|key events|negative keyword|level
"""


@cache
def known_headers() -> frozenset[str]:
    """Return the headers, normalised."""
    own = {
        norm(alias)
        for module in plugins("ingest.formats").values()
        for aliases in getattr(module, "COLUMNS", {}).values()
        for alias in aliases
    }
    return frozenset(own | {norm(w) for line in _MORE.split("\n") for w in line.split("|") if w.strip()})
