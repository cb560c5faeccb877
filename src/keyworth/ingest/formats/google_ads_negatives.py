"""Google Ads negative keywords, a report or a shared list: searches the agency blocks, so nothing of it is used."""

from keyworth.ingest.protocol import OWN_HEADER, Reading, SetAside
from keyworth.ingest.vendors import google_ads_words as words

TITLE = "Google Ads negative keywords"
KINDS = ("keywords",)
_LISTS = ("negative keyword", "negative keyword list", "negative keyword list name",
          "liste auszuschließender keywords",
          "auszuschließendes keyword", "liste de mots clés à exclure", "mot clé à exclure", "palabra clave negativa",
          "lista de palabras clave negativas", "parola chiave esclusa", "elenco di parole chiave escluse",
          "palavra-chave negativa", "lista de palavras-chave negativas", "uitsluitingszoekwoord",
          "wykluczające słowo kluczowe", "除外キーワード", "除外キーワード リスト")  # fmt: skip
_TITLE = ("negative keyword", "bericht zu auszuschließenden", "rapport sur les mots clés à exclure",
          "informe de palabras clave negativas", "除外キーワード")  # fmt: skip


def recognise(source):
    """Return 0.9 for a column of negative keywords or of their lists, or a report that is titled so."""
    titled = words.title_of(source).startswith(_TITLE)
    return OWN_HEADER if words.one_of(source, _LISTS) or titled else 0.0


def read(source, kind, settings):
    """Return nothing; every row is set aside."""
    rows = source.rows
    content = [" | ".join(c for c in cells if c)[:300] for cells in rows.to_numpy()]
    aside = [
        SetAside(int(i), "negative keyword: it blocks searches", c) for i, c in zip(rows.index, content, strict=True)
    ]
    return Reading({}, len(aside), aside, note="negatives: nothing is bought with them")


EXAMPLES = [
    ("Negative keyword report\nAll Time\nNegative keyword,Level\njobs,Campaign\n", {"rows_in": 1, "set_aside": 1}),
    (
        "Negative keyword details report\nAll time\nNegative keyword list,Keyword,Match type\nJobs,vacancy,"
        "Broad match\n",
        {"rows_in": 1, "set_aside": 1},
    ),
]
