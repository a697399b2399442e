"""An article can end or block the process that reads it; it costs nobody else anything."""

import multiprocessing
from datetime import timedelta

import pytest

from tests.builders import an_article
from tests.fake_reader import DIE, HANG, open_fake_reader
from tocsin.detector.pool import InProcess, Pool
from tocsin.detector.reading import ArticleReader, Outcome, Read, Unreadable
from tocsin.domain.errors import Unavailable
from tocsin.kafka.codec import encode


def article(number: int, body: str = "Words.") -> bytes:
    return encode(an_article(id=str(number), body=body))


def told(outcomes: list[Outcome]) -> list[str]:
    """The ids of what was read, the reasons of what was not."""
    return [outcome.article_id if isinstance(outcome, Read) else getattr(outcome, "reason", "") for outcome in outcomes]


def open_no_reader() -> ArticleReader:
    raise SystemExit(5)


def pool(processes: int = 1, seconds: float = 10) -> Pool:
    return Pool(open_fake_reader, processes=processes, article_limit=timedelta(seconds=seconds))


async def test_outcomes_come_in_the_order_of_the_articles() -> None:
    async with pool(processes=2) as readers:
        assert told(await readers.read([article(number) for number in range(30)])) == list(map(str, range(30)))


async def test_an_article_that_ends_its_process_is_given_up_alone() -> None:
    async with pool() as readers:
        outcomes = await readers.read([article(0), article(1, DIE), article(2), article(3, DIE)])
        assert told(outcomes) == [
            "0",
            "reading ended its process: SIGKILL",
            "2",
            "reading ended its process: SIGKILL",
        ]
        assert told(await readers.read([article(4)])) == ["4"]


async def test_an_article_that_takes_too_long_is_given_up_alone() -> None:
    async with pool(seconds=0.5) as readers:
        outcomes = await readers.read([article(0), article(1, HANG), article(2)])
    assert told(outcomes) == ["0", "reading took more than 0.5 s", "2"]


async def test_no_child_is_left_when_the_pool_is_closed() -> None:
    async with pool(processes=2) as readers:
        await readers.read([article(0, DIE), article(1)])
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


async def test_a_reader_that_cannot_be_opened_is_told_at_the_start() -> None:
    with pytest.raises(Unavailable, match="exit status 5"):
        async with Pool(open_no_reader, processes=1, article_limit=timedelta(seconds=1)):
            raise AssertionError


async def test_reading_in_the_process_gives_the_same() -> None:
    outcomes = await InProcess(open_fake_reader()).read([article(0), b"", article(2)])
    assert told(outcomes) == ["0", "empty", "2"]
    assert outcomes[1] == Unreadable("empty")
