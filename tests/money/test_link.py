"""Each tie, and each thing that must not be counted or not twice."""

from __future__ import annotations

import pandas as pd

from .conftest import Desk, day

CLICK = {"customer_id": "v1", "at": day("2026-03-01 10:00"), "channel": "paid search", "keyword": "garden office",
         "campaign": "Rooms", "click_id": "g1"}  # fmt: skip
WON = {"sale_id": "s1", "stage": "won", "created_at": day("2026-03-02 11:00"), "closed_at": day("2026-03-20 09:30"),
       "amount": 1000.0, "currency": "GBP"}  # fmt: skip


def tied(desk: Desk, **settings) -> list[tuple[str, int]]:
    journeys, _, _ = desk.link(**settings)
    return list(zip(journeys["link"], journeys["keyword_id"], strict=True))


def test_a_click_id_ties_exactly(desk):
    desk.put("touchpoints", CLICK).put("sales", {**WON, "click_id": "g1"})
    assert tied(desk) == [("click_id", 0)]


def test_a_click_in_the_log_the_crm_and_the_call_tracker_is_one(desk):
    call = {"call_id": "k1", "text": "hello", "customer_id": "v1", "click_id": "g1", "keyword": "garden office",
            "started_at": day("2026-03-01 10:20")}  # fmt: skip
    desk.put("touchpoints", CLICK, {**CLICK, "landing_page": "/next"}).put("calls", call)
    desk.put("sales", {**WON, "customer_id": "v1", "click_id": "g1", "utm_term": "garden office"})
    assert tied(desk) == [("click_id", 0)]


def test_a_tracked_call_ties_by_person(desk):
    call = {"call_id": "k1", "text": "hello", "person": "p", "keyword": "Garden Pod", "started_at": day("2026-03-01")}
    desk.put("calls", call).put("sales", {**WON, "person": "p"})
    assert tied(desk) == [("call_tracking", 1)]


def test_utm_term_of_the_sale_is_used_where_nothing_was_logged(desk):
    desk.put("sales", {**WON, "utm_term": "+garden +pod", "utm_medium": "cpc", "utm_source": "google"})
    assert tied(desk) == [("utm", 1)]


def test_macros_and_numbers_are_not_keywords(desk):
    for term in ("{keyword}", "120200000000000123", "(not set)"):
        desk.put("sales", {**WON, "utm_term": term, "utm_medium": "cpc"})
        assert tied(desk)[0][1] == -1


def test_a_keyword_listed_twice_shares_by_clicks():
    desk = Desk().put(
        "keywords",
        {"keyword": "garden office", "campaign": "A", "clicks": 75.0},
        {"keyword": "garden office", "campaign": "B", "clicks": 25.0},
    )
    desk.put("touchpoints", {**CLICK, "campaign": ""}).put("sales", {**WON, "customer_id": "v1"})
    journeys, _, _ = desk.link()
    assert journeys["share"].tolist() == [0.75, 0.25]
    desk.put("touchpoints", {**CLICK, "campaign": "b"})
    assert tied(desk) == [("customer_id", 1)]


def test_a_landing_page_alone_is_probable_and_split_over_its_keywords():
    desk = Desk().put(
        "keywords",
        {"keyword": "a", "landing_page": "https://x.test/p/", "clicks": 30.0},
        {"keyword": "b", "landing_page": "/p?gclid=1", "clicks": 10.0},
    )
    desk.put("sales", {**WON, "landing_page": "https://x.test/p#top"})
    journeys, links, _ = desk.link()
    assert journeys["share"].tolist() == [0.75, 0.25]
    assert links["certainty"].tolist() == ["probable"]


def test_a_search_term_finds_the_keyword_it_met(desk):
    desk.put(
        "searches", {"search_term": "shed to work in", "keyword": "garden office", "campaign": "Rooms", "clicks": 3.0}
    )
    desk.put("touchpoints", {**CLICK, "keyword": "shed to work in"}).put("sales", {**WON, "customer_id": "v1"})
    assert tied(desk) == [("customer_id", 0)]


def test_an_organic_visit_is_never_the_paid_keywords(desk):
    desk.put("touchpoints", {**CLICK, "channel": "organic", "click_id": ""}).put("sales", {**WON, "customer_id": "v1"})
    assert tied(desk) == [("no_keyword", -1)]


def test_a_click_after_its_sale_is_refused_by_name(desk):
    desk.put("touchpoints", {**CLICK, "at": day("2026-03-09 10:00")}).put("sales", {**WON, "click_id": "g1"})
    traced = desk.trace()
    assert traced["links"]["link"].tolist() == ["unmatched"]
    assert traced["money_set_aside"]["reason"].str.contains("after the sale").sum() == 1


def test_a_click_from_the_future_is_refused_by_name(desk):
    desk.put("touchpoints", {**CLICK, "at": day("2031-01-01")}).put("sales", {**WON, "customer_id": "v1"})
    traced = desk.trace()
    assert traced["links"]["link"].tolist() == ["unmatched"]
    assert traced["money_set_aside"]["reason"].str.contains("after the day of the export").sum() == 1


def test_a_sale_of_which_only_the_day_is_known_takes_that_days_click(desk):
    desk.put("touchpoints", {**CLICK, "at": day("2026-03-02 16:00")})
    desk.put("sales", {**WON, "customer_id": "v1", "created_at": day("2026-03-02")})
    assert tied(desk) == [("customer_id", 0)]


def test_time_zones_meet_in_utc(desk):
    at = pd.Timestamp("2026-07-01 12:30", tz="Europe/London").tz_convert("UTC")
    desk.put("touchpoints", {**CLICK, "at": at})
    created = pd.Timestamp("2026-07-01 07:45", tz="America/New_York").tz_convert("UTC")
    desk.put("sales", {**WON, "customer_id": "v1", "created_at": created, "closed_at": created})
    assert tied(desk) == [("customer_id", 0)]


def test_the_lookback_window_ends(desk):
    desk.put("touchpoints", {**CLICK, "at": day("2025-11-01")}).put("sales", {**WON, "customer_id": "v1"})
    assert tied(desk) == [("unmatched", -1)]
    assert tied(desk, lookback_days=200) == [("customer_id", 0)]


def test_a_duplicate_sale_id_counts_once(desk):
    desk.put("sales", {**WON, "stage": "lead", "amount": None}, WON, WON)
    traced = desk.trace()
    assert len(traced["links"]) == 1
    assert traced["money_set_aside"]["reason"].str.contains("same sale id").sum() == 2
    assert traced["money_flow"].query("side == 'revenue'")["amount"].sum() == 1000


def test_a_refund_comes_off_its_sale_and_one_without_a_sale_is_named(desk):
    refund = {**WON, "amount": -400.0}
    lone = {**WON, "sale_id": "s9", "customer_id": "zz", "amount": -50.0}
    desk.put("sales", WON, refund, lone)
    traced = desk.trace()
    assert traced["money_flow"].query("side == 'revenue'")["amount"].sum() == 600
    assert traced["money_set_aside"]["content"].tolist() == ["s9 -50.00"]


def test_a_second_currency_is_converted_or_refused_by_name(desk):
    desk.put("touchpoints", CLICK).put("sales", {**WON, "click_id": "g1", "currency": "EUR"})
    assert desk.trace()["credits"]["amount"].isna().all()
    assert desk.trace(exchange_rates={"EUR": 0.8})["credits"]["amount"].unique().tolist() == [800.0]


def test_people_who_call_twice_are_one_lead(desk):
    lead = {"stage": "lead", "person": "p"}
    desk.put("sales", {**lead, "sale_id": "a", "created_at": day("2026-03-01")},
             {**lead, "sale_id": "b", "created_at": day("2026-03-05")},
             {**lead, "sale_id": "c", "created_at": day("2026-03-09"), "stage": "opportunity"})  # fmt: skip
    _, links, _ = desk.link()
    assert links.set_index("sale_id")["repeat_of"].to_dict() == {"a": "c", "b": "c", "c": ""}


def test_rates_by_channel_and_month_keep_the_unmatched(desk):
    desk.put("touchpoints", CLICK).put("sales", {**WON, "click_id": "g1"}, {**WON, "sale_id": "s2"})
    _, _, rates = desk.link()
    assert rates.set_index("channel")["matched"].to_dict() == {"paid_search": 1, "unknown": 0}
    assert rates["sales"].sum() == 2


VISIT = {"channel": "paid search", "landing_page": "/rooms", "campaign": "Rooms"}
ASKED = {**WON, "created_at": day("2026-03-02 11:00"), "landing_page": "https://x.test/rooms?x=1"}


def test_an_anonymous_visit_is_tied_by_page_and_time_and_shared_where_several_fit(desk):
    visits = [{**VISIT, "customer_id": f"v{i}", "at": day(f"2026-03-02 {at}"), "keyword": word}
              for i, (at, word) in enumerate([("09:10", "garden office"), ("10:30", "garden pod"),
                                              ("10:50", "garden office"), ("11:05", "garden pod")])]  # fmt: skip
    desk.put("touchpoints", *visits, {**VISIT, "customer_id": "v9", "at": day("2026-03-02 10:40"), "keyword": "",
                                      "landing_page": "/other"})  # fmt: skip
    desk.put("sales", ASKED)
    journeys, links, _ = desk.link()
    assert list(zip(journeys["link"], journeys["keyword_id"], journeys["share"], strict=True)) == [
        ("time", 0, 0.5), ("time", 1, 0.5)]  # fmt: skip
    assert links[["certainty", "channel"]].to_numpy().tolist() == [["probable", "paid_search"]]


def test_a_visitor_who_bought_something_is_nobody_elses_visit(desk):
    visit = {**VISIT, "customer_id": "v1", "at": day("2026-03-02 10:30"), "keyword": "garden pod"}
    desk.put("touchpoints", visit)
    desk.put("sales", ASKED, {**WON, "sale_id": "s2", "customer_id": "v1", "created_at": day("2026-03-02 12:00")})
    links = desk.link()[1].set_index("sale_id")["link"]
    assert links.to_dict() == {"s1": "unmatched", "s2": "customer_id"}


def test_an_organic_enquiry_is_no_paid_visit(desk):
    visit = {**VISIT, "customer_id": "v1", "at": day("2026-03-02 10:30"), "keyword": "garden pod"}
    desk.put("touchpoints", visit).put("sales", {**ASKED, "channel": "organic"})
    assert tied(desk) == [("unmatched", -1)]


def test_where_only_the_day_is_known_the_days_visits_share(desk):
    visits = [{**VISIT, "customer_id": f"v{i}", "at": day(f"2026-03-0{i + 1} 15:00"), "keyword": "garden pod"}
              for i in range(3)]  # fmt: skip
    desk.put("touchpoints", *visits).put("sales", {**ASKED, "created_at": day("2026-03-02")})
    assert tied(desk) == [("time", 1)]
