"""Kafka: the topics that topics/ declares, bytes <-> domain, and the frame in which a Faust app of ours runs."""
