-- Archives that a worker builds: copies of personal data (GDPR, articles 15 and 20), and exchanges of a company.

-- An archive: requested, built by a worker, stored for seven days.
CREATE TABLE archive (
    id UUID NOT NULL PRIMARY KEY,
    -- A copy of an account's personal data, or the exchanges of a company.
    kind TEXT NOT NULL CHECK (kind IN ('donnees', 'echanges')),
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- Company of the exchanges; empty for a copy of personal data.
    siren TEXT NOT NULL,
    -- Questions asked from period_start on and before period_end; NULL for a copy of personal data.
    period_start BIGINT,
    period_end BIGINT,
    requested_at BIGINT NOT NULL,
    -- A worker that builds it sets due_at to the end of its lease: if the worker dies, the archive is built again then.
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    -- Progress: files of a copy, questions of a company.
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    ready_at BIGINT,
    expires_at BIGINT,
    storage_key TEXT UNIQUE,
    size BIGINT,
    -- SIRENs, separated by spaces, whose confidential questions are in it: rights are checked at each download.
    confidential_sirens TEXT NOT NULL,
    -- Set after too many failed attempts.
    dead_at BIGINT,
    dead_reason TEXT,
    last_error TEXT,
    -- One at a time.
    UNIQUE (kind, account_id, siren)
);
CREATE INDEX archive_due ON archive (kind, due_at) WHERE ready_at IS NULL AND dead_at IS NULL;
CREATE INDEX archive_by_expiry ON archive (expires_at);
CREATE INDEX archive_by_account ON archive (account_id);
