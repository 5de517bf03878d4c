-- Opening hours and exceptional closings of a customs office, stated by an administrator: the official list has none. Its own
-- data stay as imported. The audit trail names the author of each change.
CREATE TABLE office_hours (
    office TEXT NOT NULL PRIMARY KEY REFERENCES customs_office (code),
    -- See domain::answer_delay::WorkingHours.
    hours JSONB NOT NULL,
    updated_at BIGINT NOT NULL
);
