"""The addresses of pages: one normal form, and the words in it."""

from __future__ import annotations

import re
from urllib.parse import unquote

_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_REST = re.compile(r"[?#].*", re.DOTALL)
_SPLIT = re.compile(r"[^\w]+|_")
_COMMON = frozenset({
    "www", "http", "https", "html", "htm", "php", "aspx", "index", "home", "en", "gb", "uk", "us", "products",
    "product", "collections", "shop", "category", "p", "c",
})  # fmt: skip


def page_of(url: str) -> str:
    """Return a landing page as a path: no host, query, anchor or closing slash; ``"/"`` for a home page.

    Examples
    --------
    >>> page_of("https://Example.com/Garden%2DRooms/?gclid=1#top"), page_of("www.example.com/a"), page_of("/a/")
    ('/garden-rooms', '/a', '/a')
    >>> page_of("https://example.com"), page_of("")
    ('/', '')
    """
    url = url.strip()
    if not url:
        return ""
    path = _REST.sub("", _HOST.sub("", url))
    if path and not path.startswith("/"):
        host, slash, rest = path.partition("/")
        path = f"/{rest}" if slash and "." in host else f"/{path}"
    return (unquote(path).rstrip("/") or "/").casefold()


def page_words(url: str) -> list[str]:
    """Return the words of an address's path that may name a product or a range.

    Examples
    --------
    >>> page_words("https://x.example/collections/garden-offices.html")
    ['garden', 'offices']
    """
    return [w for w in _SPLIT.split(page_of(url)) if len(w) > 1 and w not in _COMMON and not w.isdigit()]
