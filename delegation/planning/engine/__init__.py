"""The arithmetic of planning: forecasts, load, and the fit of tasks to hours."""
