"""Search Console, rank trackers, site search, and lists that people make themselves."""

from bench.read_field_cases import Case

_GSC = {"keyword": ["loft ladder", "loft hatch"], "clicks": [41.0, 60.0], "impressions": [1290.0, 2250.0],
        "position": [3.2, 5.1]}  # fmt: skip
_WORDS = ["dachbodentreppe", "bodenluke"]

CASES = [
    Case(
        "Search Console",
        "Top queries,Clicks,Impressions,CTR,Position\nloft ladder,41,1290,3.18%,3.2\nloft hatch,60,2250,2.67%,5.1\n",
        {"keywords": {**_GSC, "channel": ["organic"] * 2, "stated_ctr": [0.0318, 0.0267]}},
    ),
    Case(
        "Search Console, German, comma decimals",
        "Häufigste Suchanfragen;Klicks;Impressionen;CTR;Position\ndachbodentreppe;41;1290;3,18 %;3,2\nbodenluke;"
        "60;2250;2,67 %;5,1\n",
        {"keywords": {**_GSC, "keyword": _WORDS}},
    ),
    Case(
        "Search Console by day and device",
        "date,query,device,clicks,impressions,ctr,position\n2026-09-01,loft ladder,MOBILE,4,100,0.04,3\n"
        "2026-09-02,loft ladder,DESKTOP,3,100,0.03,5\n2026-09-02,loft hatch,MOBILE,6,250,0.024,5.1\n",
        {"keywords": {"keyword": ["loft ladder", "loft hatch"], "clicks": [7.0, 6.0], "impressions": [200.0, 250.0],
                      "position": [4.0, 5.1], "stated_ctr": [0.035, 0.024]}},
    ),
    Case(
        "Search Console API",
        '{"rows": [{"keys": ["loft ladder", "https://example.com/l"], "clicks": 41, "impressions": 1290, "ctr": '
        '0.0318, '
        '"position": 3.2}, {"keys": ["loft hatch", "https://example.com/h"], "clicks": 60, "impressions": 2250, '
        '"ctr": 0.0267, '
        '"position": 5.1}], "responseAggregationType": "byPage"}',
        {"keywords": {**_GSC, "landing_page": ["https://example.com/l", "https://example.com/h"]}},
    ),
    Case(
        "Search Console bulk export",
        "data_date,site_url,url,query,is_anonymized_query,country,search_type,device,impressions,clicks,"
        "sum_position\n"
        "2026-09-01,sc-domain:example.com,https://example.com/l,loft ladder,false,gbr,WEB,MOBILE,10,2,20\n"
        "2026-09-02,sc-domain:example.com,https://example.com/l,loft ladder,false,gbr,WEB,DESKTOP,10,1,40\n"
        "2026-09-01,sc-domain:example.com,https://example.com/l,,true,gbr,WEB,MOBILE,90,1,200\n",
        {"keywords": {"keyword": ["loft ladder"], "clicks": [3.0], "impressions": [20.0], "position": [4.0]}},
        1,
    ),
    Case(
        "Looker Studio on Search Console",
        "Query,Landing Page,Url Clicks,Impressions,URL CTR,Average Position\n"
        "loft ladder,https://example.com/l,41,1290,3.18%,3.2\nloft hatch,https://example.com/h,60,2250,2.67%,5.1\n",
        {"keywords": _GSC},
    ),
    Case(
        "Fivetran's table of Search Console",
        "country,date,device,keyword,page,search_type,site,clicks,ctr,impressions,position,_fivetran_synced\n"
        "gbr,2026-09-01,MOBILE,loft ladder,https://example.com/l,web,https://example.com/,41,0.0318,1290,3.2,"
        "2026-09-02\n"
        "gbr,2026-09-01,MOBILE,loft hatch,https://example.com/h,web,https://example.com/,60,0.0267,2250,5.1,"
        "2026-09-02\n",
        {"keywords": _GSC},
    ),
    Case(
        "Semrush organic positions",
        "Keyword,Position,Previous position,Search Volume,Keyword Difficulty,CPC,URL,Traffic,SERP Features by "
        "Keyword,Timestamp\n"
        "loft ladder,3,4,1900,33,1.20,https://example.com/l,120,Reviews,2026-09-01\n"
        "loft ladder,9,0,1900,33,1.20,https://example.com/x,3,Reviews,2026-09-01\n",
        {"keywords": {"keyword": ["loft ladder"], "position": [3.0], "search_volume": [1900.0]}},
        1,
    ),
    Case(
        "Semrush Position Tracking",
        "----------------------------------------\nReport type: position_tracking_rankings_overview_organic\n"
        "Root domain: *.example.com/*\n----------------------------------------\n\n"
        "Keyword,Tags,Intents,*.example.com/*_20260901,*.example.com/*_20260901_type,"
        "*.example.com/*_20260901_landing,"
        "*.example.com/*_20260908,*.example.com/*_20260908_type,*.example.com/*_20260908_landing,"
        "*.example.com/*_difference,"
        "Search Volume,CPC\nloft ladder,,c,5,organic,https://example.com/o,3,organic,https://example.com/l,2,"
        "1900,1.20\n"
        "loft hatch,,c,-,,,-,,,-,5400,0.90\n",
        {"keywords": {"keyword": ["loft ladder", "loft hatch"], "position": [3.0, None], "search_volume": [1900.0,
        5400.0],
                      "landing_page": ["https://example.com/l", ""]}},
    ),
    Case(
        "SE Ranking, rank tracker",
        "Keyword,Url,Group,Search vol.,Results,2026-09-01,Dynamics,URL,2026-09-08,Dynamics,URL\n"
        "loft ladder,https://example.com/l,Lofts,880,12,6,0,,4,2,\nloft hatch,,,1210,9,-,-,,88,-,\n",
        {"keywords": {"keyword": ["loft ladder", "loft hatch"], "position": [4.0, 88.0], "search_volume": [880.0,
        1210.0]}},
    ),
    Case(
        "SE Ranking, summary",
        "Keyword,Group,Current position,Previous position,Change,Best position,Search vol.,Target URL,URL found\n"
        "loft ladder,Lofts,4,6,2,3,880,https://example.com/l,https://example.com/l\n",
        {"keywords": {"keyword": ["loft ladder"], "position": [4.0], "search_volume": [880.0]}},
    ),
    Case(
        "Ahrefs organic keywords (UTF-16)",
        (
            '"Keyword"\t"Country"\t"Volume"\t"KD"\t"CPC"\t"Current position"\t"Current URL"\n'
            '"loft ladder"\t"GB"\t"900"\t"28"\t"1.10"\t"4"\t"https://example.com/l"\n'
        ).encode("utf-16"),
        {"keywords": {"keyword": ["loft ladder"], "position": [4.0], "search_volume": [900.0]}},
    ),
    Case(
        "Moz",
        "Keyword,Min Volume,Max Volume,Difficulty,Organic CTR,Priority\nloft ladder,501,850,29,68,61\n",
        {"keywords": {"keyword": ["loft ladder"], "search_volume": [675.5]}},
    ),
    Case(
        "Sistrix",
        'Keyword;Position;Suchvolumen;Wettbewerb;CPC;URL\n"dachbodentreppe";4;"1.300";45 %;1,25;'
        'https://example.de/d\n',
        {"keywords": {"keyword": ["dachbodentreppe"], "position": [4.0], "search_volume": [1300.0]}},
    ),
    Case(
        "Google Keyword Planner",
        "Keyword Stats 2026-09-09\nAugust 1, 2025 - July 31, 2026\nKeyword\tCurrency\tAvg. monthly "
        "searches\tCompetition\t"
        "Competition (indexed value)\nloft ladder\tGBP\t1480\tHigh\t89\n",
        {"keywords": {"keyword": ["loft ladder"], "search_volume": [1480.0]}},
        0,
        "GBP",
    ),
    Case(
        "a bare list",
        "loft ladder\nwooden loft hatch\nattic stairs uk\n",
        {"keywords": {"keyword": ["loft ladder", "wooden loft hatch", "attic stairs uk"], "source_row": [1, 2, 3]}},
    ),
    Case(
        "an agency's own sheet",
        "Monthly report for Acme\n\nKeyword;Match;Clicks;Spend;Conv.;Revenue\n[loft ladder];Exact;41;£20.91;2;"
        "£900.00\n"
        "loft hatch;Phrase;60;£24.00;1;£0.00\nTotal;;101;£44.91;3;£900.00\n",
        {"keywords": {"keyword": ["loft ladder", "loft hatch"], "cost": [20.91, 24.0], "claimed_value": [900.0,
        0.0]}},
        1,
        "GBP",
    ),
    Case(
        "an agency's sheet that a spreadsheet has damaged",
        "Keyword,Match type,Campaign,Currency code,Impr.,Clicks,Cost\n#NAME?,Broad match,A,GBP,300,20,15.00\n"
        "loft ladder,Exact match,A,GBP,200,10,9.00\n01-Feb,Exact match,A,GBP,50,5,4.00\n1.2E+12,Exact match,A,"
        "GBP,40,4,3.00\n",
        {"keywords": {"keyword": ["loft ladder"], "cost": [9.0]}},
        3,
        "GBP",
    ),
    Case(
        "GA4 site search",
        "# ----------------------------------------\n# Site search\n# Account: Acme\n# Start date: 20260901\n# "
        "End date: 20260930\n"
        "# ----------------------------------------\nSearch term,Event count,Sessions\nloft ladder,310,"
        "212\n(not set),12,12\n",
        {"searches": {"search_term": ["loft ladder"], "count": [310.0], "origin": ["site_search"]}},
        1,
    ),
    Case(
        "Shopify searches",
        '"Search query","Searches","Searches (previous_period)"\n"loft ladder",310,280\n',
        {"searches": {"search_term": ["loft ladder"], "count": [310.0]}},
    ),
]  # fmt: skip
