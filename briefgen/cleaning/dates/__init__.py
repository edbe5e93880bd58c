"""Read dates from text. The only place in briefgen that does."""

from briefgen.cleaning.dates.days import DAY_FIRST, MONTH_FIRST, AmbiguousDateError, order_of
from briefgen.cleaning.dates.find import Stamp, find_ambiguous, find_day, find_moment
from briefgen.cleaning.dates.names import day_in_address, day_in_name
from briefgen.cleaning.dates.parse import ACCEPTED, Moment, ParsedDate, parse_date, parse_moment

__all__ = [
    "ACCEPTED",
    "DAY_FIRST",
    "MONTH_FIRST",
    "AmbiguousDateError",
    "Moment",
    "ParsedDate",
    "Stamp",
    "day_in_address",
    "day_in_name",
    "find_ambiguous",
    "find_day",
    "find_moment",
    "order_of",
    "parse_date",
    "parse_moment",
]
