"""Text -> the language that it is written in."""

import re
from functools import cache
from typing import Any

_READ = 2_000
_FEWEST_WORDS = 4
_ENOUGH_TO_OVERRULE = 12
_ENGLISH_SHARE = 0.12
"""Share of words that only English has among a text's words. News items of 10 words with many names have 0.15."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ONLY_ENGLISH = frozenset(
    "the and to of for with from by at as that this these those which who whom whose where when while after before during "
    "since until against between through into over under about amid among have has had having been were be being are is "
    "was will would could should may might must not their his her its they he she it we you him them our your there "
    "said says say told killed killing kills announces announced people were two three four five six seven eight nine ten "
    "least more than other others also an be between including following its near says after new first".split()
)
_ELSEWHERE_TOO = {
    "de": frozenset("der die das und ist nicht von mit den dem ein eine auf für im des sich auch wurde werden nach bei".split()),
    "fr": frozenset("le la les des et est une dans pour que qui sur pas plus du au aux par avec ont été".split()),
    "es": frozenset("el la los las y es una en que por con para del se su fue han sido más".split()),
    "it": frozenset("il lo la gli e è una di che per con del della nel sono stato dei alla".split()),
    "pt": frozenset("o os as e é uma em que por com para do da dos das não foi mais".split()),
    "nl": frozenset("de het een en van is niet op te dat voor met zijn aan door werd ook naar bij uit".split()),
    "pl": frozenset("i w z na nie się jest do że po od o przez jak dla są był".split()),
    "sv": frozenset("och att det som är en på för av med den till inte har om var".split()),
    "da": frozenset("og at det som er en på for af med den til ikke har om var".split()),
}


@cache
def _identifier() -> Any:
    """Load py3langid only when function words do not decide: it takes a second and 100 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def _shares(words: list[str]) -> tuple[float, float]:
    """Return the share of words that are English function words, and the largest share of another language's."""
    english = sum(word in _ONLY_ENGLISH for word in words) / len(words)
    other = max(sum(word in listed for word in words) for listed in _ELSEWHERE_TOO.values()) / len(words)
    return english, other


def language_of(text: str, declared: str | None) -> str:
    """Return the ISO 639-1 code of the text's language, ``"und"`` when it cannot be told.

    Reads the first 2,000 code points. ``declared`` is what the article says of itself; it decides only where the
    text is too short to tell.
    """
    words = [word.lower() for word in _WORD.findall(text[:_READ])]
    said = declared.lower()[:2] if declared else None
    if len(words) < _FEWEST_WORDS and len(text[:_READ].strip()) < _READ:
        return said or "und"
    if words:
        english, other = _shares(words)
        if english >= _ENGLISH_SHARE and english >= other:
            return "en"
        if said and len(words) < _ENOUGH_TO_OVERRULE and text[:_READ].isascii() and english >= other:
            return said
    language, probability = _identifier().classify(text[:_READ])
    if probability < 0.5:  # noqa: PLR2004
        return said or "und"
    return str(language)
