"""What a machine does about scores: one at once, all of them in a new generation, and the tidying up."""

from delegation.scoring.jobs.rescoring import refresh, rescore, rescore_one, sweep

__all__ = ["refresh", "rescore", "rescore_one", "sweep"]
