"""Prints what is in a feed or a calendar, read by the packages `feedparser` and `icalendar`, as JSON."""

import json
import sys

import feedparser
import icalendar


def atom(data):
    feed = feedparser.parse(data, sanitize_html=False)
    entries = [
        {
            "id": entry.id,
            "title": entry.title,
            "link": entry.link,
            "published": entry.published,
            "updated": entry.updated,
            "content": entry.content[0].value,
        }
        for entry in feed.entries
    ]
    faults = str(feed.bozo_exception) if feed.bozo else ""
    return {"faults": faults, "updated": feed.feed.updated, "entries": entries}


def ics(data):
    calendar = icalendar.Calendar.from_ical(data)
    events = [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "start": event["DTSTART"].dt.isoformat(),
            "end": event["DTEND"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "location": str(event["LOCATION"]),
            "url": str(event["URL"]),
        }
        for event in calendar.walk("VEVENT")
    ]
    faults = [str(error) for part in calendar.walk() for error in part.errors]
    return {"faults": faults, "events": events}


kind, path = sys.argv[1:]
with open(path, "rb") as file:
    data = file.read()
print(json.dumps(atom(data) if kind == "atom" else ics(data)))
