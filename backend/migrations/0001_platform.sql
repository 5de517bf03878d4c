-- Queues, rate limits, periodic jobs and transparency log (crate `platform`).
--
-- In all files: instants are microseconds since the epoch, UTC. Hashes are SHA-256, except those of passwords. An index
-- is named after its search key, a partial index after its rows.

-- A mail to be sent, written in the transaction that causes it.
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Emptied once delivered: they may hold a link that gives access to an account.
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    -- File of an event, attached for the person's calendar; empty without one. Emptied as the bodies are.
    calendar TEXT NOT NULL,
    -- Page on which the person may choose not to get such mails; NULL if the choice does not exist.
    choices_url TEXT,
    -- URL that ends a subscription by one POST; empty if the mail ends none. Emptied as the bodies are.
    unsubscribe_url TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- End of the code, link or date that the mail carries: not sent after this time. NULL if it carries none.
    expires_at BIGINT,
    -- The mail carries the only valid code or link of its topic: once that is replaced or used, expires_at of the others
    -- that were not sent is set to the past.
    topic TEXT,
    -- A worker that leases a mail sets due_at to the end of its lease: if the worker dies, the mail is due again then.
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    -- Time after which it gets no further attempt.
    dead_at BIGINT,
    -- See platform::outbox::DeadReason.
    dead_reason TEXT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
CREATE INDEX outbox_by_topic ON outbox (topic) WHERE topic IS NOT NULL AND sent_at IS NULL;
CREATE INDEX outbox_by_recipient ON outbox (recipient, created_at);

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
    -- As in outbox.
    topic TEXT,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    dead_at BIGINT,
    dead_reason TEXT
);
CREATE INDEX sms_outbox_due ON sms_outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX sms_outbox_by_topic ON sms_outbox (topic) WHERE topic IS NOT NULL AND sent_at IS NULL;
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

-- Transparency log (docs/adr/0032): hashes only, so that erasing what they attest leaves the log intact. Nothing in it is
-- ever changed or deleted.

-- Number of entries, in one row: locked by the transaction that appends one, so that numbers have no gaps.
CREATE TABLE log_counter (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL
);
INSERT INTO log_counter (id, size) VALUES (1, 0);

-- An entry.
CREATE TABLE log_entry (
    -- From 0.
    number BIGINT NOT NULL PRIMARY KEY,
    -- Hash of the leaf (RFC 6962).
    leaf BYTEA NOT NULL UNIQUE,
    -- SHA-256 of the salt in the entry: finds the entry that an altered text comes from.
    salt_hash BYTEA NOT NULL UNIQUE,
    appended_at BIGINT NOT NULL
);

-- Hash of a complete perfect subtree of 2^level entries, computed with the checkpoint that covers it first.
CREATE TABLE log_node (
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, position)
);

-- A signed checkpoint.
CREATE TABLE log_checkpoint (
    -- Number of entries that it covers.
    size BIGINT NOT NULL PRIMARY KEY,
    root BYTEA NOT NULL,
    -- Text of C2SP tlog-checkpoint with its signature.
    note TEXT NOT NULL,
    signed_at BIGINT NOT NULL
);

-- Timestamp of a checkpoint by an authority outside the portal (RFC 3161).
CREATE TABLE log_timestamp (
    size BIGINT NOT NULL PRIMARY KEY REFERENCES log_checkpoint (size),
    -- TimeStampResp, as received.
    reply BYTEA NOT NULL,
    -- Date that the authority states.
    stamped_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);
