"""Invented turns of calls for the token classifier: answers with personal data, and talk that only sounds like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.build.redaction_values import LABELS, Values


class Turn(NamedTuple):
    """A turn: what was said before it, its words, and the class of each word ("" for nobody's)."""

    question: str
    words: list[str]
    labels: list[str]


BRANDS = (
    "skoda octavia|tata nexon|tata tiago|bmw 3 series|honda civic|honda city|toyota corolla|ford focus|ford f 150|audi a4|audi q5|mercedes benz|"
    "suzuki swift|hyundai i20|kia sportage|chevrolet cruze|chevrolet camaro|nissan sentra|porsche 911|mahindra xuv 500|volvo xc 90|tesla model 3|"
    "jeep wrangler|renault clio|peugeot 208|vauxhall astra|mazda cx 5|lexus rx 350|dodge charger|fiat 500|mini cooper|land rover discovery|"
    "iphone 12 pro|iphone 7 plus|samsung galaxy s21|google pixel 6|oneplus nord|moto g 5|nokia 3310|xiaomi redmi 9|lg g6|htc one|sony xperia|"
    "macbook air|dell inspiron 15|lenovo thinkpad|hp laserjet 1020|hp pavilion|acer aspire 5|asus zenbook|epson ecotank|canon pixma|kindle paperwhite|"
    "delta airlines|lufthansa|ryanair|easyjet|emirates|american airlines|southwest|jetblue|british airways|boeing 737|airbus a320|"
    "barclays|lloyds|hsbc|chase|wells fargo|citibank|natwest|monzo|paypal|mastercard gold|visa platinum|amex|"
    "netflix|hbo|espn|cnn|disney plus|sky sports|bbc iplayer|hulu|comcast|verizon fios|roku|tivo|fire stick|spotify|"
    "photoshop|mcafee|norton 360|windows 10|office 365|excel|quickbooks|dropbox|autocad 2019|firefox|chrome|android|zoom|outlook|"
    "dyson v11|bosch serie 4|miele w1|karcher k4|makita dhp 453|dewalt dcd 796|ikea kallax|john lewis|nike air max|adidas gazelle|lego technic|"
    "mcchicken|coca cola|cocacola|pepsi|sprite|agua fresca|mozzarella|jalapenos|margherita|caesar salad|tiramisu|chai latte|frappuccino"
).split("|")
CUES = {
    "name": "name|full name|name|first name|good name|surname|last name|user name",
    "spelt": "name|surname|last name",
    "address": "address|home address|mailing address|delivery address|address|billing address|location",
    "postcode": "zip code|zip|postcode|post code|pin code|postal code",
    "email": "email|email address|email id|mail id|mail|e-mail address|registered email",
    "phone": "phone number|number|contact number|mobile number|phone|mobile|contact no|cell|ph|telephone number|cell number",
    "ssn": "ssn|ssn number|social security number|social|last 4 digits of ssn|last four of my social|last four digits|ssn no|ss number",
    "card": "card number|credit card number|debit card|card|last 4 digits of my card|card ending in|card ending|credit card|visa card number|"
    "cc number|last four digits of the card|card no",
    "account": "account number|account|acct number|account no|a/c no|bank account number|account id|checking account number|savings account|"
    "customer number|user id|acc no",
    "code": "booking reference|confirmation number|confirmation code|booking number|order number|reference number|ref|policy number|claim number|"
    "ticket number|reservation number|booking code|booking confirmation number|pnr|membership number|tracking number|order id|record locator|"
    "policy no|claim id|serial number|product key|activation code|invoice number|booking id|frequent flyer number",
    "password": "password|pin|pin number|passcode|security answer|temporary password|login password",
}
ASKS = (
    "may i have your {cue}", "can you please provide me your {cue}", "could you tell me your {cue} please", "your {cue} please?",
    "please share your {cue}", "i need your {cue} to continue", "can i get the {cue} on the account?", "what is your {cue}?",
    "kindly provide your {cue} for verification", "sure i can help you with that could i have your {cue}", "and the {cue}?",
    "let me know your {cue} please", "to begin with please confirm your {cue}", "Thanks for that. Could you give me the {cue}, please?",
    "I'd be happy to assist. For security purposes may I have your {cue}?", "Can I take a {cue} for you?", "Would you mind telling me your {cue}?",
)  # fmt: skip
BARE = ("{x}", "{x}", "{x}", "{x}", "{x}", "yes {x}", "sure {x}", "its {x}", "it is {x}", "it's {x} please", "ok {x}", "yeah it's {x}",
        "that is {x}", "sure its {x}", "okay {x}", "ya {x}", "yes its {x}", "{x} thanks", "um {x}", "here it is {x}",
        "here you go {x}", "certainly {x}", "{x} ok", "that would be {x}", "so that's {x}", "no problem {x}", "sorry {x}", "{x} sir")  # fmt: skip
CUED = ("my {cue} is {x}", "my {cue} is {x}", "{cue} is {x}", "{cue} {x}", "{cue} {x}", "my {cue} {x}", "the {cue} is {x}", "{x} is my {cue}",
        "{x} is the {cue}", "sure my {cue} is {x}", "yes my {cue} is {x}", "{cue} : {x}", "here is my {cue} {x}", "and my {cue} is {x}",
        "ok my {cue} is {x} please", "its {x} thats my {cue}", "the {cue} would be {x}", "{cue} number {x}", "{cue} as {x}", "{cue}- {x}")  # fmt: skip
NAMED = ("this is {x}", "i am {x}", "im {x}", "hello i'm {x}", "hi this is {x} calling", "{x} here", "hello my name is {x} i need some help",
         "hi my names {x}", "{x} speaking", "you can call me {x}", "hi i am {x} and i want to {plain}", "its under {x}", "under the name {x}",
         "the booking is in the name of {x}", "account is under my husband {x}", "yes this is {x}")  # fmt: skip
PAIRS = (("name", "ssn"), ("name", "account"), ("name", "address"), ("name", "phone"), ("name", "email"), ("name", "code"), ("card", "ssn"),
         ("account", "ssn"), ("address", "phone"), ("name", "card"), ("email", "phone"), ("code", "name"), ("address", "postcode"),
         ("phone", "address"), ("name", "password"), ("account", "card"), ("code", "email"), ("phone", "email"), ("code", "code"))  # fmt: skip
TRIPLES = (
    ("name", "address", "phone"),
    ("name", "email", "phone"),
    ("name", "ssn", "account"),
    ("name", "code", "email"),
    ("name", "phone", "address"),
)
JOINS = (" ", " ", " and ", " and ", " and my ", ", ")
REFUSALS = (
    "sure", "ok", "yes please", "one moment", "let me find it", "hold on a second please", "just a minute let me get my card", "i dont have it",
    "i do not remember", "why do you need that", "can i give you something else instead", "is it safe to share that", "i am not sure", "no problem",
    "sure what else do you need", "i just gave you that", "it is the same as before", "i forgot my password", "which one do you need",
    "i already told you", "ok give me a minute", "yes of course", "sorry can you repeat that", "thank you", "no", "i would rather not say",
    "it should be on my file", "do you want the first or the last", "i lost my card so i cant see the number", "let me check the email",
    "i need to change my address my credit card and my phone number", "change my address please", "update my name on the account",
    "can i change my password", "i want to add my wife to the policy", "what number should i call", "is there a phone number i can ring",
    "do you need my full name or just my first name", "my card was stolen yesterday", "my name is on the account", "it is a joint account",
    "the name is spelt wrong on the ticket", "the address is wrong on my bill", "can you send it to my email", "i never got the email",
    "please send me a confirmation code", "what does the code mean", "i have two accounts", "the number you have is old", "yes that is correct",
    "yes thats right", "that is right thank you", "yes correct", "thats all", "yeah go ahead", "yes i am the account holder", "alright",
)  # fmt: skip
PLAIN = (
    "book a flight from {town} to {town}", "change my seat to an aisle seat", "fly to {town} on the {n} of march", "cancel my flight to {town}",
    "check my account balance", "know the balance on my checking account", "report a lost card", "transfer {amount} dollars to my savings account",
    "order a new check book", "dispute a charge of {amount} dollars", "get my routing number", "pay my bill", "upgrade my internet plan to {n} mbps",
    "start a new cable service", "watch channel {n}", "stop my subscription", "fix my tv it shows an error", "get a refund of {amount} dollars",
    "install windows {n} on my laptop", "reset my password", "know when my order will ship", "buy {n} chairs", "get a quote for a garden room",
    "see a {n} seater sofa", "know if you sell {n} metre gazebos", "order a large pizza and {n} cokes", "have a caesar salad with no onion",
    "ask about the {year} model", "move my appointment to {n} pm", "know the price of the {product}", "buy a {product}", "order {n} {product}",
    "add a bag to my booking", "know if there are flights after {n} {n}", "get a boarding pass", "insure my {year} car", "know the gate number",
    "know my data limit", "get a student discount", "change the date to april {n}", "sign up for the {amount} dollar package", "return a {product}",
    "know why my card was declined", "know about the premium package", "have it delivered on friday", "close my savings account", "stay {n} nights in {town}",
)  # fmt: skip
SAID = ("i want to {plain}", "i would like to {plain}", "i need to {plain}", "can i {plain}", "hi can you help me {plain}", "{plain}", "please {plain}",
        "hello i am trying to {plain}", "i was hoping to {plain} please", "how do i {plain}", "we want to {plain}", "Hi, I'd like to {plain}.")  # fmt: skip
FACTS = (
    "{n}", "{n} please", "{amount}", "about {amount} pounds", "{amount} dollars", "between {amount} and {amount}", "the {product}", "{product}", "{product} please",
    "a {product}", "do you have the {product}", "{town}", "{town} to {town}", "from {town}", "{n} {n} pm", "around {n} in the morning", "{year}", "a {year} one",
    "{n} by {n} metres", "{n} feet by {n} feet", "it is {n} years old", "{n} percent", "window seat", "economy class", "one way", "round trip", "two adults",
    "the blue one", "no that is all thanks", "bye have a good day", "thank you so much", "great", "how much is it", "what are the options", "monday", "march {n}",
    "next friday", "good morning", "hello", "hi there", "it says error {amount}", "error code {n}", "channel {n}", "version {n} point {n}", "{n} gb", "{n} mbps",
    "{brand}", "{brand}", "its a {brand}", "it is {brand} {year}", "my car is {brand}", "{brand} {year}", "i have a {brand}", "with {brand}", "the {brand} is broken",
    "it is {brand} and the year is {year}", "model is {brand}", "{year} {brand}", "{brand} and {brand}", "i fly with {brand}", "i bank with {brand}",
    "nothanks", "yessure", "oksure", "nopes", "yesthats right", "nothank you", "okthanks", "thankyou somuch", "yaa its ok", "thats itthank you", "goodmorning",
    "heloo", "hai good evening", "yeah okeyy", "sureplease ask", "nothingelse", "ok fyn", "yup", "cool thnx", "thnks", "tq", "gud day", "gr8 thanks", "welcm",
    "it keeps freezing", "it was fine until yesterday", "the total was {amount}", "{n} of them", "i paid {amount} for it", "half past {n}", "flight {n}",
    "{product} or {product}", "is the {product} in stock", "the {product} is better", "we had a {product} before", "my {product} broke", "black", "{product} in white",
)  # fmt: skip
OTHER_ASKS = (
    "how can i help you today?", "what would you like?", "which size would you prefer?", "anything else?", "how many do you need?", "is that all?",
    "what is your budget?", "where would you like to fly?", "when would you like to travel?", "what year is your car?", "which model is it?",
    "what error do you see?", "thank you. how may i assist you?", "sure, please hold on while i check that", "okay give me a moment", "",
    "which channel is it?", "which plan are you interested in?", "would you like it delivered?", "what make is it?", "let me pull that up",
    "one moment please", "i understand, i am sorry to hear that", "how would you like to pay?", "i have updated it for you", "",
)  # fmt: skip


class Dialogues:
    """A maker of turns; ``products`` are names of things sold, which are nobody's."""

    def __init__(self, seed: int, products: list[str], towns: list[str]) -> None:
        self.values = Values(seed)
        self._products, self._towns = products, towns

    def turns(self, n: int) -> Iterator[Turn]:
        """Yield ``n`` turns."""
        choose = self.values.random
        for _ in range(n):
            kind = choose.random()
            turn = self._personal() if kind < 0.5 else self._refusal() if kind < 0.62 else self._plain()
            yield self._written(turn)

    def question(self, kinds: tuple[str, ...]) -> str:
        """Return a question for these kinds of data."""
        one = self.values.one
        cues = " and ".join(one(*CUES[kind].split("|")) for kind in kinds)
        return one(*ASKS).format(cue=cues)

    def _personal(self) -> Turn:
        choose, one = self.values.random, self.values.one
        shape = choose.random()
        if shape < 0.08:
            return self._filled(
                choose.choice((*OTHER_ASKS, self.question(("name",)))), one(*NAMED).replace("{x}", "{name}")
            )
        if shape < 0.6:
            kinds: tuple[str, ...] = (one(*CUES),)
        else:
            kinds = choose.choice(PAIRS if shape < 0.92 else TRIPLES)
        answered = choose.random()
        asked = (
            self.question(kinds)
            if answered < 0.7
            else self.question((one(*CUES),))
            if answered < 0.78
            else choose.choice(OTHER_ASKS)
        )
        pieces = []
        for kind in kinds:
            # A bare number tells nothing by itself: only a question, or a neighbour, says whose it is.
            bare = choose.random() < 0.55 and (
                answered < 0.7 or len(kinds) > 1 or kind in ("name", "address", "email", "phone")
            )
            frame = one(*BARE) if bare and not pieces else "{x}" if bare else one(*CUED)
            value = (
                "part"
                if bare
                and answered < 0.7
                and len(kinds) == 1
                and kind in ("card", "account", "phone")
                and choose.random() < 0.25
                else kind
            )
            pieces.append(frame.replace("{cue}", one(*CUES[kind].split("|"))).replace("{x}", "{" + value + "}"))
        return self._filled(asked, one(*JOINS).join(pieces))

    def _refusal(self) -> Turn:
        question = (
            self.question((self.values.one(*CUES),))
            if self.values.random.random() < 0.75
            else self.values.random.choice(OTHER_ASKS)
        )
        said = self.values.random.choice((*REFUSALS, *REFUSALS, self.values.one(*SAID)))
        return self._filled(question, said)

    def _plain(self) -> Turn:
        question = self.values.random.choice(OTHER_ASKS)
        if self.values.random.random() < 0.12:
            question = self.question((self.values.one(*CUES),))
            return self._filled(question, self.values.one(*SAID))
        return self._filled(question, self.values.one(*(SAID if self.values.random.random() < 0.45 else FACTS)))

    def _filled(self, question: str, frame: str) -> Turn:
        if "{plain}" in frame:
            frame = frame.replace("{plain}", self.values.one(*PLAIN))
        words: list[str] = []
        labels: list[str] = []
        for piece in frame.replace("{", " {").replace("}", "} ").split():
            kind = piece.strip("{}") if piece.startswith("{") else ""
            made = (
                self._other(kind)
                if kind and kind not in self.values.makers
                else self.values.makers[kind]()
                if kind
                else piece
            )
            label = LABELS.get(kind, "id") if kind in self.values.makers else ""
            for word in made.split():
                words.append(word)
                labels.append(label)
        return Turn(question, words, labels)

    def _other(self, kind: str) -> str:
        choose = self.values.random
        if kind == "town":
            return choose.choice(self._towns)
        if kind == "product":
            return choose.choice(self._products)
        if kind == "brand":
            return choose.choice(BRANDS)
        if kind == "year":
            return str(choose.randint(1990, 2027))
        if kind == "amount":
            return str(
                choose.choice(
                    (50, 100, 150, 200, 250, 500, 750, 1000, 1500, 2000, 2500, 5000, 12000, choose.randint(11, 9999))
                )
            )
        return str(choose.choice((choose.randint(1, 12), choose.randint(1, 40), choose.randint(1, 500))))

    def _written(self, turn: Turn) -> Turn:
        """Return a turn as a person might write it: with capitals and stops, or as it came."""
        style = self.values.random.random()
        if style > 0.25 or not turn.words:
            return turn
        proper = [
            w.title() if label in ("name", "address") and not any(c.isdigit() for c in w) else w
            for w, label in zip(turn.words, turn.labels, strict=True)
        ]
        words = [w if i else w[:1].upper() + w[1:] for i, w in enumerate(proper)]
        return turn._replace(words=[*words[:-1], words[-1] + self.values.one("", ".", ".", "!")])
