import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.backtests import read
from tocsin.backtest.event_store import NoStore, SqliteStore, default_file, open_store
from tocsin.backtest.fingerprint import article_key, fingerprint_of, reader_fingerprint
from tocsin.domain.article import ArticleText
from tocsin.domain.errors import DeclarationError

READ = read("a", 12, 40)


class Said(list[str]):
    """Hears what the user is told."""

    def __call__(self, text: str) -> None:
        self.append(text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "events.sqlite3"


Open = Callable[..., SqliteStore | NoStore]


@pytest.fixture
def opened(file: Path) -> Iterator[Open]:
    """Opens the store of ``file``, which is closed at the end."""
    stores: list[SqliteStore | NoStore] = []

    def open_one(reader: str = "r1", said: Said | None = None, at: Path = file) -> SqliteStore | NoStore:
        stores.append(open_store(at, reader, Said() if said is None else said))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def kept(file: Path, reader: str = "r1") -> None:
    store = open_store(file, reader, Said())
    store.put(READ.article, READ.told)
    store.close()


def test_what_is_kept_is_the_same_when_the_file_is_opened_again(file: Path, opened: Open) -> None:
    kept(file)
    said = Said()
    store = opened("r1", said)
    assert store.get(READ.article) == READ.told
    assert store.get(read("b", 12).article) is None
    assert said == []


def test_what_another_reader_found_is_never_shown_and_removed(file: Path, opened: Open) -> None:
    kept(file, "r1")
    assert opened("r2").get(READ.article) is None
    assert opened().get(READ.article) is None


def test_two_runs_may_use_one_file(file: Path, opened: Open) -> None:
    one, other = (opened() for _ in range(2))
    one.put(READ.article, READ.told)
    other.put(READ.article, READ.told)
    later = read("b", 3)
    other.put(later.article, later.told)
    assert one.get(later.article) == later.told


def test_a_run_of_another_version_disturbs_none_that_is_under_way(file: Path, opened: Open) -> None:
    store = opened()
    store.put(READ.article, READ.told)
    opened("r2")
    assert store.get(READ.article) is None
    store.put(READ.article, READ.told)
    assert store.get(READ.article) == READ.told


@pytest.mark.parametrize("damage", [b"no database at all, but quite long" * 200, b"SQLite format 3\0" + b"x" * 5_000])
def test_a_damaged_file_is_said_put_aside_and_begun_anew(file: Path, damage: bytes, opened: Open) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    said = Said()
    store = opened("r1", said)
    assert isinstance(store, SqliteStore)
    assert len(said) == 1
    assert "damaged" in said[0]
    assert file.with_name("events.sqlite3.damaged").read_bytes() == damage
    store.put(READ.article, READ.told)
    assert store.get(READ.article) == READ.told


def test_damage_in_the_middle_of_the_file_is_found(file: Path, opened: Open) -> None:
    store = opened()
    for number in range(300):
        one = read(f"a{number}", *range(20))
        store.put(one.article, one.told)
    store.close()
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 6] = b"\x55" * (4096 * 4)
    file.write_bytes(content)
    said = Said()
    assert opened("r1", said).get(READ.article) is None
    assert "begun anew" in said[0]


def test_a_damaged_row_is_read_anew(file: Path, opened: Open) -> None:
    kept(file)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE told SET events = 'nonsense'")
    connection.commit()
    connection.close()
    store = opened()
    assert store.get(READ.article) is None
    store.put(READ.article, READ.told)
    assert store.get(READ.article) == READ.told


def test_the_database_of_another_program_is_left_alone(file: Path, opened: Open) -> None:
    file.parent.mkdir()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(DeclarationError, match="some other program"):
        opened()
    assert file.read_bytes() == before


def test_where_no_file_can_be_made_nothing_is_kept_and_that_is_said(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "file").write_text("in the way")
    said = Said()
    store = opened("r1", said, tmp_path / "file" / "events.sqlite3")
    assert isinstance(store, NoStore)
    store.put(READ.article, READ.told)
    assert store.get(READ.article) is None
    assert "events are not kept" in said[0]


def test_a_store_that_fails_under_way_says_so_once_and_is_used_no_further(file: Path, opened: Open) -> None:
    said = Said()
    store = opened("r1", said)
    store.close()
    store.put(READ.article, READ.told)
    store.put(READ.article, READ.told)
    assert store.get(READ.article) is None
    assert len(said) == 1


def test_each_thing_that_is_known_of_an_article_makes_another_key() -> None:
    articles = [
        ArticleText("a", None, "text", None),
        ArticleText("b", None, "text", None),
        ArticleText("a", "text", "", None),
        ArticleText("a", None, "text", READ.article.day),
        ArticleText("a", None, "text", None, "en"),
        ArticleText("a", None, "text", None, None, "en"),
        ArticleText("a", None, "half \ud800", None),
    ]
    assert len({article_key(article) for article in articles}) == len(articles)


def test_a_changed_file_or_library_makes_another_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "room" / "words.yaml"
    file.parent.mkdir()
    file.write_text("one")
    before = fingerprint_of([tmp_path / "room"], ["spacy 3.8"])
    assert fingerprint_of([tmp_path / "room"], ["spacy 3.8"]) == before
    assert fingerprint_of([tmp_path / "room"], ["spacy 3.9"]) != before
    (tmp_path / "room" / "__pycache__").mkdir()
    (tmp_path / "room" / "__pycache__" / "x.pyc").write_text("compiled")
    assert fingerprint_of([tmp_path / "room"], ["spacy 3.8"]) == before
    file.write_text("two")
    assert fingerprint_of([tmp_path / "room"], ["spacy 3.8"]) != before
    file.rename(file.with_name("other.yaml")).write_text("one")
    assert fingerprint_of([tmp_path / "room"], ["spacy 3.8"]) != before


def test_the_reader_has_the_same_fingerprint_each_time() -> None:
    assert reader_fingerprint() == reader_fingerprint()


@pytest.mark.skipif(sys.platform != "linux", reason="the rule of other desktops and of Linux is another one")
@pytest.mark.parametrize(("told", "folder"), [("/c", "/c"), ("", "/h/.cache"), ("relative", "/h/.cache")])
def test_events_are_kept_where_the_system_keeps_caches(monkeypatch: pytest.MonkeyPatch, told: str, folder: str) -> None:
    monkeypatch.setenv("HOME", "/h")
    monkeypatch.setenv("XDG_CACHE_HOME", told)
    assert default_file() == Path(folder) / "tocsin" / "events.sqlite3"
