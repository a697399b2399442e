import pytest

from tocsin.extraction.language import language_of

GERMAN = "Die Delegationen aus der Ukraine und Russland haben am Donnerstag in Abu Dhabi verhandelt."


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Ukraine and Russia ended on Thursday in Abu Dhabi.",
        "Multiple Iranian Shahed drones strike Camp de la Paix in Abu Dhabi, United Arab Emirates.",
        "Nigerian defence minister Mohammed Badaru Abubakar resigns amid Bola Tinubu's declaration.",
    ],
)
def test_short_english_full_of_foreign_names_is_english(text: str) -> None:
    assert language_of(text, None) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        ("Le président français a déclaré que les négociations reprendront la semaine prochaine.", "fr"),
        ("De twee landen hebben een akkoord bereikt over de uitwisseling van gevangenen.", "nl"),
        ("Украина и Россия обменялись пленными в пятницу.", "ru"),
        ("俄罗斯和乌克兰周五交换了战俘，这是几个月来最大规模的一次。", "zh"),
    ],
)
def test_another_language_is_found_though_english_is_declared(text: str, language: str) -> None:
    assert language_of(text, "en") == language


@pytest.mark.parametrize("text", ["", "ok", "12345 " * 500])
def test_what_is_too_short_to_tell_is_what_it_says_it_is(text: str) -> None:
    assert language_of(text, "en") == "en"
    assert language_of(text, None) == "und"


def test_only_the_beginning_is_read() -> None:
    assert language_of(GERMAN * 30 + "The end of the war was announced by the president. " * 500, None) == "de"
