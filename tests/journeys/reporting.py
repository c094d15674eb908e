"""Steps 9 and 10: reminders, the morning's digest and the month's report come by real mail; page and paper agree."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.office import Office
from tests.journeys.visitor import PATIENCE, Visitor


def be_reminded(office: Office, title: str) -> None:
    """What stands past its day, and who has something to know: each is told once, by mail, with a link."""
    office.strike("delegation.handoff.jobs.remind_stuck")
    assert "/portal/handoffs/" in office.letter("lena@meridian.example", "Past its day: work for Halden")
    office.strike("delegation.notices.jobs.digests")
    digest = office.letter("priya@halden.example", f"Meridian accepted: {title}")
    assert "/notices/" in digest


def compare(eva: Visitor) -> None:
    """Every figure of the page stands on the paper, which is tagged, of two pages, with its fonts in it."""
    eva.go("/capacity/")
    shown = [eva.main.locator(".finding").inner_text()]
    shown += eva.main.locator(".figures div").all_inner_texts()
    shown += eva.main.locator(".capacity-rest td, .capacity-rest th").all_inner_texts()
    eva.press("Make the PDF")
    link = eva.main.get_by_role("link", name=re.compile("Download"))
    expect(link).to_be_visible(timeout=2 * PATIENCE)
    with eva.page.expect_download() as download:
        link.click()
    paper = PdfReader(Path(download.value.path()))
    words = _plain(" ".join(page.extract_text() for page in paper.pages))
    missing = [line for text in shown for line in text.splitlines() if _plain(line) not in words]
    assert not missing, f"{missing} of {shown} is not in {words}"
    assert len(paper.pages) == 2
    assert paper.root_object["/MarkInfo"]["/Marked"].value


def be_sent(office: Office, eva: Visitor) -> None:
    """On the first working day the report of the month that ended comes as a link, never as a file."""
    today = datetime.now(UTC)
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1, hour=9)
    # Only one of these is the first working day, and only that one prints.
    days = [first + timedelta(days=day) for day in range(10)]
    office.strike("delegation.reporting.jobs.printing.scheduled_reports", *days)
    letter = office.letter("eva@halden.example", f"The capacity report of {today:%B %Y} is printed")
    eva.go(re.search(r"https?://[^/]+(/reports/\S+)", letter)[1])  # type: ignore[index]
    expect(eva.main.get_by_role("link", name=re.compile("Download"))).to_be_visible()


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
