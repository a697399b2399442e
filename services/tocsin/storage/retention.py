"""What is old -> gone, a little at a time, so that nobody waits long for the write lock."""

from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from tocsin.storage.tables import alerts, attempts, deliveries, floods, held_alerts, rates, stories
from tocsin.stories.flood import HOUR

STEP = 500  # alerts that one transaction forgets


def forget(connection: Connection, *, before: datetime) -> int:
    """Delete up to ``STEP`` of the oldest alerts raised before a moment, with all that belongs to them.

    Their stories go too: an event of theirs that comes again would be news. Returns how many alerts were deleted;
    fewer than ``STEP`` means that nothing older is left, except what is still to be delivered.
    """
    # What waits for a receiver that is switched off stays due for ever; it is past its time by then.
    open_ones = select(deliveries.c.alert_id).where(deliveries.c.due_at.is_not(None), deliveries.c.not_after > before)
    old = connection.execute(
        select(alerts.c.id, alerts.c.story_id)
        .where(alerts.c.raised_at < before, alerts.c.id.not_in(open_ones))
        .order_by(alerts.c.raised_at)
        .limit(STEP)
    ).all()
    ids = [row.id for row in old]
    theirs = select(deliveries.c.id).where(deliveries.c.alert_id.in_(ids))
    connection.execute(delete(attempts).where(attempts.c.delivery_id.in_(theirs)))
    connection.execute(delete(deliveries).where(deliveries.c.alert_id.in_(ids)))
    connection.execute(delete(held_alerts).where(held_alerts.c.alert_id.in_(ids)))
    connection.execute(delete(alerts).where(alerts.c.id.in_(ids)))
    still_told = select(alerts.c.story_id)
    connection.execute(
        delete(stories).where(stories.c.id.in_({row.story_id for row in old}), stories.c.id.not_in(still_told))
    )
    _forget_windows(connection, before=before)
    return len(old)


def _forget_windows(connection: Connection, *, before: datetime) -> None:
    still_held = select(held_alerts.c.flood_id)
    connection.execute(
        delete(floods).where(floods.c.ends_at < before, floods.c.told_at.is_not(None), floods.c.id.not_in(still_held))
    )
    connection.execute(delete(rates).where(or_(rates.c.began_at.is_(None), rates.c.began_at < before - HOUR)))
