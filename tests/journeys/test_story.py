"""The whole story through the front door, as nine people, in a real browser."""

import pytest

from tests.journeys import finding_work, homecoming, letting_go, reporting, running, teaching

pytestmark = pytest.mark.browser

TASK = "Check overnight backups"
QUESTION, ANSWER = "Is FS2 part of this?", "Yes, it is."


def test_the_story(visit, office, tmp_path):
    priya = visit("priya@halden.example")
    finding_work.catalogue(priya)
    finding_work.bring_tickets(priya, tmp_path)
    finding_work.accept_chore(priya)
    finding_work.score(priya, TASK)
    marta, jon, lena = (
        visit("marta@halden.example"),
        visit("jon@halden.example"),
        visit("lena@meridian.example"),
    )
    letting_go.propose(marta, TASK)
    letting_go.approve(jon, TASK)
    letting_go.prepare(priya, TASK)
    letting_go.offer(marta, TASK)
    letting_go.accept(lena, TASK)
    teach(priya, marta, lena)
    run(visit, priya)
    sven = visit("sven@halden.example")
    come_home(priya, marta, sven, lena)
    eva = visit("eva@halden.example")
    reporting.be_reminded(office, TASK)
    reporting.compare(eva)
    reporting.be_sent(office, eva)


def teach(priya, marta, lena) -> None:
    """Until the tap is open."""
    teaching.learn(lena, TASK)
    teaching.teach(priya, TASK)
    teaching.sign_for_the_partner(lena, TASK)
    teaching.sign_for_the_client(priya, TASK)
    teaching.open_tap(marta, TASK)


def run(visit, priya) -> None:
    """One run is done, after a question and after rework; another goes home; a third stays open."""
    for minutes in (5, 10, 15):
        running.order(priya, TASK, minutes=minutes)
    asha, tom = visit("asha@meridian.example", phone=True), visit("tom@meridian.example", phone=True)
    running.pick_up(asha, tom, TASK)
    running.begin(asha)
    running.ask(asha, QUESTION)
    running.answer(priya, TASK, question=QUESTION, words=ANSWER)
    running.finish(asha, heard=ANSWER)
    running.send_back(priya, TASK)
    running.put_right(asha)
    running.approve(priya)
    running.send_home(tom, TASK)
    running.take_over(priya, TASK)


def come_home(priya, marta, sven, lena) -> None:
    """Words, the tap, a stop, and the way home; then out again."""
    homecoming.write(priya, TASK)
    homecoming.read(lena, TASK)
    homecoming.close_and_open_tap(marta, TASK)
    homecoming.stop(lena, TASK)
    homecoming.resume(marta, sven, TASK)
    homecoming.recall(marta, TASK)
    homecoming.call_off(priya, TASK)
    homecoming.sign(priya, TASK)
    homecoming.confirm(lena, TASK)
    homecoming.hand_off_again(marta, TASK)
