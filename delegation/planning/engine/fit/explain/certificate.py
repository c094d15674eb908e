"""How good a plan is, proven."""

from delegation.planning.engine.fit.plan import Fit


def certificate(fit: Fit) -> str:
    """How good the plan is, proven; and whether the solver had to be stopped, which costs worth but no truth."""
    stopped = (
        ""
        if fit.plan.exact
        else " The solver gave no answer in time, so nothing is sent out and no hour has a price."
    )
    return (
        f"The plan gains €{fit.gain:,.0f} over doing nothing; at most {100 * fit.gap:.1f} % better is conceivable "
        f"(found in {fit.seconds['end']:.1f} seconds, seed {fit.seed}).{stopped}"
    )
