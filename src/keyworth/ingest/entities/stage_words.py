"""What a CRM's words for a stage mean: one vocabulary for all of them; the settings' own words come first."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keyworth.schema import OPEN_STAGES, STAGES

OPEN = OPEN_STAGES
# A promise is no sale: what is awaited, sent or asked for is still open, whatever it is of.
_AWAITED = (
    r"\b(?:await\w*|pending|requested|request|sent|due|waiting|outstanding|expected|unpaid|unsigned|verbal\w*"
    r"|to be|chas\w+"
    r"|versandt|gesendet|envoyé\w*|enviad[oa]|inviat[oa]|verstuurd|verzonden|wysłan\w+|offen)\b"
)
_STAGE = (
    ("lost", r"lost|disqualif|unqualif|not qualified|churn|\bdead\b|cancel|no.?show|declin|reject|refund|void"
             r"|fail|expired"
             r"|abandon|withdrawn|withdrew|ghosted|unresponsive|no response|did(?: not|n.?t) (?:proceed|buy|go"
             r"|convert|attend)"
             r"|not (?:proceed|interested|going|progress|a fit|won|converted|taken)|went elsewhere|competitor"
             r"|closed.?lost|junk"
             r"|spam|\bduplicate|verlor|abgelehnt|abgesagt|storniert|perdu|annul|refus|perdid|rechazad"
             r"|descartad|pers[oaie]\b"
             r"|rifiutat|verlies|verloren|geannuleerd|afgewezen|przegran|utracon|odrzucon|anulowan|失注"
             r"|キャンセル|却下"),
    ("appointment", r"(?:consultation|appointment|demo|visit|survey|assessment|meeting|call|viewing|trial)s? "
                    r"(?:completed?|done|held|attended)|attended"),
    ("won", r"\bwon\b|closed.?won|^(?:new |existing )?(?:customer|client|patient|member)s?$|\bsold\b|\bsale\b"
            r"|purchas|\bpaid\b"
            r"|\border(?:ed|s)?\b|signed|accepted|deposit (?:paid|received|taken)|payment (?:received|taken)"
            r"|policy (?:live|issued)"
            r"|(?:gone|went|now|is) live|^live$|onboard|enrolled|instructed|complete|fulfilled|delivered"
            r"|installed|^converted"
            r"|closed (?:deal|sale)|evangelist|activated|subscription active"
            r"|gewonnen|^kunde$|^klant$|^cliente$|opdracht|auftrag erteilt|bezahlt|abgeschlossen|unterschrieben"
            r"|verkauft|gagn|sign[ée]e?\b"
            r"|payée?\b|acceptée?\b"
            r"|vendue?\b|ganad|firmad|pagad|vendid|aceptad|vint[oa]\b|firmat|pagat|accettat|vendut|getekend"
            r"|betaald|akkoord"
            r"|verkocht|wygran|podpisan|opłacon|sprzedan|zaakceptowan|ganh[oa]|assinad|\bpago\b|aceit[oa]"
            r"|fechad|受注|成約|契約済|成立"),
    ("opportunity", r"opportun|proposal|quot|negotiat|contract|decision|presentation|accept|deposit|signature"
                    r"|invoice|order"
                    r"|demo done|qualified|evaluat|estimate|\bsql\b|proforma|unpaid|under offer|verbal"
                    r"|underwrit|finance|angebot"
                    r"|verhandlung|vertrag|devis"
                    r"|négociation|proposition|presupuesto|propuesta|negociaci|preventivo|propost|trattativa"
                    r"|offerte|offerta"
                    r"|onderhandel|oferta|negocjac|orçament|negocia|見積|提案|商談|交渉"),
    ("appointment", r"appoint|meeting|demo|scheduled|booked|visit|survey|consult|assessment|viewing|trial"
                    r"|showroom|\bcall\b"
                    r"|termin|beratung|besichtigung|rendez|\bcita\b|reunión|visita|appuntament|afspraak|bezoek"
                    r"|spotkanie|wizyta"
                    r"|reunião|agendad|アポ|面談|訪問|予約"),
    ("lead", r"lead|enquir|inquir|\bnew\b|open|subscriber|contact|prospect|\bmql\b|working|attempt|form"
             r"|generate|connected"
             r"|in progress|nurtur|to call|callback|follow.?up|unassigned|anfrage|\bneu\b|kontakt|nouveau"
             r"|nouvelle|demande|nuev[oa]"
             r"|consulta|contatto|nuov[oa]|richiest|nieuw|aanvraag|now[ey]\b|zapytan|\bnov[oa]\b|contato|リード"
             r"|新規|問い?合わせ"),
)  # fmt: skip


def stage_of(words: str, own: Mapping[str, str] | None = None) -> str:
    """Return the stage that a CRM's words mean, or ``""``.

    Parameters
    ----------
    words : str
    own : mapping of str to str, optional
        The company's own words and their meaning, as the settings say; whole words, whatever their case.

    Examples
    --------
    >>> stage_of("Closed Won (Sales Pipeline)"), stage_of("appointmentscheduled"), stage_of("Treatment accepted")
    ('won', 'appointment', 'won')
    >>> stage_of("Awaiting deposit"), stage_of("Did not proceed"), stage_of("Stage 3")
    ('opportunity', 'lost', '')
    >>> stage_of("Stage 3", {"stage 3": "won"})
    'won'
    """
    text = re.sub(r"[_\s]+", " ", re.sub(r"\([^)]*\)", "", words)).strip().casefold()
    said = {k.strip().casefold(): v for k, v in (own or {}).items()}
    for form in (words.strip().casefold(), text):
        if form in said:
            return said[form]
    if text in STAGES:
        return text
    awaited = re.search(_AWAITED, text)
    for stage, pattern in _STAGE:
        if re.search(pattern, text) and not (stage == "won" and awaited):
            return stage
    return ""
