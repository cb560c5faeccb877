"""Parsers under random bytes: ``make fuzz``; what once broke one is kept in ``found`` and tried in every run."""
