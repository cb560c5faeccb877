"""Moz Keyword Explorer: volumes as ranges between a least and a most."""

from keyworth.ingest.entities.rank_rows import finish_rankings
from keyworth.ingest.entities.row_builder import Draft
from keyworth.ingest.protocol import OWN_HEADER
from keyworth.ingest.tabular.amounts import to_numbers

TITLE = "Moz keywords"
KINDS = ("keywords",)
COLUMNS = {
    "keyword": ("keyword",),
    "position": ("rank",),
    "search_volume": ("volume", "monthly volume"),
    "low": ("min volume", "minimum volume"),
    "high": ("max volume", "maximum volume"),
    "landing_page": ("url",),
}


def recognise(source):
    """Return 0.9 for least and most volume, or a monthly volume beside the organic click rate."""
    own = source.has("min volume", "max volume") or source.has("minimum volume", "maximum volume")
    own = own or source.has("monthly volume", "organic ctr")
    return OWN_HEADER if own and source.has("keyword") else 0.0


def read(source, kind, settings):
    """Return the keywords with the middle of their volumes."""
    draft = Draft(source, kind, TITLE, COLUMNS, settings, "moz")
    if "low" in draft.frame:
        low, high = (to_numbers(draft.frame[c])[0] for c in ("low", "high"))
        middle = ((low + high) / 2).map(lambda v: "" if v != v else repr(v)).astype("str")
        draft.frame = draft.frame.drop(columns=["low", "high"]).assign(search_volume=middle)
    return finish_rankings(draft, note="volumes are the middle of Moz's range", decimal=".")


EXAMPLES = [
    (
        "Keyword,Min Volume,Max Volume,Difficulty,Organic CTR,Priority\nboiler,501,850,29,68,61\nbeep"
        "ing,1.7k,2.9k,18,90,74\n",
        {"kind": "keywords", "rows": 2, "first": {"search_volume": 675.5}},
    ),
]
