"""What people see of scoring: cards, one task's ratings, the ranking, and what counts."""

from delegation.scoring.views.assess import assess, card
from delegation.scoring.views.campaigns import campaign_end, campaigns
from delegation.scoring.views.ranking import ranking, why
from delegation.scoring.views.ratings import ratings
from delegation.scoring.views.rubric import rubric

__all__ = ["assess", "campaign_end", "campaigns", "card", "ranking", "ratings", "rubric", "why"]
