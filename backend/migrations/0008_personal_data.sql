-- Copies of personal data (GDPR, articles 15 and 20).

-- A copy of an account's personal data: requested, built by a worker, stored for seven days.
CREATE TABLE data_export (
    id UUID NOT NULL PRIMARY KEY,
    -- One at a time.
    account_id UUID NOT NULL UNIQUE REFERENCES account (id) ON DELETE CASCADE,
    requested_at BIGINT NOT NULL,
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
    dead_reason TEXT,
    last_error TEXT
);
CREATE INDEX data_export_due ON data_export (due_at) WHERE ready_at IS NULL AND dead_at IS NULL;
CREATE INDEX data_export_by_expiry ON data_export (expires_at);
