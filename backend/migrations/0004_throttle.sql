-- Attempts that count against a limit: one row each, so that the window slides exactly.
CREATE TABLE throttle (
    bucket TEXT NOT NULL PRIMARY KEY,
    touched_at BIGINT NOT NULL
);

CREATE TABLE throttle_attempt (
    id UUID NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL REFERENCES throttle (bucket) ON DELETE CASCADE,
    attempted_at BIGINT NOT NULL
);
CREATE INDEX throttle_attempt_window ON throttle_attempt (bucket, attempted_at);

-- Periodic jobs: when each ran last, so that several instances share the work.
CREATE TABLE periodic_job (
    name TEXT NOT NULL PRIMARY KEY,
    due_at BIGINT NOT NULL
);
