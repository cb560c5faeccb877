"""The sentence under each verdict: what to do; and beneath it what the catalogue, customers and money say."""

from __future__ import annotations

import numpy as np
import pandas as pd

from keyworth.settings import Settings
from keyworth.verdicts import wording
from keyworth.verdicts.rules import NAMES, paid_back

_DO = {  # the others name a product or a wording: see `_action`
    "brand_retired": "point it at what is on sale now",
    "brand_intent": "send it to the page that helps, not to the ads that sell",
    "brand": "it names the company itself: judge it apart",
    "cut_intent": "stop it, and make it a negative keyword",
    "cut": "stop it",
    "out_of_stock": "pause it until the product is back, or point it at what is in stock",
    "proven": "it earns its keep",
    "earns": "it should earn its keep, as keywords like it do",
    "other_intent": "make it a negative keyword, or send it to a page that helps",
    "accessory": "bid on the accessory's own wording instead",
    "fallen": "do not cut it yet: with it, more of the cuts might be wrong than the settings allow",
    "unserved_demand": "decide whether to stock it; until then its clicks have nowhere to go",
    "loses_off_catalogue": "look into it: what customers call it is not known",
    "loses_unexplained": "look at its landing page, bid and offer",
    "loses": "mend its landing page, bid or offer: the wording is not the fault",
    "unclear": "a person must say whether anything on sale answers it",
    "free": "it costs nothing, so there is nothing to move",
    "watch": "not enough evidence yet",
}


_DO_ORGANIC = {  # nothing is bid on there: what an agency can change is the pages
    "cut_intent": "stop the work on it: who searches it is not buying",
    "cut": "stop the work on it",
    "out_of_stock": "say on its page when the product is back, or lead to what is in stock",
    "other_intent": "answer it on a page that helps, and expect no sale of it",
    "accessory": "let the page say that it is the accessory",
    "loses": "mend its page or offer: the wording is not the fault",
    "loses_unexplained": "look at its page and offer",
}


_UNSURE = "see whether anything you sell answers it: mend its page and offer, or stop it"


def reasons(facts: pd.DataFrame, rule: np.ndarray, settings: Settings) -> pd.DataFrame:
    """Return the reason of each row's verdict in plain words, and its evidence.

    Parameters
    ----------
    facts : DataFrame
        With every column the sentences read (``decide`` sees to it).
    rule : ndarray of int
        Index into ``rules.RULES``.
    settings : Settings

    Returns
    -------
    DataFrame of str
        ``reason``, one short sentence; ``why_product``, ``why_customers`` and ``why_money``, what each kind of
        evidence says, ``""`` where it says nothing.
    """
    name = pd.Series(np.array(NAMES, dtype=object)[rule], index=facts.index, dtype=object)
    action, money = _action(facts, name), wording.sentence(_money(facts, settings))
    settle = _to_settle(facts, settings)
    action = action + wording.where((name == "watch") & (settle != ""), ": " + settle)
    beneath = name.isin(["unclear", "fallen"]) & (settle != "")
    told = {
        "reason": wording.sentence(action),
        "why_product": wording.sentence(_catalogue(facts)),
        "why_customers": wording.sentence(_customers(facts, settings)),
        "why_money": money + wording.where(beneath, " " + wording.sentence(settle)),
    }
    return pd.DataFrame(told)


def _action(facts: pd.DataFrame, name: pd.Series) -> pd.Series:
    organic = facts["channel"] == "organic"
    do = name.map(_DO).mask(organic, name.map({**_DO, **_DO_ORGANIC})).fillna("").astype(object)
    unsure = facts["product_status"] == "unclear"
    do = do.mask(unsure & name.isin(["loses", "loses_unexplained"]), _UNSURE)
    off = facts["product_status"].isin(["none", "accessory_only"])
    do = do.mask((name == "proven") & off, "it earns its keep: see whether the catalogue is whole")
    losing = (name == "brand") & (facts["probability_below_break_even"] >= 0.5)
    do = do.mask(losing, "it names the company itself: judge it apart, and ask who would have come without the ad")
    successor = facts["successor_title"].astype(object)
    at_successor = "point it at " + wording.quoted(successor)
    alone = "nothing is named as its successor: point it at what takes its place, or stop it"
    do = do.mask(name == "retired", wording.where(successor != "", at_successor, alone))
    twin = wording.quoted(facts["duplicate_wording"])
    place = facts["duplicate_place"].astype(object)
    merge = "merge it into " + twin + wording.where(place != "", " (" + place + ")")
    do = do.mask(name == "duplicate", merge)
    better = wording.quoted(facts["suggested_wording"].astype(object).str.split("; ").str[0])
    use = wording.where(organic, "write of ", "bid on ") + better + " instead"
    return do.mask(name.isin(["misaligned", "reword"]), use)


def _catalogue(facts: pd.DataFrame) -> pd.Series:
    status = facts["product_status"]
    title = wording.quoted(facts["product_title"])
    gone = wording.quoted(facts["retired_title"].where(facts["retired_title"] != "", facts["product_title"]))
    since = wording.where(facts["retired_on"].notna(), " since " + wording.day(facts["retired_on"]))
    told = wording.where(status == "none", "nothing on sale answers it")
    told = told.mask(status == "retired", gone + " is retired" + since)
    own = facts["attributed_conversions"] >= 0.95  # whoever came bought something
    told = told.mask(
        status == "accessory_only",
        wording.where(own, "what is sold is for it: ", "only an accessory is on sale: ") + title,
    )
    told = told.mask(status == "out_of_stock", title + " is out of stock")
    nearest = wording.where(facts["product_title"] != "", ". The nearest is " + title)
    told = told.mask(status == "unclear", "the catalogue does not settle it" + nearest)
    told = told.mask(status == "active", title + " answers it")
    who = " (judged by " + facts["answered_by"].astype(object) + " on " + facts["answered_on"].astype(object) + ")"
    told = told + wording.where((facts["answered_by"] != "") & (told != ""), who)
    near = " (moved by what was answered of " + wording.quoted(facts["answer_near"].astype(object)) + ")"
    told = told + wording.where((facts["answer_near"] != "") & (told != ""), near)
    told = told.mask(facts["is_brand"] & status.isin(["active", "unclear"]), "")  # a name asks for no one product
    return told.mask(facts["catalogue_unknown"] != "", facts["catalogue_unknown"])


def _customers(facts: pd.DataFrame, settings: Settings) -> pd.Series:
    known = facts["customer_alignment"].notna() & ~facts["is_brand"]
    theirs = facts["customer_alignment"] >= settings.relevance.alignment_floor
    better = wording.quoted(facts["suggested_wording"].astype(object).str.replace("; ", "”, “", regex=False))
    told = pd.Series("", index=facts.index, dtype=object).mask(known & theirs, "it is in customers' words")
    unsaid = wording.where(facts["suggested_wording"] != "", "customers say " + better + " instead")
    told = told.mask(known & ~theirs, unsaid)
    off = facts["product_status"].isin(["none", "retired", "accessory_only"])
    theirs = (facts["customers"] * facts["customer_alignment"]).fillna(0.0).round()  # as `rules.standing` counts
    asked = facts["asked_count"].clip(lower=theirs)
    often = "your own customers ask for it (" + wording.count(asked.fillna(0), "time") + ")"
    told = told.mask(off, wording.where(asked > 0, often, "no customer of yours asked for it"))
    refused = off & (facts["callers_refused"] > 0) & (facts["staff_answer"] != "")
    told = told.mask(refused, "asked for it, staff say " + wording.quoted(facts["staff_answer"].str.rstrip(".!")))
    seekers = "who searches with " + wording.quoted(facts["intent_word"]) + " looks for " + facts["intent_told"]
    told = told.mask(facts["intent"] != "", seekers)
    return told.mask(asked.isna(), facts["language_unknown"])


def _money(facts: pd.DataFrame, settings: Settings) -> pd.Series:
    cost = wording.money(facts["full_cost"], settings.currency, settings.report.locale)
    clicks = facts["clicks"]
    spent = wording.where(facts["full_cost"].notna(), cost, "no cost known")
    spent = spent + wording.where(clicks.notna(), " for " + wording.count(clicks.fillna(0), "click"))
    sales = facts["attributed_conversions"]
    told = spent + wording.where(sales.notna(), ", " + wording.sales(sales.fillna(0)))
    below = facts["probability_below_break_even"]
    loses, earns = ". Loses money: " + wording.chance(below), ". Pays: " + wording.chance(1 - below)
    unknown = facts["money_unknown"].astype(object)
    paid = ". It has paid for itself, though keywords like it seldom do"
    loses = wording.where(paid_back(facts, settings), paid, loses)
    told = told + wording.where(below.notna() & (unknown == ""), wording.where(below >= 0.5, loses, earns))
    return told + wording.where(unknown != "", ". Whether it pays is not known: " + unknown)


def _to_settle(facts: pd.DataFrame, settings: Settings) -> pd.Series:
    clicks, cost = facts["clicks_to_settle"], facts["cost_to_settle"]
    pounds = " (" + wording.money(cost, settings.currency, settings.report.locale) + ")"
    told = (
        "about " + wording.count(clicks.fillna(0), "more click") + wording.where(cost > 0, pounds) + " would settle it"
    )
    return told.where(clicks > 0, "")
