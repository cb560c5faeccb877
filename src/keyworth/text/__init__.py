"""Text as every room sees it: one normal form, one reading of words, one list of words that tell nothing."""

from keyworth.text.normalise import clean, key, tokens

__all__ = ["clean", "key", "tokens"]
