"""Tocsin rings when something that you asked for happens in the news.

The way of an article through the package::

    bytes -> Article -> Doc -> Events -> Detections -> Story, Alert, Deliveries -> HTTP -> verdict
     kafka    domain   spaCy  extraction  matching      stories      storage      delivery

The pure rooms (``domain``, ``extraction``, ``matching``, ``stories``, ``delivery``) turn values into values and know
no network, no database, no clock and no dice. The processes (``detector``, ``notifier``, ``console``) are thin shells
around them. ``docs/architecture.md`` draws the whole house.
"""

from importlib.metadata import version

__version__ = version("tocsin")
