"""The rules: one file each, with its reason, its advice, its check and its own examples.

A flag has TITLE, SEVERITY (critical, warning, notice or info), NEEDS (the
columns of the facts without which it is not applicable), AT_STAKE (the column
of its pounds, or ""), ``check(facts, settings)`` → truths, ``reason(facts,
settings)`` → a plain sentence for each row raised, and EXAMPLES.
"""
