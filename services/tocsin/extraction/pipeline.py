"""spaCy pipeline: text -> Doc with sentences, mentions and triggers."""

import importlib
import re

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from tocsin.extraction.actors import find_actors, find_names
from tocsin.extraction.facts import TEXT_KEY, sentences_of, text_of, word_starts
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.numbers import find_quantities
from tocsin.extraction.places import find_places
from tocsin.extraction.sentences import sentence_starts
from tocsin.extraction.triggers import find_phrases, find_triggers, flatten

# Words keep inner apostrophes, hyphens and points ("U.S.", "F-16", "Mar-a-Lago"); a possessive is a word of its own.
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|['’]s\b|\d+(?:[.,]\d+)*(?=\W|$)|\w+(?:[-’'.](?!s\b)\w+)*|[^\w\s]|\s+",
)
_LONGEST_WORD = 100  # characters; what is longer is no word, and is cut so that no later step meets a giant


class PressTokenizer:
    """Text -> Doc, in time that grows with the length of the text and nothing else.

    spaCy's own tokenizer takes quadratic time on a row of brackets, and article text is hostile.
    """

    def __init__(self, vocab: spacy.vocab.Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the words of ``text``; the Doc's text is ``text``."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            if piece == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={TEXT_KEY: text})

    def to_bytes(self, **_: object) -> bytes:
        """Part of spaCy's protocol for saving a pipeline: there is nothing to save."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> "PressTokenizer":
        """Part of spaCy's protocol for loading a pipeline: there is nothing to load."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Part of spaCy's protocol for saving a pipeline: there is nothing to save."""

    def from_disk(self, _path: object, **_: object) -> "PressTokenizer":
        """Part of spaCy's protocol for loading a pipeline: there is nothing to load."""
        return self


def _pieces(text: str) -> list[str]:
    pieces: list[str] = _TOKEN.findall(text)
    if max(map(len, pieces), default=0) <= _LONGEST_WORD:
        return pieces
    return [piece[at : at + _LONGEST_WORD] for piece in pieces for at in range(0, len(piece), _LONGEST_WORD)]


@registry.tokenizers("tocsin.press_tokenizer.v1")
def _make_tokenizer():  # type: ignore[no-untyped-def]  # spaCy fills the arguments of a registered function by their types
    def tokenizer(nlp: Language) -> PressTokenizer:
        return PressTokenizer(nlp.vocab)

    return tokenizer


@Language.component("tocsin_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Doc -> Doc with ``is_sent_start`` on every token."""
    marks = np.where(np.isin(word_starts(doc), list(sentence_starts(text_of(doc)))), 1, -1)
    marks[:1] = 1
    # All at once: setting them one by one makes spaCy look through the whole Doc each time.
    values = marks.astype(np.uint64).reshape(-1, 1)
    return doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]  # spaCy's stub asks for its own array type


@Language.component("tocsin_mentions")
def mark_mentions(doc: Doc) -> Doc:
    """Doc -> Doc with ``doc._.actors``, ``.names``, ``.places`` and ``.quantities``."""
    text = text_of(doc)
    doc._.actors = find_actors(text)
    doc._.names = find_names(text)
    doc._.places = find_places(text)
    doc._.quantities = find_quantities(text)
    return doc


@Language.component("tocsin_triggers")
def mark_triggers(doc: Doc) -> Doc:
    """Doc -> Doc with ``doc._.sentences``, the phrases of each in ``.phrases``, and ``.triggers``.

    The triggers also stand in ``doc.spans["triggers"]``.
    """
    lexicon = load_lexicon()
    doc._.sentences = sentences_of(doc)
    doc._.phrases = tuple(find_phrases(sentence, lexicon) for sentence in doc._.sentences)
    found = zip(doc._.sentences, doc._.phrases, strict=True)
    doc._.triggers = flatten(find_triggers(sentence, phrases, lexicon) for sentence, phrases in found)
    labelled = (doc.char_span(one.start, one.end, label=one.entry.type.value) for one in doc._.triggers)
    doc.spans["triggers"] = [span for span in labelled if span is not None]
    return doc


_EXTENSIONS = ("actors", "names", "places", "quantities", "sentences", "phrases", "triggers", "reading")


def build_pipeline(*, judged: bool = True) -> Language:
    """Return the pipeline, with the model that judges what the rules propose or without it. Nothing is downloaded."""
    for name in _EXTENSIONS:
        Doc.set_extension(name, default=(), force=True)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "tocsin.press_tokenizer.v1"}}})
    for component in ("tocsin_sentences", "tocsin_mentions", "tocsin_triggers"):
        nlp.add_pipe(component)
    if judged:
        importlib.import_module(
            "tocsin.extraction.model.judge"
        )  # registers the component; it costs memory and a second
        nlp.add_pipe("tocsin_judge")
    return nlp
