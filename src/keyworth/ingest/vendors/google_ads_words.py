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
           "mot clé pour le réseau de recherche", "palabra clave", "palabra clave de búsqueda", "parola chiave",
           "parola chiave per la ricerca", "zoekwoord", "anahtar kelime", "suchkeyword", "keyword text",
           "słowo kluczowe", "słowo kluczowe w sieci wyszukiwania",
           "sökord", "klíčové slovo", "søgeord", "søkeord",
           "検索キーワード", "キーワード", "검색 키워드", "搜索关键字")  # fmt: skip
SEARCH_TERM = ("search term", "termo de pesquisa", "suchbegriff", "terme de recherche", "término de búsqueda",
               "termine di ricerca", "zoekterm", "arama terimi", "sökterm", "wyszukiwane hasło", "søgeterm", "søkeord",
               "検索語句", "vyhledávací dotaz", "검색어", "搜索字词")  # fmt: skip
MATCH_TYPE = ("match type", "tipo de corresp.", "tipo de correspondência", "keyword-option", "keyword option",
              "type de correspondance", "tipo de concordancia", "tipo di corrispondenza", "zoektype", "eşleme türü",
              "search terms match type", "search term match type", "keyword match type", "übereinstimmungstyp",
              "type de corresp.", "tipo di corrisp.", "tipo de conc.", "matchtyp", "マッチ タイプ", "マッチタイプ",
              "typ dopasowania", "typ dopas.", "typ shody", "keyword-match-typ")  # fmt: skip
_MONEY = {
    "cost": ("cost", "custo", "kosten", "coût", "coste", "costo", "maliyet", "kostnad", "costs", "koszt", "費用",
             "omkostninger", "kostnader", "cena", "náklady", "비용", "费用"),
    "claimed_value": ("conv. value", "conversion value", "valor conv.", "valor da conv.", "conv.-wert", "conv. wert",
                      "valeur de conv.", "valor de conv.", "valore conv.", "conv.waarde", "dön. değeri",
                      "wartość konw.", "コンバージョン値", "total conv. value", "all conv. value"),
    "stated_cpc": ("avg. cpc", "cpc méd.", "durchschn. cpc", "cpc moy.", "cpc medio", "cpc med.", "prom. cpc",
                   "cpc prom.", "gem. cpc", "ort. tbm", "śr. cpc", "平均クリック単価"),
    "stated_cost_per_conversion": ("cost / conv.", "custo / conv.", "kosten/conv.", "coût/conv.", "coste/conv.",
                                   "costo/conv.", "kosten/conv", "maliyet/dönüşüm", "koszt/konw.",
                                   "費用/コンバージョン"),
    "currency": ("currency code", "currency", "código da moeda", "währungscode", "code de devise", "código de moneda",
                 "codice valuta", "valutacode", "para birimi kodu", "kod waluty", "通貨コード", "valutakod",
                 "kód měny"),
}  # fmt: skip
# A manager account writes the money twice: in each account's currency, and converted into its own, which adds up.
_CONVERTED = ("(converted currency)", "(umgerechnete währung)", "(devise convertie)", "(moneda convertida)",
              "(valuta convertita)", "(moeda convertida)", "(omgerekende valuta)", "(przeliczona waluta)",
              "(換算通貨)", "（換算通貨）")  # fmt: skip
_CONVERTED_CODE = ("converted currency code", "umgerechneter währungscode", "code de la devise convertie",
                   "código de moneda convertida", "codice valuta convertita", "código da moeda convertida",
                   "omgerekende valutacode", "換算後の通貨コード")  # fmt: skip


def _converted_first(column: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if column == "currency":
        return (*_CONVERTED_CODE, *names)
    return (*(f"{name} {mark}" for name in names for mark in _CONVERTED), *names)


MEASURES = {
    "campaign": ("campaign", "campanha", "kampagne", "campagne", "campaña", "campagna", "kampanya", "kampanj",
                 "kampania", "キャンペーン", "kampaň", "kampanje", "캠페인", "广告系列"),
    "ad_group": ("ad group", "grupo de anúncios", "anzeigengruppe", "groupe d'annonces", "grupo de anuncios",
                 "gruppo di annunci", "advertentiegroep", "reklam grubu", "annonsgrupp", "grupa reklam", "広告グループ",
                 "annoncegruppe", "annonsegruppe", "reklamní sestava"),
    "landing_page": ("final url", "finale url", "url final", "url finale", "uiteindelijke url", "nihai url",
                     "endgültige url", "landing page", "końcowy url", "最終ページ url",
                     "最終リンク先 url"),
    "impressions": ("impr.", "impressions", "impressionen", "impressões", "impresiones", "impressioni", "vertoningen",
                    "gösterim", "impr", "wyświetlenia", "wyśw.", "表示回数", "visningar", "visninger", "zobrazení",
                    "vertoon.", "노출수", "展示次数"),
    "clicks": ("clicks", "cliques", "klicks", "clics", "clic", "klikken", "tıklamalar", "klick", "kliknięcia",
               "クリック数", "klik", "kliknutí", "클릭수", "点击次数", "interactions",
               "interaktionen", "interações", "interacciones", "interazioni", "interacties", "etkileşimler"),
    "all_conversions": ("all conv.", "all conversions", "alle conv.", "todas as conv.", "toutes les conv."),
    "view_through_conversions": ("view-through conv.", "view-through conversions", "post-view-conv."),
    "claimed_conversions": ("conversions", "conversões", "conversiones", "conversioni", "conversies", "dönüşümler",
                            "konverteringar", "konversje", "コンバージョン", "konverteringer", "konverze", "전환수",
                            "转化次数", "all conv."),
    "stated_ctr": ("ctr", "klickrate", "クリック率"),
    "stated_roas": ("conv. value / cost", "roas", "valor conv. / custo", "conv.-wert/kosten"),
    "search_volume": ("avg. monthly searches",),
    "position": ("avg. pos.", "avg. position"),
    **{column: _converted_first(column, names) for column, names in _MONEY.items()},
}  # fmt: skip
KEYWORD_TITLES = ("search keyword report", "keyword report", "relatório de palavras-chave", "keyword-bericht",
                  "rapport sur les mots clés", "informe de palabras clave", "rapporto sulle parole chiave",
                  "suchkeyword-bericht", "zoekwoordenrapport", "raport słów kluczowych", "検索キーワード レポート",
                  "検索キーワードレポート")  # fmt: skip
TERM_TITLES = ("search terms report", "relatório de termos de pesquisa", "bericht zu suchbegriffen",
               "suchbegriffbericht", "rapport sur les termes de recherche", "informe de términos de búsqueda",
               "rapporto sui termini di ricerca", "rapport met zoektermen", "zoektermenrapport",
               "raport wyszukiwanych haseł", "検索語句レポート", "検索語句 レポート")  # fmt: skip
ENGLISH = frozenset(("impr.", "clicks", "cost", "conversions", "match type", "currency code", "campaign", "ad group"))
_DOTTED = frozenset(("費用", "クリック数", "表示回数", "비용", "费用"))  # languages whose decimal mark is a point


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
    names = set(source.names)
    return "." if len(ENGLISH & names) >= 2 or _DOTTED & names else ","
