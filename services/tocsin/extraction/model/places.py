"""Country of an event -> the place in it that the sentence names."""

from tocsin.extraction.facts import Sentence
from tocsin.extraction.triggers import Trigger

_RANK = {"city": 0, "facility": 0, "area": 1, "region": 1}


def place_in(country: str, trigger: Trigger, sentence: Sentence) -> str | None:
    """Return the most specific place of a country, of equals the nearest; None where only the country is named."""
    there = [place for place in sentence.places if place.country == country and place.kind in _RANK]
    if not there:
        return None
    return min(there, key=lambda one: (_RANK[one.kind], abs(sentence.word_at(one.start) - trigger.first))).text
