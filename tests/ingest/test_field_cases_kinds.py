"""What is taken for something else in the field, and what gets lost: each stands for a kind."""

from __future__ import annotations

import pytest

from keyworth.errors import UnusableFile
from keyworth.ingest import read_files
from keyworth.ingest.containers.source import Source
from keyworth.ingest.entities.retirement import retired
from keyworth.ingest.entities.spreadsheet_damage import damage
from keyworth.ingest.entities.stage_words import stage_of
from keyworth.ingest.recognise import recognise, short_name
from keyworth.settings import Ingest


def read(tmp_path, text, **settings):
    path = tmp_path / "download"
    path.write_text(text, encoding="utf-8")
    return read_files({"": [path]}, Ingest(**settings))


@pytest.mark.parametrize(
    "text",
    [
        "Date,Account Name,Name,Amount,Description,Category\n20/03/2026,Current,Courier,12.91,COURIER,Post\n",
        "Date,Description,Debit,Credit,Balance\n20/03/2026,COURIER,12.91,,100.00\n",
        "Task,Title,Assignee,Due date,Priority,Url\n1,Paint shed,Sam,2026-05-01,High,https://example.com\n",
        "Call ID,Name,Phone,Duration,Direction,Code\n1,Ann,07700900001,63,in,x\n",
        "First Name,Last Name,Email,Product,Price\nAnn,B,a@example.com,Shed,90\n",
        "Order ID,Order Status,Item Name,SKU,Item Cost\n1,Completed,Shed,S1,650\n",
        "Invoice Number,Customer,Item,Price\n1,Ann,Shed,90\n",
        "Ticket ID,Title,Status,Url\n1,Broken shed,Open,https://example.com/1\n",
        "Name,Description\nSam,Painter\nAnn,Joiner\n",
        "Title,Sessions,Pageviews,Url\nHome,10,20,https://example.com/\n",
    ],
)
def test_what_is_no_catalogue(text):
    try:
        module, kind = recognise(Source("x", text.encode()))
    except UnusableFile:
        return
    assert kind != "catalogue", short_name(module)


@pytest.mark.parametrize(
    "text",
    ["title\nShed\n", "name,price\nShed,90\n", "Item,SKU\nShed,S1\n", "Product,Link\nShed,https://example.com/s\n",
     "Name,Fee,Status\nTuning,85,Available\n", "Package,Cost\nGold,900\n", "Procedure;Tarif\nPeeling;80\n"],
)  # fmt: skip
def test_what_is_a_catalogue(text):
    assert recognise(Source("x", text.encode()))[1] == "catalogue"


@pytest.mark.parametrize(
    "text",
    ["Negative keyword list,Keyword,Match type\nJobs,vacancy,Broad\n", "Negative keyword,Level\nvacancy,Campaign\n",
     "Campaign,Keyword,Match type,Clicks\nA,vacancy,Negative broad,0\n",
     "Liste auszuschließender Keywords,Keyword,Keyword-Option\nStellen,stelle,Weitgehend\n",
     "除外キーワード リスト,キーワード,マッチタイプ\n求人,求人,部分一致\n"],
)  # fmt: skip
def test_negatives_are_no_keywords(tmp_path, text):
    intake = read(tmp_path, text)
    assert len(intake.tables["keywords"]) == 0
    assert len(intake.set_aside) == 1


def test_what_a_spreadsheet_made_of_words():
    import pandas as pd

    bad = ["#NAME?", "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NOM?", "#BEZUG!", "#NV", "#¿NOMBRE?", "#####", "01-Feb",
    "Mai-24",
           "1.23457E+12", "3-déc"]  # fmt: skip
    good = ["t-shirt", "#gardening", "a1-frame", "4x4", "may day", "24-hour plumber", "e10", "c++", "10-2", "shed 01"]
    assert (damage(pd.Series(bad)) != "").all()
    assert (damage(pd.Series(good)) == "").all()


@pytest.mark.parametrize(
    "header",
    ["date,query", "query,country", "query,device", "page,query", "country,date,query,device,page",
    "query,search type",
     "site,query", "data_date,query", "query,hour", "query"],
)  # fmt: skip
def test_search_console_is_known_by_its_measures(tmp_path, header):
    value = {"date": "2026-09-01", "data_date": "2026-09-01", "page": "https://example.com/", "country": "gbr",
             "device": "MOBILE", "hour": "3", "site": "sc-domain:x", "search type": "web",
             "query": "shed roof"}  # fmt: skip
    row = ",".join(value[h] for h in header.split(","))
    intake = read(tmp_path, f"{header},clicks,impressions,ctr,position\n{row},2,50,0.04,3.5\n")
    assert intake.files["format"][0] == "search_console"
    assert intake.tables["keywords"][["keyword", "clicks", "position"]].values.tolist() == [["shed roof", 2.0, 3.5]]


@pytest.mark.parametrize(
    ("words", "stage"),
    [("Treatment accepted", "won"), ("Policy live", "won"), ("Deposit received", "won"), ("Contract signed", "won"),
     ("Did not proceed", "lost"), ("Went elsewhere", "lost"), ("Unqualified", "lost"), ("Contract sent",
     "opportunity"),
     ("Awaiting deposit", "opportunity"), ("Quote accepted", "won"), ("Unpaid", "opportunity"), ("Customer contacted",
     "lead"),
     ("Consultation completed", "appointment"), ("Survey booked", "appointment"), ("New enquiry", "lead"),
     ("Gewonnen", "won"),
     ("Devis signé", "won"), ("Devis envoyé", "opportunity"), ("Perdido", "lost"), ("受注", "won"), ("Column 7", "")],
)  # fmt: skip
def test_stages_in_a_companys_own_words(words, stage):
    assert stage_of(words) == stage


def test_stages_are_told_and_loud_where_none_is_won(tmp_path):
    text = (
        "Record ID,Deal Name,Deal Stage,Amount,Create Date\n1,a,Column 7,100,2026-05-01\n2,b,Quote sent,90,2026-05-01\n"
    )
    intake = read(tmp_path, text)
    assert "NO SALE IS WON" in intake.files["note"][0]
    assert "'Column 7' (opportunity)" in intake.files["note"][0]


def test_unread_money_and_days_of_sales_are_loud(tmp_path):
    note = read(tmp_path, "stage,sale_id,Deal worth (£),Moved\nwon,1,950.00,14/08/2026\n").files["note"][0]
    assert "NO AMOUNT IS READ: 'Deal worth (£)'" in note
    assert "NO DATE IS READ: 'Moved'" in note


@pytest.mark.parametrize(
    "text",
    [
        "sku,name,regular_price,sale_price,backorders_allowed\nA,Shed,90,,0\n",
        "Handle,Title,Variant Price,Variant Inventory Tracker,Variant SKU\na,Shed,90.00,shopify,A\n",
        "Handle,Title,Variant Price,Variant Inventory Tracker,Variant Inventory Qty\na,Shed,90.00,shopify,0\n",
        "sku,store_view_code,product_type,name,price\nA,,simple,Shed,90\n",
        "id\ttitle\tlink\timage_link\tprice\nA\tShed\thttps://example.com\thttps://example.com/i\t90 GBP\n",
        "id,title,price\nA,Shed,90\n",
        "id,title,price,status\nA,Shed,90,Zone 4\n",
        "Code,Description,List Price\nA,Shed,90\n",
    ],
)
def test_a_column_that_is_not_there_is_no_no(tmp_path, text):
    assert read(tmp_path, text).tables["catalogue"]["status"].tolist() == ["active"]


@pytest.mark.parametrize(
    ("cell", "on", "by"),
    [("Withdrawn 31/01/2025", "31/01/2025", ""), ("Disc. 31/03/2025", "31/03/2025", ""), ("DISCONTINUED", "", ""),
     ("Discontinued from 1 March 2025", "1 March 2025", ""), ("superseded by AB-12", "", "AB-12"),
     ("entfällt ab 01.04.2025", "01.04.2025", ""), ("Auslaufartikel, Nachfolger: K7", "", "K7"),
     ("Arrêté le 31/03/2025, remplacé par R-2", "31/03/2025", "R-2"), ("Descatalogado 31/03/2025", "31/03/2025", ""),
     ("Fuori produzione dal 31/03/2025", "31/03/2025", ""), ("Vervallen per 31-03-2025", "31-03-2025", ""),
     ("Wycofany 31.03.2025", "31.03.2025", ""), ("生産終了 2025/03/31", "2025/03/31", "")],
)  # fmt: skip
def test_lines_that_are_no_longer_sold(cell, on, by):
    assert retired(cell) == (on, by)


@pytest.mark.parametrize(
    "cell", ["In stock", "discount 10%", "disc brake", "new line", "available", "end of season sale", ""]
)
def test_lines_that_are_sold(cell):
    assert retired(cell) is None


def test_spend_without_a_keyword_is_kept(tmp_path):
    text = "Keyword status,Search keyword,Match type,Campaign,Currency code,Clicks,Impr.,Cost\n"
    text += "Enabled,shed,Broad match,C,GBP,10,100,20.00\nEnabled,AI Max expanded matches,,C,GBP,30,500,70.00\n"
    text += "Enabled,,,All PMax,GBP,5,50,9.00\nEnabled,,,C,GBP,0,0,0.00\n"
    intake = read(tmp_path, text)
    assert intake.tables["spend"][["kind", "cost"]].values.tolist() == [["ai_max", 70.0], ["performance_max", 9.0]]
    assert intake.files[["rows_in", "rows_used", "rows_set_aside"]].values.tolist() == [[4, 3, 1]]


def test_a_search_terms_report_alone_names_its_keywords(tmp_path):
    terms = "Search term,Match type,Added/Excluded,Campaign,Keyword,Impr.,Clicks,Cost\n"
    terms += "shed roof,Phrase match,None,A,shed,9,5,6.00\n"
    terms += "roof of shed,Phrase match,None,A,shed,9,2,1.50\n"
    intake = read(tmp_path, terms)
    assert intake.tables["keywords"][["keyword", "clicks", "cost"]].values.tolist() == [["shed", 7.0, 7.5]]
    (tmp_path / "terms.csv").write_text(terms)
    (tmp_path / "keywords.csv").write_text("keyword,clicks,cost\nbarn,1,2\n")
    both = read_files({"": [tmp_path / "terms.csv", tmp_path / "keywords.csv"]}, Ingest())
    assert both.tables["keywords"]["keyword"].tolist() == ["barn"]


@pytest.mark.parametrize(
    "text",
    ["We met on Tuesday.\nThe shed was fine.\nThey paid.\n", "one\ntwo\nthree\n", "Ann Buyer\nSam Rep\nCy Lee\n",
     "https://example.com/a b\nhttps://example.com/c d\n", "a@example.com x\nb@example.com y\n", "12 34\n56 78\n"],
)  # fmt: skip
def test_what_is_no_list_of_keywords(text):
    with pytest.raises(UnusableFile):
        recognise(Source("x", text.encode()))


@pytest.mark.parametrize(
    ("text", "prices"),
    [("Plan,Monthly price,Notes\nGold,£30,\nSilver,£20,\n", [30, 20]), ("Membership,Annual fee (£)\nAdult,120\n",
    [120]),
     ("Class,Price per month\nPilates,45\nYoga,from 40\n", [45, 40]), ("Behandlung;Preis ab\nBleaching;ab 249 €\n",
     [249]),
     ("Soin;Prix TTC\nMassage;45,50 €\n", [45.5]), ("Service,Cost\nTuning,85\n", [85]),
     ("Product,Cost price,Price\nShed,60,90\n", [90])],
)  # fmt: skip
def test_services_have_their_price(tmp_path, text, prices):
    assert read(tmp_path, text).tables["catalogue"]["price"].tolist() == prices


def test_search_terms_of_other_engines_are_no_keywords(tmp_path):
    text = "Search term,Keyword,Campaign,Impressions,Clicks,Spend\nwood ladder,ladder,A,100,4,3.20\n"
    intake = read(tmp_path, text)
    assert intake.tables["searches"][["search_term", "origin"]].values.tolist() == [["wood ladder", "search_ads"]]
