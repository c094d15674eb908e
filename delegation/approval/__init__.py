"""APPROVE: shall we let this task go? Proposals and decisions."""
