"""Press articles -> how many a second one core reads: by the rules, with the model, and by a pipeline of spaCy's own.

    python -m benchmarks.model_speed FOLDER [--every 4]

The peer is spaCy's shared tok2vec with tagger, parser and ner, as many labels as its small English pipeline has, random
weights, over the whole text. All three run one after another in one process, in seconds of the process's own time.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from benchmarks.extraction_speed import articles_in
from spacy.language import Language

from tocsin.domain.article import ArticleText
from tocsin.extraction.reader import Reader

_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
_LABELS = {"tagger": 50, "parser": 45, "ner": 18}


def peer() -> Language:
    """Return the pipeline of spaCy's own components, not trained."""
    nlp = spacy.blank("en")
    embedding = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
        "pretrained_vectors": None,
    }
    nlp.add_pipe("tok2vec", config={"model": embedding})
    for name, labels in _LABELS.items():
        pipe = nlp.add_pipe(name, config={"model": _model(name)})
        for at in range(labels):
            pipe.add_label(f"L{at}")
    nlp.initialize()
    return nlp


def _model(name: str) -> dict[str, object]:
    if name == "tagger":
        return {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": name,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": _LISTENER,
    }


def rate(read: Callable[[ArticleText], object], articles: Sequence[ArticleText]) -> float:
    for article in articles[:5]:
        read(article)
    began = time.process_time()
    for article in articles:
        read(article)
    return len(articles) / (time.process_time() - began)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--every", type=int, default=4, help="read one article in so many (default 4)")
    given = options.parse_args()
    articles = list(articles_in(given.folder))[:: given.every]
    with_model = rate(Reader(judged=True).read, articles)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rules = rate(Reader(judged=False).read, articles)
    nlp = peer()
    whole = rate(lambda article: nlp(article.whole), articles)
    print(f"{len(articles)} articles; rules {rules:.0f}/s, with the model {with_model:.0f}/s, spaCy {whole:.1f}/s")
    print(f"that is {rules / whole:.1f} and {with_model / whole:.1f} times as many; {memory:.0f} MiB at most")


if __name__ == "__main__":
    main()
