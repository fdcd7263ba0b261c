"""Our answers by SMS, in both languages: one message of GSM-7 each."""

from enum import StrEnum

from app.domain.language import Language
from app.domain.notifications.gsm7 import as_gsm7


class Reply(StrEnum):
    """Everything that we answer."""

    READY = "ready"
    PLAY = "play"
    NOTED_WON = "noted_won"
    NOTED_LOST = "noted_lost"
    AGREED = "agreed"
    WON = "won"
    WON_STAKELESS = "won_stakeless"
    LOST = "lost"
    ENDED = "ended"
    ENDED_STAKELESS = "ended_stakeless"
    DISPUTED = "disputed"
    BALANCE = "balance"
    SET_ASIDE = "set_aside"
    STOPPED = "stopped"
    UNKNOWN_WORDS = "unknown_words"
    UNKNOWN_MATCH = "unknown_match"
    UNKNOWN_NUMBER = "unknown_number"
    REFUSED = "refused"


_ENGLISH = {
    Reply.READY: "you are ready for match {code}. We write when your opponent is, too.",
    Reply.PLAY: "match {code} is on, lobby code {lobby}. Afterwards write W {code} if you won, or"
    " L {code} if you lost.",
    Reply.NOTED_WON: "noted, you say that you won match {code}. We ask your opponent. A picture of"
    " the result in the app helps you.",
    Reply.NOTED_LOST: "noted, you say that you lost match {code}. We ask your opponent.",
    Reply.AGREED: "noted, you agree with the result of match {code}.",
    Reply.WON: "match {code} is over and you won. {amount} came into your wallet.",
    Reply.WON_STAKELESS: "match {code} is over and you won.",
    Reply.LOST: "match {code} is over. You lost it.",
    Reply.ENDED: "match {code} is over. Your stake is back in your wallet.",
    Reply.ENDED_STAKELESS: "match {code} is over, without a winner.",
    Reply.DISPUTED: "you two do not agree on match {code}. A referee decides; show your proof in"
    " the app before.",
    Reply.BALANCE: "you have {available} in your wallet, and {held} in play or on its way.",
    Reply.SET_ASIDE: "{amount} is set aside. Type the code of our other SMS in the app within"
    " {minutes} minutes to send it, or it comes back.",
    Reply.STOPPED: "from now on you get only SMS about your matches, your money and your account.",
    Reply.UNKNOWN_WORDS: "write W, L or OK and the 4 digits of your match, BAL for your balance, or"
    " TOA 200 to withdraw. More in the app.",
    Reply.UNKNOWN_MATCH: "you have no match {code} that waits for this. Look at its digits in our"
    " SMS.",
    Reply.UNKNOWN_NUMBER: "this number has no account with us. Nambari hii haina akaunti kwetu.",
    Reply.REFUSED: "this is not possible now. The app says why.",
}
_SWAHILI = {
    Reply.READY: "uko tayari kwa mechi {code}. Tutakuandikia mpinzani akiwa tayari pia.",
    Reply.PLAY: "mechi {code} imeanza, nambari ya chumba {lobby}. Baadaye andika W {code}"
    " ukishinda, au L {code} ukishindwa.",
    Reply.NOTED_WON: "umesema umeshinda mechi {code}. Tunamuuliza mpinzani. Picha ya matokeo kwenye"
    " programu itakusaidia.",
    Reply.NOTED_LOST: "umesema umeshindwa mechi {code}. Tunamuuliza mpinzani wako.",
    Reply.AGREED: "umekubali matokeo ya mechi {code}.",
    Reply.WON: "mechi {code} imeisha, umeshinda. {amount} zimeingia kwenye pochi yako.",
    Reply.WON_STAKELESS: "mechi {code} imeisha, umeshinda.",
    Reply.LOST: "mechi {code} imeisha. Umeshindwa.",
    Reply.ENDED: "mechi {code} imeisha. Dau lako limerudi kwenye pochi yako.",
    Reply.ENDED_STAKELESS: "mechi {code} imeisha, bila mshindi.",
    Reply.DISPUTED: "hamkubaliani kuhusu mechi {code}. Mwamuzi ataamua; onyesha ushahidi kwenye"
    " programu kabla ya hapo.",
    Reply.BALANCE: "una {available} kwenye pochi, na {held} kwenye mechi au njiani.",
    Reply.SET_ASIDE: "{amount} zimetengwa. Andika nambari ya SMS yetu nyingine kwenye programu"
    " ndani ya dakika {minutes}, la sivyo zitarudi.",
    Reply.STOPPED: "sasa utapata SMS za mechi, pesa na akaunti yako tu.",
    Reply.UNKNOWN_WORDS: "andika W, L au OK na tarakimu 4 za mechi yako, SALIO kuona salio, au TOA"
    " 200 kutoa pesa. Zaidi kwenye programu.",
    Reply.UNKNOWN_MATCH: "huna mechi {code} inayosubiri hili. Angalia tarakimu zake kwenye SMS"
    " yetu.",
    Reply.UNKNOWN_NUMBER: "this number has no account with us. Nambari hii haina akaunti kwetu.",
    Reply.REFUSED: "hilo haliwezekani sasa. Programu inaeleza sababu.",
}
TEXTS = {Language.ENGLISH: _ENGLISH, Language.SWAHILI: _SWAHILI}


def render(reply: Reply, *, language: Language, **values: str) -> str:
    """Return an answer as it is sent; raises KeyError for a value that is missing."""
    return as_gsm7("WageWars: " + TEXTS[language][reply].format_map(values))
