"""The whole line on one machine, in one tree of processes: ``make demo``."""
