"""SCORE: rubrics, ratings and scores; the engine weighs."""
