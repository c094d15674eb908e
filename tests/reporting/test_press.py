"""Paper: what a reader holds, and what the press never opens."""

import builtins
import http.server
import re
import threading
from dataclasses import replace
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from delegation.reporting import press
from delegation.reporting.engine import Carried, HandedBack, figures
from tests.reporting.facts import sample_facts

HOSTILE = '</title><img src="http://127.0.0.1/x"><style>@import "file:///etc/passwd"</style>'


@pytest.fixture(scope="module")
def printed():
    return press.print_pdf(press.typeset(figures(sample_facts(), press.ink())))


@pytest.fixture(scope="module")
def reader(printed):
    return PdfReader(BytesIO(printed))


@pytest.fixture
def listener():
    """A web server on this machine that remembers what it was asked for."""
    asked = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *said):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


def text_of(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def structure(node):
    """Every element of the structure tree below ``node``."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return
    yield node
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if not isinstance(child, int):
            yield from structure(child)


def fonts_of(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()


class TestPaper:
    def test_takes_two_a4_pages_in_a_normal_month(self, reader):
        assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages] == [
            (595, 842)
        ] * 2
        assert "Page 1 of 2" in text_of(reader)

    @pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
    def test_fits_two_pages_of_either_paper_when_everybody_writes_much(self, settings, paper, size):
        settings.RELAY_PAPER = paper
        told = figures(sample_facts(), press.ink())
        long = replace(
            told,
            finding=f"{told.finding}, and two more words that nobody needed",
            standfirst=f"{told.standfirst} One of them needs a decision before the middle of November.",
        )

        pages = PdfReader(BytesIO(press.print_pdf(press.typeset(long)))).pages

        assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages] == [size] * 2

    def test_says_the_same_number_on_both_pages(self, reader):
        first, second = (re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages)

        assert "Meridian did 220 hours of routine work" in first
        assert "Not yet used 41 h" in first
        assert "All 21 tasks 220 98 % 4" in second
        assert "What is uncertain" in second

    def test_carries_the_snapshot_on_every_page(self, reader):
        mark = figures(sample_facts(), press.ink()).snapshot[:12]

        assert all(f"snapshot {mark}" in page.extract_text() for page in reader.pages)

    def test_is_tagged_titled_and_in_a_language(self, reader):
        root = reader.trailer["/Root"]

        assert root["/Lang"] == "en"
        assert root["/MarkInfo"]["/Marked"]
        assert reader.metadata.title == "IT capacity report, October 2026 · Halden Foods"
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
        kinds = {node.get("/S") for node in structure(root["/StructTreeRoot"])}
        assert {"/H1", "/H2", "/Table", "/TH", "/L", "/Figure"} <= kinds

    def test_gives_every_figure_its_words(self, reader):
        found = [
            node
            for node in structure(reader.trailer["/Root"]["/StructTreeRoot"])
            if node.get("/S") == "/Figure"
        ]

        assert len(found) == 1 + 4 + 2 + 7 + 1
        assert all(node.get("/Alt") for node in found)

    def test_embeds_and_subsets_its_fonts(self, reader):
        found = list(fonts_of(reader))

        assert found
        for font in found:
            assert re.match(r"/[A-Z]{6}\+Inter", font["/BaseFont"])
            assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]

    def test_is_the_same_to_the_byte(self, printed):
        assert press.print_pdf(press.typeset(figures(sample_facts(), press.ink()))) == printed


class TestPress:
    def test_opens_no_address_and_no_file(self, listener, tmp_path):
        port, asked = listener
        secret = tmp_path / "secret.html"
        secret.write_text("<p>the-secret</p>")
        (tmp_path / "secret.css").write_text("p::after { content: 'the-secret' }")
        lures = "".join(
            f'<img src="{address}"><link rel="stylesheet" href="{address}"><object data="{address}">o</object>'
            f'<embed src="{address}"><link rel="attachment" href="{address}"><a rel="attachment" href="{address}">a</a>'
            f'<style>@import "{address}"; body {{ background: url({address}) }}'
            f' @font-face {{ font-family: X; src: url({address}) }}</style>'
            f'<svg><image href="{address}" width="9" height="9"/><use href="{address}#a"/></svg>'
            for address in (
                f"http://127.0.0.1:{port}/x", secret.as_uri(), (tmp_path / "secret.css").as_uri(), str(secret),
                "data:text/css,p::after{content:'the-secret'}", f"//127.0.0.1:{port}/y",
            )
        )  # fmt: skip

        printed = press.print_pdf(f"<!doctype html><html lang=en><title>t</title><p>kept</p>{lures}")

        reader = PdfReader(BytesIO(printed))
        assert asked == []
        assert "kept" in text_of(reader)
        assert "the-secret" not in text_of(reader)
        assert not reader.attachments

    def test_prints_hostile_words_as_words(self):
        facts = sample_facts(
            organisation=HOSTILE, unit=HOSTILE, partner=HOSTILE, finding=HOSTILE, uncertain=(HOSTILE,), surges=(),
            carried=(Carried(HOSTILE, HOSTILE, (60,), handed_back=1),), handed_back=(HandedBack(1, HOSTILE, HOSTILE),),
        )  # fmt: skip
        page = press.typeset(figures(facts, press.ink()))

        assert "<img" not in page
        assert "<style" not in page
        assert page.count("&lt;img") >= 8

    @pytest.mark.parametrize(
        "missing", [OSError("cannot load library 'libpango-1.0-0'"), ImportError("no module")]
    )
    def test_says_so_where_it_cannot_print(self, monkeypatch, missing):
        known = builtins.__import__

        def lacking(name, *rest, **more):
            if name.startswith("weasyprint"):
                raise missing
            return known(name, *rest, **more)

        monkeypatch.setattr(builtins, "__import__", lacking)

        with pytest.raises(press.NoPress, match=r"Pango is not installed.*print view"):
            press.print_pdf("<p>Hello</p>")


class TestPage:
    def test_is_the_same_template_with_links_instead(self):
        told = figures(sample_facts(), press.ink())
        page = render_to_string("reporting/print.html", {"figures": told, "paper": False})
        paper = press.typeset(told)

        assert page.count('<link rel="stylesheet"') == 4
        assert page.count("<summary>Show numbers</summary>") == 3
        assert "<link" not in paper
        for html in (page, paper):
            assert not re.search(r"\sstyle=|<style|<script|\son\w+=", html)
            assert told.tide in html
