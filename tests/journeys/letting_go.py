"""Steps 5 to 7: proposed, approved, prepared, offered and accepted."""

from playwright.sync_api import expect


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
    priya.page.get_by_label("What it falls under").select_option(
        label="Operate: Watch and repair overnight backups (A-1)"
    )
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
