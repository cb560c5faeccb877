"""Facts → flags → verdicts: what the evidence says of each keyword, and what to do about it.

``gather.gather_facts`` → ``flag.raise_flags`` → ``decide.decide`` → ``finish.finish`` → ``summarise.summarise``.
"""
