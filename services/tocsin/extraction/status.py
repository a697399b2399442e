"""Words around a trigger -> whether it happened, is planned, might happen or did not happen."""

from collections.abc import Sequence

from tocsin.domain.event import EventType, Status
from tocsin.extraction.clauses import Clause
from tocsin.extraction.facts import Sentence
from tocsin.extraction.lexicon import Lexicon
from tocsin.extraction.triggers import Trigger

Found = tuple[int, int, Status]
"""The words ``[first, last)`` of a sentence and the status that they give."""

_REACH_BEFORE = 9  # words
_REACH_DENIAL = 16  # "denied on Friday that it had been asked by the court to arrest"
_REACH_AFTER = 7
_MODALS = frozenset("may might could would will should not never can't cannot won't".split())
_HAVE = frozenset("have has had having".split())
_WITHIN_HAVE = frozenset("been also already not never since just repeatedly recently reportedly allegedly".split())
_STILL_OPEN = frozenset("if unless fear fears feared".split())
# What was refused altogether: no plan or offer that follows in the same breath is left of it.
_DENIALS = frozenset(
    "deny denies denied denying reject rejects rejected rejecting refuse refuses refused refusing decline declines "
    "declined declining".split()
)
_NEW_MATTER = frozenset({"and", "but", ",", ";", ":", "—", "–", "or", "saying", "calling", "accusing"})
_OTHER_REFUSED = frozenset("comment say discuss bail entry access".split())  # "denied bail": the arrest stands
# Behind these stands an act of its own, which the words before the other act do not reach.
_OWN_ACT = frozenset("over for amid protest protesting they he she who whom which".split())


def status_of(
    trigger: Trigger, clause: Clause, sentence: Sentence, lexicon: Lexicon, others: Sequence[Trigger] = ()
) -> tuple[Status, range | None]:
    """Return the status that the nearest word before the trigger gives, else one after it, else happened.

    With it come the words of the sentence that decided; None where none did. ``others`` are the other triggers of the
    sentence: what makes one of them planned says nothing of what caused it.
    """
    denial = _denial(trigger, clause, sentence, lexicon) or _foiled(trigger, sentence, others)
    if denial is not None:
        return Status.DENIED, denial
    if trigger.entry.status is not None:
        return trigger.entry.status, range(trigger.first, trigger.last)
    row, kinds = sentence.row, sentence.kinds
    if trigger.first > 1 and row[trigger.first - 1] == "to" and "<actor>" in kinds[trigger.first - 2]:
        return Status.PLANNED, range(trigger.first - 1, trigger.first)  # "Washington and Moscow to restore ..."
    before = _before(trigger, clause, sentence, lexicon, others)
    if before:
        start, end, nearest = max(before, key=lambda one: (one[1], one[1] - one[0]))
        return nearest, range(start, end)
    stop = min(clause.last, trigger.last + _REACH_AFTER)
    after = list(lexicon.status_after.find(row[trigger.last : stop], kinds[trigger.last : stop]))
    if after:
        start, end, nearest = min(after, key=lambda one: (one[0], -one[1]))
        return nearest, range(trigger.last + start, trigger.last + end)
    return Status.HAPPENED, None


def _foiled(trigger: Trigger, sentence: Sentence, others: Sequence[Trigger]) -> range | None:
    """The words of an attack that was only planned by people who were arrested: it was foiled."""
    if trigger.entry.type is not EventType.ATTACK or all(other.entry.type is not EventType.ARREST for other in others):
        return None
    for at in range(max(0, trigger.first - _REACH_PLOT), trigger.last):
        if sentence.row[at].rsplit("-", 1)[-1] in _PLOTS:
            return range(at, at + 1)
    return None


_PLOTS = frozenset("planning planned plotting plotted plot plots preparing attempted".split())
_REACH_PLOT = 4  # words


def in_so_many_words(status: Status, words: range | None, sentence: Sentence) -> bool:
    """Return whether a word leaves no doubt of a status: "denied", "called for", whatever else the sentence says."""
    if words is None:
        return False
    word = sentence.row[words.start]
    return (status is Status.DENIED and word in _DENIALS) or (status is Status.POSSIBLE and word in _CALLS)


_CALLS = frozenset("call calls called calling urge urges urged urging demand demands demanded demanding".split())


def _before(
    trigger: Trigger, clause: Clause, sentence: Sentence, lexicon: Lexicon, others: Sequence[Trigger]
) -> list[Found]:
    """What stands before the trigger and speaks of it, and the modal verbs within it: "a ceasefire could be agreed"."""
    row = sentence.row
    first = max(clause.first, trigger.first - _REACH_BEFORE, _end_of_another(trigger, sentence, others))
    perfect = _start_of_perfect(trigger, row)
    found = []
    for start, end, status in lexicon.status_before.find(row[first : trigger.last], sentence.kinds[first:]):
        at = first + start
        if at >= trigger.first and row[at] not in (_own_words(trigger) if at == trigger.first else _MODALS):
            continue
        if at < trigger.first and first + end > trigger.first + 1:
            continue
        if at < perfect and status in (Status.PLANNED, Status.POSSIBLE) and row[at] not in _STILL_OPEN:
            continue
        found.append((at, first + end, status))
    return found


def _own_words(trigger: Trigger) -> frozenset[str]:
    """The words at the head of a trigger of its type that make it what is still to come: "orders the release"."""
    return _CALLS | _ORDERS if trigger.entry.type in _ORDERED else _CALLS


_ORDERED = frozenset({EventType.RELEASE, EventType.DEPLOYMENT, EventType.AID})
_ORDERS = frozenset(
    "order orders ordered approve approves approved authorise authorises authorised authorize authorizes authorized "
    "commit commits committed pledge pledges pledged promise promises promised plan plans planned "
    "vow vows vowed".split()
)


def _start_of_perfect(trigger: Trigger, row: Sequence[str]) -> int:
    """Where "have been" begins before a trigger that is a participle: what is planned before it is something else.

    0 where the trigger is none. A modal verb before it belongs to it: "could have struck".
    """
    at = trigger.first
    while at > 0 and row[at - 1] in _WITHIN_HAVE:
        at -= 1
    if at == 0 or row[at - 1] not in _HAVE:
        return 0
    at -= 1
    while at > 0 and row[at - 1] in _MODALS:
        at -= 1
    return at


def _end_of_another(trigger: Trigger, sentence: Sentence, others: Sequence[Trigger]) -> int:
    """Where another act ends that this one is only the reason or the object of: "might resign over the arrest"."""
    ends = [
        other.last
        for other in others
        if other.last <= trigger.first and not _OWN_ACT.isdisjoint(sentence.row[other.first : trigger.first])
    ]
    return max(ends, default=0)


def _denial(trigger: Trigger, clause: Clause, sentence: Sentence, lexicon: Lexicon) -> range | None:
    """The refusal that covers the trigger and whatever plan or offer stands between: "rejected an offer to host"."""
    row = sentence.row
    for at in range(trigger.first - 1, max(clause.first, trigger.first - _REACH_DENIAL) - 1, -1):
        if row[at] in _NEW_MATTER or row[at] in _OTHER_REFUSED:
            return None
        if row[at] in _DENIALS:
            refused = list(lexicon.status_before.find(row[max(0, at - 3) : at + 2], sentence.kinds[max(0, at - 3) :]))
            if any(status is Status.POSSIBLE and max(0, at - 3) + end == at + 1 for _, end, status in refused):
                return None
            return range(at, at + 1)
    return None
