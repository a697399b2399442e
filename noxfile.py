"""The steps of `make test`, each as a session with an environment of its own: without make, and on other Pythons."""

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "types", "imports", "tests"]
nox.options.error_on_missing_interpreters = False


def _install(session: nox.Session) -> None:
    session.install("--require-hashes", "-r", "requirements-dev.lock")
    session.install("--no-deps", "--editable", ".")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    _install(session)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    _install(session)
    session.run("mypy")


@nox.session
def imports(session: nox.Session) -> None:
    """Check that the pure rooms stay pure."""
    _install(session)
    session.run("lint-imports")


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Run the tests; what follows -- goes to pytest."""
    _install(session)
    session.run("pytest", "-ra", *session.posargs)
