"""Phrases that callers said: n-grams of their turns, nested ones pruned, spelled as most often said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from keyworth.language.ngrams import Grams, Tokens, candidates, tokenise

if TYPE_CHECKING:
    from keyworth.settings import Language

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_TOLERANCE = 0.1  # of a phrase's callers who may say it alone, and it is still part of the longer one; chosen
_QUOTES_KEPT = 12  # before the most telling are chosen: bounds memory
_QUOTE_LENGTH = 240  # characters: two lines of the report
_COLUMNS = ["group", "phrase", "callers", "spoken", "searches", "first_seen", "last_seen"]


def spoken_phrases(turns: pd.DataFrame, settings: Language) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the spoken phrases (a row for each spelling) and quotes of them."""
    turns = turns.sort_values(["source_file", "call_id", "turn", "source_row", "text"], kind="stable").reset_index(
        drop=True
    )
    tokens = tokenise(turns["text"].tolist())
    if not len(tokens.word):
        return pd.DataFrame(columns=_COLUMNS), pd.DataFrame(columns=["group", "quote", "order"])
    caller = _callers(turns)[tokens.text]
    echoed = _echoed(turns, tokens)
    grams = candidates(tokens, caller, echoed, settings.max_words, settings.min_callers)
    frame = _occurrences(tokens, grams, caller, echoed)
    frame = frame[frame["gram"].isin(_standing(tokens, grams, frame))]
    if len(frame):
        frame = _written(turns, tokens, frame)
    else:
        return pd.DataFrame(columns=_COLUMNS), pd.DataFrame(columns=["group", "quote", "order"])
    return _spellings(frame), _quotes(turns, frame)


def _callers(turns: pd.DataFrame) -> np.ndarray:
    """Number the callers: by customer, else by person, else each call is a caller of its own."""
    who = "c:" + turns["customer_id"]
    who = who.mask(turns["customer_id"] == "", "p:" + turns["person"])
    who = who.mask(
        (turns["customer_id"] == "") & (turns["person"] == ""), "k:" + turns["source_file"] + ":" + turns["call_id"]
    )
    return who.factorize()[0]


def _echoed(turns: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Tell of each word whether the agent had said it in the turn before."""
    if "echoed" not in turns.columns:
        return np.zeros(len(tokens.word), dtype=bool)
    before = tokenise(turns["echoed"].tolist())
    number = {word: i for i, word in enumerate(tokens.vocabulary)}
    same = np.array([number.get(word, -1) for word in before.vocabulary], dtype=np.int64)
    size = len(tokens.vocabulary)
    said = before.text * size + same[before.word] if len(before.word) else np.zeros(0, dtype=np.int64)
    said = said[same[before.word] >= 0] if len(before.word) else said
    return np.isin(tokens.text * size + tokens.word, said)


def _occurrences(tokens: Tokens, grams: Grams, caller: np.ndarray, echoed: np.ndarray) -> pd.DataFrame:
    """Return a row for each time a phrase was said unprompted."""
    last = grams.place + grams.words - 1
    total = np.concatenate([[0], np.cumsum(echoed)])
    frame = pd.DataFrame(
        {
            "gram": grams.gram,
            "words": grams.words,
            "place": grams.place,
            "text": tokens.text[grams.place],
            "start": tokens.start[grams.place],
            "end": tokens.end[last],
            "caller": caller[grams.place],
        }
    )
    return frame[(total[last + 1] - total[grams.place]) < grams.words]


def _written(turns: pd.DataFrame, tokens: Tokens, frame: pd.DataFrame) -> pd.DataFrame:
    """Add to each occurrence how it was written, when it was said, and the form that its spellings share."""
    texts = turns["text"].tolist()
    spans = zip(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist(), strict=True)
    said_at = turns["started_at"].to_numpy()[frame["text"]]
    frame = frame.assign(phrase=[" ".join(texts[t][s:e].split()) for t, s, e in spans], said_at=said_at)
    first = frame.drop_duplicates("gram")
    words = [
        " ".join(tokens.vocabulary[w] for w in tokens.word[p : p + n])
        for p, n in zip(first["place"].tolist(), first["words"].tolist(), strict=True)
    ]
    return frame.assign(group=frame["gram"].map(dict(zip(first["gram"], words, strict=True))))


def _standing(tokens: Tokens, grams: Grams, frame: pd.DataFrame) -> np.ndarray:
    """Return the phrases that stand by themselves: no longer phrase has nine in ten of their callers."""
    callers = frame[["gram", "caller"]].drop_duplicates().groupby("gram").size()
    count = callers.reindex(range(int(grams.gram.max()) + 1 if len(grams.gram) else 0), fill_value=0).to_numpy()
    if not len(count):
        return np.zeros(0, dtype=np.int64)
    at = np.full((int(grams.words.max()) + 1, len(tokens.word)), -1, dtype=np.int64)
    at[grams.words, grams.place] = grams.gram
    most = np.zeros(len(count))
    for short in range(1, len(at)):
        for long in range(short + 1, len(at)):
            for shift in range(long - short + 1):
                inner, outer = at[short, shift:], at[long, : len(tokens.word) - shift]
                both = (inner >= 0) & (outer >= 0)
                np.maximum.at(most, inner[both], count[outer[both]])
    return np.flatnonzero((count > 0) & (most < (1 - _TOLERANCE) * count))


def _spellings(frame: pd.DataFrame) -> pd.DataFrame:
    callers = frame[["group", "caller"]].drop_duplicates().groupby("group").size()
    rows = frame.groupby(["group", "phrase"], as_index=False).agg(
        spoken=("caller", "nunique"), first_seen=("said_at", "min"), last_seen=("said_at", "max")
    )
    return rows.assign(callers=rows["group"].map(callers), searches=0.0)


def _quotes(turns: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a sentence of a few callers for each phrase, different callers first."""
    frame = frame.drop_duplicates(["group", "text"])
    turn = frame.groupby(["group", "caller"]).cumcount()
    frame = frame.assign(order=turn).sort_values(["group", "order", "text"], kind="stable")
    frame = frame.groupby("group").head(_QUOTES_KEPT)
    texts = turns["text"].tolist()
    spans = zip(frame["text"], frame["start"], frame["end"], strict=True)
    out = turns.iloc[frame["text"].to_numpy()][
        ["call_id", "outcome", "product", "source_file", "source_row"]
    ].reset_index(drop=True)
    out["quote"] = [_sentence(texts[t], s, e) for t, s, e in spans]
    return out.assign(
        group=frame["group"].to_numpy(), order=frame["order"].to_numpy(), said_at=frame["said_at"].to_numpy()
    )


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a place, and no more than can be read."""
    begin = max((m.end() for m in _SENTENCE.finditer(text, 0, start)), default=0)
    stop = next((m.start() for m in _SENTENCE.finditer(text, end)), len(text))
    if stop - begin > _QUOTE_LENGTH:
        begin, stop = max(begin, start - _QUOTE_LENGTH // 2), min(stop, end + _QUOTE_LENGTH // 2)
    return " ".join(text[begin:stop].split())
