"""Names the settings of every process in one place, so that an unknown variable can be told from a foreign one."""

import tocsin.console.settings
import tocsin.detector.settings
import tocsin.kafka.settings
import tocsin.notifier.settings  # noqa: F401
