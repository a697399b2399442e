"""``kill -9`` of detector and notifier, again and again in the middle of their work: nothing is lost."""

import os
import random
import re
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from tests.builders import an_article
from tests.integration.harness import Line, Running, eventually, producer
from tests.integration.ledger import Receiver, judge
from tests.integration.whole_line import declare, many, start_detector, start_notifier
from tocsin.domain.detection import Detection
from tocsin.kafka.codec import decode, encode
from tocsin.storage.store import Store

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

KILLS = 20  # of each process
ARTICLES = 2_000
LATEST_KILL_S = 1.5  # offsets are committed every second: some lives end before their first commit, most do not
LEASE_S = 2


@dataclass
class UnderFire:
    """Detector and notifier, started again after each kill, and what shows whether a kill hit in the middle."""

    line: Line
    database_url: str
    subscriptions: Path
    detectors: list[Running] = field(default_factory=list)
    notifiers: list[Running] = field(default_factory=list)
    before_post: int = 0  # kills of the notifier that left deliveries committed and not posted

    def start_detector(self) -> None:
        self.detectors.append(start_detector(self.line, batch_articles=20, kafka_instance_id="detector"))

    def start_notifier(self) -> None:
        self.notifiers.append(
            start_notifier(
                self.line, self.database_url, self.subscriptions, kafka_instance_id="notifier", lease_seconds=LEASE_S
            )
        )

    def kill_both(self, chance: random.Random) -> None:
        """Kill each at a random moment after the work has begun, and start it again at once."""
        self.notifiers[-1].wait_for("process_started", seconds=60)
        self.detectors[-1].wait_for("event_detected", seconds=60)
        began = time.monotonic()
        shots = [(chance.uniform(0, LATEST_KILL_S), kill) for kill in (self._kill_detector, self._kill_notifier)]
        for moment, kill in sorted(shots, key=lambda shot: shot[0]):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            kill()

    def _kill_detector(self) -> None:
        assert self.detectors[-1].end(signal.SIGKILL) == -signal.SIGKILL, self.detectors[-1].output
        self.start_detector()

    def _kill_notifier(self) -> None:
        assert self.notifiers[-1].end(signal.SIGKILL) == -signal.SIGKILL, self.notifiers[-1].output
        self.before_post += self.waiting() > 0
        self.start_notifier()

    def waiting(self) -> int:
        """How many deliveries are committed and not known to be delivered."""
        store = Store.at(self.database_url)
        try:
            return store.waiting()
        finally:
            store.close()

    @property
    def before_commit(self) -> int:
        """How many kills of the detector left articles published and not acknowledged: a later one read them again."""
        read = [set(re.findall(r"event_detected.* article=(\S+)", running.output)) for running in self.detectors]
        return sum(bool(one & set().union(*later)) for number, one in enumerate(read) if (later := read[number + 1 :]))


@pytest.mark.timeout(900)
def test_twenty_kills_of_each_process_lose_nothing_and_change_no_message(line: Line, tmp_path: Path) -> None:
    seed = int(os.environ.get("KILLS_SEED") or random.randrange(2**32))
    print(f"KILLS_SEED={seed}")  # noqa: T201, RUF100  # to run it again with the same moments
    chance = random.Random(seed)
    articles = list(many(ARTICLES))
    expected = {name: rules for name, _, rules in articles}
    waiting_to_be_published = iter(articles)
    with Receiver(answers_after_s=0.05) as desk, producer(line.bootstrap) as publishing:
        fire = UnderFire(line, f"sqlite:///{tmp_path / 'db'}", declare(tmp_path, webhooks={"desk": desk.url}))
        fire.start_detector()
        fire.start_notifier()
        for _ in range(KILLS):
            for name, value, _ in islice(waiting_to_be_published, ARTICLES // KILLS):
                publishing.send(line.topics.articles.name, key=name.encode(), value=value)
            publishing.flush()
            fire.kill_both(chance)
        ringing = sum(map(len, expected.values()))
        with suppress(AssertionError):  # the verdict says what is missing
            eventually(lambda: len({one.webhook_id for one in tuple(desk.arrivals)}) >= ringing, seconds=60)
        eventually(lambda: fire.waiting() == 0)
        for process in (fire.detectors[-1], fire.notifiers[-1]):
            process.wait_for("process_started", seconds=60)
        assert (fire.detectors[-1].end(), fire.notifiers[-1].end()) == (0, 0)

    verdict = judge(expected, desk.arrivals)
    events = [decode(record.value, Detection).event.id for record in line.consume_all(line.topics.alerts)]
    letters = [record.value for record in line.consume_all(line.topics.articles_dead_letters)]
    summary = (
        f"{len(desk.arrivals)} requests, {verdict.repeats} of them repeats; repeated on the way: "
        f"{len(events) - len(set(events))} detections, {len(letters) - len(set(letters))} dead letters; "
        f"kills before an acknowledgement: {fire.before_commit}, between commit and post: {fire.before_post}"
    )
    print(summary)  # noqa: T201, RUF100  # shown with -s, and when the test fails
    assert verdict.is_clean, verdict
    assert set(letters) == {value for name, value, _ in articles if name.endswith("7")}
    assert fire.before_commit >= 3
    assert fire.before_post >= 3


def test_nothing_is_lost_when_of_two_detectors_one_is_told_to_leave_and_one_is_killed(line: Line) -> None:
    def started() -> Running:
        running = line.start_process(["tests.integration.fake_detector"], batch_articles=20)
        running.wait_for("process_started", seconds=60)
        return running

    def alerted() -> set[str]:
        return {decode(record.value, Detection).article.id for record in line.consume_all(line.topics.alerts)}

    def publish(numbers: range) -> None:
        values = [encode(an_article(id=f"article-{number}", body="SLOW")) for number in numbers]
        line.publish(line.topics.articles, values)

    leaving, killed = started(), started()
    publish(range(200))
    eventually(lambda: len(alerted()) > 20)
    assert leaving.end() == 0
    publish(range(200, 300))
    staying = started()
    publish(range(300, 400))
    seen = len(alerted())
    eventually(lambda: len(alerted()) > seen)
    assert killed.end(signal.SIGKILL) == -signal.SIGKILL
    publish(range(400, 500))
    eventually(lambda: alerted() == {f"article-{number}" for number in range(500)}, seconds=60)
    assert staying.end() == 0
