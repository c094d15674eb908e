"""Step 7, to its end: words, the tap closes, stop and go on, recall, the return with its package, and out again."""

from tests.journeys.visitor import Visitor


def write(priya: Visitor, title: str) -> None:
    """Words stay on one's own side unless somebody says otherwise."""
    priya.go("/handoffs/")
    priya.press(title)
    priya.press("Runs and messages")
    priya.main.get_by_role("textbox", name="Message").fill("Do they know that we may move to another tool?")
    priya.press("Write", exact=True)
    priya.main.get_by_role("textbox", name="Message").fill("FS4 is switched off on Friday.")
    priya.main.get_by_label("The partner too").check()
    priya.press("Write", exact=True)
    priya.sees("Do they know that we may move to another tool?")


def read(lena: Visitor, title: str) -> None:
    lena.go("/portal/handoffs/")
    lena.press(title)
    lena.sees("FS4 is switched off on Friday.")
    lena.sees_not("Do they know")
    lena.main.get_by_role("textbox", name="Message").fill("They will ask for a discount.")
    lena.press("Write", exact=True)
    lena.sees("They will ask for a discount.")


def close_and_open_tap(marta: Visitor, title: str) -> None:
    marta.go("/handoffs/")
    marta.press(title)
    marta.press("Close the tap", within="#closing")
    marta.sees("Standby")
    marta.press("Open the tap", within="#opening")
    marta.sees("The work runs at Meridian.")


def stop(lena: Visitor, title: str) -> None:
    """The partner may stop what is not safe, at once and without a reason."""
    lena.go("/portal/handoffs/")
    lena.press(title)
    lena.press("Stop it now", within="#suspension")
    lena.sees("Suspended")


def resume(marta: Visitor, sven: Visitor, title: str) -> None:
    """Two people of the client let it go on."""
    for person, note, then in (
        (marta, "A wrong alarm.", "Marta agreed to resume."),
        (sven, "I agree.", "Active"),
    ):
        person.go("/")
        person.press(f"Suspended: {title}")
        person.main.locator("#resumption").get_by_role("textbox").fill(note)
        person.press("Resume", within="#resumption")
        person.sees(then)


def recall(marta: Visitor, title: str) -> None:
    marta.go("/handoffs/")
    marta.press(title)
    marta.unfold()
    marta.main.locator("#recall").get_by_label("In a sentence").fill("The night shift has time again.")
    marta.press("Recall", within="#recall")
    marta.press("Open the return")
    marta.sees("The night shift has time again.")
    marta.press("Revoke the access")


def call_off(priya: Visitor, title: str) -> None:
    """What is still open is not needed any more, or the task could not come home."""
    priya.go("/handoffs/")
    priya.press(title)
    priya.press("Runs and messages")
    runs = priya.page.url.removeprefix(priya.address)
    while (offered := priya.main.get_by_role("row").filter(has_text="Offered")).count():
        with priya.answered():
            offered.first.get_by_role("link").click()
        priya.unfold()
        priya.main.locator("#cancel-form").get_by_label("Why").fill("It is on its way home.")
        priya.press("Cancel the run")
        priya.sees("Cancelled")
        priya.go(runs)


def sign(priya: Visitor, title: str) -> None:
    priya.go("/handoffs/")
    priya.press(title)
    priya.press("Open the return")
    priya.sees("Step 2 “Repeat what failed” was added.")
    priya.press("I read what changed")
    priya.press("Sign that it is home")
    priya.sees("Signed by the holder")


def confirm(lena: Visitor, title: str) -> None:
    """The partner sees the same package, and confirms that nothing is left."""
    lena.go("/portal/handoffs/")
    lena.press(title)
    lena.sees("Step 2 “Repeat what failed” was added.")
    lena.press("Confirm that nothing is left here", within="#confirmation")
    lena.sees("Returned")


def hand_off_again(marta: Visitor, title: str) -> None:
    """In one click, with the packet and everybody's release kept; what is missing is said."""
    marta.go("/handoffs/")
    marta.press(title)
    marta.press("Hand it off again", within="#continuation")
    marta.sees("Preparing")
    marta.sees("Ask for the partner's access to the system.")
