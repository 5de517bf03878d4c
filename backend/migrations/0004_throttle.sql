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

-- Periodic jobs, shared by the instances of the portal.
CREATE TABLE periodic_job (
    name TEXT NOT NULL PRIMARY KEY,
    -- Next run. While a run is in progress: end of its lease, after which another instance may start the job.
    due_at BIGINT NOT NULL,
    -- Runs since the last success, the one in progress included.
    attempts INTEGER NOT NULL,
    -- Run in progress; another value means that its lease ended and was taken over.
    lease UUID,
    succeeded_at BIGINT,
    -- Of the last finished run, in microseconds.
    duration BIGINT,
    failures BIGINT NOT NULL,
    -- Of the last finished run; NULL if it succeeded.
    last_error TEXT
);
