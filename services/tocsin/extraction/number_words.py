"""The vocabulary of quantities: number words, vague amounts, bounds, money, what can be counted."""

import re

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "b": 10**9,
    "billion": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "trillion": 10**12,
}
VAGUE = {
    "several": (3, 9),
    "a few": (3, 9),
    "a handful of": (3, 9),
    "a handful": (3, 9),
    "dozens": (24, 99),
    "several dozen": (24, 99),
    "a few dozen": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "several hundred": (200, 999),
    "a few hundred": (200, 999),
    "thousands": (2_000, 9_999),
    "several thousand": (2_000, 9_999),
    "a few thousand": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2 * 10**6, 10**7 - 1),
    "several million": (2 * 10**6, 10**7 - 1),
    "tens of millions": (2 * 10**7, 10**8 - 1),
    "hundreds of millions": (2 * 10**8, 10**9 - 1),
    "billions": (2 * 10**9, 10**10 - 1),
}
"""How many a vague word means, both included. The figures are conventions, the same for every reader."""

NONE_AT_ALL = ("no one", "nobody", "none")

AT_LEAST = ("at least", "a minimum of", "at a minimum", "no fewer than", "no less than", "not less than", "minimum of")
MORE_THAN = (
    "more than",
    "over",
    "upwards of",
    "upward of",
    "in excess of",
    "exceeding",
    "well over",
    "above",
    "just over",
)
UP_TO = ("up to", "as many as", "as much as", "at most", "no more than", "not more than", "a maximum of", "maximum of")
LESS_THAN = ("fewer than", "less than", "under", "below")
NEARLY = ("nearly", "almost", "close to", "just under", "approaching", "just short of")
ABOUT = (
    *"about around some roughly approximately circa ca. approx. estimated".split(),
    *("an estimated", "an approximate", "in the region of", "more or less"),
)

CURRENCY_SIGNS = {
    "US$": "USD",
    "U.S.$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "RM": "MYR",
    "Rs": "INR",
    "Rs.": "INR",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₴": "UAH",
    "₪": "ILS",
    "₦": "NGN",
    "₱": "PHP",
    "₺": "TRY",
    "฿": "THB",
    **{
        code: code
        for code in "USD EUR GBP AUD CAD NZD CHF JPY CNY RUB UAH PLN SEK NOK DKK INR SGD HKD AED SAR TRY ILS".split()
    },
}
CURRENCY_WORDS = {
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "ruble": "RUB",
    "rouble": "RUB",
    "yuan": "CNY",
    "renminbi": "CNY",
    "yen": "JPY",
    "rupee": "INR",
    "hryvnia": "UAH",
    "hryvnias": "UAH",
    "shekel": "ILS",
    "zloty": "PLN",
    "złoty": "PLN",
    "rand": "ZAR",
    "naira": "NGN",
    "won": "KRW",
    "riyal": "SAR",
    "dirham": "AED",
    "ringgit": "MYR",
    "franc": "CHF",
}
DOLLARS = {"australian": "AUD", "canadian": "CAD", "new zealand": "NZD", "hong kong": "HKD", "singapore": "SGD"}
POWER = {"mw": "MW", "megawatt": "MW", "gw": "GW", "gigawatt": "GW", "kw": "kW", "mwh": "MWh", "gwh": "GWh"}

IRREGULAR = {
    "people": "people",
    "men": "man",
    "women": "woman",
    "children": "child",
    "personnel": "personnel",
    "police": "police",
    "staff": "staff",
    "aircraft": "aircraft",
    "crew": "crew",
    "lives": "life",
    "dead": "dead",
    "wounded": "wounded",
    "injured": "injured",
    "livestock": "livestock",
    "others": "other",
    "uavs": "uav",
    "remains": "remains",
    "chinese": "chinese",
    "japanese": "japanese",
    "lebanese": "lebanese",
    "vietnamese": "vietnamese",
    "buses": "bus",
    "gas": "gas",
    "series": "series",
}
PERSONS = frozenset(
    "person man woman child boy girl baby infant teenager student pupil teacher soldier sailor marine "
    "serviceman servicewoman peacekeeper policeman policewoman officer guard guardsman fighter militant "
    "insurgent rebel gunman terrorist jihadist commander general colonel civilian citizen resident villager "
    "farmer herder worker miner driver passenger pilot journalist reporter photographer doctor nurse medic "
    "paramedic firefighter rescuer volunteer protester protestor demonstrator activist politician lawmaker "
    "senator mayor governor judge lawyer prosecutor official diplomat minister migrant refugee hostage "
    "prisoner detainee captive suspect victim attacker bomber assailant perpetrator survivor tourist pilgrim "
    "priest bishop monk nun imam businessman contractor employee member leader troop national engineer "
    "crewmember fisherman patient inmate convict defendant shooter bystander pedestrian cyclist toddler adult "
    "professor scholar aid-worker human other".split()
)
THINGS = frozenset(
    "drone missile rocket bomb shell mortar aircraft plane jet helicopter warplane ship vessel tanker boat "
    "tank truck vehicle car bus train day night hour week body death injury case building house home school "
    "hospital strike attack round prisoner flight ballistic-missile submarine frigate ferry warship projectile".split()
)
PARTICIPLES = frozenset(
    "killed injured wounded dead missing arrested detained hurt captured abducted kidnapped displaced "
    "evacuated rescued released freed trapped hospitalised hospitalized stabbed shot drowned sentenced".split()
)
STOPS = frozenset(
    "the a an and or but nor in on at by from to for with without after before during as than that which who "
    "whom whose is are was were be been being am has have had do does did will would can could may might must "
    "should into onto over under across along around near inside outside out off up down through between among "
    "against per via while when where since until because if so not also then this these those its their his "
    "her our your my it they he she we you said says say including remain remains remained died die dies were "
    "amid according of took take takes".split()
)
DESIGNATORS = frozenset(
    "section article resolution flight highway interstate route channel number no. no nr chapter phase zone "
    "unit level category boeing airbus title paragraph platform stage grade class mark mk version group day "
    "week round part season ward gate terminal line type model chapter rule page psalm appendix annex protocol "
    "magnitude aged age ages channel tier block sector division iphone windows formula area studio world war "
    "room road runway point pier track volume episode game act under-".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec".split()
)
BEFORE_A_YEAR = (
    frozenset(
        "in since of by from until till during before after early late mid around the circa year through "
        "spring summer autumn fall winter to and his her their its between year's".split()
    )
    | MONTHS
)
SPAN_OF_TIME = re.compile(r"\b(?:past|last) $")
BACK_REFERENCE = re.compile(r"\s?(?:years?|months?|weeks?|days?|hours?|minutes?) (?:ago|earlier|later|old)\b")
