"""Facts → flags → verdicts: what the evidence says of each keyword, and what to do about it.

``gather_facts`` → ``raise_flags`` → ``decide`` → ``finish`` → ``summarise``.
"""

from keyworth.verdicts.breaches import breaches
from keyworth.verdicts.decide import decide
from keyworth.verdicts.finish import finish
from keyworth.verdicts.flag import raise_flags
from keyworth.verdicts.gather import gather_facts
from keyworth.verdicts.summarise import summarise

__all__ = ["breaches", "decide", "finish", "gather_facts", "raise_flags", "summarise"]
