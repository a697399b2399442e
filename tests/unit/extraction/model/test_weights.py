"""The weights that the package carries: small, quantised, and saying what they said when they were made."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from tests.unit.extraction.model.proposals import proposals_in
from tocsin.extraction.model.encoder import LONGEST, WIDTH, Encoder
from tocsin.extraction.model.features import type_features, word_features
from tocsin.extraction.model.heads import Heads, sigmoid
from tocsin.extraction.model.labels import TYPES
from tocsin.extraction.model.manifest import load_manifest, shipped

RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf-8"))
DATA = shipped()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(DATA)


def test_all_weights_together_stay_below_thirty_megabytes() -> None:
    assert sum(len(file.read_bytes()) for file in DATA.iterdir()) < 30_000_000


def test_the_encoder_multiplies_whole_numbers() -> None:
    names = (DATA / "encoder.onnx").read_bytes()
    assert b"MatMulInteger" in names
    session = onnxruntime.InferenceSession(names, providers=["CPUExecutionProvider"])
    assert [one.name for one in session.get_inputs()] == ["input_ids", "attention_mask"]


def test_the_manifest_says_where_the_line_is_drawn() -> None:
    manifest = load_manifest(DATA)
    assert 0 < manifest.threshold < 1
    assert manifest.recipe


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda one: one["text"][:30])
def test_a_sentence_has_the_types_that_were_recorded(recorded: dict[str, object], encoder: Encoder) -> None:
    ((sentence, proposal),) = proposals_in(str(recorded["text"]))
    ((words, whole),) = encoder.words_of([sentence])
    _, logits = Heads.stored(DATA).types(words, whole, word_features(sentence, proposal), type_features(proposal))
    likely = [TYPES[int(at)].value for at in np.flatnonzero(sigmoid(logits) > 0.5)]
    assert likely == recorded["types"]


def test_a_sentence_is_read_the_same_alone_and_beside_others(encoder: Encoder) -> None:
    texts = ["Russia struck Kyiv.", "A much longer sentence about the talks in Doha between Israel and Hamas goes on."]
    sentences = [sentence for text in texts for sentence, _ in proposals_in(text)]
    together = encoder.words_of(sentences)
    alone = [encoder.words_of([one])[0] for one in sentences]
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one[0], other[0])
        assert np.array_equal(one[1], other[1])


@pytest.mark.parametrize(
    "text",
    ["a" * 1400, "😀" * 500, "½ ﷽ \u202e ½", "[CLS] [SEP] [PAD] ##ing", "\x00\x01\ufffd attack", "战争 " * 200, "x"],
    ids=["one word", "emoji", "marks", "special pieces", "controls", "another script", "one letter"],
)
def test_every_word_of_a_strange_sentence_has_a_vector(text: str, encoder: Encoder) -> None:
    for sentence, _ in proposals_in(text):
        ((words, whole),) = encoder.words_of([sentence])
        assert words.shape == (len(sentence.row), WIDTH)
        assert np.isfinite(words).all()
        assert np.isfinite(whole).all()


def test_words_beyond_what_is_read_of_a_sentence_have_no_vector(encoder: Encoder) -> None:
    ((sentence, _),) = proposals_in("war " * (2 * LONGEST))
    ((words, _),) = encoder.words_of([sentence])
    assert words[: LONGEST - 2].any(axis=1).all()
    assert not words[LONGEST:].any()
