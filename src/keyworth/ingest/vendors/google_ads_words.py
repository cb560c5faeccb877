"""What Google Ads calls things, in the languages its interface speaks.

English and Portuguese were seen in real files; the others come from lists and memory, so nothing is
refused because a word is missing here: recognition needs only some of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keyworth.ingest.tabular.column_names import norm
from keyworth.ingest.tabular.dates import to_period

if TYPE_CHECKING:
    import pandas as pd

    from keyworth.ingest.containers.source import Source

KEYWORD = ("keyword", "search keyword", "palavra-chave", "palavra-chave da rede de pesquisa", "mot clé", "mot-clé",
           "palabra clave", "parola chiave", "zoekwoord", "anahtar kelime", "suchkeyword", "keyword text",
           "słowo kluczowe", "sökord", "klíčové slovo")  # fmt: skip
SEARCH_TERM = ("search term", "termo de pesquisa", "suchbegriff", "terme de recherche", "término de búsqueda",
               "termine di ricerca", "zoekterm", "arama terimi", "sökterm", "wyszukiwane hasło")  # fmt: skip
MATCH_TYPE = ("match type", "tipo de corresp.", "tipo de correspondência", "keyword-option", "keyword option",
              "type de correspondance", "tipo de concordancia", "tipo di corrispondenza", "zoektype", "eşleme türü",
              "search terms match type", "search term match type", "keyword match type", "übereinstimmungstyp",
              "type de corresp.", "tipo di corrisp.", "tipo de conc.", "matchtyp")  # fmt: skip
MEASURES = {
    "campaign": ("campaign", "campanha", "kampagne", "campagne", "campaña", "campagna", "kampanya", "kampanj"),
    "ad_group": ("ad group", "grupo de anúncios", "anzeigengruppe", "groupe d'annonces", "grupo de anuncios",
                 "gruppo di annunci", "advertentiegroep", "reklam grubu", "annonsgrupp"),
    "landing_page": ("final url", "finale url", "url final", "url finale", "uiteindelijke url", "nihai url",
                     "endgültige url", "landing page"),
    "impressions": ("impr.", "impressions", "impressionen", "impressões", "impresiones", "impressioni", "vertoningen",
                    "gösterim", "impr"),
    "clicks": ("clicks", "cliques", "klicks", "clics", "clic", "klikken", "tıklamalar", "klick", "interactions",
               "interaktionen", "interações", "interacciones", "interazioni", "interacties", "etkileşimler"),
    "cost": ("cost", "custo", "kosten", "coût", "coste", "costo", "maliyet", "kostnad", "costs", "koszt",
             "cost (converted currency)", "kosten (umgerechnete währung)"),
    "claimed_conversions": ("conversions", "conversões", "conversiones", "conversioni", "conversies", "dönüşümler",
                            "konverteringar", "konversje", "all conv."),
    "claimed_value": ("conv. value", "conversion value", "valor conv.", "valor da conv.", "conv.-wert", "conv. wert",
                      "valeur de conv.", "valor de conv.", "valore conv.", "conv.waarde", "dön. değeri",
                       "total conv. value",
                      "all conv. value"),
    "stated_ctr": ("ctr", "klickrate"),
    "stated_cpc": ("avg. cpc", "cpc méd.", "durchschn. cpc", "cpc moy.", "cpc medio", "cpc med.", "gem. cpc",
     "ort. tbm"),
    "stated_roas": ("conv. value / cost", "roas", "valor conv. / custo", "conv.-wert/kosten"),
    "stated_cost_per_conversion": ("cost / conv.", "custo / conv.", "kosten/conv.", "coût/conv.", "coste/conv.",
                                   "costo/conv.", "kosten/conv", "maliyet/dönüşüm"),
    "currency": ("currency code", "currency", "código da moeda", "währungscode", "code de devise", "código de moneda",
                 "codice valuta", "valutacode", "para birimi kodu"),
    "search_volume": ("avg. monthly searches",),
    "position": ("avg. pos.", "avg. position"),
}  # fmt: skip
KEYWORD_TITLES = ("search keyword report", "keyword report", "relatório de palavras-chave", "keyword-bericht",
                  "rapport sur les mots clés", "informe de palabras clave", "rapporto sulle parole chiave")  # fmt: skip
TERM_TITLES = ("search terms report", "relatório de termos de pesquisa", "bericht zu suchbegriffen",
               "rapport sur les termes de recherche", "informe de términos de búsqueda")  # fmt: skip
ENGLISH = frozenset(("impr.", "clicks", "cost", "conversions", "match type", "currency code", "campaign", "ad group"))


def one_of(source: Source, words: tuple[str, ...]) -> bool:
    """Tell whether the header has one of these words."""
    return bool({norm(w) for w in words} & set(source.names))


def title_of(source: Source) -> str:
    """Return the first line of the preamble, normalised; ``""`` without one."""
    for record in source.preamble[:3]:
        filled = [c for c in record if c.strip()]
        if filled:
            return norm(filled[0])
    return ""


def period_of(source: Source, day_first: bool) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """Return the period that the preamble tells, in any form of it."""
    for record in source.preamble[:8]:
        line = ", ".join(c.strip() for c in record if c.strip())
        start, end = to_period(line, day_first)
        if start is not None:
            return start, end
    return None, None


def default_decimal(source: Source) -> str:
    """Return the decimal mark of the interface's language, for files whose numbers do not settle it."""
    return "." if len(ENGLISH & set(source.names)) >= 2 else ","
