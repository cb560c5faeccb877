"""Language: from calls and searches to the customers' own phrases, personal data redacted."""

from keyworth.language.calls import customer_turns, redact_calls
from keyworth.language.phrases import mine_phrases
from keyworth.language.redaction import redact
from keyworth.language.searches import customer_searches

__all__ = ["customer_searches", "customer_turns", "mine_phrases", "redact", "redact_calls"]
