"""The relevance model: contributions add up, a changed file is refused, and pairs come out the right way round."""

import hashlib
import json
import shutil

import numpy as np
import pandas as pd
import pytest

from keyworth.assets import asset
from keyworth.errors import UnusableModel
from keyworth.relevance.features import SUMMARY, pair_features, prepare_keywords, prepare_products
from keyworth.relevance.model import GRADES, grade, load_relevance_model
from keyworth.relevance.pairs import score_pairs

PAIRS = [
    ("ipad pro", "Leather case for iPad Pro 11"),
    ("ipad case", "Leather case for iPad Pro 11"),
    ("garden office", "Insulated garden room 3m x 2m, home office"),
    ("used laptop", "Laptop 15.6 inch 8 GB"),
    ("", "🙂"),
]


def features(semantic=0.5):
    n = np.arange(len(PAIRS))
    prod = prepare_products(pd.DataFrame({"title": [t for _, t in PAIRS]}), learn=False)
    return pair_features(prepare_keywords([k for k, _ in PAIRS]), prod, n, n, np.full(len(n), semantic))


@pytest.mark.parametrize("semantic", [0.5, np.nan])
def test_contributions_add_up(semantic):
    model, f = load_relevance_model(), features(semantic)
    assert np.abs(model.contributions(f).sum(axis=1).to_numpy() - model.logit(f)).max() < 1e-6


def test_contributions_of_mixed_rows_add_up():
    model, f = load_relevance_model(), pd.concat([features(0.5), features(np.nan)], ignore_index=True)
    parts = model.contributions(f)
    assert "baseline" in parts
    assert np.abs(parts.sum(axis=1).to_numpy() - model.logit(f)).max() < 1e-6
    p = model.probability(f)
    assert ((p >= 0) & (p <= 1)).all()


def test_no_rows():
    model, f = load_relevance_model(), features().iloc[:0]
    assert len(model.probability(f)) == len(model.contributions(f)) == 0


def test_more_meaning_never_lowers_the_score():
    model = load_relevance_model()
    scores = np.stack([model.probability(features(s)) for s in np.linspace(0, 1, 9)])
    assert (np.diff(scores, axis=0) >= -1e-9).mean() > 0.95


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("ipad case", "Leather case for iPad Pro 11"), ("ipad pro", "Leather case for iPad Pro 11")),
        (("laptop", "Laptop 15.6 inch 8 GB"), ("used laptop", "Laptop 15.6 inch 8 GB")),
        (("safe for kids", "Paint safe for kids"), ("safe for kids", "harmful to kids")),
        (("3m x 2m garden room", "Garden room 3m x 2m"), ("4m x 3m garden room", "Garden room 3m x 2m")),
        (("mens jeans", "Men's slim jeans blue"), ("mens jeans", "Women's slim jeans blue")),
        (("iphone 8", "Smartphone iPhone 8 64GB"), ("iphone 11", "Smartphone iPhone 8 64GB")),
        (("brother tn-2110", "Brother TN-2110 toner"), ("brother tn-2110", "Brother TN-3230 toner")),
        (("boiler", "Gas combi boiler 30kW"), ("boiler", "Thermostat for gas combi boiler")),
        (("decaf coffee", "Decaffeinated ground coffee"), ("decaf coffee", "Ground coffee")),
        (("office chair", "Mesh office chair"), ("office chair", "Mat for office chairs")),
    ],
)
def test_pairs_come_out_the_right_way_round(better, worse):
    high, low = score_pairs([better[0], worse[0]], [better[1], worse[1]])
    assert high > low + 0.1


def test_plain_cases_are_on_the_right_side():
    high = score_pairs(["ipad case", "garden office"], [PAIRS[1][1], PAIRS[2][1]])
    low = score_pairs(["ipad pro", "safe for kids"], [PAIRS[0][1], "harmful to kids"])
    assert (high > 0.7).all()
    assert (low < 0.5).all()


def test_a_keyword_that_nobody_sells_is_improbable():
    model = load_relevance_model()
    summary = pd.DataFrame(0.0, index=[0, 1], columns=list(SUMMARY))
    summary.loc[0, ["best", "best_logit", "best_lexical", "known_weight", "sold_weight"]] = [0.95, 3.0, 1.0, 1.0, 1.0]
    summary.loc[1, ["best", "best_logit", "unknown_word", "unsold_word"]] = [0.05, -3.0, 1.0, 1.0]
    sold, unsold = model.keyword_probability(summary)
    assert sold > 0.8
    assert unsold < 0.2


def test_grades():
    f = features()
    found = grade(np.array([0.2, 0.9, 0.45, 0.1, 0.0]), f)
    assert set(found) <= set(GRADES)
    assert found[:2].tolist() == ["complement", "exact"]


def copy_of(folder):
    shutil.copytree(asset("models", "relevance"), folder)
    return folder


def test_a_changed_model_is_refused(tmp_path):
    folder = copy_of(tmp_path / "m")
    path = folder / "relevance.json"
    path.write_text(path.read_text().replace("1", "2", 1))
    with pytest.raises(UnusableModel, match="has been changed"):
        load_relevance_model(folder)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": 99, "heads": {}}', '{"format": 2, "heads": {"pair": {"terms": [{}]}}}',
     '{"format":2,"heads":{"pair":{"baseline":0,"curve":[1,1,0],"terms":[{"features":["semantic"],"edges":[[0]],'
     '"values":[1]}]}}}', '{"format":2,"heads":{"pair":{"baseline":0,"curve":[-1,1,0],"terms":[]}}}'],
)  # fmt: skip
def test_a_model_of_another_shape_is_refused(tmp_path, content):
    (tmp_path / "relevance.json").write_text(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {"relevance.json": digest}}))
    with pytest.raises(UnusableModel):
        load_relevance_model(tmp_path)


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(UnusableModel, match="holds no relevance model"):
        load_relevance_model(tmp_path)


def test_the_manifest_lists_what_ships():
    folder = asset("models", "relevance")
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert (folder / "card.md").exists()
