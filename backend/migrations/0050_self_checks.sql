-- Access self-checks (mission §1), deleted after 30 days: the result shown to the person, under a reference that the
-- assistance can look up. Contains nothing that identifies an account.
CREATE TABLE self_check (
    reference TEXT NOT NULL PRIMARY KEY,
    -- Session that may view it.
    session_id UUID REFERENCES session (id) ON DELETE SET NULL,
    made_at BIGINT NOT NULL,
    -- When the browser first sent the cookie back.
    cookies_at BIGINT,
    report JSONB NOT NULL
);
CREATE INDEX self_check_session ON self_check (session_id);
CREATE INDEX self_check_made ON self_check (made_at);
