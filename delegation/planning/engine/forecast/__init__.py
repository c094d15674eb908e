"""What comes: volumes of the periods ahead, with the range that 80 % of them should lie in.

``read`` takes a table, ``forecast`` says what to expect of each series, ``profile`` says when in the week it
comes. The mixture: a level that forgets as fast as the series asks for, times a Poisson regression on the
calendar; plain smoothing where no calendar explains anything; pooled rates where hardly anything happens.
"""

from delegation.planning.engine.forecast.outlook import Outlook, forecast
from delegation.planning.engine.forecast.profile import off_hours_share, profile
from delegation.planning.engine.forecast.series import Series, Step, starts
from delegation.planning.engine.forecast.table import Unreadable, read

__all__ = [
    "Outlook",
    "Series",
    "Step",
    "Unreadable",
    "forecast",
    "off_hours_share",
    "profile",
    "read",
    "starts",
]
