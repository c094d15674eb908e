"""Steps 1 to 4: a task is catalogued, a chore is found in tickets, and its score says why."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect


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
    priya.press(re.compile("Score it|rate it again"))
    for criterion, level in ANSWERS.items():
        answer = priya.page.locator(f'input[name="{criterion}"][value="{level}"]')
        if answer.count() and answer.is_visible():
            answer.check()
    priya.press("Save ratings")
    expect(priya.page.get_by_role("heading", name=re.compile("Why [0-9]"))).to_be_visible()
