-- Opening hours and exceptional closings of a customs office, stated by an administrator: the official list has none. Its own
-- data stay as imported. The audit trail names the author of each change.
CREATE TABLE office_hours (
    office TEXT NOT NULL PRIMARY KEY REFERENCES customs_office (code),
    -- See domain::answer_delay::WorkingHours.
    hours JSONB NOT NULL,
    updated_at BIGINT NOT NULL
);

-- News of customs' own site, from the feed of the configuration, as plain text.
CREATE TABLE customs_news (
    -- Identifier in the feed.
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    link TEXT NOT NULL,
    published_at BIGINT NOT NULL
);
CREATE INDEX customs_news_by_time ON customs_news (published_at, id);
