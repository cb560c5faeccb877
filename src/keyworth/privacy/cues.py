"""The words around personal data that give it away: "my name is", "this is … speaking", "can I take your name?"."""

from __future__ import annotations

import re

from keyworth.text.stop_words import listed

_BE = r"(?:\s+(?:is|was|would be|will be)|'s|’s|s)"
_NOT_OF_A_PERSON = "".join(
    rf"(?<!\b{thing} )"
    for thing in (
        "model", "car", "product", "brand", "company", "business", "file", "domain", "user", "range", "street", "road",
        "shop", "store", "site", "colour", "color", "make", "the model", "trade", "code",
    )
)  # fmt: skip
_END = r"(?:\s?[:,\-]\s?|\s+)(?=[^\W\d_])"

# After these, the next word is a name unless it is a word that never is one.
STRONG = re.compile(
    rf"\b{_NOT_OF_A_PERSON}(?:(?:my|his|her|full|first|last|middle|maiden|family|given|whole|customer|account|"
    rf"contact|second)\s"
    rf"(?:full |first |last |own |christian |middle |maiden )?(?:name|surname){_BE}?(?:\s+(?:is|its|it's))?"
    rf"|(?:name|surname|nickname){_BE}|surname"
    r"|je m['’]appelle|me llamo|mi nombre es|mi chiamo|mein name ist|ich hei(?:ß|ss)e|meu nome é|me chamo|mijn "
    r"naam is)"
    rf"(?:\s(?:um|uh|er|erm|actually|just|like))?{_END}",
    re.I,
)
# After these, it must look like one: no English word, or a known name.
MEDIUM = re.compile(
    rf"\b{_NOT_OF_A_PERSON}(?:name|call me|i'm called|i am called|known as|goes by|by the name of|under the "
    rf"name(?: of)?|name of|in the name of|"
    r"(?:you(?:'re| are) )?(?:speaking|spoke|spoken|talking|talked) (?:to|with)|through to|signed|yours "
    r"sincerely|yours faithfully|"
    r"kind regards|best regards|best wishes|warm regards|regards|sincerely|attn|for the attention of|care of|"
    r"c/o|myself)"
    rf"{_END}",
    re.I,
)
TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|reverend|rev|mister|missus)\.?\s+(?=[^\W\d_])", re.I)
# After these, only a known name is one, or a word in no dictionary that ends as names do.
WEAK = re.compile(
    r"\b(?:i am|i'm|i’m|im|this is|it is|it's|it’s|its|that's|here is|hi|hello|hey|hiya|dear|thanks|thank you|"
    r"(?:thanks|thank you)(?: very| so) much|"
    r"cheers|bye|is that|is this|morning|"
    r"afternoon|evening|ask for|speak to|speak with|talk to|met with|met|and|"
    r"my (?:wife|husband|partner|son|daughter|mum|mom|mother|dad|father|brother|sister|friend|neighbour|"
    r"neighbor|boss|colleague|"
    r"girlfriend|boyfriend|fianc[eé]e?|uncle|aunt|nan|gran|grandson|cousin|mate|builder)(?: is| called| named| "
    r"was|'s)?)"
    r"(?:\s?[,:]\s?|\s+)(?=[^\W\d_])",
    re.I,
)
# "Sam speaking", "Priya here".
_WORD = r"[^\W\d_]+(?:['’\-][^\W\d_]+)*"
BEFORE = re.compile(rf"({_WORD})(?:\s+({_WORD}))?\s+(?:speaking|here|calling)\b", re.I)
OWN = re.compile(r"^(?:i am|i'm|i’m|im|this is|my )", re.I)
SELF = re.compile(r"^(?:i am|i'm|i’m|im|this is|it is|it's|it’s|its|dear|my )", re.I)
GREETINGS = frozenset(listed("hi hello hey hiya dear"))
ADDRESSED = re.compile(r"\s*(?:$|[,!]|(?:my|i|i'm|im|this|it's|can|could|good|thanks|thank|how|yes)\b)", re.I)
ENDED_BY = re.compile(r"\s*,?\s*(?:here|speaking|calling|phoning|ringing|again|from)\b", re.I)
# What may come straight after a whole name: the end, a number, or the next thing one is asked for.
CLOSES = re.compile(
    r"\s*(?:$|[.!?;]\s*$|[,.]\s|\s(?:and\s)?(?:my|the|ssn|ss|social|policy|claim|phone|ph|contact|mobile|email|"
    r"address|number|"
    r"no|num|here|speaking|calling|i|i'm|im|i'd|\d{4,}|\d{1,5} [^\W\d_]+ (?:street|road|lane|st|rd|ave))\b|\d{4}|\[)",
    re.I,
)
# The words without which no pattern above can match: looked up before any of them is tried.
STRONG_WORDS = frozenset(
    listed(
        """
    name name's names surname surname's nickname m'appelle appelle llamo nombre chiamo hei heisse nome chamo naam
    """
    )
)
MEDIUM_WORDS = frozenset(
    listed(
        """
    name call called known goes speaking spoke spoken talking talked through signed sincerely faithfully regards
    wishes attn attention care c myself
    """
    )
)
TITLE_WORDS = frozenset(listed("mr mrs ms miss mx dr prof professor reverend rev mister missus"))
WEAK_WORDS = frozenset(
    listed(
        """
    am i'm im this it it's its that's here hi hello hey hiya dear thanks thank cheers bye morning afternoon evening
    ask speak talk met and my is
    """
    )
)
BEFORE_WORDS = frozenset(listed("speaking here calling"))
SPELT = re.compile(
    r"(?<!['’])\b[^\W\d_]"
    r"(?:\s?[-.,]\s?[^\W\d_]\b|\s+[^\W\d_]\b|\s+double\s+[^\W\d_]\b|\s+(?:as in|for)\s+[^\W\d_]{2,12}\b){2,}",
    re.I,
)
SPELLING = re.compile(
    r"\b(?:name|surname|spell\w*|spelt|postcode|email|mail|letters?|that's|thats|it's|its)\b[^.?!]{0,40}$", re.I
)
