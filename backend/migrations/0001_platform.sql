-- Queues, rate limits and periodic jobs (crate `platform`).
--
-- In all files: instants are microseconds since the epoch, UTC. Hashes are SHA-256, except those of passwords. An index
-- is named after its search key, a partial index after its rows.

-- A mail to be sent, written in the transaction that causes it.
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    -- Emptied once delivered: they may hold a link that gives access to an account.
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- A worker that leases a mail sets due_at to the end of its lease: if the worker dies, the mail is due again then.
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    -- Time at which it became a dead letter.
    dead_at BIGINT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- A text message to be sent, written and leased as a mail is.
CREATE TABLE sms_outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    -- Emptied once delivered: it may hold a code.
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The message is not sent after this time.
    expires_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    dead_at BIGINT
);
CREATE INDEX sms_outbox_due ON sms_outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX sms_outbox_by_creation ON sms_outbox (created_at);

-- A rate limit of one account, address, network …: locked while its attempts are counted.
CREATE TABLE throttle (
    bucket TEXT NOT NULL PRIMARY KEY,
    touched_at BIGINT NOT NULL
);

-- An attempt that counts against a rate limit. One row each, so that the window slides exactly.
CREATE TABLE throttle_attempt (
    id UUID NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL REFERENCES throttle (bucket) ON DELETE CASCADE,
    attempted_at BIGINT NOT NULL
);
CREATE INDEX throttle_attempt_by_bucket ON throttle_attempt (bucket, attempted_at);

-- A periodic job, shared by the instances of the portal.
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
