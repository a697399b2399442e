"""Doc -> Events: each trigger becomes a draft, drafts of one thing become one event."""

from spacy.tokens import Doc

from tocsin.domain.article import ArticleText
from tocsin.domain.event import Event, Span, event_id
from tocsin.extraction.clauses import clause_around
from tocsin.extraction.lexicon import load_lexicon
from tocsin.extraction.status import status_of


def extract(doc: Doc, article: ArticleText) -> tuple[Event, ...]:
    lexicon = load_lexicon()
    sentences = doc._.sentences
    events = []
    seen = {}
    strong = {(t.sentence) for t in doc._.triggers if not t.entry.weak}
    for trigger in doc._.triggers:
        sentence = sentences[trigger.sentence]
        if trigger.entry.weak and trigger.sentence in strong:
            continue
        clause = clause_around(trigger, sentence)
        status = status_of(trigger, clause, sentence, lexicon)
        key = (trigger.sentence, trigger.entry.type)
        if key in seen: continue
        seen[key] = 1
        span = Span(start=trigger.start, end=trigger.end)
        events.append(
            Event(
                id=event_id(article.id, trigger.entry.type, span),
                article_id=article.id,
                type=trigger.entry.type,
                subtype=trigger.entry.subtype,
                status=status,
                background=False,
                trigger=article.whole[trigger.start : trigger.end],
                trigger_span=span,
                evidence=(article.whole[sentence.start : sentence.end],),
            )
        )
    return tuple(events)
