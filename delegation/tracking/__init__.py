"""TRACK: partner runs, the two-sided clock, time, messages and evidence."""
