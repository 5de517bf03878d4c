-- Access self-checks (mission §1), kept for 30 days: what was shown to the person, under a reference that the
-- assistance can look up. Nothing in them names an account.
CREATE TABLE diagnostic (
    reference TEXT NOT NULL PRIMARY KEY,
    -- Who may see it again in a browser.
    session_id UUID REFERENCES session (id) ON DELETE SET NULL,
    made_at BIGINT NOT NULL,
    -- When the cookie that came with the answer was first sent back.
    cookies_at BIGINT,
    report JSONB NOT NULL
);
CREATE INDEX diagnostic_session ON diagnostic (session_id);
CREATE INDEX diagnostic_made ON diagnostic (made_at);
