from datetime import date
from pathlib import Path

import pytest

from tocsin.cli.articles_in import NoArticle, articles_in
from tocsin.domain.article import ArticleText


def read_line(tmp_path: Path, line: bytes) -> ArticleText | NoArticle:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(line + b"\n")
    (found,) = articles_in([path])
    return found


def test_text_and_date_make_an_article(tmp_path: Path) -> None:
    found = read_line(tmp_path, b'{"id": "a", "text": "Talks began.", "date": "2026-02-06"}')
    assert found == ArticleText(id="a", headline=None, body="Talks began.", day=date(2026, 2, 6))


def test_headline_and_body_make_an_article(tmp_path: Path) -> None:
    line = b'{"id": "a", "headline": "Talks", "body": "They began.", "datePublished": "2026-02-06T23:30:00-05:00"}'
    found = read_line(tmp_path, line)
    assert found == ArticleText(id="a", headline="Talks", body="They began.", day=date(2026, 2, 6))


def test_the_other_lines_are_read_and_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"id": "a", "text": "One."}\n\nnonsense\n{"id": "c", "text": "Three."}\n', encoding="utf-8")
    assert [found.id for found in articles_in([path])] == ["a", f"{path}:3", "c"]


@pytest.mark.parametrize(
    ("line", "names", "error"),
    [
        (b"nonsense", None, "is no JSON: Expecting value at character 0"),
        (b"\xff\xfe", None, "is not UTF-8 (byte 0)"),
        (b"[1]", None, "is no JSON object"),
        (b"[" * 100_000, None, "is nested too deeply"),
        (b'{"text": "x"}', None, "id must be a printable text that is not empty"),
        (b'{"id": "\\ud800", "text": "x"}', None, "id must be a printable text that is not empty"),
        (b'{"id": "a"}', "a", "text (or body) must be a text that is not empty"),
        (b'{"id": "a", "text": " "}', "a", "text (or body) must be a text that is not empty"),
        (b'{"id": "a", "text": "half \\ud800"}', "a", "text holds half of a surrogate pair"),
        (b'{"id": "a", "headline": 3, "body": "x"}', "a", "headline must be a text"),
        (b'{"id": "a", "text": "x", "date": "Friday"}', "a", "date must be like 2026-02-06"),
    ],
)
def test_a_line_that_is_no_article_says_why(tmp_path: Path, line: bytes, names: str | None, error: str) -> None:
    found = read_line(tmp_path, line)
    assert isinstance(found, NoArticle)
    assert found.id == (names or f"{tmp_path / 'articles.jsonl'}:1")
    assert found.error.startswith(error)


def test_a_number_with_thousands_of_digits_is_no_crash(tmp_path: Path) -> None:
    assert isinstance(read_line(tmp_path, b'{"id": "a", "n": ' + b"9" * 10_000 + b"}"), NoArticle)


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("\ufeffTalks began.\n", encoding="utf-8")
    assert list(articles_in([path])) == [ArticleText(id="story", headline=None, body="Talks began.\n", day=None)]


def test_a_json_file_is_one_article_over_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    path.write_text('{\n  "id": "a",\n  "text": "Talks began."\n}\n', encoding="utf-8")
    assert [found.id for found in articles_in([path])] == ["a"]


@pytest.mark.parametrize("name", ["missing.txt", "missing.json", "missing.jsonl"])
def test_a_file_that_is_not_there_is_reported_in_its_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert list(articles_in([path])) == [NoArticle(str(path), "cannot be read: No such file or directory")]


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff"])
def test_a_text_file_without_text_is_no_article(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    (found,) = articles_in([path])
    assert isinstance(found, NoArticle)


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ('"Example Wire"', "Example Wire"),
        ('{"name": "Example Wire", "domain": "wire.example"}', "Example Wire"),
        ('{"domain": "wire.example"}', "wire.example"),
        ('{"@type": "Organization"}', None),
        ("null", None),
        ('""', None),
    ],
)
def test_an_article_may_name_its_publisher(tmp_path: Path, publisher: str, name: str | None) -> None:
    found = read_line(tmp_path, f'{{"id": "a", "text": "x", "publisher": {publisher}}}'.encode())
    assert isinstance(found, ArticleText)
    assert found.publisher == name


@pytest.mark.parametrize("publisher", ["3", '["Example Wire"]', '{"name": 3}', '"half \\\\ud800"'])
def test_a_publisher_that_is_no_name_is_said(tmp_path: Path, publisher: str) -> None:
    found = read_line(tmp_path, f'{{"id": "a", "text": "x", "publisher": {publisher}}}'.replace("\\\\", "\\").encode())
    assert isinstance(found, NoArticle)
