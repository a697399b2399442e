"""The network as it is trained: the pretrained encoder and the heads over its words."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.examples import Example
from transformers import BertModel

from tocsin.extraction.model.candidates import PER_CODE, PER_QUANTITY
from tocsin.extraction.model.encoder import WIDTH
from tocsin.extraction.model.features import BACKGROUND_FROM, PER_EVENT, PER_TYPE, PER_WORD, STATUS_FROM, SUBTYPE_FROM
from tocsin.extraction.model.labels import ROLES, STATUSES, SUBTYPE_PAIRS, TYPES, WHATS

LAYERS = 4  # of the six: each more makes reading slower by a fifth
_RARE, _SELDOM = -3.0, -2.0
_TRUST = (4.0, 2.0, 1.0)  # in triggers taken, taken weakly, refused


def _mlp(inputs: int, hidden: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))


def _same(many: int, first: int) -> list[tuple[int, int]]:
    return [(at, first + at) for at in range(many)]


class Judging(nn.Sequential):
    """A head that begins with what the rules say and learns where they err.

    The last ``features`` inputs also reach the outputs directly; ``trust`` pairs outputs with features that say them.
    """

    def __init__(self, inputs: int, features: int, hidden: int, outputs: int, trust: Iterable[tuple[int, int]]) -> None:
        super().__init__(*_mlp(inputs + features, hidden, outputs))
        self.skip = nn.Parameter(torch.zeros(outputs, features))
        with torch.no_grad():
            for output, feature in trust:
                self.skip[output, feature] = _TRUST[0]

    def forward(self, rows: Tensor) -> Tensor:
        """Return the logits ``[rows, outputs]``."""
        logits: Tensor = super().forward(rows)
        return logits + rows[..., -self.skip.shape[1] :] @ self.skip.T


class Heads(nn.Module):
    """What ``tocsin.extraction.model.heads`` computes with numpy, trainable. The names of the weights are the same."""

    def __init__(self) -> None:
        super().__init__()
        self.word = _mlp(WIDTH + PER_WORD, 128, len(TYPES))
        self.sentence = _mlp(WIDTH, 64, len(TYPES))
        self.type_weight = nn.Parameter(torch.zeros(len(TYPES), PER_TYPE))
        self.word_weight = nn.Parameter(torch.ones(len(TYPES)))
        types = len(TYPES)
        event, pair = 2 * WIDTH, 3 * WIDTH
        self.status = Judging(event, PER_EVENT, 96, len(STATUSES), _same(len(STATUSES), STATUS_FROM))
        self.background = Judging(event, PER_EVENT, 96, 1, [(0, BACKGROUND_FROM)])
        self.subtype = Judging(event, PER_EVENT, 96, len(SUBTYPE_PAIRS), _same(len(SUBTYPE_PAIRS), SUBTYPE_FROM))
        self.code = Judging(pair, PER_CODE, 128, len(ROLES) + 2, _same(len(ROLES) + 2, types))
        self.quantity = Judging(pair, PER_QUANTITY, 96, len(WHATS), _same(len(WHATS), types))
        self._begin_with_the_rules()

    def _begin_with_the_rules(self) -> None:
        """Most words tell nothing, and what the rules take is likely."""
        with torch.no_grad():
            nn.init.constant_(self.word[3].bias, _RARE)
            self.type_weight += torch.tensor(_TRUST)
            nn.init.constant_(self.background[3].bias, _SELDOM)
            self.code[3].bias[len(ROLES) :] = _SELDOM

    def types(
        self, words: Tensor, mask: Tensor, sentence: Tensor, word_rows: Tensor, type_rows: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return the logits of words ``[batch, words, types]`` and of sentences ``[batch, types]``."""
        by_word = self.word(torch.cat([words, word_rows], dim=-1))
        strongest = by_word.masked_fill(~mask[..., None], -1e4).amax(dim=1)
        by_sentence = self.sentence(sentence) + self.word_weight * strongest + (self.type_weight * type_rows).sum(-1)
        return by_word, by_sentence


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="eager", num_hidden_layers=LAYERS
        )
        self.heads = Heads()

    def read(self, batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
        """Return vectors of words ``[batch, words, WIDTH]``, which exist, and those of sentences ``[batch, WIDTH]``."""
        longest = max(len(one.pieces[0]) for one in batch)
        most_words = max(len(one.words) for one in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.long)
        to_word = torch.zeros(len(batch), most_words, longest)
        exists = torch.zeros(len(batch), most_words, dtype=torch.bool)
        for row, one in enumerate(batch):
            pieces, words = one.pieces
            ids[row, : len(pieces)] = torch.tensor(pieces)
            mask[row, : len(pieces)] = 1
            exists[row, : len(one.words)] = True
            for at, word in enumerate(words):
                if word >= 0:
                    to_word[row, word, at] = 1
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        by_word = to_word @ states / to_word.sum(-1, keepdim=True).clamp(min=1)
        weight = mask[..., None].float()
        return by_word, exists, (states * weight).sum(1) / weight.sum(1)


def pooled(words: Tensor, rows: Sequence[int], spans: Sequence[Sequence[int]]) -> Tensor:
    """Return the mean vector of each span of words of the given row of the batch, ``[spans, WIDTH]``."""
    many = words.shape[1]
    flat = words.reshape(-1, words.shape[-1])
    at = [row * many + word for row, span in zip(rows, spans, strict=True) for word in span]
    offsets, total = [], 0
    for span in spans:
        offsets.append(total)
        total += len(span)
    return functional.embedding_bag(torch.tensor(at), flat, torch.tensor(offsets), mode="mean")
