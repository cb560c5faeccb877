"""Everyday meanings of many trades, which no retraining on one shop may unlearn, and the words it is to leave alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from keyworth.assets import asset
from keyworth.text import tokens

Encode = Callable[[Sequence[str]], np.ndarray]
WANTED, LONG = 400, 4  # unrelated words, and the letters of each

# What is asked, what answers it, and something near by that does not: written by hand, fitted on by nothing.
TRIPLES = tuple(
    tuple(part.strip() for part in line.split("|"))
    for line in """
notebook computer | laptop | desktop tower
ink for my printer | toner cartridge | laser printer
hoover | vacuum cleaner | carpet
settee | three-seater sofa | dining table
flat screen | LCD television | TV wall bracket
cellphone cover | smartphone case | smartphone
pushchair | baby stroller | baby monitor
wellies | rubber boots | leather shoes
trainers for running | running shoes | running shorts
rain coat | waterproof jacket | umbrella stand
specs | reading glasses | wine glasses
double glazing | replacement windows | front door
new boiler | gas boiler installation | radiator
loft conversion | attic room | garage door
fitted kitchen | kitchen units and worktops | kettle
driveway | block paving | garden fence
solar power | photovoltaic panels | wind turbine
home working pod | garden office | office chair
granny flat | annexe | flat-pack wardrobe
hot tub | outdoor spa | shower head
lawn cutter | lawn mower | grass seed
power drill | cordless drill driver | drill bits
car insurance | motor cover | car wash
a will and probate | estate planning solicitor | estate agent
teeth straightening | invisible braces | toothbrush
contact lenses | monthly lenses | camera lens
hearing aid | digital hearing device | headphones
physio | physiotherapy session | gym membership
dog food | puppy kibble | dog lead
cat flap | pet door | cat food
flat white | espresso with steamed milk | green tea
fizzy water | sparkling mineral water | orange juice
gluten free bread | wheat-free loaf | chocolate cake
birthday cake | celebration sponge | bread rolls
holiday cottage | self-catering house | flight ticket
city break | weekend in Paris | travel adapter
piano lessons | learn the keyboard | guitar strings
driving lessons | driving school | car rental
bookkeeping | accountant's monthly accounts | bookshelf
web design | build a website | spider repellent
removal men | house moving service | stain remover
storage unit | self storage room | storage heater
bed for two | king-size bed frame | bed linen
cot | baby's crib | camp stove
memory foam | mattress topper | memory card
fridge | refrigerator | cool box
tumble drier | clothes dryer | hair dryer
cooker | electric oven and hob | cook book
""".strip().splitlines()
)


def benchmark(asked: Encode, answered: Encode) -> float:
    """Return the share of the triples whose answer is nearer to what is asked than its neighbour is.

    Parameters
    ----------
    asked, answered : callable
        Texts to unit vectors: what searchers and callers say, and what is on sale.
    """
    said, right, wrong = (f([t[i] for t in TRIPLES]) for i, f in enumerate((asked, answered, answered)))
    return float((np.einsum("ij,ij->i", said, right) > np.einsum("ij,ij->i", said, wrong)).mean())


def strangers(asked: Encode, products: np.ndarray) -> float:
    """Return how near other trades' wordings come to the products: the mean cosine with the nearest.

    Were it to rise, what was never sold would come to look as though it were.
    """
    return float((asked([t[0] for t in TRIPLES]) @ products.T).max(axis=1).mean())


def unrelated_words(texts: Iterable[str]) -> list[str]:
    """Return common English words, evenly from frequent to rare, that stand in none of the texts.

    Examples
    --------
    >>> words = unrelated_words(["the family wants a garden office"])
    >>> len(words), "family" in words
    (400, False)
    """
    said = {word for text in texts for word in tokens(text)}
    common = asset("models", "relevance", "words.txt").read_text(encoding="utf-8").split()
    left = [w for w in common if w.isalpha() and len(w) >= LONG and w not in said]
    return left[:: max(1, len(left) // WANTED)][:WANTED]
