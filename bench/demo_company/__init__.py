"""Ottermead Garden Rooms, an invented company, and the files it would export: ``python -m bench.demo_company``.

Truth comes first: ``world`` and ``truth`` settle what is sold, how customers talk, and what every keyword is worth;
every export is then derived from that, so that money follows truth. No rule of keyworth sees the truth.
"""
