"""Language: from calls and searches to the customers' own phrases, personal data redacted."""

from keyworth.language.calls import customer_turns, redact_calls
from keyworth.language.file_names import redact_file_name
from keyworth.language.phrases import mine_phrases
from keyworth.language.redaction import redact
from keyworth.language.searches import customer_searches

__all__ = ["customer_searches", "customer_turns", "mine_phrases", "redact", "redact_calls", "redact_file_name"]
