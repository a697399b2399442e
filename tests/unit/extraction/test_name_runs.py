import pytest

from tocsin.extraction.name_runs import person_at
from tocsin.extraction.pipeline import build_pipeline


@pytest.fixture(scope="module")
def pipeline():
    return build_pipeline(judged=False)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Attorney General Álvaro García Ortiz was sentenced.", "Álvaro García Ortiz"),
        ("Santos Cerdán was released.", "Santos Cerdán"),
        ("Sheikh Hasina was tried.", "Sheikh Hasina"),
        ("Supreme Court judges met.", None),
        ("Rafah was struck.", None),
        ("National Unity Party members met.", None),
    ],
)
def test_a_person_is_two_capitalised_words_without_his_title(pipeline, text, person):
    (sentence,) = pipeline(text)._.sentences
    found = person_at(sentence, 0)

    assert (found.text if found else None) == person
