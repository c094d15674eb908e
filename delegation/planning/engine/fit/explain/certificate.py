"""How good a plan is, proven, and what it was made from."""

from dataclasses import dataclass

from delegation.planning.engine.fit.plan import Fit


@dataclass(frozen=True)
class Certificate:
    """A plan's ``value`` in €, the ``bound`` no plan can exceed, their ``gap`` as a share of the gain, the ``seconds`` and

    ``seed`` it was found with, and the versions of the ``forecast`` and the ``weights`` it rests on.
    """

    value: float
    bound: float
    gap: float
    seconds: float
    seed: int
    forecast: str
    weights: str
    sentence: str


def certificate(fit: Fit) -> Certificate:
    """How good the plan is; and whether the solver had to be stopped, which costs worth but no truth."""
    seconds, versions = fit.seconds["end"], fit.versions
    rests = [
        f"{name} {version}"
        for name, version in (("forecast", versions.forecast), ("weights", versions.weights))
        if version
    ]
    sentence = (
        f"The plan gains €{fit.gain:,.0f} over doing nothing; at most {100 * fit.gap:.1f} % better is conceivable "
        f"(found in {seconds:.1f} seconds, seed {fit.seed})."
    )
    if rests:
        sentence += f" It rests on {' and '.join(rests)}."
    if not fit.plan.exact:
        sentence += " The solver gave no answer in time, so nothing is sent out and no hour has a price."
    return Certificate(
        fit.plan.value,
        fit.proof.value,
        fit.gap,
        seconds,
        fit.seed,
        versions.forecast,
        versions.weights,
        sentence,
    )
