"""What is kept of scoring: rubrics, ratings, campaigns, and the scores the engine made of them."""

from delegation.scoring.models.ratings import Asked, Campaign, Rating
from delegation.scoring.models.rubrics import Rubric, engine_rubric
from delegation.scoring.models.scores import Score, Standing

__all__ = ["Asked", "Campaign", "Rating", "Rubric", "Score", "Standing", "engine_rubric"]
