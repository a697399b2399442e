from tocsin.demo.receiver import Received
from tocsin.demo.watch import Watch


def received(article="a", rules=("r",), fault=None, webhook_id="msg_1"):
    return Received(webhook_id, {"articles": [{"id": article}], "rules": [{"id": rule} for rule in rules]}, fault)


def test_an_expected_alert_is_missing_until_it_comes():
    watch = Watch({"a": ("r", "s")})

    watch.note(received())

    assert watch.missing == (("a", "s"),)
    assert watch.alerts == 1


def test_an_alert_for_an_article_that_should_ring_nothing_is_a_fault():
    watch = Watch({"quiet": ()})

    watch.note(received("quiet"))

    assert watch.faults == ("quiet should ring nothing",)


def test_a_bad_signature_is_a_fault_and_proves_nothing():
    watch = Watch({"a": ("r",)})

    watch.note(received(fault="no signature fits"))

    assert watch.missing == (("a", "r"),)
    assert len(watch.faults) == 1


def test_a_repeated_webhook_id_counts_once():
    watch = Watch({})

    watch.note(received())
    watch.note(received())

    assert watch.alerts == 1
