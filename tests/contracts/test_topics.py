"""Facts about topics/ that code, schemas and documents must agree on."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.contracts.repository import ROOT
from tocsin.domain.errors import BadMessage
from tocsin.kafka.codec import decode, encode
from tocsin.kafka.schemas import SPEC_FILE, schema_files, stale
from tocsin.kafka.topics import Topic, load_topics

FOLDER = ROOT / "topics"
TOPICS = load_topics(FOLDER)
TYPED = [topic for topic in TOPICS if topic.message is not bytes]
EXAMPLES = sorted(FOLDER.glob("examples/*/*.json"))


def schema_of(topic: Topic[object]) -> dict[str, object]:
    return json.loads((FOLDER / "schemas" / f"{topic.name}.schema.json").read_text())


def test_the_schemas_are_those_of_the_models() -> None:
    assert stale(FOLDER / "schemas", schema_files(TOPICS)) == (), "run `tocsin topics schemas`"


def test_every_typed_topic_has_examples_and_every_example_a_topic() -> None:
    assert {example.parent.name for example in EXAMPLES} == {topic.name for topic in TYPED}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_meets_its_schema_and_its_model(example: Path) -> None:
    topic = next(topic for topic in TYPED if topic.name == example.parent.name)
    jsonschema.validate(json.loads(example.read_text()), schema_of(topic), cls=jsonschema.Draft202012Validator)
    message = decode(example.read_bytes(), topic.message)
    assert decode(encode(message), topic.message) == message


@pytest.mark.parametrize("topic", TYPED, ids=lambda topic: topic.name)
def test_what_we_write_meets_the_schema_that_others_read(topic: Topic[object]) -> None:
    for example in (FOLDER / "examples" / topic.name).glob("*.json"):
        written = json.loads(encode(decode(example.read_bytes(), topic.message)))
        jsonschema.validate(written, schema_of(topic), cls=jsonschema.Draft202012Validator)


def test_the_schema_of_articles_refuses_what_the_code_refuses() -> None:
    minimal = json.loads((FOLDER / "examples" / TOPICS.articles.name / "minimal.json").read_text())
    for field in minimal:
        broken = {key: value for key, value in minimal.items() if key != field}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema_of(TOPICS.articles))
        with pytest.raises(BadMessage, match=f"^{field}: is missing$"):
            decode(json.dumps(broken).encode(), TOPICS.articles.message)


def test_the_schema_of_topic_files_takes_ours_and_refuses_a_typing_error() -> None:
    import yaml

    schema = json.loads((FOLDER / "schemas" / SPEC_FILE).read_text())
    for topic in TOPICS:
        written = yaml.safe_load((FOLDER / f"{topic.name}.yaml").read_text())
        jsonschema.validate(written, schema, cls=jsonschema.Draft7Validator)
        for wrong in ({"partitons": 3}, {"retention": "a week"}, {"partitions": 0}):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(written | wrong, schema, cls=jsonschema.Draft7Validator)


def test_no_python_file_of_ours_names_a_topic() -> None:
    name = re.compile("|".join(rf"(?<![\w-]){re.escape(topic.name)}(?![\w-])" for topic in TOPICS))
    docstrings = re.compile(r'r?"""(?:[^"\\]|\\.|"(?!""))*"""')
    naming = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / "services").rglob("*.py"))
        if (found := name.search(docstrings.sub("", path.read_text())))
    ]
    assert naming == []


def test_a_message_of_the_largest_body_that_is_read_fits_its_topic() -> None:
    from tests.builders import an_article
    from tocsin.domain.article import BODY_LIMIT

    largest = encode(an_article(body="\N{GRINNING FACE}" * BODY_LIMIT))
    assert len(largest) < TOPICS.articles.spec.max_message_bytes


def test_the_picture_shows_who_writes_and_reads_each_topic() -> None:
    picture = (FOLDER / "README.md").read_text().split("```")[1].replace("publisher[your publisher]", "publisher")
    edges = set()
    for line in picture.splitlines():
        if "-->" in line:
            left, right = line.split("-->")
            edges |= {(one.strip(), right.strip()) for one in left.split("&")}
    assert edges == {
        edge
        for topic in TOPICS
        for edge in [
            *((producer.removeprefix("your "), topic.name) for producer in topic.spec.producers),
            *((topic.name, consumer) for consumer in topic.spec.consumers),
        ]
    }
