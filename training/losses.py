"""Batch of examples -> what the network says of it, and how wrong that is."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from training.examples import IGNORED, Example
from training.network import Network, pooled

from tocsin.extraction.model.features import PER_TYPE, PER_WORD
from tocsin.extraction.model.labels import ROLES, TYPES

RULES_HIDDEN = 0.2
"""Share of sentences whose rule features are hidden in training: rules err more on texts that they do not know."""
_WORD_POSITIVE = 3.0


def _masked_bce(logits: Tensor, wanted: Tensor, positive: float = 1.0) -> Tensor:
    weight = (wanted != IGNORED).float()
    loss = functional.binary_cross_entropy_with_logits(
        logits, wanted.clamp(min=0), pos_weight=torch.tensor(positive), reduction="none"
    )
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def losses(network: Network, batch: Sequence[Example], chance: np.random.Generator | None) -> dict[str, Tensor]:
    """Return the loss of each head. ``chance`` hides rule features in training; None hides nothing."""
    words, exists, sentence = network.read(batch)
    most = words.shape[1]
    word_rows = torch.zeros(len(batch), most, PER_WORD)
    wanted_words = torch.full((len(batch), most, len(TYPES)), float(IGNORED))
    type_rows = torch.zeros(len(batch), len(TYPES), PER_TYPE)
    for row, one in enumerate(batch):
        if chance is None or chance.random() >= RULES_HIDDEN:
            word_rows[row, : len(one.words)] = torch.from_numpy(one.word_features)
            type_rows[row] = torch.from_numpy(one.type_features)
        wanted_words[row, : len(one.words)] = torch.from_numpy(one.word_types)
    wanted = torch.stack([torch.from_numpy(one.types) for one in batch])
    by_word, by_sentence = network.heads.types(words, exists, sentence, word_rows, type_rows)
    found = {
        "word": _masked_bce(by_word, wanted_words, _WORD_POSITIVE) * 20,
        "sentence": _masked_bce(by_sentence, wanted) * 20,
    }
    return found | _of_events(network, batch, words, sentence, chance)


def _of_events(
    network: Network, batch: Sequence[Example], words: Tensor, sentence: Tensor, chance: np.random.Generator | None
) -> dict[str, Tensor]:
    heads = network.heads
    events = [(row, event) for row, one in enumerate(batch) for event in one.events]
    if not events:
        return {}
    rows = [row for row, _ in events]
    triggers = pooled(words, rows, [event.words for _, event in events])
    features = torch.from_numpy(np.stack([_hidden(event.features, len(TYPES), chance) for _, event in events]))
    seen = torch.cat([triggers, sentence[rows], features], dim=-1)
    found = {
        "status": functional.cross_entropy(heads.status(seen), torch.tensor([event.status for _, event in events])),
        "background": _masked_bce(
            heads.background(seen)[:, 0], torch.tensor([float(event.background) for _, event in events])
        )
        * 2,
    }
    subtypes = torch.tensor([event.subtype for _, event in events])
    if (subtypes != IGNORED).any():
        found["subtype"] = functional.cross_entropy(heads.subtype(seen), subtypes, ignore_index=IGNORED)
    codes = [
        (at, rows[at], one, *told)
        for at, (_, event) in enumerate(events)
        for one, *told in zip(event.codes, event.code_roles, event.code_sources, event.code_countries, strict=True)
    ]
    if codes:
        logits = heads.code(
            pairs(triggers, words, [(at, row, one.words, one.features) for at, row, one, *_ in codes], chance)
        )
        found["role"] = functional.cross_entropy(logits[:, : len(ROLES)], torch.tensor([one[3] for one in codes]))
        found["source"] = _masked_bce(logits[:, len(ROLES)], torch.tensor([float(one[4]) for one in codes]))
        found["country"] = _masked_bce(logits[:, len(ROLES) + 1], torch.tensor([float(one[5]) for one in codes]))
    quantities = [
        (at, rows[at], one, what)
        for at, (_, event) in enumerate(events)
        for one, what in zip(event.quantities, event.quantity_whats, strict=True)
    ]
    if quantities:
        logits = heads.quantity(
            pairs(triggers, words, [(at, row, one.words, one.features) for at, row, one, _ in quantities], chance)
        )
        found["quantity"] = functional.cross_entropy(logits, torch.tensor([one[3] for one in quantities]))
    return found


def pairs(
    triggers: Tensor,
    words: Tensor,
    candidates: Sequence[tuple[int, int, tuple[int, ...], np.ndarray]],
    chance: np.random.Generator | None,
) -> Tensor:
    """Rows for heads that judge a candidate against a trigger: both vectors, their product, the features."""
    of_trigger = triggers[[at for at, *_ in candidates]]
    of_candidate = pooled(words, [row for _, row, _, _ in candidates], [span for _, _, span, _ in candidates])
    features = torch.from_numpy(np.stack([_hidden(row, len(TYPES), chance) for *_, row in candidates]))
    return torch.cat([of_trigger, of_candidate, of_trigger * of_candidate, features], dim=-1)


def _hidden(row: np.ndarray, kept: int, chance: np.random.Generator | None) -> np.ndarray:
    """The features, or in training sometimes the first ``kept`` of them alone."""
    if chance is None or chance.random() >= RULES_HIDDEN:
        return row
    bare = np.zeros_like(row)
    bare[:kept] = row[:kept]
    return bare
