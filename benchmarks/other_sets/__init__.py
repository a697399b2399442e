"""Data sets that others annotated for other ends -> how far the extraction agrees, as a check on over-fitting."""
