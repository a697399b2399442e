"""Names that we know: states, organisations, persons and places."""
