"""A message of the topic of rules -> the rule that it puts, or the end of one."""

from tocsin.domain.errors import BadMessage
from tocsin.kafka.codec import decode
from tocsin.matching.rule import SubscriberRule


def rule_in(key: bytes | None, value: bytes | None) -> SubscriberRule | None:
    """Return the rule; None where the message ends the rule under its key.

    Args:
        key: The id of the rule, UTF-8.
        value: The rule as JSON; no value at all ends it.

    Raises:
        BadMessage: The value is no rule, or the key is not its id, with the reason.
    """
    if key is None:
        raise BadMessage("has no key; the rule's id is right")
    if value is None:
        return None
    rule = decode(value, SubscriberRule)
    if rule.id != rule_id_of(key):
        raise BadMessage(f"the key is not the rule's id, {rule.id}")
    return rule


def rule_id_of(key: bytes) -> str:
    """Return the id that a key stands for; of a key that is not UTF-8, one that no rule has."""
    return key.decode("utf-8", "replace")


def why_no_rule(key: bytes | None, value: bytes | None) -> str | None:
    """Return why a message is neither a rule nor the end of one; None if it is."""
    try:
        rule_in(key, value)
    except BadMessage as error:
        return str(error)
    return None
