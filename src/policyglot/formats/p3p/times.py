"""EXPIRY and the durations and dates of the model.

Source: P3P 1.0, sections 2.3.2.3.1 and 3.2.3; RFC 7231, section 7.1.1.1; ISO 8601.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# The preferred form of an HTTP date, always in GMT: "Fri, 09 Oct 2015 04:12:27 GMT".
HTTP_DATE = re.compile(
    rf"(?:{'|'.join(_DAYS)}), (\d{{2}}) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d{{2}}):(\d{{2}}):(\d{{2}}) GMT", re.ASCII
)

# max-age: a whole number of seconds that a computer can count.
MAX_AGE = re.compile(r"[0-9]{1,18}", re.ASCII)

# An ISO 8601 duration of weeks, days, hours, minutes and seconds, or of years and months. Python refuses to
# count numbers of thousands of digits, and nobody means them.
ISO_DURATION = re.compile(
    r"P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?(?:(\d{1,18})W)?(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})S)?)?",
    re.ASCII,
)
# Seconds of each of its parts; a year has 365 days and a month 30, as timetables count.
_SECONDS = (31_536_000, 2_592_000, 604_800, 86_400, 3_600, 60, 1)


def read_http_date(text: str) -> datetime | None:
    """Return the moment of an HTTP date, or None where it is none.

    >>> read_http_date("Fri, 09 Oct 2015 04:12:27 GMT").isoformat()
    '2015-10-09T04:12:27+00:00'
    """
    match = HTTP_DATE.fullmatch(text)
    if match is None:
        return None
    day, month, year, hour, minute, second = match.groups()
    try:
        return datetime(
            int(year),
            _MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            min(int(second), 59),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def write_http_date(moment: datetime) -> str:
    """Return a moment as an HTTP date, whatever the locale."""
    moment = moment.astimezone(UTC)
    day = f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04}"
    return f"{day} {moment.hour:02}:{moment.minute:02}:{moment.second:02} GMT"


def duration_seconds(text: str) -> int | None:
    """Return the seconds of an ISO 8601 duration, or None where it is none.

    >>> duration_seconds("P1DT1S")
    86401
    """
    match = ISO_DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    return sum(int(n) * s for n, s in zip(match.groups(), _SECONDS, strict=True) if n)


def read_expiry(*, max_age: str | None, date: str | None) -> str | None:
    """Return EXPIRY as the model says it: an ISO 8601 duration or moment, or None where it is unusable."""
    if max_age is not None and MAX_AGE.fullmatch(max_age):
        return f"PT{int(max_age)}S"
    moment = read_http_date(date) if date else None
    return moment.replace(tzinfo=None).isoformat() + "Z" if moment else None


def write_expiry(expires: str) -> tuple[str, str] | None:
    """Return attribute and value of EXPIRY for a duration or moment of the model, or None for neither."""
    seconds = duration_seconds(expires)
    if seconds is not None:
        return "max-age", str(seconds)
    try:
        moment = datetime.fromisoformat(expires)
    except ValueError:
        return None
    return "date", write_http_date(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
