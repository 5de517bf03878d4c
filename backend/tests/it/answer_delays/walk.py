"""Reads cases as JSON and prints their delays, found by a walk through every minute.

Independent of the portal: the package `holidays`, Python's time zones, and no arithmetic on ranges.
"""

import datetime
import json
import sys
import zoneinfo

import holidays

# Days of local customs, which are no public holidays by law (code du travail, L3133-1, L3134-13, L3422-2).
CUSTOMS = {"971": {"Mi-Careme", "Good Friday", "Victor Schoelcher Day"}, "972": {"Victor Schoelcher Day"}}
MINUTE = datetime.timedelta(minutes=1)
YEARS = range(2025, 2029)


def holidays_of(subdivision):
    found = holidays.country_holidays("FR", subdiv=subdivision or None, years=YEARS)
    return {day for day, name in found.items() if name not in CUSTOMS.get(subdivision, set())}


class Service:
    def __init__(self, case):
        self.zone = zoneinfo.ZoneInfo(case["zone"])
        self.holidays = holidays_of(case["subdivision"])
        self.week = case["week"]
        self.closings = case["closings"]

    def clock(self, at):
        return at.astimezone(self.zone)

    def ranges(self, day):
        closed = any(first <= day.isoformat() <= last for first, last in self.closings)
        if closed or day in self.holidays:
            return []
        return [(start, end) for weekday, start, end in self.week if weekday == day.isoweekday()]

    def is_open(self, at):
        clock = self.clock(at)
        return any(start <= clock.strftime("%H:%M:%S") < end for start, end in self.ranges(clock.date()))


def allotted(service, sent, days):
    day = service.clock(sent).date()
    while days > 0:
        day += datetime.timedelta(days=1)
        days -= bool(service.ranges(day))
    minutes, at = 0, sent
    while service.clock(at).date() <= day:
        minutes += service.is_open(at)
        at += MINUTE
    return minutes


def solve(case):
    service = Service(case)
    instant = lambda minutes: datetime.datetime.fromtimestamp(60 * minutes, datetime.timezone.utc)
    facts = [(instant(minute), running) for minute, running in case["facts"]]
    sent, now = facts[0][0], instant(case["now"])
    limit = allotted(service, sent, case["days"])
    at, spent, due, spent_now = sent, 0, None, 0
    while due is None or at < now:
        running = [state for moment, state in facts if moment <= at][-1]
        if not running and at > now:
            break
        if running and service.is_open(at):
            spent += 1
            spent_now += at < now
            if spent == limit:
                due = int((at + MINUTE).timestamp()) // 60
        at += MINUTE
    return {"spent": spent_now, "due": due, "allotted": limit}


print(json.dumps([solve(case) for case in json.load(sys.stdin)]))
