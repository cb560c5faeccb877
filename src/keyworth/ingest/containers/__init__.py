"""Bytes, archives and sheets: from what a person gives to sources that can be read."""
