"""Words that people write in a rule and events do not have -> what to write instead.

Only for words whose nearest spelling is something else: ``dead`` looks like ``detained``.
"""

from tocsin.domain.event import SUBTYPES, Status

_COUNTED = {
    "killed": "dead deaths death died kills fatalities fatality toll deadly casualties",
    "injured": "wounded hurt injuries wounds",
    "captured": "prisoners hostages pow pows",
    "detained": "arrested arrests detainees jailed",
    "displaced": "refugees evacuated fled",
    "exchanged": "swapped",
    "released": "freed",
    "aircraft": "planes jets helicopters",
    "vehicles": "tanks cars trucks",
    "ships": "vessels tankers boats",
    "troops": "soldiers servicemen",
    "people": "protesters demonstrators passengers persons",
    "amount": "money dollars euros usd eur sum value",
}
_STATUSES = {
    Status.HAPPENED: "confirmed done real true reported past fact",
    Status.PLANNED: "future announced scheduled upcoming",
    Status.POSSIBLE: "rumoured rumored unconfirmed threatened feared likely",
    Status.DENIED: "false cancelled canceled rejected",
}
_TYPES = {
    "attack": "strikes war",
    "talks": "summit negotiations",
    "leadership": "election elections resignation",
    "disaster": "earthquake flood fire quake",
}
_REGIONS = {
    "PSE": ("gaza", "gaza strip", "west bank", "rafah", "khan younis"),
    "SDN": ("darfur", "khartoum", "el fasher"),
    "UKR": ("crimea", "donbas", "donbass", "kyiv", "kiev"),
    "SYR": ("idlib", "aleppo"),
    "ETH": ("tigray", "amhara"),
}


def count_meant(word: str) -> str | None:
    """Return what to write for a word that is no count.

    >>> count_meant("deaths"), count_meant("kiled")
    ('write killed', None)
    """
    folded = word.strip().casefold()
    return next((f"write {what}" for what, words in _COUNTED.items() if folded in words.split()), None)


def status_meant(word: str) -> str | None:
    """Return what to write for a word that is no status.

    >>> status_meant("confirmed"), status_meant("any")
    ('write happened', 'write [happened, planned, possible, denied] for all of them')
    """
    folded = word.strip().casefold()
    if folded in {"any", "all", "both"}:
        return f"write [{', '.join(Status)}] for all of them"
    return next((f"write {status.value}" for status, words in _STATUSES.items() if folded in words.split()), None)


def type_meant(word: str) -> str | None:
    """Return what to write for a word that is no type, such as a subtype.

    >>> type_meant("air strike")
    'airstrike is a subtype: write type: attack, subtype: airstrike'
    >>> type_meant("strike")
    'write attack, or for a labour strike type: protest, subtype: strike'
    """
    folded = word.strip().casefold()
    if folded == "strike":
        return "write attack, or for a labour strike type: protest, subtype: strike"
    for spelling in (folded.replace(" ", "_").replace("-", "_"), folded.replace(" ", "").replace("-", "")):
        owner = next((one.value for one, subtypes in SUBTYPES.items() if spelling in subtypes), None)
        if owner:
            return f"{spelling} is a subtype: write type: {owner}, subtype: {spelling}"
    return next((f"write {known}" for known, words in _TYPES.items() if folded in words.split()), None)


def region_meant(word: str) -> str | None:
    """Return what to write for a part of a state, or a city, where a country is asked for.

    >>> region_meant("Gaza")
    'write PSE for the state, or places: [Gaza] for the place alone'
    """
    folded = word.strip().casefold()
    code = next((code for code, regions in _REGIONS.items() if folded in regions), None)
    return f"write {code} for the state, or places: [{word.strip()}] for the place alone" if code else None
