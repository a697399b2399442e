"""docs/operating.md says every setting with its default; ``python -m`` of this module writes it."""

import re
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import tocsin.processes
from tocsin.settings import PREFIX, Settings, known_variables

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"
BEGIN, END = "<!-- settings -->\n", "<!-- end of settings -->\n"
PROCESSES = re.compile(r"tocsin\.(detector|notifier|console|feeds)\.settings")


def _classes(of: type[Settings] = Settings) -> list[type[Settings]]:
    return [of, *(found for below in of.__subclasses__() for found in _classes(below))]


def settings_table() -> str:
    """One line a variable and default, with who reads it; commands read what their process reads."""
    assert tocsin.processes.__doc__  # imported so that every process's settings are known
    rows: dict[tuple[str, str, str], list[str]] = {}
    for settings in _classes():
        process = PROCESSES.fullmatch(settings.__module__)
        for name, field in settings.model_fields.items():
            secret = "SecretStr" in str(field.annotation)
            variable = f"`{PREFIX}{name.upper()}`" + (", `..._FILE`" if secret else "")
            readers = rows.setdefault((variable, _shown(field.default), field.description or ""), [])
            if process and process[1] not in readers:
                readers.append(process[1])
    lines = ["| variable | default | what it is | read by |", "| --- | --- | --- | --- |"]
    for (variable, default, what), readers in sorted(rows.items()):
        lines.append(f"| {variable} | {default} | {what} | {', '.join(sorted(readers)) or 'commands'} |")
    return "\n".join(lines) + "\n"


def _shown(default: Any) -> str:
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if default is None or default == "":
        return "-"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_the_page_says_every_setting_with_its_default() -> None:
    table = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert table == settings_table(), "run python -m tests.contracts.test_operating_page"


def test_the_page_names_no_variable_that_nothing_reads() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", PAGE.read_text(encoding="utf-8")))
    assert named <= known_variables()


if __name__ == "__main__":
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{settings_table()}{END}{rest.split(END)[1]}", encoding="utf-8")
