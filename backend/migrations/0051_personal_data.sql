-- Copies of personal data (GDPR, articles 15 and 20): requested, built by a worker, stored for seven days.
CREATE TABLE data_export (
    id UUID NOT NULL PRIMARY KEY,
    -- One at a time.
    account_id UUID NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
    asked_at BIGINT NOT NULL,
    -- A worker that builds it sets due_at to the end of its lease: if the worker dies, the copy is built again then.
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    -- Progress, in files of the archive.
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    ready_at BIGINT,
    expires_at BIGINT,
    storage_key TEXT UNIQUE,
    size BIGINT,
    -- SIRENs, separated by spaces, whose confidential questions are in the copy: rights are checked at each download.
    confidential_sirens TEXT NOT NULL,
    -- Set after too many failed attempts.
    dead_at BIGINT,
    last_error TEXT
);
CREATE INDEX data_export_due ON data_export (due_at) WHERE ready_at IS NULL AND dead_at IS NULL;
CREATE INDEX data_export_expiry ON data_export (expires_at);

-- Hashes of the identifiants of deleted accounts, reserved for seven years.
CREATE TABLE retired_login (
    login_hash BYTEA NOT NULL PRIMARY KEY,
    retired_at BIGINT NOT NULL
);

-- Whose act a step was, so that a deleted person's name can be taken out of it.
ALTER TABLE conversation_step ADD COLUMN by_account UUID;
UPDATE conversation_step SET by_account =
    (SELECT m.author FROM message m
     WHERE m.conversation = conversation_step.conversation AND m.author_name = conversation_step.by_name
       AND m.kind <> 'reponse'
     ORDER BY m.sent_at, m.id LIMIT 1)
WHERE NOT by_agent;
CREATE INDEX conversation_step_by_account ON conversation_step (by_account) WHERE by_account IS NOT NULL;
CREATE INDEX message_by_author ON message (author);
CREATE INDEX conversation_by_activity ON conversation (activity_at);
