"""Word lists of English: what never is a name, never bounds a phrase, and what is a common word or a known name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_LEXICON = Path(__file__).parent / "lexicon"


def listed(text: str) -> list[str]:
    """Return the words of a list written as text."""
    return text.split()


def _set(text: str) -> frozenset[str]:
    return frozenset(listed(text))


# Closed-class words: they never bound a phrase and never are part of a name.
CLOSED = _set("""
a an the this that these those some any each every either neither no not all both half such what which who whom whose
i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours they
them their theirs themselves yourselves ourselves one's somewhere anywhere nowhere everywhere somebody someone
something anybody anyone anything everybody everyone everything
nobody nothing none there here where when why how
and or but nor so yet if then than because as while whether though although unless until since
of to in on at by for with from about into onto over under up down out off through between among against during before
after above below across around along behind beside near per via without within upon towards toward like
am is are was were be been being do does did done doing have has had having can could will would shall should
may might
must ought cannot ain't isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't won't
wouldn't shan't shouldn't mustn't dont doesnt didnt havent hasnt hadnt cant couldnt wont wouldnt isnt arent wasnt
i'm im i've ive i'd id i'll ill you're youre you've youve you'd you'll he's hes she's shes it's its it'll it'd we're
we've we'd we'll they're theyre they've they'd they'll that's thats that'll what's whats who's where's wheres there's
theres here's heres how's when's let's lets
very too also just only even still already again ever never always often sometimes maybe perhaps quite rather really
actually basically literally probably possibly definitely certainly obviously simply almost nearly else instead though
anyway now today tomorrow yesterday soon later ago once twice much many more most less least few several enough
""")

# Noises and courtesies of speech.
FILLERS = _set("""
um uh hai er erm eh ah oh hmm mm mmm mhm uh-huh hm huh like okay ok okey yeah yes yep yup yea nope nah no right
alright
well sure please pls plz thanks thank thankyou cheers ta sorry pardon hello hi hey hiya bye goodbye morning
afternoon evening
sir madam ma'am mate love lovely great good fine perfect brilliant fantastic cool nice excellent wonderful
guess suppose know mean kind sort kinda sorta stuff thing things bit lot lots bunch whatever smashing simple
gonna wanna gotta dunno inaudible crosstalk
""")

# Verbs and adverbs that stand beside a noun phrase and are no part of it.
VERBS = _set("""
want wants wanted wanting need needs needed needing look looks looking looked get gets getting got gotten give gives
giving gave given go goes going went gone come comes coming came take takes taking took taken make makes making made
put puts putting see sees seeing saw seen say says saying said tell tells telling told ask asks asking asked think
thinks thinking thought know knows knowing knew known mean means meant let lets letting try tries trying tried use
uses using used buy buys buying bought order orders ordering ordered like likes liked liking love loves loved prefer
prefers preferred call calls calling called phone phoned phoning ring ringing rang speak speaks speaking spoke talk
talks talking talked hear hears hearing heard find finds finding found wonder wondering wondered hope hoping hoped
interested interest happen happens happened happening work works working worked keep keeps keeping kept seem seems
seemed feel feels feeling felt help helps helping helped send sends sending sent show shows showing showed
start starts
starting started stop stops stopping stopped check checking checked fit fits fitted fitting guess add adds
adding added
include includes including included pay pays paying paid cost costs costing explain explained confirm confirmed
confirming book booking booked arrange arranged arranging cancel cancelled change changed changing replace replaced
bring brings bringing brought leave leaves leaving left wait waiting waited discuss discussed enquire enquiring
inquire
inquiring regarding concerning reckon reckons reckoned worry worried sit sits measured move moved lost
lose roughly back able unable ready hold
""")

# What follows a name when someone introduces themself, and so ends it.
AFTER_NAME = (
    CLOSED
    | FILLERS
    | VERBS
    | _set("""
number phone mobile telephone email e-mail mail address postcode zip ssn social security contact account policy claim
order reference ref date birth dob born name names surname first last full middle customer client caller agent sales
team company office department manager reception wife husband partner son daughter new old same different
correct wrong
available unavailable happy glad afraid sad angry annoyed fed aware certain pleased keen worried disappointed confused
based located living live currently currenty planning hoping returning responding following replying done finished
calling ringing speaking two three four five six seven eight nine ten
""")
)


@cache
def rank() -> dict[str, int]:
    """Return common English words with their rank by frequency, 0 the most common."""
    lines = (_LEXICON / "words.txt").read_text(encoding="utf-8").split()
    return {word: i for i, word in enumerate(lines)}


@cache
def known_names() -> frozenset[str]:
    """Return given and family names of many countries in Latin letters, folded, without very common words."""
    family = (_LEXICON / "family_names.txt").read_text(encoding="utf-8").split()
    return frozenset(family) | given_names()


@cache
def given_names() -> frozenset[str]:
    """Return the given names among the known names, and some names that the list of given names lacks."""
    both = ("given_names.txt", "more_names.txt")
    return frozenset(w for name in both for w in (_LEXICON / name).read_text(encoding="utf-8").split() if len(w) > 2)


class Said(NamedTuple):
    """What a text is made of: its words in lower case, how many are single letters, how many digits it has."""

    words: frozenset[str]
    letters: int
    digits: int


_WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def look(text: str) -> Said:
    """Return what a text is made of, to tell cheaply what cannot be in it.

    Examples
    --------
    >>> look("It’s J-O-N, 07").words == {"it's", "j", "o", "n"}
    True
    """
    words = _WORDS.findall(text.casefold().replace("’", "'"))
    return Said(frozenset(words), sum([len(w) == 1 for w in words]), len(_DIGIT.findall(text)))


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return a word in lower case, without accents, as the lexicon has it.

    Examples
    --------
    >>> fold("Siobhán’s")
    'siobhan'
    """
    word = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    word = "".join(c for c in word if not unicodedata.combining(c))
    return word.removesuffix("'s")


@cache
def _also_words() -> frozenset[str]:
    return frozenset((_LEXICON / "also_words.txt").read_text(encoding="utf-8").split())


def is_known_name(word: str) -> bool:
    """Tell whether a word is a known given name and not also an everyday word.

    Examples
    --------
    >>> is_known_name("Priya"), is_known_name("garden"), is_known_name("rose")
    (True, False, False)
    """
    word = fold(word)
    return word in given_names() and word not in _also_words() and word not in AFTER_NAME


def is_nothing_else(word: str) -> bool:
    """Tell whether a word is in no dictionary, and no place, brand or model that is a name too."""
    word = fold(word)
    return word.isalpha() and word not in rank() and word not in _also_words()


def is_common(word: str) -> bool:
    """Tell whether a word is an everyday English word, and no known given name.

    Examples
    --------
    >>> is_common("garden"), is_common("john"), is_common("oyelaran")
    (True, False, False)
    """
    word = fold(word)
    return rank().get(word, 1 << 30) < 12000 and not is_known_name(word)


def is_word(word: str) -> bool:
    """Tell whether a word is in the list of 82,000 English words, and no known given name."""
    word = fold(word)
    return word in rank() and not is_known_name(word)
