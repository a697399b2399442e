"""Text -> the language that it is written in."""

import re
from functools import cache
from typing import Any

_READ = 2_000
_FEWEST_WORDS = 4
_ENGLISH_SHARE = 0.08
"""Share of words that only English has, from which on a text is English; lists of foreign names thin it out."""

_WITH_COMMON_SHARE = 0.17
"""The same with words that other languages have too, if those languages explain the text less well."""

_SURE = 0.5
"""Probability from which on py3langid's answer stands, whatever was declared."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ONLY_ENGLISH = frozenset(
    "the and with from that this these those which who whom whose where when while after before during since "
    "until against between through into about amid among have having been being are would could should may "
    "might must their his its they she them our your there said says told killed killing kills announces "
    "announced people three four five six seven eight nine ten least more than other others also including "
    "following near first prime former foreign defence defense security government military attack attacks "
    "strike strikes drones forces police arrested signs talks court embassy city state army leader leaders "
    "kill injured troops peace deal trade".split()
)
_ENGLISH_TOO = frozenset(
    "in a is on an for at of to by as it he has was were over under be will say new two we you not had "
    "minister president".split()
)
_ELSEWHERE_TOO = {
    "de": frozenset(
        "in an der die das und ist nicht von mit den dem ein eine auf für im des sich auch wurde nach bei".split()
    ),
    "fr": frozenset("a le la les des et est une dans pour que qui sur pas plus du au aux par avec ont été".split()),
    "es": frozenset("a el la los las y es una en que por con para del se su fue han sido más".split()),
    "it": frozenset("in a il lo la gli e è una di che per con del della nel sono stato dei alla".split()),
    "pt": frozenset("a o os as e é uma em que por com para do da dos das não foi mais".split()),
    "nl": frozenset(
        "in was of we de het een en van is niet op te dat voor met zijn aan door werd ook naar bij uit".split()
    ),
    "pl": frozenset("a to i w z na nie się jest do że po od o przez jak dla są był".split()),
    "sv": frozenset("och att det som är en i på för av med den till inte har om var".split()),
    "da": frozenset("og at det som er en i to på for af med den til ikke har om var".split()),
}


@cache
def _identifier() -> Any:
    """Load py3langid only when function words do not decide: it takes a second and 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _is_english(words: list[str]) -> bool:
    """Whether function words decide for English."""
    only = sum(word in _ONLY_ENGLISH for word in words) / len(words)
    common = sum(word in _ENGLISH_TOO for word in words) / len(words)
    other = max(sum(word in listed for word in words) for listed in _ELSEWHERE_TOO.values()) / len(words)
    if only >= _ENGLISH_SHARE and only + common >= other:
        return True
    return only + common >= _WITH_COMMON_SHARE and only + common > 1.2 * other


def language_of(text: str, declared: str | None) -> str:
    """Return the ISO 639-1 code of the text's language, ``"und"`` when it cannot be told.

    Reads the first 2,000 code points. ``declared`` is what the article says of itself; it decides only where the
    text is too short to tell.
    """
    read = text[:_READ]
    words = [word.lower() for word in _WORD.findall(read)]
    said = declared.lower()[:2] if declared else None
    if len(words) < _FEWEST_WORDS and (read.isascii() or sum(map(len, words)) < 2 * _FEWEST_WORDS):
        return said or "und"
    if _is_english(words):
        return "en"
    language, probability = _identifier().classify(read)
    language = "en" if language == "pcm" else str(language)  # Nigerian Pidgin is what it takes short English for
    if probability < _SURE and language != said:
        return said or ("en" if language == "en" else "und")
    return language
