"""Settings, topics, rules -> all of them, or the faults of all of them at once."""

from collections.abc import Callable
from typing import TypeVar

from tocsin.domain.errors import DeclarationError, Fault
from tocsin.settings import SettingsModel

Loaded = TypeVar("Loaded")


class Loading:
    """Collects faults, so that a user mends everything before the next try and not one file a try."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def settings(self, model: type[SettingsModel]) -> SettingsModel:
        """Return the settings; the default stands for each that is wrong, so that it hides no fault of a file."""
        settings, faults = model.read()
        self._faults.extend(faults)
        return settings

    def load(self, loader: Callable[[], Loaded]) -> Loaded | None:
        """Return what ``loader`` returns; None, and its faults kept, where it finds any."""
        try:
            return loader()
        except DeclarationError as error:
            self._faults.extend(error.faults)
            return None

    def finish(self) -> None:
        """Raise DeclarationError if anything was wrong; after it, nothing that was loaded is None."""
        if self._faults:
            raise DeclarationError(self._faults)
