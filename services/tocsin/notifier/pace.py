"""How much is delivered at once."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """How much the courier does at once.

    ``lease`` is well above the 20 seconds that one attempt can take: a lease that runs out means that its holder died.
    ``landing`` is how long an attempt in flight may take at the end: most answers come within a second, and an attempt
    that is cut short is made again.
    """

    at_once: int = 50
    per_receiver: int = 4
    lease: timedelta = timedelta(seconds=60)
    poll: timedelta = timedelta(seconds=1)
    landing: timedelta = timedelta(seconds=5)
