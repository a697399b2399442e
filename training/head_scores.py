"""Network and examples -> how often each head is right, beside how often the rules are."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from training.examples import IGNORED, EventExample, Example
from training.losses import pairs
from training.network import Network, pooled

from tocsin.extraction.model.features import BACKGROUND_FROM, PER_TYPE, PER_WORD, STATUS_FROM, SUBTYPE_FROM
from tocsin.extraction.model.labels import ROLES, SUBTYPE_PAIRS, TYPES, WHATS


@torch.no_grad()
def head_scores(network: Network, examples: Sequence[Example], size: int = 32) -> dict[str, tuple[float, float]]:
    """Return for each head ``(model, rules)``: F1 of types, roles, source, country, counts; accuracy of the rest."""
    network.eval()
    tally: Counter[str] = Counter()
    ordered = sorted(examples, key=lambda one: len(one.pieces[0]))
    for first in range(0, len(ordered), size):
        _score(network, ordered[first : first + size], tally)
    network.train()
    names = {name.split(":")[0] for name in tally}
    return {name: (_figure(tally, name, "model"), _figure(tally, name, "rules")) for name in sorted(names)}


def _figure(tally: Counter[str], name: str, who: str) -> float:
    if f"{name}:all" in tally:
        return tally[f"{name}:{who}"] / tally[f"{name}:all"]
    return 2 * tally[f"{name}:{who}:tp"] / max(1, tally[f"{name}:{who}:n"] + tally[f"{name}:gold"])


def _score(network: Network, batch: Sequence[Example], tally: Counter[str]) -> None:
    words, exists, sentence = network.read(batch)
    word_rows = torch.zeros(len(batch), words.shape[1], PER_WORD)
    type_rows = torch.zeros(len(batch), len(TYPES), PER_TYPE)
    for row, one in enumerate(batch):
        word_rows[row, : len(one.words)] = torch.from_numpy(one.word_features)
        type_rows[row] = torch.from_numpy(one.type_features)
    _, logits = network.heads.types(words, exists, sentence, word_rows, type_rows)
    for row, one in enumerate(batch):
        open_ = one.types != IGNORED
        ruled = one.type_features[:, :2].any(axis=1)
        _add_f1(tally, "types", one.types[open_] == 1, (logits[row].numpy() > 0)[open_], ruled[open_])
        for event in one.events:
            _score_event(network, words, sentence, row, event, tally)


def _add_f1(tally: Counter[str], name: str, gold: np.ndarray, model: np.ndarray, rules: np.ndarray) -> None:
    tally[f"{name}:gold"] += int(gold.sum())
    for who, said in (("model", model), ("rules", rules)):
        tally[f"{name}:{who}:n"] += int(said.sum())
        tally[f"{name}:{who}:tp"] += int((said & gold).sum())


def _add_right(tally: Counter[str], name: str, gold: int, model: int, rules: int) -> None:
    tally[f"{name}:all"] += 1
    tally[f"{name}:model"] += gold == model
    tally[f"{name}:rules"] += gold == rules


def _score_event(
    network: Network, words: Tensor, sentence: Tensor, row: int, event: EventExample, tally: Counter[str]
) -> None:
    heads = network.heads
    trigger = pooled(words, [row], [event.words])
    seen = torch.cat([trigger[0], sentence[row], torch.from_numpy(event.features)])
    _add_right(
        tally,
        "status",
        event.status,
        int(heads.status(seen).argmax()),
        int(event.features[STATUS_FROM:BACKGROUND_FROM].argmax()),
    )
    _add_right(
        tally, "background", event.background, int(heads.background(seen)[0] > 0), int(event.features[BACKGROUND_FROM])
    )
    if event.subtype != IGNORED:
        own = [at for at, pair in enumerate(SUBTYPE_PAIRS) if pair[0] is SUBTYPE_PAIRS[event.subtype][0]]
        chosen = max(own, key=lambda at: float(heads.subtype(seen)[at]))
        _add_right(
            tally,
            "subtype",
            event.subtype,
            chosen,
            int(event.features[SUBTYPE_FROM : SUBTYPE_FROM + len(SUBTYPE_PAIRS)].argmax()),
        )
    if event.codes:
        logits = heads.code(
            pairs(trigger, words, [(0, row, one.words, one.features) for one in event.codes], None)
        ).numpy()
        features = np.stack([one.features[len(TYPES) :] for one in event.codes])
        gold, model, rules = (
            np.array(event.code_roles),
            logits[:, : len(ROLES)].argmax(1),
            features[:, : len(ROLES)].argmax(1),
        )
        for at, role in enumerate(ROLES[1:], start=1):
            _add_f1(tally, f"role {role}", gold == at, model == at, rules == at)
            _add_f1(tally, "roles", gold == at, model == at, rules == at)
        _add_f1(
            tally, "source", np.array(event.code_sources) == 1, logits[:, len(ROLES)] > 0, features[:, len(ROLES)] > 0
        )
        _add_f1(
            tally,
            "country",
            np.array(event.code_countries) == 1,
            logits[:, len(ROLES) + 1] > 0,
            features[:, len(ROLES) + 1] > 0,
        )
    if event.quantities:
        logits = heads.quantity(
            pairs(trigger, words, [(0, row, one.words, one.features) for one in event.quantities], None)
        ).numpy()
        ruled = np.stack([one.features[len(TYPES) : len(TYPES) + len(WHATS)] for one in event.quantities]).argmax(1)
        told, said = np.array(event.quantity_whats), logits.argmax(1)
        tally["counts:gold"] += int((told > 0).sum())
        for who, guess in (("model", said), ("rules", ruled)):
            tally[f"counts:{who}:n"] += int((guess > 0).sum())
            tally[f"counts:{who}:tp"] += int(((guess == told) & (told > 0)).sum())
