import pytest

from tocsin.extraction.crowds import crowds_in
from tocsin.extraction.pipeline import build_pipeline


@pytest.fixture(scope="module")
def pipeline():
    return build_pipeline(judged=False)


@pytest.mark.parametrize(
    ("text", "crowds"),
    [
        ("Unidentified gunmen attacked a church.", ["unidentified gunmen"]),
        ("Armed men and a rebel group fought armed bandits.", ["armed men", "rebel group", "bandits"]),
        ("Two men of a music group met.", []),
        ("Taliban fighters left the town.", []),
        ("Police clashed with local residents.", ["local residents"]),
    ],
)
def test_crowds_are_named_by_what_they_are_unless_they_have_a_name(pipeline, text, crowds):
    (sentence,) = pipeline(text)._.sentences

    assert [crowd.text for crowd in crowds_in(sentence)] == crowds
