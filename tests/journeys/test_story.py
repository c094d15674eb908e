"""The whole story through the front door, as five people, in a real browser."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def tickets() -> bytes:
    """Eight weeks of a desk's export: a backup that fails every weekday morning, and a lot that comes by chance."""
    lines = ["number,opened_at,closed_at,category,subcategory,assignment_group,short_description"]
    first = date(2026, 8, 31)
    for day in range(56):
        on = first + timedelta(days=day)
        if on.weekday() < 5:
            lines.append(
                f"INC{day:04},{on:%d/%m/%Y} 06:40:00,{on:%d/%m/%Y} 07:10:00,Backup,Failed,Night shift,Backup of FS{day % 4} failed"
            )
        if day % 3 == 0:
            lines.append(
                f"REQ{day:04},{on:%d/%m/%Y} 11:{day % 60:02}:00,,Access,Request {day},Service desk,Access for a new starter"
            )
    return "\n".join(lines).encode()


def test_the_story(visit, tmp_path):
    priya = visit("priya@halden.example")
    catalogue(priya)
    bring_tickets(priya, tmp_path)
    accept_chore(priya)
    score(priya, "Check overnight backups")
    marta = visit("marta@halden.example")
    propose(marta, "Check overnight backups")
    jon = visit("jon@halden.example")
    approve(jon, "Check overnight backups")
    prepare(priya, "Check overnight backups")
    offer(marta, "Check overnight backups")
    lena = visit("lena@meridian.example")
    accept(lena, "Check overnight backups")
    eva = visit("eva@halden.example")
    report(eva)


def catalogue(priya) -> None:
    priya.go("/tasks/")
    priya.page.get_by_label("New task in one sentence").fill(
        "Check replication lag every morning 10 min #veeam"
    )
    priya.page.keyboard.press("Enter")
    expect(priya.page.get_by_role("link", name="Check replication lag")).to_be_visible()
    priya.look()
    priya.press("Check replication lag")
    expect(priya.page.get_by_text("Still missing")).to_be_visible()
    priya.press("Edit")
    priya.page.get_by_label("What it is for").fill("Stock figures are never older than an hour.")
    priya.press("Save")
    expect(priya.page.get_by_text("Stock figures are never older")).to_be_visible()


def bring_tickets(priya, folder) -> None:
    path = folder / "incidents.csv"
    path.write_bytes(tickets())
    priya.go("/imports/")
    priya.page.get_by_label("File").set_input_files(path)
    priya.press("Read it")
    expect(priya.page.get_by_text("Nothing is written yet.")).to_be_visible()
    priya.press("Write 59 tickets")
    expect(priya.page.get_by_text("59 tickets were new")).to_be_visible(timeout=20_000)


def accept_chore(priya) -> None:
    for _ in range(20):
        priya.page.goto(f"{priya.address}/chores/")
        if priya.page.get_by_role("heading", name=re.compile("[Bb]ackup")).count():
            break
        priya.page.wait_for_timeout(500)
    priya.look()
    priya.page.get_by_label("Title of the task").first.fill("Check overnight backups")
    priya.press("Add to the inventory")
    expect(priya.page.get_by_text("Check overnight backups is in the inventory")).to_be_visible()
    priya.go("/tasks/?q=overnight")
    priya.press("Check overnight backups")
    priya.press("Edit")
    priya.page.get_by_label("System").select_option(label="Veeam")
    priya.page.get_by_label("Can be done remotely").select_option(label="Yes")
    priya.page.get_by_label("What it is for").fill("Every night's data can be restored.")
    priya.page.get_by_label("How to tell that it was done well").fill("All jobs green by 07:30.")
    priya.press("Save")


ANSWERS = {
    "strategic": 1, "sensitivity": 2, "urgency": 2, "distraction": 4, "skill": 1, "kt": 1, "remote": 5, "scope": 5, "clarity": 4,
}  # fmt: skip


def score(priya, title: str) -> None:
    priya.go("/assess/")
    with priya.page.expect_navigation():
        priya.page.keyboard.press("2")
    priya.look()
    priya.go("/tasks/?q=overnight")
    priya.press(title)
    priya.press("Why, and rate it")
    for criterion, level in ANSWERS.items():
        answer = priya.page.locator(f'input[name="{criterion}"][value="{level}"]')
        if answer.count() and answer.is_visible():
            answer.check()
    priya.press("Save ratings")
    expect(priya.page.get_by_role("heading", name=re.compile("Why [0-9]"))).to_be_visible()


def propose(marta, title: str) -> None:
    marta.go("/ranking/?as=list")
    marta.page.get_by_role("checkbox", name=f"Choose {title}").check()
    marta.press("Propose", within="#propose")
    expect(marta.page.get_by_text("is proposed")).to_be_visible()
    expect(marta.page.get_by_role("link", name=title).first).to_be_visible()


def approve(jon, title: str) -> None:
    jon.go("/")
    jon.go("/proposals/")
    jon.press(title)
    jon.press("Approve", within="#verdict")
    expect(jon.page.get_by_text("Approved").first).to_be_visible()


def prepare(priya, title: str) -> None:
    """Write the packet with its steps, and read it as the partner will."""
    priya.go("/handoffs/preparation/")
    priya.page.get_by_label("Task").select_option(label=title)
    priya.page.get_by_label("Partner").select_option(label="Meridian")
    priya.page.get_by_label("Agreement").select_option(label="A-1")
    priya.page.get_by_label("What it falls under").select_option(index=1)
    priya.press("Prepare", within="#preparation")
    priya.press("Write it")
    fields = {
        "What it is for": "Every night's data can be restored.", "Done well means": "All jobs green by 07:30.",
        "Whom to tell what, and where": "Write to Priya when a job had to be repeated.",
        "When to stop, and whom to call": "The same job fails twice: call Priya, +47 22 33 44 55.", "Acceptance checks": "All jobs are green.",
    }  # fmt: skip
    for label, words in fields.items():
        priya.page.get_by_label(label).fill(words)
    budget = priya.page.get_by_label("Minutes one run may take")
    if budget.input_value() in {"", "0"}:
        budget.fill("30")
    priya.page.get_by_label("Step", exact=True).first.fill("Open the list of last night's jobs")
    priya.page.get_by_label("Command").first.fill("backup list --last-night")
    priya.press("Save and preview")


def offer(marta, title: str) -> None:
    marta.go("/handoffs/")
    marta.press(title)
    marta.press("Read it as the partner")
    marta.press("I have read it")
    marta.go("/handoffs/")
    marta.press(title)
    marta.press("Offer to the partner", within="#offer")
    expect(marta.page.get_by_text("Offered").first).to_be_visible()


def accept(lena, title: str) -> None:
    lena.go("/portal/handoffs/")
    lena.press(title)
    lena.page.get_by_label("Minutes one run takes you").fill("25")
    lena.page.get_by_label("Asha").check()
    lena.page.get_by_label("Tom").check()
    lena.press("Accept it", within="#acceptance")
    expect(lena.page.get_by_role("heading", name="Learning it")).to_be_visible()


def report(eva) -> None:
    eva.go("/capacity/")
    eva.press("Make the PDF")
    expect(eva.page.get_by_role("link", name=re.compile("Download"))).to_be_visible(timeout=40_000)
    with eva.page.expect_download() as download:
        eva.page.get_by_role("link", name=re.compile("Download")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
