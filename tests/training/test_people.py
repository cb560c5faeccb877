"""What people decided and judged: labels, the measure of weak labels, recalibration, and the vocabulary."""

import numpy as np
import pandas as pd
import pytest

import keyworth
from keyworth.relevance.active_model import recalibrated
from keyworth.relevance.versions import known_version
from keyworth.review.review_commands import open_desk
from keyworth.review.review_session import Person
from keyworth.settings import Review, Settings
from keyworth.training import Models
from tests.training.made import MENU, calls, catalogue

pytestmark = pytest.mark.slow

ANN, BEN = Person("Ann", "sales"), Person("Ben", "marketing")
WORDS = ["cheap", "best", "buy", "new", "local", "small", "large", "used"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    listed = [(f"{word} {title}", title) for title in MENU for word in WORDS]
    listed += [(said, title) for title, words in MENU.items() for said in words]
    rows = "".join(f"{keyword},C,exact,10,20.00,1\n" for keyword, _ in listed)
    (folder / "keywords.csv").write_text(f"keyword,campaign,match_type,clicks,cost,conversions\n{rows}")
    said, menu = calls(folder / "calls.csv"), catalogue(folder / "catalogue.csv")
    audit = keyworth.audit_keywords([folder / "keywords.csv", menu, said], Settings())
    keyworth.save_audit(audit, folder / "audit")
    return folder, said, menu, dict(listed)


def judge(folder, answers, person=ANN):
    """Write blind judgements of keywords: ``answers`` maps a keyword to yes, no or unsure."""
    desk = open_desk(folder / "audit", None, Review())
    subjects = desk.decided().set_index("keyword")["subject"]
    for keyword, said in answers.items():
        desk.judge(person, subjects[keyword], said, "unsure")


def test_judgements_decisions_and_disagreement(shop):
    from keyworth.store import read_audit
    from keyworth.training.review_labels import judged_keywords

    folder, *_ = shop
    audit = read_audit(folder / "audit")
    assert judged_keywords(folder / "audit", audit, None).empty
    judge(folder, {"settee": "yes", "pushchair": "no", "trainers": "yes", "buggy": "unsure"})
    judge(folder, {"trainers": "no"}, BEN)
    desk = open_desk(folder / "audit", None, Review())
    rows = desk.decided().set_index("keyword")
    desk.decide(ANN, rows.loc["hide couch", "subject"], 0, "change", "keep", reason="we sell it")
    found = judged_keywords(folder / "audit", audit, None)
    said = dict(
        zip(
            audit.keywords["keyword"].iloc[found["row"]],
            zip(found["answered"], found["blind"], strict=True),
            strict=True,
        )
    )
    assert said == {"settee": (True, True), "pushchair": (False, True), "hide couch": (True, False)}


def test_weak_labels_weigh_what_they_prove_to_be_worth(shop, tmp_path):
    """The CRM's products are right, the records' are drawn by lot: judged keywords tell which to believe."""
    from keyworth.training.review_labels import trust_in_weak, trusted

    rng = np.random.default_rng(0)
    places = list(MENU)
    texts = [(w, p) for p, words in enumerate(MENU.values()) for w in words] * 20
    weak = pd.DataFrame(
        {"text": [f"I want a {w} please" for w, _ in texts], "product": [p for _, p in texts], "weight": 1.0}
    )
    weak["origin"] = np.where(np.arange(len(weak)) % 2, "sale", "call")
    lot = (weak["origin"] == "call").to_numpy()
    weak.loc[lot, "product"] = rng.integers(len(places), size=lot.sum())
    judged = pd.DataFrame(
        {"text": ["settee", "pushchair", "laser"], "product": [1, 4, 2], "wanted": [True, True, False]}
    )
    trust = trust_in_weak(weak, judged)
    assert trust["sale"][0] > 0.9 > 0.5 > trust["call"][0]
    assert trust["named"] == (0.75, 0)
    weighed = trusted(weak, trust)
    assert set(weighed.loc[lot, "weight"]) == {trust["call"][0]}


def test_what_was_judged_is_learnt_and_told(shop, tmp_path):
    folder, said, menu, _ = shop
    judge(folder, {"desk shed": "yes", "office copier": "yes"})
    found = keyworth.retrain(said, catalogue=menu, audit=folder / "audit", out=tmp_path / "models")
    model = Models(tmp_path / "models").read(found.version).model
    assert model["counts"]["keywords judged by people"] >= 3
    # Ann said that a pushchair is no baby stroller: the calls that say it is are believed the less.
    assert 0.3 < model["counts"]["trust in products named by a call's record"] < 0.75
    card = (tmp_path / "models" / found.version / "card.md").read_text()
    assert "keywords judged by people" in card


def test_the_relevance_model_is_recalibrated_where_judgements_bear_it_out(shop, tmp_path):
    folder, said, menu, listed = shop
    none = {k: "no" if i % 3 else "yes" for i, k in enumerate(k for k in listed if k.split()[0] in WORDS)}
    judge(folder, none)
    found = keyworth.retrain(said, catalogue=menu, audit=folder / "audit", out=tmp_path / "models", force=True)
    told = Models(tmp_path / "models").read(found.version).model["recalibration"]
    assert told["log_loss_after"] < told["log_loss_before"] - 0.01
    settings = Settings(relevance={"models": str(tmp_path / "models")}).relevance
    known_version.cache_clear()
    before = np.array([0.0, 0.5, 0.95])
    after = recalibrated(before, settings)
    assert after[0] == 0
    assert (after[1:] < before[1:]).all()
    assert "Recalibration" in (tmp_path / "models" / found.version / "card.md").read_text()
    again = keyworth.audit_keywords(
        [folder / "keywords.csv", menu, said], Settings(relevance={"models": str(tmp_path / "models")})
    )
    assert again.summary["models"]["champion"] == found.version
    plain = keyworth.read_audit(folder / "audit").keywords["product_relevance"]
    assert again.keywords["product_relevance"].mean() < plain.mean()


def test_new_phrases_are_proposed_accepted_and_rejected(shop, tmp_path):
    folder, _, menu, _ = shop
    fresh = "2026-08-03T10:00:00Z"
    rows = [
        [
            f"n{i}",
            f"new {i}",
            fresh,
            "customer",
            f"do you do the nappy wagon {'in red' * (i % 2)}",
            "baby stroller",
            "won",
        ]
        for i in range(9)
    ]
    said, out = calls(tmp_path / "calls.csv", more=rows), tmp_path / "models"
    found = keyworth.retrain(said, catalogue=menu, audit=folder / "audit", out=out)
    row = found.vocabulary.set_index("phrase").loc["nappy wagon"]
    assert (row["count"], row["callers"], row["first_seen"], row["state"]) == (9, 9, "2026-08-03", "proposed")
    assert "settee" not in set(found.vocabulary["phrase"])  # the audit knew it
    registry = Models(out)
    others = [p for p in found.vocabulary["phrase"] if p != "nappy wagon"]
    registry.decide_phrases(found.version, ["nappy wagon"], others[:1], "Ann")
    later = keyworth.retrain(said, catalogue=menu, audit=folder / "audit", out=out).vocabulary
    assert later.set_index("phrase").loc["nappy wagon", "state"] == "accepted"
    assert not set(others[:1]) & set(later["phrase"])
