"""Any rule that can be kept, for property tests."""

from datetime import time

from hypothesis import strategies as st

from inventory.engine.rhythm import Frequency, Rule
from inventory.engine.rhythm.rule import WORKING_WEEK

weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
times = st.builds(
    lambda hours, minute: tuple(time(hour, minute) for hour in sorted(hours)),
    st.sets(st.integers(0, 23), max_size=3),
    st.integers(0, 59),
)
placed = st.one_of(
    st.builds(
        lambda nth, sign: {"weekdays": WORKING_WEEK, "nth": nth * sign},
        st.integers(1, 20),
        st.sampled_from((1, -1)),
    ),
    st.builds(
        lambda day, nth, sign: {"weekdays": (day,), "nth": nth * sign},
        st.integers(0, 6),
        st.integers(1, 4),
        st.sampled_from((1, -1)),
    ),
    st.integers(1, 28).map(lambda day: {"month_days": (day,)}),
    st.just({"month_days": (-1,)}),
)
month_days = st.one_of(
    placed,
    st.integers(29, 31).map(lambda day: {"month_days": (day,)}),
    st.sets(st.integers(1, 28), min_size=1, max_size=4).map(lambda days: {"month_days": tuple(sorted(days))}),
)
months = st.sets(st.integers(1, 12), min_size=2, max_size=11).map(lambda some: tuple(sorted(some)))

daily = st.builds(Rule, st.just(Frequency.DAILY), st.integers(1, 400), times=times)
weekly = st.builds(
    Rule,
    st.just(Frequency.WEEKLY),
    st.integers(1, 60),
    weekdays=st.one_of(st.just(()), weekdays),
    times=times,
)
monthly = st.one_of(
    st.builds(
        lambda interval, day, at: Rule(Frequency.MONTHLY, interval, times=at, **day),
        st.integers(1, 24),
        st.one_of(st.just({}), month_days),
        times,
    ),
    st.builds(
        lambda some, day, at: Rule(Frequency.MONTHLY, months=some, times=at, **day), months, placed, times
    ),
)
yearly = st.one_of(
    st.builds(Rule, st.just(Frequency.YEARLY), st.integers(1, 10), times=times),
    st.builds(
        lambda interval, month, day, at: Rule(Frequency.YEARLY, interval, months=(month,), times=at, **day),
        st.integers(1, 10),
        st.integers(1, 12),
        placed,
        times,
    ),
)
any_rule = st.one_of(daily, weekly, monthly, yearly)
