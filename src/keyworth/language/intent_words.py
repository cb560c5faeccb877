"""The words that tell what else a keyword is searched for, and the contexts in which they do not.

Each intent: how it is told to a reader; the wordings (a trailing ``s?`` or ``(…)`` is a regular
expression; ``^`` and ``$`` bind to the keyword's ends); and the wordings that clear it again.
English only: elsewhere nothing matches, and the intent stays unknown rather than wrong.
"""

from __future__ import annotations

NOT_BUYING = ("jobs", "support", "second_hand", "do_it_yourself", "business", "free")

INTENTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "jobs": (
        "work or training",
        (
            "jobs?", "vacanc(y|ies)", "careers?", "salar(y|ies)", "wages?", "recruit(ment|ing|er)", "now hiring",
            "apprentice(ships?|s)?", "intern(ships?|s)?", "work experience", "job description", "interview questions",
            "cv", "courses?", "training", "become an?", "qualifications?", "subcontract(or|ors|ing)? work",
        ),
        (
            "salary sacrifice", "(paint|nose|boob|print|respray|bodge|tummy) jobs?", "job lots?",
            "(golf|race|main|assault|obstacle|crash|three|first) courses?", "of course",
            "(strength|weight|weights|cross|dog|puppy|potty|circuit|toilet|personal|suspension|marathon) training",
            "training (shoes?|shorts?|tops?|bras?|gear|equipment|bench|wheels?|room|studio|aids?|pads?|plan)",
        ),
    ),
    "support": (
        "help with one they own",
        (
            "(customer|technical|tech|product|after ?sales|it) (support|services?|care|help)", "after ?care", "help$",
            "support (number|phone|line|email|contact|ticket|desk|team)", "support$", "help ?(line|desk)",
            "log ?in", "sign ?in", "my account", "password", "(phone|contact|telephone|customer service) numbers?",
            "complaints?", "instructions?", "(user|owners?|owner's|instruction|service|installation) manuals?",
            "manuals?$", "manual (pdf|download)", "troubleshoot(ing)?", "not working", "stopped working", "faulty",
            "won't (start|turn on|open|close|work|charge)", "wont (start|turn on|open|close|work|charge)",
            "error codes?", "how (to|do i|do you) (fix|repair|reset|clean|return|cancel|replace|remove|adjust)",
            "(warranty|guarantee|insurance) (claims?|registration|check)", "register (my )?warranty",
            "returns? policy",
            "track(ing)? (my )?(order|parcel|delivery)", "(order|delivery) (tracking|status)", "where is my",
            "refunds?",
            "cancel (my )?(order|subscription|account|contract)", "repairs?", "repairing", "repairer", "spare parts?",
            "spares", "replacement (parts?|keys?|bulbs?|filters?)", "servicing",
        ),
        ("(back|knee|ankle|wrist|neck|lumbar|arch|posture|bump|pet|tv|monitor|life|learning|plant) support",
         "support (bra|bras|tights|socks|pillow|cushion|brace|beam|post|pole)"),
    ),
    "second_hand": (
        "a used one",
        (
            "second[ -]?hand", "2nd[ -]?hand", "used", "pre[ -]?(owned|loved)", "refurb(ished|s)?", "reconditioned",
            "ebay", "gumtree", "craigslist", "freecycle", "facebook marketplace", "shpock", "vinted", "ex[ -]rental",
            "nearly new",
        ),
        ("used (by|for|in|to|as|on|with|at)", "(most|commonly|often|widely|can be|be|is|are|get|never) used"),
    ),
    "do_it_yourself": (
        "how to do it themselves",
        (
            "diy", "do it yourself", "yourself", "how (to|do i|do you|can i|can you)", "build(ing)? (your|my) own",
            "mak(e|ing) (your|my) own", "self[ -]build", "home ?made", "blueprints?", "plans$",
            "plans? (free|pdf|download)",
            "free .*plans?", "calculators?", "templates?", "tutorials?", "woodworking plans", "step by step",
        ),
        (
            "how (to|do i|do you|can i|can you) (buy|choose|order|book|hire|rent|get|find|pay|finance|apply|pick)",
            "(payment|finance|care|service|insurance|pension|phone|data|pricing|meal|savings|business|funeral|floor|"
            "health|dental|mobile|broadband|tariff|energy|treatment|subscription|membership|maintenance) plans?",
            "(pack|pamper|treat|spoil|for|protect) yourself",
        ),
    ),
    "business": (
        "a business to buy or start",
        (
            "(business(es)?|compan(y|ies)|firms?|franchises?|rounds?|dealerships?) for sale", "franchises?",
            "franchise opportunit(y|ies)", "business opportunit(y|ies)", "business plans?",
            "(start|starting|start up|set up|setting up|run|running|buy|buying) (an?|your own|"
            "my own|your|my) .*(business|compan(y|ies))",
        ),
        (),
    ),
    "free": (
        "something for nothing",
        ("^free", "free$", "for free", "free of charge", "giveaways?", "freebies"),
        (
            "^free[ -]?(deliver(y|ed)|shipping|postage|quotes?|quotations?|estimates?|surveys?|"
            "consultations?|trials?|samples?|"
            "range|standing|fitting|installation|returns?|parking|design|advice|collection and|"
            "form|hand|weights?|style|wheel)",
            "(gluten|sugar|dairy|smoke|stress|hands|interest|tax|duty|lead|oil|nut|rent|toll|"
            "maintenance|odour|fat|alcohol|cruelty|"
            "wheat|debt|pain|paint|plastic|noise|rust|bpa|chemical|peat|weed|wire|cage|meat|egg|"
            "soy|lactose|fragrance|latex|phosphate|"
            "frost|mould|damp|draught|dust|scratch|streak|chlorine|fluoride|cable|toll|royalty|"
            "ad|worry|hassle|no win no) ?-?free",
        ),
    ),
    "informational": (
        "something to read",
        (
            "what (is|are|does|do)", "meaning", "definition", "define", "wiki(pedia)?", "history of",
            "facts about", "reddit",
            "quora", "youtube", "pictures? of", "clip ?art", "how does", "how long (does|do)", "essay", "can i",
            "do (i|you) need",
            "is it worth", "is an? .* worth it", "vs", "versus", "difference between", "regulations?",
            "planning permission",
        ),
        (),
    ),
}  # fmt: skip
