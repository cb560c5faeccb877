"""Rows to canonical tables: keywords, products, sales, calls, touchpoints, claims, whatever the export."""
