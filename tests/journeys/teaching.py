"""Step 7, go on: the partner is taught, drafts the procedure, and two signatures end the transfer; the tap opens."""

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

BRIEF, TEACH_BACK, REVERSE_SHADOW = 0, 4, 5


def learn(lena: Visitor, title: str) -> None:
    """The lead notes their side of the brief and drafts how it is done."""
    lena.go("/portal/handoffs/")
    lena.press(title)
    lena.main.get_by_label("Our minutes").nth(BRIEF).fill("45")
    lena.main.get_by_label("What shows it").nth(BRIEF).fill("We met on Monday.")
    lena.press("Note brief")
    lena.press("Draft the procedure", exact=True)
    lena.main.get_by_label("You should see").first.fill("Every job green")
    lena.main.get_by_label("Step", exact=True).nth(1).fill("Repeat what failed")
    lena.press("Ask for the signature")
    lena.sees("Halden is asked to sign it off.")


def teach(priya: Visitor, title: str) -> None:
    """The holder finds the draft on Today, signs it off, and notes what was taught."""
    priya.go("/")
    priya.press(f"Procedure to sign off: {title}")
    priya.press("Teaching")
    priya.sees("Repeat what failed")
    priya.press("Sign off version 1")
    priya.sees("Signed off")
    for step, shown in (
        (TEACH_BACK, "Asha explained it without a paper."),
        (REVERSE_SHADOW, "Tom repaired FS2."),
    ):
        priya.unfold()
        priya.main.get_by_label("Our minutes").nth(step).fill("30")
        priya.main.get_by_label("What shows it").nth(step).fill(shown)
        priya.main.get_by_label("Done", exact=True).nth(step).check()
        priya.press(("Note they explain it back", "Note they do it and we watch")[step - TEACH_BACK])
        priya.sees(shown)


def sign_for_the_partner(lena: Visitor, title: str) -> None:
    """Nobody signs half-taught work: first two people are released."""
    lena.go("/portal/handoffs/")
    lena.press(title)
    lena.press("Sign that it is taught", within="#signature")
    lena.sees("The partner lead releases a second technician")
    lena.press("Release Asha")
    lena.press("Release Tom")
    lena.press("Sign that it is taught", within="#signature")
    lena.sees("Your side has signed.")


def sign_for_the_client(priya: Visitor, title: str) -> None:
    priya.go("/")
    priya.press("Your signature is missing")
    priya.press("Teaching")
    priya.press("Sign for Halden")
    priya.go("/handoffs/")
    priya.press(title)
    priya.sees("Standby")


def open_tap(marta: Visitor, title: str) -> None:
    marta.go("/handoffs/")
    marta.press(title)
    expect(marta.main.get_by_text("Missing", exact=True)).to_have_count(0)
    marta.press("Open the tap", within="#opening")
    marta.sees("The work runs at Meridian.")
