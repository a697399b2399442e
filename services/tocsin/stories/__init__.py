"""Event x stories that are known -> new or repeat; rate x hour -> rings or held. Pure: all comes in as an argument."""
