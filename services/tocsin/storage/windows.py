"""Rules with a rate x the alerts of a batch -> what rings and what is held, counted in the same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from tocsin.domain.alert import Alert
from tocsin.domain.detection import Detection, RungRule
from tocsin.domain.flood import flood_id
from tocsin.storage.insertion import insert_if_new
from tocsin.storage.tables import floods, held_alerts, rates
from tocsin.stories.flood import Admission, Held, Rings, Window, admit


class Windows:
    """The windows of all rules of a batch. They are locked until the transaction ends: nobody else counts meanwhile."""

    def __init__(self, connection: Connection, detections: Iterable[Detection]) -> None:
        """Lock. This comes before anything else is written, or two transactions could wait for each other."""
        rules = (rule for detection in detections for rule in detection.rules)
        self._connection = connection
        self._windows = _locked(connection, {rule.id for rule in rules if rule.rate is not None})

    def admit(self, rules: Iterable[RungRule], now: datetime) -> Mapping[str, Admission]:
        """Count one alert for each rule that has a rate; return what becomes of it, by the rules' ids."""
        return {rule.id: self._admit(rule, now) for rule in rules if rule.rate is not None}

    def _admit(self, rule: RungRule, now: datetime) -> Admission:
        admission = admit(self._windows[rule.id], rule.rate, now)
        if isinstance(admission, Rings) and admission.window is not None:
            self._windows[rule.id] = admission.window
            values = {"began_at": admission.window.began, "rung": admission.window.rung}
            self._connection.execute(update(rates).where(rates.c.rule_id == rule.id).values(values))
        return admission


def hold(connection: Connection, alert: Alert, admissions: Mapping[str, Admission]) -> None:
    """Note for each rule that holds the alert that it does; the alert itself is stored already."""
    for rule in alert.rules:
        admission = admissions.get(rule.id)
        if not isinstance(admission, Held):
            continue
        flood = flood_id(rule.id, admission.since)
        insert_if_new(
            connection,
            floods,
            {
                "id": flood,
                "rule_id": rule.id,
                "title": rule.title,
                "severity": rule.severity.value,
                "rate": admission.rate,
                "began_at": admission.since,
                "ends_at": admission.until,
            },
        )
        insert_if_new(connection, held_alerts, {"flood_id": flood, "alert_id": alert.id})


def _locked(connection: Connection, rule_ids: set[str]) -> dict[str, Window | None]:
    found: dict[str, Window | None] = {}
    while missing := sorted(rule_ids - found.keys()):  # again only where a row is deleted in between
        for rule_id in missing:
            insert_if_new(connection, rates, {"rule_id": rule_id, "rung": 0})
        # Always in the same order: two transactions that each hold what the other wants would both fail.
        rows = connection.execute(
            select(rates).where(rates.c.rule_id.in_(missing)).order_by(rates.c.rule_id).with_for_update()
        )
        for row in rows:
            found[row.rule_id] = None if row.began_at is None else Window(row.began_at, row.rung)
    return found
