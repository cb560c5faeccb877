"""A shop that sells sheds, and an account whose searches ask for more than sheds."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyworth import read_audit, save_audit
from keyworth.audit import audit_keywords

CATALOGUE = "title,product_id,category,price,status,url\n" + "".join(
    f"{name},p{i},Sheds,{400 + 90 * i},active,https://shop.example/{i}\n"
    for i, name in enumerate(
        ["Garden Shed 6x4", "Bike Shed", "Tool Shed 4x3", "Shed Window", "Shed Base Kit", "Log Store"]
    )
)
KEYWORDS = (
    "Search keyword report\n1 May 2026 - 31 May 2026\nSearch keyword,Match type,Campaign,Ad group,Currency code,Impr.,"
    "Clicks,Cost,Conversions\n"
    "garden shed,Phrase match,Sheds,Garden,GBP,9000,900,900.00,60\n"
    "bike shed,Broad match,Sheds,Bike,GBP,4000,400,400.00,30\n"
    "AI Max expanded matches,,Sheds,Garden,GBP,900,100,130.00,0\nTotal: Account,,,,GBP,,1400,1430.00,90\n"
)
TERMS = [
    ("garden shed", "garden shed", 300, 24), ("large garden shed", "garden shed", 120, 9),
    ("garden shed jobs", "garden shed", 60, 0), ("shed builder jobs", "garden shed", 50, 0),
    ("bike shed jobs", "bike shed", 40, 0), ("second hand garden shed", "garden shed", 70, 0),
    ("bike shed", "bike shed", 150, 14), ("bicycle insurance quote", "bike shed", 90, 0),
    ("=cmd|' /C calc'!A0", "bike shed", 3, 0), ("bike shed with roof", "bike shed", 30, 3),
]  # fmt: skip
NEGATIVES = (
    "Negative keyword report\nAll time\nNegative keyword,Match type,Level,Campaign,Ad group\n"
    "garden,Broad match,Campaign,Sheds,\nbike,Phrase match,Campaign,Other,\nwindow,Broad match,Account,,\n"
    "shed window,Phrase match,Account,,\nsalary,Broad match,Account,,\n"
)
SEARCHES = "search_term,count\ngarden shed,40\nshed window,12\nbike shed,9\ncareers jobs,7\n"


def terms_report() -> str:
    rows = "".join(
        f'"{term}",Broad match,None,Sheds,{keyword.split()[0].title()},{keyword},{clicks * 10},{clicks},GBP,'
        f"{clicks}.00,{c}\n"
        for term, keyword, clicks, c in TERMS
    )
    head = (
        "Search term,Match type,Added/Excluded,Campaign,Ad group,Keyword,Impr.,Clicks,Currency code,Cost,Conversions\n"
    )
    return f"Search terms report\n1 May 2026 - 31 May 2026\n{head}{rows}"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit's folder."""
    home = tmp_path_factory.mktemp("searches")
    texts = {"keywords": KEYWORDS, "catalogue": CATALOGUE, "terms": terms_report(), "negatives": NEGATIVES,
             "site search": SEARCHES}  # fmt: skip
    for name, text in texts.items():
        (home / f"{name}.csv").write_text(text, encoding="utf-8")
    return save_audit(
        audit_keywords([home / f"{name}.csv" for name in texts]), tmp_path_factory.mktemp("saved") / "audit"
    )


@pytest.fixture(scope="session")
def audit(folder):
    """The audit itself, as it was saved."""
    return read_audit(folder)
