"""Somebody at a browser, who looks at every page in light and dark and lets nothing pass that axe finds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Locator, Page, expect

PATIENCE = 30_000  # milliseconds that a page may take on a busy machine
THEMES = ("light", "dark")
RENEWALS = 3
# What the browser says when the document goes away under a question, and when another one is there for the next.
RENEWED = ("context was destroyed", "axe is not defined")

# A press is answered by another document, which knows nothing of it, or by a piece that htmx has settled half a second
# ago: a page takes no second tap of the same finger, and people look before they go on.
LISTENS = "document.addEventListener('htmx:afterSettle', () => { window.pieceCame = Date.now(); });"
PRESSED = "() => { window.wasPressed = true; window.pieceCame = Infinity; }"
ANSWERED = """() => document.readyState === 'complete'
    && (!window.wasPressed || Date.now() - window.pieceCame > 500)"""

# Chromium may keep an inherited light-dark() colour when the theme changes under it, so every style is asked for anew.
# Two frames then let colours begin to glide and rows to appear; every glide that ends is waited for.
SETTLED = """async () => {
    const anew = new CSSStyleSheet();
    anew.replaceSync('* { --asked: anew; }');
    document.adoptedStyleSheets = [anew];
    getComputedStyle(document.body).color;
    document.adoptedStyleSheets = [];
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations()
        .filter(each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished));
}"""

# What a page is made of, whatever its words: each sort of element, and whether there is one or more of it.
MADE_OF = """() => {
    const sorts = new Map();
    for (const one of document.querySelectorAll('html, body *')) {
        const marks = ['class', 'type', 'role', 'open', 'disabled', 'hidden', 'aria-current', 'aria-invalid', 'aria-live'];
        const sort = one.tagName + marks.map(mark => one.getAttribute(mark) ?? '').join('|');
        sorts.set(sort, Math.min(2, (sorts.get(sort) ?? 0) + 1));
    }
    return JSON.stringify([...sorts].sort());
}"""
# Preloading would fetch films and foreign style sheets a second time; there are none, and the policy forbids them.
FINDINGS = """async () => (await axe.run(document, {resultTypes: ['violations'], preload: false})).violations
    .map(each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).join('; '))"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Visitor:
    """A person with a browser. ``seen`` is shared: each sort of page is held to axe once per person and theme."""

    page: Page
    address: str
    name: str
    seen: set[tuple[str, str, str]]
    found: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()

    def press(self, name: str | re.Pattern[str], *, exact: bool = False, within: str = "main") -> None:
        """Press a button or follow a link by its name, wait for the page or the piece, and look at it."""
        self.unfold()
        place = self.page.locator(within)
        button = place.get_by_role("button", name=name, exact=exact)
        target = button.or_(place.get_by_role("link", name=name, exact=exact))
        assert target.count(), f"{self.page.url} has no {name!r}: {self.page.inner_text('main')[:1500]}"
        with self.answered():
            target.first.click()

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Do something that is answered by another page or piece, and look at what came."""
        self.page.evaluate(PRESSED)
        yield
        self._wait_until_answered()
        self.look()

    def unfold(self) -> None:
        self.page.evaluate(
            "document.querySelectorAll('main details').forEach(folded => { folded.open = true; })"
        )

    def sees(self, words: str | re.Pattern[str]) -> None:
        self.unfold()
        expect(self.main.get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    def sees_not(self, words: str) -> None:
        assert words not in self.page.content(), f"{self.name} reads {words!r} on {self.page.url}"

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def look(self) -> None:
        """Hold the page to the policy, the width of the window, and axe in both themes.

        A page that renews itself meanwhile, as an import's does when it has been read, is looked at anew.
        """
        for _ in range(RENEWALS):
            try:
                return self._look()
            except Error as error:
                if not any(words in str(error) for words in RENEWED):
                    raise
                self.page.wait_for_load_state()
        return self._look()

    def _look(self) -> None:
        wide = self.page.evaluate(TOO_WIDE)
        if wide > 0:
            self.found.append(f"{self.page.url}: {wide} pixels wider than the window")
        path = re.sub(r"[0-9a-f-]{36}", "*", self.page.url.removeprefix(self.address))
        sort = (self.name, path, self.page.evaluate(MADE_OF))
        if sort in self.seen:
            return
        self.page.evaluate(AXE_SCRIPT)
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.found += [f"{self.page.url} ({theme}): {line}" for line in self._findings()]
        self.seen.add(sort)

    def _findings(self) -> list[str]:
        """What axe finds and still finds a moment later: what is dimmed while a piece is on its way does not stay."""
        self.page.evaluate(SETTLED)
        once: list[str] = self.page.evaluate(FINDINGS)
        if not once:
            return []
        self.page.evaluate(SETTLED)
        again = self.page.evaluate(FINDINGS)
        return [line for line in once if line in again]

    def _wait_until_answered(self) -> None:
        for _ in range(PATIENCE // 25):
            try:
                if self.page.evaluate(ANSWERED):
                    return
            except Error:  # the document is going away, which is what we wait for
                self.page.wait_for_load_state("domcontentloaded", timeout=PATIENCE)
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{self.page.url} did not answer: {self.page.inner_text('main')[:1500]}")
