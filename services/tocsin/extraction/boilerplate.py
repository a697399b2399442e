"""Sentence -> whether it is furniture of the page: links, captions, cookie and subscription texts."""

import re

_PHRASES = re.compile(
    r"\b(?:read (?:more|also|next|on)|see also|click here|sign up|subscribe|newsletter|all rights reserved|cookies?|"
    r"privacy policy|terms of (?:use|service)|follow us|share this|download (?:the|our) app|advertis(?:ement|ing)|"
    r"show me more content|photo(?:graph)?(?: by| credit|:)|image (?:credit|source)|getty images|file photo|"
    r"related (?:articles|stories|topics)|most read|recommended|watch (?:live|now)|copyright|log ?in to|"
    r"this article (?:was|is)|our journalism|support our work|donate to us)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[*•▪◦·>-]+\s+\S")
_LONGEST_FURNITURE = 300  # characters; a longer sentence that says "subscribe" tells something


def is_furniture(text: str, *, is_title_case: bool) -> bool:
    """Return whether a sentence is none of the article's own: a link, a caption's credit, a plea to subscribe."""
    if len(text) > _LONGEST_FURNITURE:
        return False
    if _BULLET.match(text) and is_title_case:
        return True
    return _PHRASES.search(text) is not None and len(text) < 200
