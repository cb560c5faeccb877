"""Words that tell nothing of what is meant, by where: in any text, in speech, in a query, in a shop."""

from __future__ import annotations


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

# Of a query, Google matches a keyword with or without these ("About close variants", Google Ads Help).
FUNCTION = _set("a an and at by for in of on or our the with your")
# "london to paris" is not "paris to london": with one of these, order and every word carry the meaning.
ORDERED = _set("from into no not off out over than to under versus vs without")

# Of a query or a title in a shop, beside "for" and "with", which say what the thing is for or has.
SHOP = (FUNCTION - {"for", "with"}) | _set("""
are as be best buy cheap cheapest das de deal deals der die el et from good i is it its la le les los me my near online
price prices s sale shop t that this to top uk un und une we you
""")

# Of what callers say: no phrase begins or ends with them.
SPOKEN = (
    CLOSED
    | FILLERS
    | VERBS
    | _set("""
email mail address postcode correct another own hii byee ya wow oops tq com num guys guy name names problem
idea minute minutes moment second seconds
""")
)
