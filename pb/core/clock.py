"""Time: aware UTC inside, Europe/London where people read it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

LONDON = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def in_london(instant: datetime) -> datetime:
    """The same instant on London's clocks."""
    return instant.astimezone(LONDON)


def from_london(local: datetime) -> datetime:
    """The UTC instant that a naive London wall-clock time means; in the doubled autumn hour, the earlier one."""
    return local.replace(tzinfo=LONDON).astimezone(UTC)


def london_text(instant: datetime) -> str:
    """An instant as people read it: `Tuesday 9 September 2026, 10:05am`."""
    local = in_london(instant)
    hour = local.hour % 12 or 12
    half = "am" if local.hour < 12 else "pm"  # noqa: PLR2004 - noon
    return f"{local:%A} {local.day} {local:%B} {local.year}, {hour}:{local:%M}{half}"


def london_date(instant: datetime) -> str:
    """The day of an instant as people read it: `9 September 2026`."""
    return day_text(in_london(instant).date())


def day_text(day: date) -> str:
    """A day as people read it: `9 September 2026`."""
    return f"{day.day} {day:%B} {day.year}"
