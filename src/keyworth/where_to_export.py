"""What each kind of file is for, and where the tools that hold it export it; docs/how-to/exports.md tells them all."""

from __future__ import annotations

WHERE: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "keywords": (
        "the agency's report. Nothing can be audited without it.",
        (
            ("Google Ads, keywords", "Campaigns → Audiences, keywords and content → Search keywords → Download → .csv"),
            ("Microsoft Advertising", "Campaigns → Keywords → Download → CSV"),
            ("Semrush", "Organic research → Positions → Export → CSV"),
        ),
    ),
    "catalogue": (
        "what you sell. Without it no keyword can be told obsolete.",
        (
            ("Shopify", "Products → Export → All products → CSV"),
            ("WooCommerce", "Products → All products → Export"),
            ("a price list", "any spreadsheet with a column title; price, category and status help"),
        ),
    ),
    "searches": (
        "how customers word it when they type.",
        (
            ("Google Ads, search terms", "Campaigns → Insights and reports → Search terms → Download → .csv"),
            ("Search Console", "Performance → Search results → set the dates → Export → Download CSV"),
            ("GA4, site search", "Explore → Free form → rows: Search term, values: Event count → Export → CSV"),
        ),
    ),
    "calls": (
        "how customers word it when they speak. They are redacted before anything is kept.",
        (
            ("Teams", "Calendar → the meeting → Recap → Transcript → Download"),
            ("Zoom", "Recordings → the meeting → Audio transcript → Download"),
            ("CallRail", "Analytics → Calls → Export → CSV"),
        ),
    ),
    "sales": (
        "what was closed. Without it nobody knows what the spend brought.",
        (
            ("HubSpot", "CRM → Deals → table view → Export → CSV, all properties, with associations"),
            ("Salesforce", "Reports → New report → Opportunities → Export → Details only, CSV"),
            ("Shopify", "Orders → Export → CSV"),
        ),
    ),
    "touchpoints": (
        "the visits before an enquiry. They tie a sale to a keyword where the CRM does not.",
        (("analytics tools", "user explorer, or the data warehouse: customer_id or click_id, at, channel, keyword"),),
    ),
}
