"""What promoting a version changes in an audit is told before it is promoted."""

import json

import pytest

import keyworth
from keyworth.relevance.encode import base_encoder
from keyworth.settings import Relevance, Settings
from keyworth.training import Models, promote
from tests.training.made import MENU, catalogue
from tests.training.test_registry import files

pytestmark = pytest.mark.slow


def test_promote_tells_what_it_changes_and_where_that_is_nothing(tmp_path):
    rows = "".join(f"{title},C,exact,10,20.00,1\n" for title in MENU)
    (tmp_path / "keywords.csv").write_text(f"keyword,campaign,match_type,clicks,cost,conversions\n{rows}")
    audit = keyworth.audit_keywords([tmp_path / "keywords.csv", catalogue(tmp_path / "menu.csv")], Settings())
    keyworth.save_audit(audit, tmp_path / "audit")
    models, model = Models(tmp_path / "models"), json.loads(files(0)["model.json"])
    model |= {"encoder": base_encoder(Relevance()).identity}
    same = models.add({**files(0, 384), "model.json": json.dumps(model).encode()})
    nothing = f"It changes nothing in {tmp_path / 'audit'}: no verdict, no product, no pound."
    told = promote(models.folder, same, audit=tmp_path / "audit")
    assert told == f"{nothing}\nThe champion is {same}."
    assert "is the champion already" in promote(models.folder, same, audit=tmp_path / "audit")
    assert promote(models.folder, "shipped", audit=tmp_path / "audit") == f"{nothing}\nThe champion is shipped."
    assert "was not worked out: name one with --audit" in promote(models.folder, same)
