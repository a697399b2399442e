"""Sentences -> a vector for each of their words, by a pretrained language model that runs on one core."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from tocsin.extraction.facts import Sentence
from tocsin.extraction.model.features import Floats

WIDTH = 384
LONGEST = 128  # word pieces; the words of a sentence beyond them have the vector 0

Pieces = tuple[list[int], list[int]]
"""The ids of a sentence's word pieces, with its opening and closing mark; of each the number of its word, else -1."""


def load_tokenizer(data: bytes) -> Tokenizer:
    """Return the tokenizer, cutting at ``LONGEST`` and padding nothing."""
    tokenizer = Tokenizer.from_buffer(data)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def pieces_of(sentences: Sequence[Sentence], tokenizer: Tokenizer) -> list[Pieces]:
    """Return the word pieces of each sentence."""
    encodings = [tokenizer.encode(sentence.text) for sentence in sentences]  # in a batch it would start threads
    found: list[Pieces] = []
    for sentence, encoding in zip(sentences, encodings, strict=True):
        words = [-1 if end == 0 else sentence.word_at(sentence.start + start) for start, end in encoding.offsets]
        last = len(sentence.row) - 1
        found.append((encoding.ids, [min(word, last) for word in words]))
    return found


class Encoder:
    """The language model of the folder ``data``. Build one in each process; a call is a function of its input alone."""

    def __init__(self, data: Traversable) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            (data / "encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = load_tokenizer((data / "tokenizer.json").read_bytes())

    def words_of(self, sentences: Sequence[Sentence]) -> list[tuple[Floats, Floats]]:
        """Return of each sentence ``[words, WIDTH]`` and the mean of its word pieces ``[WIDTH]``.

        Each is read by itself: in a batch, what the quantised model makes of a sentence depends on the others, and on
        one core batches gain only a tenth.
        """
        found: list[tuple[Floats, Floats]] = []
        for sentence, (ids, words) in zip(sentences, pieces_of(sentences, self._tokenizer), strict=True):
            row = np.array([ids], dtype=np.int64)
            (states,) = self._session.run(None, {"input_ids": row, "attention_mask": np.ones_like(row)})
            found.append((_by_word(states[0], words, len(sentence.row)), states[0].mean(axis=0)))
        return found


def _by_word(states: Floats, words: Sequence[int], many: int) -> Floats:
    """The mean of the pieces of each word."""
    belongs = np.zeros((many, len(words)), dtype=np.float32)
    for piece, word in enumerate(words):
        if word >= 0:
            belongs[word, piece] = 1
    sums = belongs @ states
    counts = belongs.sum(axis=1, keepdims=True)
    result: Floats = (sums / np.maximum(counts, 1)).astype(np.float32)
    return result
