"""The press: figures become a page, and a page becomes a PDF. The one file that knows WeasyPrint."""

import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string

from delegation.reporting.engine import Figures, Palette, palette

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

_COLOUR = re.compile(r"var\(--([\w-]+)\)")
_FONT = re.compile(r'url\("\.\./fonts/([\w.-]+\.woff2)"\)')

# Letter is shorter and wider; what it is shorter by comes out of its margins.
_A4, _LETTER = "size: A4; margin: 15mm 18mm 17mm;", "size: Letter; margin: 11mm 20mm 13mm;"


class NoPress(Exception):  # noqa: N818 - a fact about this machine, not a fault in the program
    """The machine cannot print. Its text is the sentence to show."""


@cache
def ink() -> Palette:
    """The colours to draw with, as ``tokens.css`` gives them. Raises ``ValueError`` when it lacks one."""
    return palette(_style("tokens.css"))


def typeset(figures: Figures) -> str:
    """The report as HTML for the press: no link, no address, everything people wrote escaped."""
    return render_to_string("reporting/print.html", {"figures": figures, "paper": True})


def print_pdf(html: str) -> bytes:
    """``html`` as a tagged PDF (PDF/UA-1, fonts embedded), styled by ``report.css`` in the colours of ``tokens.css``.

    On the installation's paper, A4 or Letter; its two pages fit on either.

    The same HTML gives the same bytes on the same machine. Whatever the HTML refers to is left out: the press opens
    no address and no file. Raises ``NoPress`` where Pango or WeasyPrint is missing.
    """
    weasyprint = _weasyprint()
    style, fonts = _inlined()
    style = style.replace(_A4, _LETTER) if settings.RELAY_PAPER == "Letter" else style
    fetcher = _fetcher(only=fonts)
    faces = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=style, font_config=faces, url_fetcher=fetcher)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
    printed: bytes = page.write_pdf(stylesheets=[sheet], font_config=faces, pdf_variant="pdf/ua-1")
    return printed


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - half a second and Pango, for those who print only
        import weasyprint.text.fonts  # noqa: PLC0415 - as above
    except (ImportError, OSError) as missing:
        raise NoPress(
            "This machine cannot make a PDF, because Pango is not installed. The report itself is kept: open its"
            " print view and print it from the browser, or ask for Pango to be installed."
        ) from missing
    return weasyprint


def _fetcher(*, only: frozenset[str]) -> "URLFetcher":
    """A fetcher for the ``data:`` addresses we wrote ourselves. WeasyPrint 70 takes a subclass, not a function."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - see _weasyprint

    class Refusing(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in only:
                raise ValueError("The press opens no address and no file.")
            return super().fetch(url, headers)

    return Refusing(allowed_protocols=("data",), allow_redirects=False)


@cache
def _inlined() -> tuple[str, frozenset[str]]:
    """The style of the report with its colours and fonts inside, and the addresses of those fonts.

    Colours are set here because a hundred inherited tokens cost WeasyPrint time on every element.
    """
    fonts: set[str] = set()

    def inline(found: re.Match[str]) -> str:
        font = b64encode((_static() / "fonts" / found[1]).read_bytes()).decode()
        fonts.add(f"data:font/woff2;base64,{font}")
        return f'url("data:font/woff2;base64,{font}")'

    coloured = _COLOUR.sub(lambda found: ink()[found[1]], _style("report.css"))
    style = _FONT.sub(inline, coloured)
    return style, frozenset(fonts)


def _style(name: str) -> str:
    return (_static() / "css" / name).read_text(encoding="utf-8")


def _static() -> Path:
    return Path(settings.ROOT) / "static"
