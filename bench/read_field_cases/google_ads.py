"""Google Ads: its interface in ten languages, its API, the tables of warehouses; Microsoft and Amazon beside it."""

from bench.read_field_cases import Case

_TWO = {"match_type": ["exact", "phrase"], "clicks": [41.0, 60.0], "impressions": [1290.0, 2250.0]}


def _blocked(word, match, level, campaign, ad_group):
    """A negative keyword: no keyword, and what it blocks is kept."""
    told = {"negative": word, "match_type": match, "level": level, "campaign": campaign, "ad_group": ad_group}
    return {"negatives_on_file": {column: [value] for column, value in told.items()}}


def _ads(words: list[str], **more: list) -> dict:
    return {"keywords": {"keyword": words, **_TWO, "cost": [20.91, 24.0], **more}}


CASES = [
    Case(
        "Google Ads, English",
        "Search keyword report\n1 September 2026 - 30 September 2026\n"
        "Keyword status,Keyword,Match type,Campaign,Ad group,Status,Currency code,Final URL,Impr.,Clicks,CTR,"
        "Cost,Conversions\n"
        'Enabled,[loft ladder],Exact match,Lofts,A,Eligible,GBP,https://example.com/l,"1,290",41,3.18%,20.91,2.00\n'
        'Enabled,"""loft hatch""",Phrase match,Lofts,B,Eligible,GBP,https://example.com/h,"2,250",60,2.67%,'
        '24.00,1.00\n'
        ',,Total: Your keywords,,,,GBP,,"3,540",101,2.85%,44.91,3.00\n',
        _ads(["loft ladder", "loft hatch"], claimed_conversions=[2.0, 1.0], stated_ctr=[0.0318, 0.0267]),
        1,
        "GBP",
    ),
    Case(
        "Google Ads, Excel CSV (UTF-16, tabs)",
        (
            "Search keyword report\nAll time\nKeyword\tMatch type\tCampaign\tCurrency code\tImpr.\tClicks\tCost\n"
            '[loft ladder]\tExact match\tLofts\tGBP\t"1,290"\t41\t20.91\n'
            'loft hatch\tPhrase match\tLofts\tGBP\t"2,250"\t60\t24.00\n'
        ).encode("utf-16"),
        _ads(["loft ladder", "loft hatch"]),
        0,
        "GBP",
    ),
    Case(
        "Google Ads, German",
        "Suchkeyword-Bericht\n1. September 2026 - 30. September 2026\nKeyword-Status;Keyword;Keyword-Option;Kampagne;"
        "Anzeigengruppe;Währungscode;Impressionen;Klicks;Kosten;Conversions\n"
        "Aktiviert;[dachbodentreppe];Genau passend;Dach;A;EUR;1.290;41;20,91;2,00\n"
        'Aktiviert;"""bodenluke""";Passende Wortgruppe;Dach;B;EUR;2.250;60;24,00;1,00\n'
        "Gesamt: Konto;;;;;EUR;3.540;101;44,91;3,00\n",
        _ads(["dachbodentreppe", "bodenluke"]),
        1,
        "EUR",
    ),
    Case(
        "Google Ads, French",
        "Rapport sur les mots clés pour le Réseau de Recherche\n1 septembre 2026 - 30 septembre 2026\n"
        "Mot clé,Type de correspondance,Campagne,Groupe d'annonces,Code de devise,Impressions,Clics,Coût\n"
        '[escalier escamotable],Exact,Combles,A,EUR,"1 290",41,"20,91"\n'
        '"""trappe de grenier""",Expression,Combles,B,EUR,"2 250",60,"24,00"\n',
        _ads(["escalier escamotable", "trappe de grenier"]),
        0,
        "EUR",
    ),
    Case(
        "Google Ads, Spanish",
        "Informe de palabras clave de búsqueda\n1 de septiembre de 2026 - 30 de septiembre de 2026\n"
        "Palabra clave,Tipo de concordancia,Campaña,Grupo de anuncios,Código de moneda,Impr.,Clics,Coste\n"
        '[escalera de desván],Concordancia exacta,Desván,A,EUR,"1.290",41,"20,91"\n'
        '"""trampilla""",Concordancia de frase,Desván,B,EUR,"2.250",60,"24,00"\n',
        _ads(["escalera de desván", "trampilla"]),
        0,
        "EUR",
    ),
    Case(
        "Google Ads, Italian",
        "Parola chiave;Tipo di corrispondenza;Campagna;Gruppo di annunci;Codice valuta;Impr.;Clic;Costo\n"
        "[scala per soffitta];Corrispondenza esatta;Soffitta;A;EUR;1.290;41;20,91\n"
        "botola;Corrispondenza a frase;Soffitta;B;EUR;2.250;60;24,00\n"
        "Totale: Account;;;;EUR;3.540;101;44,91\n",
        _ads(["scala per soffitta", "botola"]),
        1,
        "EUR",
    ),
    Case(
        "Google Ads, Dutch",
        "Zoekwoord;Zoektype;Campagne;Advertentiegroep;Valutacode;Vertoningen;Klikken;Kosten\n"
        "[vlizotrap];Exact zoeken;Zolder;A;EUR;1.290;41;20,91\nzolderluik;Woordgroep;Zolder;B;EUR;2.250;60;24,00\n",
        _ads(["vlizotrap", "zolderluik"]),
        0,
        "EUR",
    ),
    Case(
        "Google Ads, Polish",
        "Słowo kluczowe;Typ dopasowania;Kampania;Grupa reklam;Kod waluty;Wyświetlenia;Kliknięcia;Koszt\n"
        "[schody strychowe];Dopasowanie ścisłe;Strych;A;PLN;1 290;41;20,91\n"
        "właz;Dopasowanie do wyrażenia;Strych;B;PLN;2 250;60;24,00\n",
        _ads(["schody strychowe", "właz"]),
        0,
        "PLN",
    ),
    Case(
        "Google Ads, Portuguese",
        "Relatório de palavras-chave da rede de pesquisa\n1 de setembro de 2026 - 30 de setembro de 2026\n"
        "Palavra-chave,Tipo de corresp.,Campanha,Grupo de anúncios,Código da moeda,Impr.,Cliques,Custo\n"
        '[escada de sótão],Correspondência exata,Sótão,A,BRL,"1.290",41,"20,91"\n'
        '"""alçapão""",Correspondência de frase,Sótão,B,BRL,"2.250",60,"24,00"\nTotal: Conta,,,,BRL,"3.540",101,'
        '"44,91"\n',
        _ads(["escada de sótão", "alçapão"]),
        1,
        "BRL",
    ),
    Case(
        "Google Ads, Japanese",
        "検索キーワード レポート\n2026年9月1日 - 2026年9月30日\n検索キーワード,マッチタイプ,キャンペーン,"
        "広告グループ,通貨コード,表示回数,クリック数,費用\n"
        '[屋根裏はしご],完全一致,屋根裏,A,JPY,"1,290",41,"2,091"\n"""屋根裏扉""",フレーズ一致,屋根裏,B,JPY,"2,'
        '250",60,"2,400"\n'
        '合計: アカウント,,,,JPY,"3,540",101,"4,491"\n',
        {"keywords": {"keyword": ["屋根裏はしご", "屋根裏扉"], **_TWO, "cost": [2091.0, 2400.0]}},
        1,
        "JPY",
    ),
    Case(
        "Google Ads, manager account",
        "Search keyword report\n1 September 2026 - 30 September 2026\nAccount,Keyword,Match type,Campaign,"
        "Currency code,Impr.,"
        "Clicks,Cost,Converted currency code,Cost (Converted currency)\n"
        "UK,[loft ladder],Exact match,A,GBP,1290,41,20.91,GBP,20.91\nDE,bodenluke,Phrase match,B,EUR,2250,60,"
        "27.90,GBP,24.00\n",
        _ads(["loft ladder", "bodenluke"]),
        0,
        "GBP",
    ),
    Case(
        "Google Ads, AI Max",
        "Keyword status,Search keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost,Conversions\n"
        "Enabled,loft ladder,Broad match,A,GBP,1000,100,200.00,2\n"
        "Enabled,AI Max expanded matches,,A,GBP,5000,300,700.00,1\n",
        {
            "keywords": {"keyword": ["loft ladder"], "cost": [200.0]},
            "spend": {"kind": ["ai_max"], "campaign": ["A"], "cost": [700.0], "clicks": [300.0]},
        },
        0,
        "GBP",
    ),
    Case(
        "Google Ads, weeks and devices with their totals",
        "Search keyword report\n1 September 2026 - 14 September 2026\n"
        "Week,Device,Keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n"
        "2026-08-31,Computers,hatch,Exact match,A,GBP,100,10,5.00\n2026-08-31,Mobile phones,hatch,Exact match,A,"
        "GBP,200,20,7.00\n"
        ",,Total: Search keywords,,,GBP,300,30,12.00\n,Computers,Total: Search keywords,,,GBP,100,10,5.00\n",
        {
            "keywords": {"keyword": ["hatch"], "clicks": [30.0], "cost": [12.0]},
            "claims": {"metric": ["clicks", "cost", "impressions"], "claimed": [30.0, 12.0, 300.0]},
        },
        2,
        "GBP",
    ),
    Case(
        "Google Ads API (GAQL, CSV)",
        "campaign.name,ad_group.name,ad_group_criterion.keyword.text,ad_group_criterion.keyword.match_type,"
        "customer.currency_code,"
        "segments.date,metrics.impressions,metrics.clicks,metrics.cost_micros,metrics.conversions\n"
        "Lofts,A,loft ladder,EXACT,GBP,2026-09-01,1000,40,20000000,2\nLofts,A,loft ladder,EXACT,GBP,2026-09-02,"
        "290,1,910000,0\n"
        "Lofts,B,loft hatch,PHRASE,GBP,2026-09-01,2250,60,24000000,1\n",
        _ads(["loft ladder", "loft hatch"], claimed_conversions=[2.0, 1.0]),
        0,
        "GBP",
    ),
    Case(
        "Google Ads API (searchStream, JSON)",
        '[{"results": [{"campaign": {"resourceName": "customers/1/campaigns/2", "name": "Lofts"}, "adGroup": '
        '{"name": "A"}, '
        '"adGroupCriterion": {"keyword": {"text": "loft ladder", "matchType": "EXACT"}}, "metrics": {"clicks": "41", '
        '"impressions": "1290", "costMicros": "20910000"}}, {"campaign": {"name": "Lofts"}, "adGroup": {"name": '
        '"B"}, '
        '"adGroupCriterion": {"keyword": {"text": "loft hatch", "matchType": "PHRASE"}}, "metrics": {"clicks": "60", '
        '"impressions": "2250", "costMicros": "24000000"}}], "fieldMask": "campaign.name"}]',
        _ads(["loft ladder", "loft hatch"], ad_group=["A", "B"]),
    ),
    Case(
        "dlt's table of Google Ads",
        "campaign__name,ad_group__name,ad_group_criterion__keyword__text,"
        "ad_group_criterion__keyword__match_type,segments__date,"
        "metrics__impressions,metrics__clicks,metrics__cost_micros,_dlt_load_id,_dlt_id\n"
        "Lofts,A,loft ladder,EXACT,2026-09-01,1290,41,20910000,1,a\nLofts,B,loft hatch,PHRASE,2026-09-01,2250,"
        "60,24000000,1,b\n",
        _ads(["loft ladder", "loft hatch"], campaign=["Lofts", "Lofts"]),
    ),
    Case(
        "Fivetran's table of Google Ads",
        "_fivetran_id,customer_id,date,campaign_name,ad_group_name,keyword_text,keyword_match_type,impressions,"
        "clicks,cost_micros,"
        "_fivetran_synced\nx,1,2026-09-01,Lofts,A,loft ladder,EXACT,1290,41,20910000,2026-09-02\n"
        "y,1,2026-09-01,Lofts,B,loft hatch,PHRASE,2250,60,24000000,2026-09-02\n",
        _ads(["loft ladder", "loft hatch"]),
    ),
    Case(
        "Airbyte's table of Google Ads",
        "_airbyte_raw_id,_airbyte_extracted_at,campaign_name,ad_group_name,ad_group_criterion_keyword_text,"
        "ad_group_criterion_keyword_match_type,ad_group_criterion_negative,metrics_impressions,metrics_clicks,"
        "metrics_cost_micros\n"
        "a,2026-09-02,Lofts,A,loft ladder,EXACT,false,1290,41,20910000\nb,2026-09-02,Lofts,B,loft hatch,PHRASE,"
        "false,2250,60,24000000\n"
        "c,2026-09-02,Lofts,B,jobs,BROAD,true,0,0,0\n",
        {**_ads(["loft ladder", "loft hatch"]), **_blocked("jobs", "broad", "ad group", "Lofts", "B")},
        1,
    ),
    Case(
        "Google Ads Editor",
        "Campaign,Ad Group,Keyword,Criterion Type,Final URL,Campaign Status,Ad Group Status,Status\nLofts,,,,,"
        "Enabled,,\n"
        "Lofts,A,loft ladder,Exact,https://example.com/l,Enabled,Enabled,Enabled\nLofts,A,jobs,Negative Broad,,"
        "Enabled,Enabled,\n",
        {"keywords": {"keyword": ["loft ladder"], "match_type": ["exact"],
        "landing_page": ["https://example.com/l"]}, **_blocked("jobs", "broad", "ad group", "Lofts", "A")},
        2,
    ),
    Case(
        "Google Ads search terms",
        "Search terms report\n1 September 2026 - 30 September 2026\n"
        "Search term,Match type,Added/Excluded,Campaign,Keyword,Currency code,Impr.,Clicks,Cost,Conversions\n"
        "wooden loft ladder,Phrase match,None,Lofts,loft ladder,GBP,100,10,12.00,1.00\n"
        "loft ladder jobs,Broad match,None,Lofts,loft ladder,GBP,50,5,6.00,0.00\n"
        "Total: Search terms,,,,,GBP,150,15,18.00,1.00\nTotal: Other search terms,,,,,GBP,900,40,31.50,1.00\n",
        {
            "searches": {"search_term": ["wooden loft ladder", "loft ladder jobs"], "clicks": [10.0, 5.0],
                         "cost": [12.0, 6.0], "keyword": ["loft ladder"] * 2},
            "keywords": {"keyword": ["loft ladder"], "clicks": [15.0], "cost": [18.0]},
            "spend": {"kind": ["search_terms_hidden"], "cost": [31.5]},
        },
        2,
        "GBP",
    ),
    Case(
        "Google Ads API search terms",
        "search_term_view.search_term,segments.keyword.info.text,campaign.name,segments.date,"
        "metrics.impressions,metrics.clicks,"
        "metrics.cost_micros\nwooden loft ladder,loft ladder,Lofts,2026-09-01,100,10,12000000\n",
        {"searches": {"search_term": ["wooden loft ladder"], "keyword": ["loft ladder"], "cost": [12.0],
        "count": [10.0]},
         "keywords": {"keyword": ["loft ladder"], "clicks": [10.0], "cost": [12.0]}},
    ),
    Case(
        "Google Ads campaigns",
        "Campaign report\n1 September 2026 - 30 September 2026\n"
        "Campaign status,Campaign,Budget,Campaign type,Currency code,Impr.,Clicks,Cost,Conversions,Conv. value\n"
        'Enabled,Lofts,50.00/day,Search,GBP,"3,540",101,44.91,3.00,900.00\n'
        'Enabled,Everything,20.00/day,Performance Max,GBP,"9,000",90,75.50,4.00,"1,200.00"\n'
        'Enabled,Films,5.00/day,Video,GBP,"20,000",12,31.00,0.00,0.00\nTotal: Account,,,,GBP,"32,540",203,'
        '151.41,7.00,"2,100.00"\n',
        {"spend": {"campaign": ["Everything", "Films"], "kind": ["performance_max", "other_network"], "cost": [75.5,
        31.0],
                   "claimed_conversions": [4.0, 0.0], "claimed_value": [1200.0, 0.0]}},
        2,
        "GBP",
    ),
    Case(
        "Performance Max search categories",
        "Search terms insight report\n1 September 2026 - 30 September 2026\nSearch category,Campaign,Impr.,"
        "Clicks,Conversions\n"
        "loft ladders,Everything,900,31,2.00\nattic storage,Everything,310,9,0.00\n",
        {"spend": {"label": ["loft ladders", "attic storage"], "kind": ["performance_max"] * 2, "clicks": [31.0,
        9.0]}},
    ),
    Case(
        "Google Ads negatives, shared list",
        "Negative keyword details report\nAll time\nNegative keyword list,Keyword,Match type\nJobs,vacancy,"
        "Broad match\n",
        {**_blocked("vacancy", "broad", "list", "", "")},
        1,
    ),
    Case(
        "Microsoft Advertising",
        '"Report Name: Keywords"\n"Report Time: 9/1/2026,9/30/2026"\n"Rows: 2"\n\n'
        '"Account name","Campaign name","Keyword","Bid match type","Currency code","Impressions","Clicks","CTR",'
        '"Spend"\n'
        '"Acme","Lofts","loft ladder","Exact","GBP","1,290","41","3.18%","20.91"\n'
        '"Acme","Lofts","loft hatch","Phrase","GBP","2,250","60","2.67%","24.00"\n\n'
        '"©2026 Microsoft Corporation. All rights reserved. "\n',
        _ads(["loft ladder", "loft hatch"]),
        1,
        "GBP",
    ),
    Case(
        "Amazon Ads search terms",
        "Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Targeting,Match Type,Customer Search Term,"
        "Impressions,Clicks,"
        "Click-Thru Rate (CTR),Cost Per Click (CPC),Spend,7 Day Total Sales,7 Day Total Orders (#)\n"
        "2026-09-01,,GBP,Lofts,A,loft ladder,EXACT,wooden loft ladder,100,10,10.00%,£1.20,£12.00,£120.00,1\n"
        "2026-09-01,,GBP,Lofts,A,close-match,-,b0cdefghij,50,1,2.00%,£0.40,£0.40,£0.00,0\n",
        {"searches": {"search_term": ["wooden loft ladder"], "keyword": ["loft ladder"], "cost": [12.0],
                      "conversions": [1.0]},
         "keywords": {"keyword": ["loft ladder"], "clicks": [10.0], "cost": [12.0]}},
        1,
        "GBP",
    ),
    Case(
        "Google Ads API campaigns",
        "campaign.name,campaign.advertising_channel_type,customer.currency_code,metrics.impressions,"
        "metrics.clicks,metrics.cost_micros\n"
        "Lofts,SEARCH,GBP,3540,101,44910000\nEverything,PERFORMANCE_MAX,GBP,9000,90,75500000\n",
        {"spend": {"campaign": ["Everything"], "kind": ["performance_max"], "cost": [75.5], "clicks": [90.0]}},
        1,
        "GBP",
    ),
    Case(
        "keyword rows, a JSON object a line",
        '{"keyword": "loft ladder", "match_type": "EXACT", "impressions": 1290, "clicks": 41, "cost_micros": '
        '20910000}\n'
        '{"keyword": "loft hatch", "match_type": "PHRASE", "impressions": 2250, "clicks": 60, "cost_micros": '
        '24000000}\n',
        _ads(["loft ladder", "loft hatch"]),
    ),
]  # fmt: skip
