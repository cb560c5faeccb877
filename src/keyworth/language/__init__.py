"""Language: from calls and searches to the customers' own phrases, personal data redacted."""

from keyworth.language.calls import customer_turns, redact_calls
from keyworth.language.phrases import mine_phrases
from keyworth.language.searches import customer_searches
from keyworth.privacy.file_names import redact_file_name
from keyworth.privacy.redaction import redact

__all__ = ["customer_searches", "customer_turns", "mine_phrases", "redact", "redact_calls", "redact_file_name"]
