"""The phrases of a statement, in English and in Swahili."""

from enum import Enum

from app.domain.language import Language
from app.domain.ledger.statement import Place

EN, SW = Language.ENGLISH, Language.SWAHILI
Phrase = dict[Language, str]


class Change(Enum):
    """What happened to the wallet: the first clause of every sentence."""

    CAME_IN = "{kes} came into your wallet", "{kes} zimeingia kwenye pochi yako"
    CAME_BACK = "{kes} came back to your wallet", "{kes} zimerudi kwenye pochi yako"
    LEFT = "{kes} left your wallet", "{kes} zimetoka kwenye pochi yako"
    SET_ASIDE = "{kes} was set aside", "{kes} zimetengwa"

    def __init__(self, english: str, swahili: str) -> None:
        self.phrase: Phrase = {EN: english, SW: swahili}


class Why(Enum):
    """The reasons after the colon, each with at most one amount of its own."""

    PAID = "you paid it by M-Pesa", "ulizilipa kwa M-Pesa"
    PAID_MORE = "you paid {kes} by M-Pesa", "ulilipa {kes} kwa M-Pesa"
    PAYBILL = "you paid it to our paybill", "ulizilipa kwa paybill yetu"
    PAYBILL_MORE = "you paid {kes} to our paybill", "ulilipa {kes} kwa paybill yetu"
    CLAIM = (
        "a payment of {kes} to our paybill turned out to be yours",
        "malipo ya {kes} kwa paybill yetu yamebainika kuwa yako",
    )
    EXCISE = "{kes} of it is excise duty", "{kes} kati ya hizo ni ushuru wa bidhaa"

    ON_ITS_WAY = "it is on its way to {phone}", "ziko njiani kwenda {phone}"
    AWAITS_CODE = (
        "it stays with us until you type the code that was sent to {phone}",
        "zinabaki kwetu hadi uandike nambari iliyotumwa kwa {phone}",
    )
    ARRIVED = "it went to {phone}", "zilitumwa kwa {phone}"
    PART_ARRIVED = "{kes} went to {phone}", "{kes} zilitumwa kwa {phone}"
    WITHHOLDING = "{kes} is withholding tax", "{kes} ni kodi ya zuio"
    FEE = "{kes} is our fee", "{kes} ni ada yetu"
    CHANGE = "{kes} is change", "{kes} ni chenji"
    NOT_PAID = (
        "it was meant for {phone} but was not paid",
        "zilikusudiwa kwenda {phone} lakini hazikulipwa",
    )
    CHANGE_OF = (
        "it is the change of your withdrawal of {kes}, because M-Pesa pays whole shillings",
        "ni chenji ya {kes} ulizotoa, kwa sababu M-Pesa hulipa shilingi kamili tu",
    )
    RELEASED = (
        "your withdrawal to {phone} was not paid",
        "pesa ulizotaka kutoa kwenda {phone} hazikulipwa",
    )
    CODE_NOT_TYPED = (
        "the code for your withdrawal was not typed in time",
        "nambari ya kutoa pesa haikuandikwa kwa wakati",
    )
    CANCELLED = "you cancelled your withdrawal", "ulighairi kutoa pesa"
    PAID_LATE = (
        "M-Pesa paid your withdrawal to {phone} after we had given the money back",
        "M-Pesa ililipa pesa ulizotoa kwenda {phone} baada ya sisi kukurudishia",
    )
    OWED = "you owe us {kes} more", "bado unadaiwa {kes}"
    REPAID = "it paid back what you owed us", "zimelipa deni lako kwetu"

    GOING_BACK = (
        "it is on its way back to where it came from, by M-Pesa",
        "zinarudishwa zilikotoka, kwa M-Pesa",
    )
    WENT_BACK = (
        "your payment of {kes} went back by M-Pesa",
        "malipo yako ya {kes} yalirudishwa kwa M-Pesa",
    )
    DID_NOT_GO_BACK = (
        "it was meant to go back by M-Pesa but was not sent",
        "zilikusudiwa kurudishwa kwa M-Pesa lakini hazikutumwa",
    )
    KEPT = "it could not go back by M-Pesa", "hazikuweza kurudishwa kwa M-Pesa"
    WENT_BACK_LATE = (
        "your payment of {kes} went back by M-Pesa after we had given you the money",
        "malipo yako ya {kes} yalirudishwa kwa M-Pesa baada ya sisi kukupa pesa",
    )
    TAKEN_BACK = (
        "M-Pesa took back your payment of {kes}",
        "M-Pesa ilichukua tena malipo yako ya {kes}",
    )

    STAKE = "it became your stake in match {match}", "zikawa dau lako katika mechi {match}"
    STAKE_IN_QUEUE = "it became your stake in the queue", "zikawa dau lako kwenye foleni"
    STAKE_OF_CHALLENGE = (
        "it became your stake in a challenge",
        "zikawa dau lako kwenye changamoto",
    )
    BACK_IN_QUEUE = (
        "your opponent was not ready, so you are back in the queue with your old place",
        "mpinzani wako hakuwa tayari, kwa hivyo umerudi kwenye foleni mahali pako pa awali",
    )
    LEFT_QUEUE = "you left the queue", "ulitoka kwenye foleni"
    WITHDRAWN = "you withdrew your challenge", "uliondoa changamoto yako"
    DECLINED = "your challenge was declined", "changamoto yako ilikataliwa"
    EXPIRED = "nobody took your challenge in time", "hakuna aliyekubali changamoto yako kwa wakati"
    ABSENT = (
        "your search ended, because the app had not been open for a while",
        "utafutaji wako uliisha, kwa sababu programu haikuwa wazi kwa muda",
    )
    TOURNAMENT = (
        "your search ended, because your match of a tournament opened",
        "utafutaji wako uliisha, kwa sababu mechi yako ya mashindano ilifunguliwa",
    )
    SUSPENDED = (
        "your search ended, because your account may not play at the moment",
        "utafutaji wako uliisha, kwa sababu akaunti yako haiwezi kucheza kwa sasa",
    )
    LOWER_STAKE = (
        "your match is played for less than you staked",
        "mechi yako inachezwa kwa kiasi kidogo kuliko dau lako",
    )
    WON = "you won match {match}", "ulishinda mechi {match}"
    FEE_OF_POT = "our fee was {kes}", "ada yetu ilikuwa {kes}"
    SPLIT = "the pot of match {match} was shared", "dau zote za mechi {match} ziligawanywa"
    OVERTURNED = (
        "after an appeal the result of match {match} was changed",
        "baada ya rufaa matokeo ya mechi {match} yalibadilishwa",
    )
    NOT_READY = (
        "match {match} did not begin, because not both of you were ready",
        "mechi {match} haikuanza, kwa sababu nyote wawili hamkuwa tayari",
    )
    CALLED_OFF = (
        "match {match} was called off before it began",
        "mechi {match} ilighairiwa kabla ya kuanza",
    )
    NOBODY_REPORTED = (
        "nobody reported how match {match} ended",
        "hakuna aliyeripoti jinsi mechi {match} ilivyoisha",
    )
    DRAWN = "match {match} was a draw", "mechi {match} ilikuwa sare"
    NO_WINNER = "match {match} had no winner", "mechi {match} haikuwa na mshindi"

    ENTRY_FEE = (
        "it is your entry fee for tournament {tournament}",
        "ni ada yako ya kuingia mashindano {tournament}",
    )
    LEFT_TOURNAMENT = (
        "you left tournament {tournament} before it began",
        "ulijiondoa kwenye mashindano {tournament} kabla hayajaanza",
    )
    TOURNAMENT_CANCELLED = (
        "tournament {tournament} was cancelled",
        "mashindano {tournament} yalighairiwa",
    )
    TOO_FEW_PLAYERS = (
        "tournament {tournament} had too few players",
        "mashindano {tournament} yalikuwa na wachezaji wachache mno",
    )
    NOT_CHECKED_IN = (
        "you did not check in to tournament {tournament}",
        "hukuthibitisha kuwepo kwako kwenye mashindano {tournament}",
    )
    START_MOVED = (
        "the start of tournament {tournament} was moved",
        "muda wa kuanza wa mashindano {tournament} ulibadilishwa",
    )
    REMOVED = (
        "you were taken out of tournament {tournament}",
        "uliondolewa kwenye mashindano {tournament}",
    )
    TOURNAMENT_PRIZE = (
        "it is your prize in tournament {tournament}",
        "ni zawadi yako katika mashindano {tournament}",
    )
    PRIZE_TAKEN_BACK = (
        "you were disqualified from tournament {tournament}, and {kes} of prizes were taken back",
        "uliondolewa kwenye mashindano {tournament} kwa kukiuka kanuni, na zawadi za {kes}"
        " zilichukuliwa",
    )
    PRIZE_COLLECTED = (
        "it paid back what you owed of prizes in tournament {tournament}",
        "zimelipa deni lako la zawadi za mashindano {tournament}",
    )
    PRIZE_RAISED = (
        "it is your higher prize in tournament {tournament}, recovered from somebody who was"
        " disqualified",
        "ni nyongeza ya zawadi yako katika mashindano {tournament}, iliyorudishwa na aliyeondolewa",
    )
    PRIZE_ADVANCED = (
        "it is your higher prize in tournament {tournament}, paid by us",
        "ni nyongeza ya zawadi yako katika mashindano {tournament}, tumekulipa sisi",
    )

    GOODWILL = "we give it to you as a sign of goodwill", "tumekupa kama ishara ya nia njema"
    OUR_FAULT = (
        "a fault of ours had cost you this money, and we make it good",
        "kosa letu lilikugharimu pesa hizi, na tunakufidia",
    )
    PRIZE_RESTORED = (
        "a prize was taken back from you, and your objection was right",
        "zawadi yako ilichukuliwa, na pingamizi lako lilikuwa sahihi",
    )
    CREDITED_TWICE = (
        "the same money had come into your wallet twice, and we took it out once",
        "pesa zilezile ziliingia kwenye pochi yako mara mbili, na tumezitoa mara moja",
    )
    CREDITED_WRONGLY = (
        "money that was not yours had come into your wallet, and we took it out",
        "pesa zisizo zako ziliingia kwenye pochi yako, na tumezitoa",
    )
    CORRECTION = (
        "we put an earlier correction of your wallet right",
        "tumerekebisha marekebisho ya awali ya pochi yako",
    )

    def __init__(self, english: str, swahili: str) -> None:
        self.phrase: Phrase = {EN: english, SW: swahili}


RECEIPT: Phrase = {EN: "Receipt {receipt}.", SW: "Risiti {receipt}."}
AND: Phrase = {EN: ", and ", SW: ", na "}
YOUR_PHONE: Phrase = {EN: "your phone", SW: "simu yako"}

PLACE_NAMES: dict[Place, Phrase] = {
    Place.WALLET: {EN: "your wallet", SW: "pochi yako"},
    Place.STAKE: {EN: "your stake in the queue", SW: "dau lako kwenye foleni"},
    Place.ON_ITS_WAY_OUT: {EN: "money on its way out", SW: "pesa zilizo njiani kutoka"},
    Place.OWED: {EN: "what you owe us", SW: "deni lako kwetu"},
    Place.POT: {EN: "the pot of match {match}", SW: "dau zote za mechi {match}"},
    Place.POOL: {
        EN: "the prize pool of tournament {tournament}",
        SW: "zawadi za mashindano {tournament}",
    },
    Place.RECOVERED: {
        EN: "prizes that were taken back in tournament {tournament}",
        SW: "zawadi zilizochukuliwa katika mashindano {tournament}",
    },
    Place.MPESA_IN: {EN: "M-Pesa", SW: "M-Pesa"},
    Place.MPESA_OUT: {EN: "M-Pesa", SW: "M-Pesa"},
    Place.MPESA_FLOAT: {EN: "our account at M-Pesa", SW: "akaunti yetu ya M-Pesa"},
    Place.SUSPENSE: {
        EN: "payments whose owner was not known",
        SW: "malipo ambayo mwenyewe hakujulikana",
    },
    Place.MPESA_CHARGES: {EN: "charges of M-Pesa", SW: "ada za M-Pesa"},
    Place.EXCISE: {EN: "excise duty for KRA", SW: "ushuru wa bidhaa wa KRA"},
    Place.WITHHOLDING: {EN: "withholding tax for KRA", SW: "kodi ya zuio ya KRA"},
    Place.OUR_FEES: {EN: "our fee", SW: "ada yetu"},
    Place.OUR_CORRECTIONS: {EN: "our corrections of wallets", SW: "marekebisho yetu ya pochi"},
    Place.OPPONENT: {EN: "your opponent's wallet", SW: "pochi ya mpinzani wako"},
}
