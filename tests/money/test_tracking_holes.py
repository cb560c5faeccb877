"""What is not tracked is no loss: campaigns, keywords, match types, channels and days of which nothing is on file."""

from __future__ import annotations

import pandas as pd
import pytest

from keyworth.ingest.entities.url_parameters import channel_of
from keyworth.money.channels import channel_of as money_channel
from keyworth.money.keyword_estimates import NOT_TRACKED
from keyworth.settings import Settings
from keyworth.verdicts.checks import campaigns_tracked

from .conftest import Desk, day

PERIOD = {"period_start": day("2026-01-01"), "period_end": day("2026-03-31")}


def account(*campaigns: str, each: int = 5, clicks: float = 400.0, cost: float = 400.0, **more) -> Desk:
    """Rows of equal clicks and cost, `each` a campaign."""
    return Desk().put("keywords", *[
        {"keyword": f"{name.lower()} word {i}", "campaign": name, "clicks": clicks, "cost": cost, **PERIOD, **more}
        for name in campaigns for i in range(each)
    ])  # fmt: skip


def sold(desk: Desk, names: list[str], times: int = 8, **visit) -> list[dict]:
    """Won sales of the named keywords, each after a visit that names it: rows of the log, the sales put on the desk."""
    who = [(f"c{n}-{i}", name) for n, name in enumerate(names) for i in range(times)]
    at = [day("2026-01-05") + pd.Timedelta(days=i * 80 // len(who)) for i in range(len(who))]
    desk.put("sales", *[
        {"sale_id": f"s{c}", "customer_id": c, "stage": "won", "created_at": t + pd.Timedelta(hours=2),
         "closed_at": t + pd.Timedelta(days=5), "amount": 1000.0, "channel": "paid"}
        for (c, _), t in zip(who, at, strict=True)
    ])  # fmt: skip
    return [
        {"customer_id": c, "at": t, "channel": "paid", "campaign": name.split(" word")[0], "keyword": name, **visit}
        for (c, name), t in zip(who, at, strict=True)
    ]


def by_keyword(desk: Desk, **settings) -> pd.DataFrame:
    found = desk.trace(**settings)["money"]
    return found.set_index(desk.tables["keywords"]["keyword"].to_numpy())


@pytest.mark.parametrize("source", ["Offline Sources", "OFFLINE", "CRM_UI", "Import", "INTEGRATION"])
def test_how_a_record_was_typed_in_is_no_channel(source):
    assert money_channel(channel_of(source)) == "unknown"


@pytest.mark.parametrize("source", ["Walk-in", "Trade show", "Event"])
def test_a_fair_is_a_channel(source):
    assert money_channel(channel_of(source)) == "offline"


def test_sales_of_no_known_channel_may_be_a_channels():
    desk = account("Sheds", each=10)
    log = sold(desk, [f"sheds word {i}" for i in range(10)])
    whole = by_keyword(desk.put("touchpoints", *log))["expected_revenue"].sum()
    rows = desk.tables["sales"].to_dict("records")
    for row in rows[::2]:
        row |= {"customer_id": "", "channel": "unknown"}
    half = by_keyword(desk.put("sales", *rows))
    ends = half[["expected_revenue_low", "expected_revenue_high"]].sum()
    assert ends.iloc[0] < whole < ends.iloc[1]
    assert half["expected_revenue"].sum() > 0.75 * whole


class TestCampaignOfWhichNothingIsOnFile:
    @pytest.fixture
    def desk(self) -> Desk:
        desk = account("Sheds", "Pods", "Gates", "Rooms")
        names = [f"{c} word {i}" for c in ("sheds", "pods", "gates") for i in range(4)]
        return desk.put("touchpoints", *sold(desk, names))

    def test_is_asked_and_not_called_a_loss(self, desk):
        found = by_keyword(desk)
        rooms = found[found.index.str.startswith("rooms")]
        assert rooms["reason"].eq(NOT_TRACKED).all()
        assert rooms["probability_below_break_even"].isna().all()
        assert found.drop(rooms.index)["probability_below_break_even"].notna().all()

    def test_loses_where_a_person_says_that_it_is_tracked(self, desk):
        rooms = by_keyword(desk, tracked_campaigns=["rooms"]).filter(like="rooms", axis=0)
        assert rooms["probability_below_break_even"].gt(0.9).all()

    def test_loses_where_its_visits_are_on_file(self, desk):
        log = desk.tables["touchpoints"].to_dict("records")
        log += [{"click_id": f"v{i}", "at": day("2026-02-01") + pd.Timedelta(minutes=i), "channel": "paid",
                 "campaign": "Rooms", "keyword": f"rooms word {i % 5}"} for i in range(40)]  # fmt: skip
        rooms = by_keyword(desk.put("touchpoints", *log)).filter(like="rooms", axis=0)
        assert rooms["probability_below_break_even"].gt(0.9).all()

    def test_few_clicks_are_no_riddle(self, desk):
        rows = desk.tables["keywords"].to_dict("records")
        for row in rows[-5:]:
            row |= {"clicks": 3.0, "cost": 3.0}
        assert by_keyword(desk.put("keywords", *rows))["reason"].eq("").all()


class TestCampaignThatNamesNoKeyword:
    @pytest.fixture
    def desk(self) -> Desk:
        desk = account("Sheds", "Pods")
        names = [f"{c} word {i}" for c in ("sheds", "pods") for i in range(5)]
        log = sold(desk, names)
        return desk.put("touchpoints", *[row | {"keyword": ""} if row["campaign"] == "pods" else row for row in log])

    def test_is_shared_over_its_keywords_as_probable(self, desk):
        journeys, links, _ = desk.link()
        pods = journeys[journeys["campaign"].eq("Pods")]
        assert set(pods["link"]) == {"campaign"}
        assert pods["share"].round(2).eq(0.2).all()
        assert links.loc[links["link"].eq("campaign"), "certainty"].eq("probable").all()

    def test_tells_one_keyword_from_another_by_nothing(self, desk):
        found = desk.trace()
        seen = found["traceability"].set_index(desk.tables["keywords"]["keyword"].to_numpy())["named_share"]
        assert seen["sheds word 1"] > 0.9 > 0.1 > seen["pods word 1"]
        assert found["leads"].query("keyword_id >= 5").empty  # none of them is a keyword's own

    def test_a_keyword_that_the_report_does_not_list_is_nobodys(self, desk):
        log = desk.tables["touchpoints"].to_dict("records")
        log = [row | {"keyword": "paused"} if row["campaign"] == "pods" else row for row in log]
        journeys, _, _ = desk.put("touchpoints", *log).link()
        assert journeys.loc[journeys["keyword_key"].eq("paused"), "keyword_id"].eq(-1).all()


class TestLogThatNamesWhatWasTyped:
    @pytest.fixture
    def desk(self) -> Desk:
        desk = Desk().put("keywords", *[
            {"keyword": word, "campaign": "Sheds", "match_type": how, "clicks": 100.0, "cost": 50.0, **PERIOD}
            for word, how in (("oak shed", "exact"), ("shed", "broad"), ("garden shed", "phrase"))
        ])  # fmt: skip
        return desk.put("searches", *[
            {"search_term": term, "keyword": word, "campaign": "Sheds", "clicks": clicks, "origin": "search_ads"}
            for term, word, clicks in (("oak shed", "oak shed", 90.0), ("oak shed", "shed", 10.0),
                                       ("small shed", "shed", 20.0))
        ])  # fmt: skip

    @pytest.mark.parametrize(
        ("term", "rows"),
        [
            ("small shed", {1: 1.0}),  # the report says so
            ("oak shed", {0: 0.9, 1: 0.1}),  # a keyword too
            ("big garden shed", {2: 1.0}),  # hidden: the longest that stands in it
            ("summer house", {1: 0.5, 2: 0.5}),  # hidden and in other words: not the exact one
        ],
    )
    def test_a_term_finds_its_keyword(self, desk, term, rows):
        log = sold(desk, [term, *["small shed"] * 3], times=1, campaign="Sheds")
        journeys, _, _ = desk.put("touchpoints", *log).link()
        own = journeys[journeys["keyword_key"].eq(term) & journeys["sale_id"].eq("sc0-0")]
        assert own.set_index("keyword_id")["share"].round(2).to_dict() == rows


def test_match_types_of_one_keyword_are_judged_together_unless_a_visit_tells_them_apart():
    desk = Desk().put("keywords", *[
        {"keyword": f"shed {i}", "campaign": "Sheds", "match_type": how, "clicks": 100.0, "cost": 100.0, **PERIOD}
        for i in range(6) for how in ("exact", "broad")
    ])  # fmt: skip
    log = sold(desk, [f"shed {i}" for i in range(6)], times=3, campaign="Sheds")
    together = desk.put("touchpoints", *log).trace()
    assert together["traceability"]["judged_with"].tolist() == [i // 2 * 2 for i in range(12)]
    apart = desk.put("touchpoints", *[row | {"landing_page": "/a?matchtype=e"} for row in log]).trace()
    assert apart["traceability"]["judged_with"].tolist() == list(range(12))
    assert apart["money"].loc[1::2, "attributed_conversions"].eq(0).all()


def test_the_day_of_a_deal_made_at_closing_says_nothing_of_late_clicks():
    desk = account("Sheds", each=6)
    log = sold(desk, [f"sheds word {i}" for i in range(6)], times=5)
    rows = desk.tables["sales"].to_dict("records")
    soon = by_keyword(desk.put("touchpoints", *log))["expected_revenue"].sum()
    for row in rows:
        row["created_at"] = row["closed_at"] = row["created_at"] + pd.Timedelta(days=60)
    late = by_keyword(desk.put("sales", *[row for row in rows if row["closed_at"] <= day("2026-03-31")]))
    assert 0.6 * soon < late["expected_revenue"].sum() < 1.7 * soon
    assert late["attributed_revenue"].sum() < 0.5 * soon


def test_a_visit_beyond_the_lookback_tells_the_channel():
    desk = account("Sheds", each=6)
    log = sold(desk, [f"sheds word {i}" for i in range(6)], times=5, channel="paid")
    rows = [row | {"channel": ""} for row in desk.tables["sales"].to_dict("records")]
    for row in rows[::2]:
        row["created_at"] = row["closed_at"] = row["created_at"] + pd.Timedelta(days=120)
    _, links, _ = desk.put("sales", *rows).put("touchpoints", *log).link()
    beyond = links[links["beyond_lookback"]]
    assert len(beyond) == 15
    assert beyond["link"].eq("unmatched").all()
    assert beyond["channel"].eq("paid_search").all()


class TestInvoices:
    @pytest.fixture
    def desk(self) -> Desk:
        desk = account("Sheds", each=6)
        log = sold(desk, [f"sheds word {i}" for i in range(6)], times=2)
        first = [row | {"amount": 100.0} for row in desk.tables["sales"].to_dict("records")]
        every = [row | {"sale_id": f"{row['sale_id']}/{m}", "created_at": row["created_at"] + pd.Timedelta(days=30 * m),
                        "closed_at": row["closed_at"] + pd.Timedelta(days=30 * m)}
                 for row in first for m in range(6)]  # fmt: skip
        return desk.put("sales", *every).put("touchpoints", *log)

    def test_belong_to_the_visit_that_brought_the_customer(self, desk):
        _, links, _ = desk.link()
        assert links["link"].eq("customer_id").all()

    def test_are_worth_what_the_customer_paid_in_all(self, desk):
        money = desk.trace()["money"]
        assert money["attributed_conversions"].sum() == pytest.approx(72)
        assert money["attributed_revenue"].sum() == pytest.approx(7200)
        assert money["expected_revenue"].sum() == pytest.approx(7200, rel=0.15)
        assert money["expected_conversions"].sum() == pytest.approx(72, rel=0.15)

    def test_make_a_range_no_narrower_than_one_sale_would(self, desk):
        many = desk.trace()["money"]
        once = [row | {"amount": 600.0} for row in desk.tables["sales"].to_dict("records") if row["sale_id"][-1] == "0"]
        one = desk.put("sales", *once).trace()["money"]
        for end in ("low", "high"):
            pd.testing.assert_series_equal(many[f"expected_revenue_{end}"], one[f"expected_revenue_{end}"], rtol=0.05)


def test_a_check_asks_whether_the_campaign_is_tracked():
    rows = pd.DataFrame({"campaign": ["Rooms", "Rooms", "Sheds"], "untracked": [0.99, 0.99, 0.0], "clicks": 2605.5})
    passed, campaigns, why = campaigns_tracked(rows, {"links": pd.DataFrame({"sale_id": ["s"]})}, Settings())
    assert (passed, campaigns) == (False, 1)
    assert why == "Rooms: 5,211 clicks, no sale traced: is it tracked?"
