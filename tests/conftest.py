"""What holds for every test."""

from hypothesis import settings

# A timing is a benchmark, not a test: a busy machine must not fail a property.
settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")
