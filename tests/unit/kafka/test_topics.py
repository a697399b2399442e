"""topics/*.yaml is read whole or not at all."""

from datetime import timedelta
from pathlib import Path

import pytest

from tocsin.domain.article import Article
from tocsin.domain.errors import DeclarationError
from tocsin.kafka.topics import REQUEST_ROOM, load_topics

Keys = dict[str, str | None]
SOUND: Keys = {
    "description": "Words.",
    "message": "Article",
    "key": "The id.",
    "partitions": "2",
    "retention": "7d",
    "max_message_bytes": "100000",
    "producers": "[a]",
    "consumers": "[b]",
    "dead_letters": "bad-news-v1-dlq",
}
DEAD: Keys = {"message": "null", "max_message_bytes": "200000", "dead_letters": None}
FOLDER: dict[str, Keys] = {
    "news-v1": SOUND,
    "happenings-v1": SOUND | {"message": "Event", "dead_letters": None},
    "bells-v1": SOUND | {"message": "Detection", "dead_letters": "bad-bells-v1-dlq"},
    "wishes-v1": SOUND
    | {"message": "SubscriberRule", "retention": "forever", "cleanup": "compact", "dead_letters": "bad-wishes-v1-dlq"},
    "bad-news-v1-dlq": SOUND | DEAD,
    "bad-bells-v1-dlq": SOUND | DEAD,
    "bad-wishes-v1-dlq": SOUND | DEAD,
}


def write(folder: Path, files: dict[str, Keys]) -> Path:
    for name, keys in files.items():
        lines = [f"{key}: {value}\n" for key, value in keys.items() if value is not None]
        (folder / f"{name}.yaml").write_text("".join(lines))
    return folder


def faults(folder: Path, files: dict[str, Keys]) -> list[str]:
    with pytest.raises(DeclarationError) as raised:
        load_topics(write(folder, files))
    return [str(fault).replace(f"{folder}/", "").replace(str(folder), "FOLDER") for fault in raised.value.faults]


def test_a_topic_is_bound_by_the_class_of_its_messages_whatever_its_name(tmp_path: Path) -> None:
    topics = load_topics(write(tmp_path, FOLDER))
    assert topics.articles.name == "news-v1"
    assert topics.articles.message is Article
    assert topics.articles.spec.retention == timedelta(days=7)
    assert topics.events.name == "happenings-v1"
    assert topics.alerts.name == "bells-v1"
    assert topics.rules.name == "wishes-v1"
    assert topics.rules.spec.retention == timedelta.max
    assert topics.rules_dead_letters.name == "bad-wishes-v1-dlq"
    assert topics.articles_dead_letters.name == "bad-news-v1-dlq"
    assert topics.alerts_dead_letters.name == "bad-bells-v1-dlq"
    assert topics.largest_request_bytes == 200_000 + REQUEST_ROOM


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "news-v1",
            {"retention": "a week"},
            "news-v1.yaml:5:12 retention: must be a number and m, h, d or w, such as 7d, or forever",
        ),
        ("news-v1", {"partitions": "0"}, "news-v1.yaml:4:13 partitions: must be at least 1"),
        ("news-v1", {"partitons": "3"}, "news-v1.yaml:10:1 partitons: unknown key; did you mean partitions?"),
        ("news-v1", {"key": None}, "news-v1.yaml:1:1 key: is missing"),
        (
            "happenings-v1",
            {"message": "Evnt"},
            "must be one of Article, Event, Detection, SubscriberRule or null, not 'E",
        ),
        ("news-v1", {"dead_letters": "nowhere-v1-dlq"}, "dead_letters: there is no nowhere-v1-dlq.yaml"),
        ("news-v1", {"dead_letters": "bells-v1"}, "bells-v1 must have message: null"),
        ("news-v1", {"dead_letters": None}, "dead_letters: is missing; what is no such message needs a place to go"),
        ("news-v1", {"max_message_bytes": "200000"}, "bad-news-v1-dlq must take at least 204096"),
        (
            "wishes-v1",
            {"retention": "7d"},
            "wishes-v1.yaml:5:12 retention: must be forever, since cleanup",
        ),
        ("wishes-v1", {"cleanup": "shred"}, "wishes-v1.yaml:10:10 cleanup: must be 'delete' or 'compact', not 'shred'"),
        ("wishes-v1", {"dead_letters": None}, "dead_letters: is missing; what is no such message needs a place to go"),
        ("bells-v1", {"message": "Event"}, "FOLDER: no file has message: Detection; one is needed"),
        ("bells-v1", {"message": "Event"}, "bells-v1, happenings-v1 all have message: Event; one of them is right"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, name: str, change: Keys, said: str
) -> None:
    assert any(said in fault for fault in faults(tmp_path, FOLDER | {name: FOLDER[name] | change}))


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    broken = {name: keys | {"partitions": "none"} for name, keys in FOLDER.items()}
    assert len(faults(tmp_path, broken)) == len(FOLDER)


def test_a_dead_letter_topic_that_nobody_uses_is_a_fault(tmp_path: Path) -> None:
    assert (
        "spare-v1-dlq.yaml:1:1 nothing uses this topic" in faults(tmp_path, FOLDER | {"spare-v1-dlq": SOUND | DEAD})[0]
    )


def test_a_name_without_a_version_is_a_fault(tmp_path: Path) -> None:
    files = {("news" if name == "news-v1" else name): keys for name, keys in FOLDER.items()}
    assert (
        "news.yaml: the file's name is the topic's: small letters, hyphens and a version" in faults(tmp_path, files)[0]
    )


def test_a_folder_without_topics_is_a_fault_that_names_the_setting(tmp_path: Path) -> None:
    assert "TOCSIN_TOPICS_DIRECTORY" in faults(tmp_path, {})[0]
