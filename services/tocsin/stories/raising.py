"""Detection -> the alert that opens its story."""

from collections.abc import Mapping
from datetime import datetime

from tocsin.domain.alert import Alert, AlertType, RateReached, alert_id
from tocsin.domain.detection import Detection
from tocsin.stories.flood import Admission, Held, Rings


def first_alert(
    detection: Detection, *, story_id: str, now: datetime, admissions: Mapping[str, Admission] | None = None
) -> Alert:
    """Return revision 1 of a story: what its first article says.

    Args:
        detection: The event and the rules that it rang.
        story_id: The story that it opens.
        now: When it is raised, with a zone.
        admissions: What the rates of the rules say, by the rules' ids; a rule that is left out has no rate.
    """
    last, held = [], []
    for rule in detection.rules:
        match (admissions or {}).get(rule.id):
            case Rings(window=window, last=True) if window is not None:
                last.append(RateReached(rule=rule.id, rate=window.rung, until=window.ends))
            case Held(until=until, rate=rate):
                held.append(RateReached(rule=rule.id, rate=rate, until=until))
            case _:
                pass
    return Alert(
        id=alert_id(story_id, 1),
        story_id=story_id,
        revision=1,
        type=AlertType.RAISED,
        raised_at=now,
        event=detection.event,
        rules=detection.rules,
        articles=(detection.article,),
        last_of=tuple(last),
        held_by=tuple(held),
    )
