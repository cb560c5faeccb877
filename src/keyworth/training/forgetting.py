"""The shipped benchmark: everyday meanings of many trades, which no retraining on one shop may unlearn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from keyworth.relevance.champion import Adapter

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


def benchmark(encode: Callable[[Sequence[str]], np.ndarray]) -> Callable[[Adapter], float]:
    """Return a function that gives an adapter's share of triples whose answer is nearer than its neighbour.

    Parameters
    ----------
    encode : callable
        Texts to unit vectors, of the encoder that the adapter is for.
    """
    asked, answer, neighbour = (encode([t[i] for t in TRIPLES]) for i in range(3))

    def share(adapter: Adapter) -> float:
        mapped = adapter.apply(asked)
        nearer = np.einsum("ij,ij->i", mapped, answer) > np.einsum("ij,ij->i", mapped, neighbour)
        return float(nearer.mean())

    return share


def strangers(encode: Callable[[Sequence[str]], np.ndarray], products: np.ndarray) -> Callable[[Adapter], float]:
    """Return a function that gives how near an adapter brings other trades' wordings to the products.

    The mean over the wordings of the cosine with the nearest product: were it to rise, what was never sold
    would come to look as though it were.
    """
    asked = encode([t[0] for t in TRIPLES])

    def nearness(adapter: Adapter) -> float:
        return float((adapter.apply(asked) @ products.T).max(axis=1).mean())

    return nearness
