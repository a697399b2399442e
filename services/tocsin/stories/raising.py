"""Detection -> the alert that opens its story."""

from datetime import datetime

from tocsin.domain.alert import Alert, AlertType, alert_id
from tocsin.domain.detection import Detection


def first_alert(detection: Detection, *, story_id: str, now: datetime) -> Alert:
    """Return revision 1 of a story: what its first article says."""
    return Alert(
        id=alert_id(story_id, 1),
        story_id=story_id,
        revision=1,
        type=AlertType.RAISED,
        raised_at=now,
        event=detection.event,
        rules=detection.rules,
        articles=(detection.article,),
    )
