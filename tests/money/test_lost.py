"""A lost deal counts as far as its file says that it got, whatever the CRM."""

from __future__ import annotations

import pytest

from keyworth.ingest import read_files
from keyworth.schema import RELEVANCE, empty
from keyworth.settings import Ingest, Money

from .conftest import Desk, day, trace

FILES = {
    "plain, by its own column": "stage,sale_id,last_stage,created_at\n"
    "lost,1,appointment,2026-03-01\nlost,2,Proposal sent,2026-03-01\nlost,3,,2026-03-01\nwon,4,,2026-03-02\n",
    "plain, by its history": "stage,sale_id,created_at,closed_at\nlead,1,2026-03-01,\nappointment,1,2026-03-02,\n"
    "lost,1,2026-03-03,2026-03-09\nopportunity,2,2026-03-01,\nlost,2,2026-03-01,2026-03-08\n"
    "lost,3,2026-03-01,2026-03-08\nwon,4,2026-03-02,2026-03-05\n",
    "Pipedrive": "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Deal created\n1,a,Demo,Lost,2026-03-01\n"
    "2,b,Negotiation,Lost,2026-03-01\n3,c,Lead in,Lost,2026-03-01\n4,d,Won,Won,2026-03-02\n",
    "HubSpot": "Record ID,Deal Name,Deal Stage,Create Date,\"Date entered \"\"Demo (Sales Pipeline)\"\"\","
    "\"Date entered \"\"Contract sent (Sales Pipeline)\"\"\"\n1,a,Closed Lost,2026-03-01,2026-03-02,\n"
    "2,b,Closed Lost,2026-03-01,2026-03-02,2026-03-04\n3,c,Closed Lost,2026-03-01,,\n4,d,Closed Won,2026-03-02,,\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_each_crm_tells_how_far_its_lost_deals_got(name, tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(FILES[name])
    sales = read_files({"": [path]}, Ingest()).tables["sales"].set_index("sale_id")
    far = sales["furthest"].to_dict()
    assert (far["1"], far["2"], far["4"]) == ("appointment", "opportunity", "")
    assert far["3"] in ("", "lead")


def test_a_deal_whose_history_lies_in_two_files(tmp_path):
    (tmp_path / "march.csv").write_text("stage,sale_id,created_at\nappointment,1,2026-03-01\nwon,9,2026-03-01\n")
    (tmp_path / "april.csv").write_text("stage,sale_id,closed_at\nlost,1,2026-04-01\nwon,8,2026-04-01\n")
    paths = [tmp_path / "march.csv", tmp_path / "april.csv"]
    sales = read_files({"": paths}, Ingest()).tables["sales"].set_index("sale_id")
    assert sales.loc["1", ["stage", "furthest"]].tolist() == ["lost", "appointment"]


def test_a_lost_appointment_is_a_lead_and_an_appointment(desk: Desk):
    row = {"created_at": day("2026-03-01 10:00"), "closed_at": day("2026-03-05")}
    desk.put("sales", {**row, "sale_id": "a", "stage": "lost", "furthest": "appointment"},
             {**row, "sale_id": "b", "stage": "lost"},
             {**row, "sale_id": "c", "stage": "won", "amount": 9.0})  # fmt: skip
    told = trace(desk.tables, empty(RELEVANCE), Money())["funnel"].set_index(["channel", "product", "stage"])
    assert told.loc[("", "")]["count"].tolist() == [100, 3, 2, 1, 1]
    assert told["note"].iloc[0].startswith("1 lost deals do not say")
