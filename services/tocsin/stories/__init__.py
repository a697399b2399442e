"""Event x stories that are known -> new or repeat. Pure: what is known comes in as an argument."""
