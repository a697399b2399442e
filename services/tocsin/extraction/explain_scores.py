"""What the model said of one draft -> the probability of each thing that was decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.domain.event import Count, Status
from tocsin.extraction.model.candidates import CodeCandidate, QuantityCandidate
from tocsin.extraction.model.features import Floats
from tocsin.extraction.model.labels import ROLES, STATUSES, WHATS
from tocsin.extraction.model.manifest import Head
from tocsin.extraction.numbers import Quantity


@dataclass(slots=True)
class Scores:
    """What the model thought of one draft, by head; None of everything where the rules decided alone."""

    _by_head: dict[Head, tuple[Sequence[object], Floats]] = field(default_factory=dict)

    def add(self, head: Head, candidates: Sequence[object], probabilities: Floats) -> None:
        """Add what a head said: a row or a number for each candidate."""
        self._by_head[head] = candidates, probabilities

    def judged(self, head: Head) -> bool:
        """Whether the model decided."""
        return head in self._by_head

    def of_status(self, status: Status) -> float | None:
        """The probability of a status."""
        return _rounded(self._by_head["status"][1][STATUSES.index(status)]) if self.judged("status") else None

    def of_background(self, *, background: bool) -> float | None:
        """The probability that an event is background, or that it is none."""
        if not self.judged("background"):
            return None
        likely = float(self._by_head["background"][1][0])
        return _rounded(likely if background else 1 - likely)

    def of_subtype(self, subtype: str | None) -> float | None:
        """The probability of a subtype."""
        subtypes, probabilities = self._by_head.get("subtype", ((), ()))
        return next(
            (_rounded(likely) for one, likely in zip(subtypes, probabilities, strict=True) if one == subtype), None
        )

    def of_code(self, head: Head, code: str, role: str = "") -> float | None:
        """The probability that an actor has a role, or that he is the source, or his the country."""
        candidates, rows = self._by_head.get(head, ((), ()))
        for candidate, row in zip(candidates, rows, strict=True):
            if isinstance(candidate, CodeCandidate) and candidate.code == code:
                return _rounded(row[ROLES.index(role)] if head == "roles" else row)
        return None

    def of_quantity(self, quantity: Quantity, count: Count | None) -> float | None:
        """The probability that a quantity counts what ``count`` says, or nothing."""
        candidates, rows = self._by_head.get("counts", ((), ()))
        for candidate, row in zip(candidates, rows, strict=True):
            if isinstance(candidate, QuantityCandidate) and candidate.quantity is quantity:
                return _rounded(row[WHATS.index(count.what if count else None)])
        return None


def _rounded(probability: object) -> float:
    return round(float(probability), 3)  # type: ignore[arg-type]  # a number of numpy
