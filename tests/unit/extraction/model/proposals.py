"""Text -> what the rules propose in it, for the tests of the model."""

from datetime import date
from functools import cache

from spacy.language import Language

from tocsin.extraction.dates import find_dates
from tocsin.extraction.drafts import Draft
from tocsin.extraction.extract import drafts_of, whens_by_sentence
from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.features import Proposal, propose
from tocsin.extraction.pipeline import build_pipeline

DAY = date(2026, 2, 6)


@cache
def _rules() -> Language:
    return build_pipeline(judged=False)


def proposals_in(text: str) -> list[tuple[Sentence, Proposal]]:
    doc = _rules()(text)
    taken = {
        sentence.number: [one for one in doc._.triggers if one.sentence == sentence.number]
        for sentence in doc._.sentences
    }
    return [(sentence, propose(doc._.phrases[sentence.number], taken[sentence.number])) for sentence in doc._.sentences]


def drafts_in(text: str) -> list[Draft]:
    whens = whens_by_sentence(find_dates(text, DAY), [sentence for sentence, _ in proposals_in(text)])
    return [
        one
        for sentence, proposal in proposals_in(text)
        for one in drafts_of(proposal.taken, sentence, whens[sentence.number], DAY)
    ]
