"""The kinds of account: what is whole in each, and what is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What a world differs in from one whose tracking is whole.

    Attributes
    ----------
    keywords, clicks, lead_rate
        How many rows, the median of their clicks, and leads a click.
    untracked, blank, dead
        Campaigns whose ads carry no tracking; that name no keyword; that bring nobody.
    every_visit
        The log holds all clicks, not those of leads alone.
    logs_terms
        ``utm_term`` of a broad or phrase row carries what was typed.
    typed_in
        Share of the deals that staff typed in.
    closing_days
        The CRM makes a deal when it closes, so many days after the click; 0: an hour after.
    invoices, repeat
        A customer pays monthly; a customer comes back by another click.
    twins
        Share of the keywords listed both as exact and as broad.
    names_match_type
        The address of a visit tells the match type.
    unlike
        Spread of the campaigns' rates, of the logarithm.
    season, refunds, giant, wins, foreign
        Clicks and wins swing; share of wins refunded; size of one deal; wins in all; share of deals in dollars.
    """

    keywords: int = 400
    clicks: float = 60.0
    lead_rate: float = 0.045
    untracked: int = 0
    blank: int = 0
    dead: int = 0
    every_visit: bool = False
    logs_terms: bool = False
    typed_in: float = 0.0
    closing_days: float = 0.0
    invoices: bool = False
    repeat: bool = False
    twins: float = 0.0
    names_match_type: bool = False
    unlike: float = 0.35
    season: bool = False
    refunds: float = 0.0
    giant: float = 0.0
    wins: int = 0
    foreign: float = 0.0


KINDS = {
    "whole": Kind(),
    "two campaigns without tracking": Kind(untracked=2),
    "campaign known, keyword blank": Kind(blank=2),
    "broad match logs the search term": Kind(logs_terms=True),
    "half the sales typed in": Kind(typed_in=0.5),
    "deal made at closing, 120 days on": Kind(closing_days=120.0),
    "subscription invoices": Kind(invoices=True),
    "exact and broad twins": Kind(twins=0.4),
    "twins, match type in the address": Kind(twins=0.4, names_match_type=True),
    "two dead campaigns, visits on file": Kind(dead=2, every_visit=True),
    "two without tracking, visits on file": Kind(untracked=2, every_visit=True),
    "unlike campaigns": Kind(unlike=1.1),
    "season": Kind(season=True),
    "refunds": Kind(refunds=0.15),
    "one giant deal": Kind(giant=150.0),
    "3 sales only": Kind(keywords=300, clicks=12.0, lead_rate=0.002, wins=3),
    "repeat buyers": Kind(repeat=True),
    "mixed currencies": Kind(foreign=0.3),
}
