"""An outage is told every ten seconds, not sixty times a second."""

import logging

from tocsin.kafka.sparing import Sparingly


def record(name: str = "aiokafka.conn", message: str = "cannot connect to %s") -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "file", 1, message, ("node 1",), None)


def test_one_record_of_the_client_passes_in_ten_seconds_and_tells_of_the_others() -> None:
    times = iter([0.0, 0.1, 9.9, 10.0, 20.0])
    sparingly = Sparingly(clock=lambda: next(times))
    records = [record() for _ in range(5)]
    passed = [one.getMessage() for one in records if sparingly.filter(one)]
    assert passed == [
        "kafka_client: cannot connect to node 1",
        "kafka_client: cannot connect to node 1 (and 2 more before it)",
        "kafka_client: cannot connect to node 1",
    ]
    assert records[0].levelname == "WARNING"


def test_records_of_others_pass_as_they_are() -> None:
    sparingly = Sparingly(clock=lambda: 0.0)
    for one in (record("tocsin.detector"), record("tocsin.detector")):
        assert sparingly.filter(one)
        assert (one.getMessage(), one.levelname) == ("cannot connect to node 1", "ERROR")
