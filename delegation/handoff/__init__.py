"""HAND OFF: handoffs, packets, procedures, transfers, competence."""
