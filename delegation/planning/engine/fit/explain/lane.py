"""Why this task, why now, why this partner: what speaks for a lane of the plan."""

from dataclasses import dataclass

import numpy as np

from delegation.planning.engine.fit.batch import Batch
from delegation.planning.engine.fit.lanes import openings, policy, worths
from delegation.planning.engine.fit.plan import Fit
from delegation.planning.engine.fit.polish import realised


@dataclass(frozen=True)
class WhyTask:
    """What a lane does over the horizon: senior hours freed, in-house hours of hand-over, € at shadow prices, and

    the week (from 1) in which it has paid back, or None.
    """

    task: str
    partner: str
    freed_hours: float
    teaching_hours: float
    worth: float
    pays_back: int | None
    sentence: str


@dataclass(frozen=True)
class WhyNow:
    """The week a tap opens (from 1), what a senior hour is worth there, and € lost by opening a week later."""

    week: int
    hour_worth: float
    loss_if_later: float
    sentence: str


@dataclass(frozen=True)
class WhyPartner:
    """The next best partner of a task and € by which it is worse: by rate, by speed, and by price of its hours."""

    partner: str
    other: str | None
    difference: float
    rate: float
    speed: float
    capacity: float
    sentence: str


def why_task(fit: Fit, lane: int) -> WhyTask:
    """Why the lane in this column of the plan is out."""
    given, lanes, plan = fit.given, fit.plan.lanes, fit.plan
    pair = lanes.pair[lane]
    task, partner = given.pairs.task[pair], given.pairs.partner[pair]
    freed = given.gain[pair] * given.tasks.hours[task] * plan.share[:, lane]
    shares = lanes.first[:, lane] + given.terms.refresh_share * lanes.again[:, lane]
    teaching = given.tasks.teach_hours[task] * (shares + given.terms.recall_share * lanes.close[:, lane])
    spent = teaching + given.tasks.standing_hours[task] * lanes.open[:, lane]
    ahead = np.cumsum(freed - spent)
    week = int(np.argmax(ahead > 0.0)) + 1 if ahead[-1] > 0.0 else None
    name, firm = given.tasks.names[task], given.partners.names[partner]
    sentence = (
        f"{name} at {firm} frees {freed.sum():.0f} senior hours in {given.weeks} weeks for "
        f"{teaching.sum():.0f} hours of hand-over; "
        + (f"it pays back in week {week}." if week else "it does not pay back in hours within these weeks.")
    )
    worth = float(realised(given, plan)[lane])
    return WhyTask(name, firm, float(freed.sum()), float(teaching.sum()), worth, week, sentence)


def why_now(fit: Fit, lane: int) -> WhyNow | None:
    """Why the tap of this lane opens when it does; None when it does not open in these weeks."""
    given, lanes = fit.given, fit.plan.lanes
    opens = np.flatnonzero(lanes.first[:, lane] | lanes.again[:, lane])
    if not opens.size:
        return None
    week, batch = int(opens[0]), Batch(given, lanes.pair[lane : lane + 1])
    opening = policy(batch, worths(batch, fit.proof.prices)).opening[:, 0]
    group = batch.group[0]
    hour = float(fit.proof.prices.mu[group, week])
    loss = max(0.0, float(opening[week] - opening[week + 1 :].max(initial=0.0)))
    wanted = float(given.groups.wanted_hours[group, week])
    sentence = (
        f"An hour of {given.groups.names[group]} is worth €{hour:.0f} in week {week + 1}, when initiatives want "
        f"{wanted:.0f} hours; opening a week later loses €{loss:.0f}."
    )
    return WhyNow(week + 1, hour, loss, sentence)


def why_partner(fit: Fit, lane: int) -> WhyPartner:
    """Why this lane is with its partner and not with the next best one."""
    given, prices, pair = fit.given, fit.proof.prices, int(fit.plan.lanes.pair[lane])
    pairs = given.pairs
    others = np.flatnonzero((pairs.task == pairs.task[pair]) & (np.arange(pairs.task.size) != pair))
    firm = given.partners.names[pairs.partner[pair]]
    if not others.size:
        return WhyPartner(firm, None, 0.0, 0.0, 0.0, 0.0, f"{firm} is the only partner who may take it.")
    total = openings(given, prices, np.concatenate([[pair], others]))
    second = int(others[int(total[1:].argmax())])
    hours = given.tasks.hours[pairs.task[pair]] * fit.plan.share[:, lane]
    price = [
        given.partners.rate_per_hour[pairs.partner[p]] * (1 + pairs.premium_share[p]) for p in (pair, second)
    ]
    rate = float((price[1] - price[0]) * pairs.effort_ratio[pair] * hours.sum())
    speed = float((pairs.effort_ratio[second] - pairs.effort_ratio[pair]) * price[1] * hours.sum())
    lam = [prices.lam[pairs.partner[p]] * pairs.effort_ratio[p] for p in (pair, second)]
    capacity = float(((lam[1] - lam[0]) * hours).sum())
    difference, other = float(total[0] - total[1:].max()), given.partners.names[pairs.partner[second]]
    sentence = (
        f"With {other} it would be worth €{abs(difference):.0f} {'less' if difference >= 0 else 'more'}: "
        f"€{rate:.0f} by the rate, €{speed:.0f} by speed and €{capacity:.0f} by how scarce the hours are."
    )
    return WhyPartner(firm, other, difference, rate, speed, capacity, sentence)
