"""Encoders: a text → a unit vector whose cosine tells likeness of meaning.

A module is an encoder: a docstring, ``LANGUAGES`` (ISO 639-1 codes it knows,
empty for any), ``LIBRARIES`` (the packages by which it encodes, as they are installed),
``load(settings)`` → an object with ``identity`` (a string that
changes whenever a vector would), ``dimensions`` and ``encode(texts)`` → float32
[n × dimensions], and ``EXAMPLES``: triples (text, nearer, farther).
"""
