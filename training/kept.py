"""Which texts are kept from training, to choose by."""

import zlib

DEV_SHARE = 12  # per cent of the texts, by a hash of their id


def is_dev(text_id: str) -> bool:
    """Return whether a text is kept for choosing epochs, threshold and heads."""
    return zlib.crc32(text_id.encode()) % 100 < DEV_SHARE
