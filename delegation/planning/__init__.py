"""PLAN: load, demand, plans, playbooks; the engine fits tasks to hours."""
