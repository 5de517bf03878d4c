"""Prints when services are open, by the package `holidays` and Python's time zones.

First line: the public holidays of 2008 to 2100 (Whit Monday was suspended before). Second line: a character for each minute
of two years from 1 January 2026, UTC: one bit for each service, lowest first.
"""

import datetime

import zoneinfo

import holidays

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
HOURS = [((8, 0), (19, 30)), ((8, 30), (18, 0)), ((9, 0), (17, 30))]
FRANCE = holidays.country_holidays("FR", years=range(2008, 2101))
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
MINUTES = 2 * 365 * 24 * 60


def is_open(at, start, end):
    return at.weekday() < 5 and at.date() not in FRANCE and start <= (at.hour, at.minute) < end


print(" ".join(day.isoformat() for day in sorted(FRANCE)))
minutes = (START + datetime.timedelta(minutes=number) for number in range(MINUTES))
print("".join(str(sum(is_open(at.astimezone(PARIS), *hours) << bit for bit, hours in enumerate(HOURS))) for at in minutes))
