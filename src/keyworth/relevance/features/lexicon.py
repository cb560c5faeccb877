"""The closed word lists that features rest on: units, accessories, opposites, markers.

They are general English trade words, none taken from a test shop. A catalogue
adds its own (brands, head nouns) in ``products.py``.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# unit → (dimension, size in the dimension's base unit)
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters"), ("length", 0.001)),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters"), ("length", 0.01)),
    **dict.fromkeys(("m", "mtr", "metre", "metres", "meter", "meters"), ("length", 1.0)),
    **dict.fromkeys(('"', "″", "”", "in", "inch", "inches"), ("length", 0.0254)),
    **dict.fromkeys(("ft", "foot", "feet", "′"), ("length", 0.3048)),
    **dict.fromkeys(("yd", "yard", "yards"), ("length", 0.9144)),
    "kb": ("data", 1e-6),
    "mb": ("data", 1e-3),
    "gb": ("data", 1.0),
    "tb": ("data", 1e3),
    **dict.fromkeys(("mg",), ("mass", 1e-6)),
    **dict.fromkeys(("g", "gr", "gram", "grams", "gramme", "grammes"), ("mass", 0.001)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms"), ("mass", 1.0)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("mass", 0.4536)),
    "oz": ("mass", 0.02835),
    **dict.fromkeys(("ml", "millilitre", "millilitres"), ("volume", 0.001)),
    "cl": ("volume", 0.01),
    **dict.fromkeys(("l", "ltr", "litre", "litres", "liter", "liters"), ("volume", 1.0)),
    **dict.fromkeys(("gallon", "gallons", "gal"), ("volume", 3.785)),
    **dict.fromkeys(("w", "watt", "watts"), ("power", 1.0)),
    **dict.fromkeys(("kw", "kilowatt", "kilowatts"), ("power", 1000.0)),
    **dict.fromkeys(("v", "volt", "volts"), ("voltage", 1.0)),
    **dict.fromkeys(("a", "amp", "amps"), ("current", 1.0)),
    "mah": ("charge", 1.0),
    "hz": ("frequency", 1.0),
    "khz": ("frequency", 1e3),
    "mhz": ("frequency", 1e6),
    "ghz": ("frequency", 1e9),
    **dict.fromkeys(("mp", "megapixel", "megapixels"), ("pixels", 1.0)),
    **dict.fromkeys(("pack", "pk", "pcs", "pc(s)", "piece", "pieces", "count"), ("count", 1.0)),
    **dict.fromkeys(("seater", "seat", "seats"), ("seats", 1.0)),
    **dict.fromkeys(("port", "ports"), ("ports", 1.0)),
    **dict.fromkeys(("person", "people"), ("persons", 1.0)),
    **dict.fromkeys(("btu",), ("heat", 1.0)),
}

# What follows names what the product is for, not what it is.
FOR = _words(
    """
    compatible fit fits fitting for replaces replacing suit suits
    """
)
WITH = _words(
    """
    featuring inc incl includes including plus w/ with
    """
)
WITHOUT = _words(
    """
    excludes excluding minus no non not without
    """
)

ACCESSORIES = _words(
    """
    accessory adapter adaptor arm attachment bag band base battery bezel bracket cable cap carrier cartridge
    case casing charger clamp clasp cleaner cleaning clip coaster component connector converter cord coupling
    cover cradle cushion decal descaler dock dongle drum enclosure extension filter fitting fixing flue
    folio frame fuser gasket guard handle hanger hinge holder holster hook hose housing ink inlay insert key
    keycap kit lace lead lens lid liner lining lock mat mount nozzle pad panel part pedal peg pen piece pin
    pipe plate plug pouch protector rack rail refill regulator remote replacement ribbon ring roller sample
    screw seal sheet shelf shell skin sleeve slipcover socket spare splitter stand sticker strap stylus
    supplies supply support tape thermostat tip toner tool topper tray tripod underlay upgrade valve wallet
    warranty washer wire wrap
    """
)
# Accessories that are seldom sold for their own sake: they always belong to something.
PARTS = _words(
    """
    accessory adapter adaptor attachment bag battery bezel bracket cable cap cartridge case casing charger
    clip cord cover cradle decal dock drum filter folio fuser gasket holder holster hose housing ink keycap
    lead liner mount part pouch protector refill remote replacement roller screen-protector seal
    skin sleeve spare stand sticker strap toner warranty
    """
)

COLOURS = _words(
    """
    anthracite beige black blue bronze brown burgundy charcoal copper cream cyan gold green grey ivory khaki
    magenta maroon navy olive orange pink purple red silver tan teal turquoise violet white yellow
    """
)
# Words that may end a phrase without being what is sold.
_DESCRIBING = _words("original genuine new used assorted multicolor transparent universal pro plus premium")
NOT_THINGS = COLOURS | _DESCRIBING
# Words that follow what is sold without being it: "dining table extending", "boiler flue kit".
TRAILING = COLOURS | _words(
    """
    adjustable bundle collection edition extendable extending foldable folding freestanding insulated kit model pack
    range rechargeable reclining removable series set stackable style system unit version washable waterproof
    """
)
SPELLINGS = {"gray": "grey", "colour": "color", "grey": "grey", "aluminum": "aluminium", "jewelry": "jewellery"}

_CONDITION = {
    "used": _words("used second-hand secondhand preowned pre-owned refurbished refurb reconditioned renewed"),
    "new": _words("new sealed unused"),
}
CONDITIONS = {word: side for side, words in _CONDITION.items() for word in words}

# Each row: groups that exclude each other; a word of one group against only words of another is a clash.
_OPPOSITES = (
    ("men man male gents gentleman mens", "women woman female ladies lady womens"),
    ("boy", "girl"),
    ("adult", "kid child children baby toddler infant"),
    ("wireless cordless bluetooth", "wired corded"),
    ("indoor", "outdoor"),
    ("safe harmless", "harmful dangerous unsafe toxic hazardous"),
    ("left", "right"),
    ("single", "double", "triple"),
    ("large xl big", "small mini xs compact"),
    ("long", "short"),
    ("hard", "soft"),
    ("hot", "cold iced"),
    ("electric", "gas", "oil", "petrol", "diesel", "manual"),
    ("round circular", "square rectangular"),
    ("wood wooden timber oak pine", "metal steel aluminium", "plastic", "glass", "leather", "fabric"),
    ("internal", "external"),
    ("front", "rear back"),
    ("male", "female"),
    ("caffeinated", "decaf decaffeinated"),
    ("laser", "inkjet"),
    ("summer", "winter"),
    ("king", "queen"),
    ("commercial", "domestic"),
    ("high", "low"),
)
OPPOSITES = tuple(tuple(frozenset(side.split()) for side in row) for row in _OPPOSITES)
