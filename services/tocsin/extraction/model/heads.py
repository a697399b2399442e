"""Vectors of words and features -> probabilities, by small networks whose weights the package carries."""

from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from io import BytesIO

import numpy as np

from tocsin.extraction.model.features import Floats
from tocsin.extraction.model.labels import ROLES


class Heads:
    """The heads. Every method is a function of its arguments and the weights alone."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = {name: array.astype(np.float32) for name, array in weights.items()}

    @classmethod
    def stored(cls, data: Traversable) -> "Heads":
        """Return the heads of the folder ``data``."""
        with np.load(BytesIO((data / "heads.npz").read_bytes())) as stored:
            return cls({name: stored[name] for name in stored.files})

    def types(self, words: Floats, sentence: Floats, word_rows: Floats, type_rows: Floats) -> tuple[Floats, Floats]:
        """Return of one sentence the logits of each word's types ``[words, types]`` and of its own ``[types]``."""
        by_word = self._run("word", np.concatenate([words, word_rows], axis=-1))
        told = self._weights["word_weight"] * by_word.max(axis=0)
        hinted = (self._weights["type_weight"] * type_rows).sum(axis=-1)
        return by_word, self._run("sentence", sentence[None])[0] + told + hinted

    def status(self, event: Floats) -> Floats:
        """Return the probability of each status ``[statuses]`` of one event."""
        result: Floats = softmax(self._run("status", event[None]))[0]
        return result

    def background(self, event: Floats) -> float:
        """Return the probability that an event is background."""
        return float(sigmoid(self._run("background", event[None])[0, 0]))

    def subtype(self, event: Floats) -> Floats:
        """Return the logits of each subtype of each type ``[pairs]`` of one event."""
        result: Floats = self._run("subtype", event[None])[0]
        return result

    def codes(self, pairs: Floats) -> tuple[Floats, Floats, Floats]:
        """Return of candidates the probability of each role, of being the source, of being the country.

        Shapes: ``[candidates, roles]``, ``[candidates]``, ``[candidates]``.
        """
        logits = self._run("code", pairs)
        return softmax(logits[:, : len(ROLES)]), sigmoid(logits[:, len(ROLES)]), sigmoid(logits[:, len(ROLES) + 1])

    def quantities(self, pairs: Floats) -> Floats:
        """Return of candidates the probability of each thing that they may count ``[candidates, whats]``."""
        return softmax(self._run("quantity", pairs))

    def _run(self, name: str, rows: Floats) -> Floats:
        hidden = np.maximum(rows @ self._weights[f"{name}.1.weight"].T + self._weights[f"{name}.1.bias"], 0)
        result: Floats = hidden @ self._weights[f"{name}.3.weight"].T + self._weights[f"{name}.3.bias"]
        ruled = self._weights.get(f"{name}.skip")
        if ruled is not None:
            result += rows[:, -ruled.shape[1] :] @ ruled.T
        return result


def pair_rows(trigger: Floats, words: Floats, spans: Sequence[Sequence[int]], features: Sequence[Floats]) -> Floats:
    """Return the rows for heads that judge candidates against a trigger: both vectors, their product, the features."""
    rows = []
    for span, feature in zip(spans, features, strict=True):
        candidate = words[list(span)].mean(axis=0)
        rows.append(np.concatenate([trigger, candidate, trigger * candidate, feature]))
    return np.stack(rows)


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def sigmoid(logits: Floats) -> Floats:
    """Return the probability of each logit."""
    result: Floats = (1 / (1 + np.exp(-np.clip(logits, -40, 40)))).astype(np.float32)
    return result
