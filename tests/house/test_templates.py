"""Rules about templates: what the browser's policy forbids, how pieces are named, how long they may be."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import django_htmx
import pytest
from django.template import engines

from delegation import navigation

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PIECES = [name for name in ALL if Path(name).name.startswith("_")]
# A page extends a base. What is neither page nor piece is a part: rows, facts, a field, one of our components.
PAGES = [name for name in ALL if re.search(r"{%\s*extends\s", (TEMPLATES / name).read_text(encoding="utf-8"))]
# The frames that pages extend; the printed report has one of its own.
BASES = {"base.html", "portal_base.html", "entrance.html", "errors/frame.html", "reporting/print.html"}
PARTS = [name for name in ALL if name not in {*PIECES, *PAGES, *BASES}]

FORBIDDEN = {
    "a style element": r"<style\b",
    # What is said to be JSON is never run, whatever it holds.
    "a script with content": r"""<script\b(?![^>]*\stype="application/json")[^>]*>\s*[^\s<]""",
    "js: in an htmx attribute": r"""\b(?:hx-vals|hx-headers|hx-vars)\s*=\s*["']\s*js(?:cript)?:""",
    "an event filter": r"""\bhx-trigger\s*=\s*(?:"[^"]*\[|'[^']*\[)""",
    "the safe filter": r"\|\s*safe(?:seq)?\b|{%\s*filter\s[^%]*safe",
    "autoescape off": r"{%\s*autoescape\s+off",
    "a comment over several lines that would be shown": r"{#(?:(?!#}).)*\n",
}
# Where the browser fetches or sends something by itself; an ordinary link may lead elsewhere.
FETCHED = {"src", "srcset", "action", "formaction", "hx-get", "hx-post", "poster", "data"}


class Attributes(HTMLParser):
    """What the attributes of a piece of markup do that the policy forbids, however they are quoted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each attribute that would run, paint or fetch something."""
        for name, value in attrs:
            said = (value or "").strip().lower()
            fetches = name in FETCHED or (tag == "link" and name == "href")
            if (
                name == "style"
                or name.startswith(("on", "hx-on", "hx-boost"))
                or said.startswith("javascript:")
                or (fetches and re.match(r"(?:https?:)?//", said))
            ):
                self.found.append(f"{name}={value!r} in <{tag}>")


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def markup(name: str) -> str:
    """The template without its comments."""
    return re.sub(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", source(name), flags=re.DOTALL)


class TestEveryTemplate:
    @pytest.mark.parametrize("name", ALL)
    def test_holds_nothing_the_policy_forbids(self, name):
        found = [
            words for words, pattern in FORBIDDEN.items() if re.search(pattern, source(name), re.IGNORECASE)
        ]

        found += Attributes(markup(name)).found

        assert not found, f"{name} holds {', '.join(found)}"

    @pytest.mark.parametrize("name", ALL)
    def test_can_be_read_by_django(self, name):
        assert engines["django"].get_template(name).template.name == name

    @pytest.mark.parametrize("name", ALL)
    def test_is_short(self, name):
        limit = 40 if name in PIECES or name in PARTS else 80

        assert len(source(name).splitlines()) <= limit

    @pytest.mark.parametrize("name", ALL)
    def test_speaks_plainly(self, name):
        words = re.sub(r"<[^>]*>|{%.*?%}|{{.*?}}", " ", markup(name), flags=re.DOTALL)

        assert not re.search(r"\b(?:successful(?:ly)?|oops|sorry)\b|[a-z]!(?:\s|$)", words, re.IGNORECASE)


class TestIcons:
    """An icon that is not in the sprite is an empty square on the screen."""

    SPRITE = frozenset(re.findall(r'id="icon-([a-z-]+)"', source("components/_sprite.html")))

    @pytest.mark.parametrize("name", ALL)
    def test_of_a_template_are_in_the_sprite(self, name):
        used = set(re.findall(r"#icon-([a-z-]+)\"", markup(name)))

        assert used <= self.SPRITE

    def test_of_the_navigation_are_in_the_sprite(self):
        places = [
            navigation.TODAY,
            *navigation.FOOT,
            *(place for _, group in navigation.GROUPS for place in group),
        ]

        assert {place.icon for place in places} <= self.SPRITE


class TestThePolicy:
    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("<script>go()</script>", "a script with content"),
            ("""<p hx-vals='js:{a: b()}'>""", "js: in an htmx attribute"),
            ("""<p hx-trigger="keyup[key=='Enter']">""", "an event filter"),
            ("{{ text|safe }}", "the safe filter"),
            ("{% filter force_escape|safe %}", "the safe filter"),
            ("<style>", "a style element"),
            ("{% autoescape off %}", "autoescape off"),
            ("{# one\ntwo #}", "a comment over several lines that would be shown"),
        ],
    )
    def test_sees_what_it_forbids(self, line, words):
        assert re.search(FORBIDDEN[words], line, re.IGNORECASE)

    @pytest.mark.parametrize(
        "tag",
        [
            '<p style="color:red">', "<p style=color:red>", '<p class="a"style="b">', '<p class="a"onclick="b()">',
            '<p class="{% if 2 > 1 %}a{% endif %}" onclick="go()">', "<video onplay='x()'>", "<a href=javascript:x>",
            '<a href="{% url "x" %}" hx-on:click="x">', '<link href="https://elsewhere/x.css">', "<body hx-boost=true>",
            '<img src="//elsewhere/x.png">', '<form action="//elsewhere/">', '<input {% if a %}autofocus{% endif %} oninput="x">',
        ],
    )  # fmt: skip
    def test_sees_an_attribute_however_it_is_written(self, tag):
        assert Attributes(tag).found

    def test_lets_ordinary_links_lead_elsewhere(self):
        assert not Attributes('<a href="https://elsewhere/" class="on">').found


class TestAPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_says_so_first(self, name):
        assert re.match(r"\s*{%\s*extends\s", markup(name))

    @pytest.mark.parametrize("name", [name for name in ALL if name not in BASES])
    def test_stands_in_a_base_that_begins_and_ends_the_document(self, name):
        assert not re.search(r"<!doctype|<html\b|<body\b", markup(name), re.IGNORECASE), (
            f"{name} extends no base"
        )


class TestAPiece:
    @pytest.mark.parametrize("name", PIECES)
    def test_is_named_for_the_element_it_replaces(self, name):
        expected = Path(name).stem.lstrip("_").replace("_", "-")
        first = re.search(r"<[a-z][^>]*>", re.sub(r"{%.*?%}", "", markup(name)))
        identity = re.search(r"""\sid=["']([^"']*)""", first[0]) if first else None

        assert identity, f"the first element of {name} has no id"
        assert identity[1] == expected or identity[1].startswith(f"{expected}-")

    @pytest.mark.parametrize("name", PIECES)
    def test_is_not_a_page(self, name):
        assert "{% extends" not in source(name)


class TestWeight:
    """Budgets of the look: what a page's styles and scripts weigh on the wire."""

    SHARED = ("tokens", "base", "layout", "components", "marks")

    @pytest.mark.parametrize("page", sorted(path.name for path in (STATIC / "css" / "pages").glob("*.css")))
    def test_a_page_loads_at_most_50_kb_of_styles_and_scripts(self, page):
        styles = [STATIC / "css" / f"{name}.css" for name in self.SHARED] + [STATIC / "css" / "pages" / page]
        htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
        scripts = [htmx, *(STATIC / "js").glob("*.js")]

        assert sum(zipped(path) for path in styles + scripts) <= 50_000

    def test_our_scripts_weigh_at_most_10_kb(self):
        assert sum(zipped(path) for path in (STATIC / "js").glob("*.js")) <= 10_000

    @pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
    def test_a_style_sheet_fetches_nothing_from_elsewhere(self, path):
        text = path.read_text(encoding="utf-8")

        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text)

    @pytest.mark.parametrize("path", sorted((STATIC / "js").rglob("*.js")), ids=lambda path: path.name)
    def test_a_script_neither_evaluates_nor_writes_markup(self, path):
        text = path.read_text(encoding="utf-8")

        assert not re.search(
            r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://", text
        )


def zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))
