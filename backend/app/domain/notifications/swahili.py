"""The texts in Swahili."""

from app.domain.notifications.kinds import Kind
from app.domain.notifications.templates import Template
from app.domain.tournaments.reasons import Why

TEXTS: dict[Kind, Template] = {
    Kind.MATCH_FOUND: Template(
        "Mpinzani amepatikana",
        "{opponent} anacheza nawe kwa {amount} kila mmoja. Kuwa tayari kabla ya {until}.",
        "WageWars: mpinzani amepatikana! {opponent}, {amount} kila mmoja. Fungua programu uwe"
        " tayari kabla ya {until}.",
        "WageWars: {opponent}, {amount} kila mmoja. Jibu OK {code} ukiwa tayari kabla ya {until}."
        " Baadaye W {code} ukishinda, L {code} ukishindwa.",
    ),
    Kind.OPPONENT_READY: Template(
        "Mpinzani wako yuko tayari", "{opponent} yuko tayari kucheza. Nenda kwenye mechi yako."
    ),
    Kind.MATCH_REPORTED: Template(
        "Mpinzani wako ameripoti",
        "{opponent} amesema mechi iliishaje. Ripoti nawe pia, au itaamuliwa bila wewe.",
    ),
    Kind.MATCH_REMINDER: Template(
        "Ripoti mechi yako",
        "Sema mechi yako na {opponent} iliishaje kabla ya {until}, au itaamuliwa bila wewe.",
        "WageWars: sema kwenye programu mechi yako na {opponent} iliishaje kabla ya {until}, au"
        " itaamuliwa bila wewe.",
        "WageWars: mechi yako na {opponent} iliishaje? Jibu W {code} (ulishinda) au L {code}"
        " (ulishindwa) kabla ya {until}, la sivyo itaamuliwa.",
    ),
    Kind.MATCH_UNANSWERED: Template(
        "Mechi yako inakusubiri",
        "{opponent} amesema mechi iliishaje. Sema nawe pia sasa, au itaamuliwa bila wewe.",
        "WageWars: {opponent} amesema mechi yenu iliishaje. Sema nawe pia kwenye programu mara"
        " usomapo hii, au itaamuliwa bila wewe.",
        "WageWars: {opponent} amesema mechi yenu iliishaje. Jibu W {code} (ulishinda) au L {code}"
        " (ulishindwa) usomapo hii, la sivyo itaamuliwa.",
    ),
    Kind.MATCH_TO_CONFIRM: Template(
        "Matokeo yamependekezwa",
        "Kubali au pinga matokeo ya mechi yako na {opponent} kabla ya {until}.",
        "WageWars: matokeo ya mechi yako na {opponent} yamependekezwa. Kubali au pinga kabla ya"
        " {until}.",
        "WageWars: matokeo ya mechi yako na {opponent} yamependekezwa. Jibu OK {code} kukubali, au"
        " pinga kwenye programu kabla ya {until}.",
    ),
    Kind.MATCH_REPLAYED: Template("Chezeni tena", "Mechi yako na {opponent} inachezwa tena."),
    Kind.MATCH_DISPUTED: Template(
        "Mechi yako ina mgogoro",
        "Onyesha ushahidi wa mechi yako na {opponent} kabla ya {until}. Kisha mwamuzi ataamua.",
        "WageWars: mechi yako na {opponent} ina mgogoro. Onyesha ushahidi kwenye programu kabla ya"
        " {until}.",
    ),
    Kind.MATCH_RULED: Template(
        "Mwamuzi ameamua",
        "Soma kilichoamuliwa kuhusu mechi yako na {opponent}, na sababu yake.",
        "WageWars: mwamuzi ameamua mechi yako na {opponent}. Soma kwenye programu; muda wa kukata"
        " rufaa ni mfupi.",
    ),
    Kind.APPEAL_OPENED: Template(
        "Mechi yako inaangaliwa tena",
        "Mechi yako na {opponent} inaangaliwa tena. Hadi hapo hakuna malipo yake.",
        "WageWars: mechi yako na {opponent} inaangaliwa tena. Hadi hapo hakuna malipo yake.",
    ),
    Kind.APPEAL_DECIDED: Template(
        "Mechi imeangaliwa tena",
        "Soma kilichoamuliwa kuhusu mechi yako na {opponent}, na sababu yake.",
        "WageWars: mechi yako na {opponent} imeangaliwa tena. Soma kwenye programu kilichoamuliwa.",
    ),
    Kind.MATCH_WON: Template("Umeshinda", "{amount} za mechi yako zimeingia kwenye pochi yako."),
    Kind.MATCH_LOST: Template(
        "Umeshindwa", "Mechi yako umeshindwa, na dau lako la {amount} limepotea."
    ),
    Kind.MATCH_DRAWN: Template(
        "Sare", "Mechi yako ilikuwa sare: {amount} zimerudi kwenye pochi yako."
    ),
    Kind.MATCH_SPLIT: Template(
        "Dau zimegawanywa", "{amount} za mechi yako zimeingia kwenye pochi yako."
    ),
    Kind.MATCH_REFUNDED: Template(
        "Mechi yako haihesabiwi", "Dau lako la {amount} limerudi kwenye pochi yako."
    ),
    Kind.TOURNAMENT_MATCH_WON: Template("Umeshinda", "Umeshinda mechi yako ya mashindano."),
    Kind.TOURNAMENT_MATCH_LOST: Template("Umeshindwa", "Umeshindwa mechi yako ya mashindano."),
    Kind.TOURNAMENT_MATCH_VOID: Template(
        "Mechi ya mashindano haina mshindi", "Mechi yako ya mashindano imeisha bila mshindi."
    ),
    Kind.CHALLENGE_RECEIVED: Template(
        "Una changamoto", "{opponent} anakupa changamoto kwa {amount} kila mmoja."
    ),
    Kind.CHALLENGE_ACCEPTED: Template(
        "Changamoto yako imekubaliwa",
        "{opponent} amekubali changamoto yako. Nenda kwenye mechi yako.",
    ),
    Kind.CHALLENGE_DECLINED: Template(
        "Changamoto yako ilikataliwa",
        "{opponent} amekataa. {amount} zimerudi kwenye pochi yako.",
    ),
    Kind.CHALLENGE_EXPIRED: Template(
        "Hakuna aliyekubali changamoto yako",
        "Muda wake umeisha: {amount} zimerudi kwenye pochi yako.",
    ),
    Kind.SEARCH_ENDED: Template(
        "Utafutaji wako umeisha",
        "Hakuna mpinzani aliyepatikana, na {amount} zimerudi kwenye pochi yako.",
    ),
    Kind.TOURNAMENT_CHECK_IN: Template(
        "Thibitisha uwepo wako",
        "Thibitisha uwepo wako kwa {tournament} kabla ya {until}, au hutacheza.",
    ),
    Kind.TOURNAMENT_CHECK_IN_CLOSING: Template(
        "Muda wa kuthibitisha unaisha",
        "Hujathibitisha uwepo wako kwa {tournament}. Fanya hivyo kabla ya {until}, au hutacheza.",
        "WageWars: thibitisha uwepo wako kwa {tournament} kwenye programu kabla ya {until}, au"
        " hutacheza.",
    ),
    Kind.TOURNAMENT_PROMOTED: Template(
        "Umepata nafasi",
        "Umepanda kutoka orodha ya kusubiri ya {tournament}. Kiingilio chako cha {amount}"
        " kimeshikiliwa. Thibitisha uwepo kabla ya {until}.",
        "WageWars: una nafasi {tournament}. Kiingilio cha {amount} kimeshikiliwa. Thibitisha uwepo"
        " kabla ya {until}.",
    ),
    Kind.TOURNAMENT_SKIPPED: Template(
        "Nafasi ilipatikana",
        "Nafasi katika {tournament} ilipatikana, lakini pochi yako haikuwa na kiingilio cha"
        " {amount}.",
    ),
    Kind.TOURNAMENT_MOVED: Template(
        "Muda wa mashindano umebadilika", "{tournament} inaanza {at}, si {was}."
    ),
    Kind.TOURNAMENT_CANCELLED: Template(
        "Mashindano yameghairiwa", "{tournament} imeghairiwa: {why}. Umerudishiwa {amount}."
    ),
    Kind.TOURNAMENT_REFUNDED: Template(
        "Hushiriki", "Haumo katika {tournament}: {why}. Umerudishiwa {amount}."
    ),
    Kind.TOURNAMENT_REMOVED: Template(
        "Umeondolewa", "{tournament} inaendelea bila wewe: {why}. Umerudishiwa {amount}."
    ),
    Kind.TOURNAMENT_MATCH: Template(
        "Mechi yako iko wazi",
        "{tournament}: unacheza na {opponent}. Kuwa tayari kabla ya {until}, au utashindwa mechi.",
        "WageWars: {tournament}, unacheza na {opponent}. Kuwa tayari kwenye programu kabla ya"
        " {until}, au utashindwa.",
        "WageWars: mechi ya mashindano na {opponent}. Jibu OK {code} kabla ya {until}, au"
        " utashindwa. Kisha W {code} (ulishinda) au L {code}.",
    ),
    Kind.TOURNAMENT_REPLAYED: Template(
        "Chezeni tena", "{tournament}: mechi yako na {opponent} inachezwa tena."
    ),
    Kind.TOURNAMENT_REINSTATED: Template(
        "Umerudishwa", "{tournament}: wafanyakazi wetu wamefuta uamuzi wa kukutoa."
    ),
    Kind.TOURNAMENT_REOPENED: Template(
        "Mechi yako itachezwa",
        "{tournament}: wafanyakazi wetu wamemrudisha {opponent}, kwa hivyo mechi yenu itachezwa.",
    ),
    Kind.TOURNAMENT_OUT: Template("Umetoka", "Umetoka katika {tournament}: nafasi ya {place}."),
    Kind.TOURNAMENT_FINISHED: Template(
        "Mashindano yamekwisha", "{tournament} imechezwa hadi mwisho: nafasi ya {place}."
    ),
    Kind.TOURNAMENT_PRIZE_DUE: Template(
        "Unashinda zawadi",
        "{tournament}: nafasi ya {place}, na {amount} pindi matokeo yasipoweza kupingwa tena.",
    ),
    Kind.TOURNAMENT_PRIZE_PAID: Template(
        "Zawadi yako imefika",
        "{amount} za nafasi ya {place} katika {tournament} zimeingia kwenye pochi yako.",
    ),
    Kind.TOURNAMENT_PRIZE_TAKEN: Template(
        "Zawadi yako imechukuliwa",
        "Umeondolewa kwenye {tournament} kwa kukiuka kanuni, na zawadi za {amount} zimechukuliwa:"
        " {taken} kutoka pochi yako, na {owed} unazodaiwa. Pesa utakazoweka zitalipa deni hilo"
        " kwanza. Ukipinga, tuandikie: angalia Msaada.",
        "WageWars: umeondolewa kwenye {tournament}. {amount} zimechukuliwa, unadaiwa {owed}."
        " Kupinga, angalia Msaada.",
    ),
    Kind.TOURNAMENT_DISQUALIFIED: Template(
        "Umeondolewa kwa kukiuka kanuni",
        "Umeondolewa kwenye {tournament} kwa kukiuka kanuni. Ukipinga, tuandikie: angalia Msaada.",
    ),
    Kind.TOURNAMENT_MOVED_UP: Template(
        "Umepanda nafasi",
        "{tournament}: mchezaji ameondolewa, na sasa una nafasi ya {place}.",
    ),
    Kind.TOURNAMENT_PRIZE_RAISED: Template(
        "Zawadi yako imeongezeka",
        "{tournament}: mchezaji ameondolewa. Sasa una nafasi ya {place}, na {amount} zaidi za"
        " zawadi. Zitakufikia kadiri zinavyorudishwa.",
    ),
    Kind.TOURNAMENT_RAISE_PAID: Template(
        "Nyongeza ya zawadi imefika",
        "{amount} za nyongeza ya zawadi yako katika {tournament} zimeingia kwenye pochi yako.",
    ),
    Kind.DEPOSIT_CREDITED: Template("Pesa zimeingia", "{amount} zimeingia kwenye pochi yako."),
    Kind.DEPOSIT_FAILED: Template("Pesa hazikuingia", "{amount} ulizotaka kuweka hazikuingia."),
    Kind.DEPOSIT_REVERSED: Template(
        "M-Pesa imechukua tena malipo",
        "M-Pesa ilichukua tena malipo yako ya {amount}, kwa hivyo zimetoka kwenye pochi yako.",
        "WageWars: M-Pesa ilichukua tena malipo yako ya {amount}, kwa hivyo zimetoka kwenye pochi"
        " yako.",
    ),
    Kind.WITHDRAWAL_PAID: Template("Pesa zimetumwa", "{amount} zilitumwa kwa simu yako."),
    Kind.WITHDRAWAL_RETURNED: Template(
        "Pesa hazikutumwa",
        "Pesa ulizotaka kutoa hazikulipwa: {amount} zimerudi kwenye pochi yako.",
        "WageWars: pesa ulizotaka kutoa hazikulipwa. {amount} zimerudi kwenye pochi yako. Soma"
        " sababu kwenye programu.",
    ),
    Kind.REFUND_SENT: Template(
        "Malipo yamerudishwa", "Malipo yako ya {amount} yalirudishwa kwa M-Pesa."
    ),
    Kind.REFUND_RETURNED: Template(
        "Malipo hayakurudishwa",
        "{amount} zilizotengwa kurudisha malipo yako zimerudi kwenye pochi yako.",
    ),
    Kind.PAYOUTS_HELD: Template(
        "Kutoa pesa kunasubiri", "Tunaangalia akaunti yako: kutoa pesa kunasubiri hadi {until}."
    ),
    Kind.PAYOUTS_FROZEN: Template(
        "Kutoa pesa kunatusubiri",
        "Mtu anaangalia akaunti yako kabla ya pesa kutoka. Zinabaki zako.",
        "WageWars: mtu anaangalia akaunti yako kabla ya pesa kutoka. Zinabaki zako.",
    ),
    Kind.PAYOUTS_RELEASED: Template(
        "Unaweza kutoa pesa",
        "Tumeangalia akaunti yako: unaweza kutoa pesa tena.",
        "WageWars: tumeangalia akaunti yako. Unaweza kutoa pesa tena.",
    ),
    Kind.NEW_DEVICE: Template(
        "Kifaa kipya",
        "Mtu aliingia kwa kifaa kipya, {at}. Si wewe? Badilisha nenosiri lako.",
    ),
    Kind.PASSWORD_CHANGED: Template(
        "Nenosiri lako limebadilishwa", "Si wewe? Chagua Umesahau nenosiri sasa hivi."
    ),
    Kind.PHONE_CHANGED: Template(
        "Simu yako imebadilishwa", "Simu ya akaunti yako sasa ni {number}. Si wewe? Tuambie."
    ),
    Kind.LOGIN_COPIED: Template(
        "Nakala ya kuingia kwako ilitumika", "Tumeifunga. Si wewe? Badilisha nenosiri lako."
    ),
    Kind.EMAIL_CHANGED: Template(
        "Barua pepe yako imebadilishwa",
        "Unaingia kwa anwani nyingine tangu {at}. Si wewe? Chagua Umesahau nenosiri sasa hivi.",
    ),
    Kind.MANY_GUESSES: Template(
        "Manenosiri mengi yasiyo sahihi",
        "Mtu alijaribu manenosiri mengi kwa akaunti yako, {at}. Tumia moja usilotumia kwingine.",
    ),
    Kind.PASSKEY_CHANGED: Template(
        "Funguo zako za kuingia",
        "Ufunguo (passkey) umeongezwa au umeondolewa, {at}. Si wewe? Chagua Umesahau nenosiri.",
    ),
    Kind.PASSKEY_COPIED: Template(
        "Nakala ya ufunguo wako",
        "Mtu alitumia nakala ya ufunguo wako (passkey), {at}. Tuliikataa: ondoa ufunguo huo.",
    ),
    Kind.FACTOR_CHANGED: Template(
        "Uthibitisho wako wa pili",
        "Programu yako ya namba au namba za akiba ziliwekwa, zilitumika au ziliondolewa, {at}. Si"
        " wewe? Piga simu kwa mwenzako.",
    ),
    Kind.STRIKE_GIVEN: Template(
        "Dai la uongo limeandikwa",
        "Mwamuzi amepata kuwa ulidai kisicho kweli. Wasifu wako unaeleza kinachofuata.",
    ),
    Kind.MATCH_MISSED: Template(
        "Ulikosa mechi",
        "Hukuwepo kwenye mechi, kwa hivyo ilighairiwa. Ukikosa tena karibuni utapumzika kwa muda.",
    ),
    Kind.COOLDOWN_STARTED: Template(
        "Mapumziko", "Umekosa mechi hivi karibuni: unaweza kucheza tena {until}."
    ),
}

WHY: dict[Why, str] = {
    Why.TOO_FEW: "wachezaji hawakutosha",
    Why.STAFF: "wahudumu wetu wameamua hivyo",
    Why.ABSENT: "hukuthibitisha uwepo wako",
    Why.SUSPENDED: "akaunti yako hairuhusiwi kucheza kwa sasa",
}
