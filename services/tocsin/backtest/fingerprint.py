"""What an article is, and what reads it, as hashes: events are kept under both."""

import hashlib
import json
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import tocsin
from tocsin.domain.article import ArticleText

_ROOMS = ("extraction", "domain")
_LIBRARIES = (
    "spacy",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "ahocorasick-rs",
    "babel",
    "dateparser",
    "py3langid",
    "pyyaml",
)


def article_key(article: ArticleText) -> str:
    """Return a hash of all that is known of an article, 64 hexadecimal digits."""
    day = article.day.isoformat() if article.day else None
    known = [article.id, article.headline, article.body, day, article.language, article.publisher]
    # Escaped to ASCII, since a text may hold half of a surrogate pair, which has no other encoding.
    return hashlib.sha256(json.dumps(known).encode("ascii")).hexdigest()


def reader_fingerprint() -> str:
    """Return a hash of all that decides which events are read: our code, its data and model, and the libraries."""
    package = Path(tocsin.__file__).parent
    folders = [package / room for room in _ROOMS]
    return fingerprint_of(folders, (platform.python_version(), *(f"{name} {_version(name)}" for name in _LIBRARIES)))


def fingerprint_of(folders: Iterable[Path], libraries: Iterable[str]) -> str:
    """Return a hash of the names and bytes of all files in the folders, compiled ones aside, and of the libraries."""
    found = hashlib.sha256("\n".join(libraries).encode())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                content = file.read_bytes()
                found.update(f"\n{file.relative_to(folder.parent).as_posix()} {len(content)}\n".encode())
                found.update(content)
    return found.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
