-- Sessions are looked up at every request and only ever touched by UPDATE … WHERE closed_at IS NULL, so that a request
-- in flight never brings back a session that was closed meanwhile.
CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    -- The token before the last choice of a SIREN: a double click, or an answer that never arrived, still holds it.
    previous_token_hash BYTEA,
    previous_token_until BIGINT,
    -- anonyme, code, usager, code-agent, agent
    stage TEXT NOT NULL,
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    agent_id UUID,
    siren TEXT,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    signed_in_at BIGINT,
    -- The connection before this one, for the confirmation page.
    previous_sign_in_at BIGINT,
    previous_sign_in_place TEXT,
    network TEXT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX session_account ON session (account_id) WHERE closed_at IS NULL;
CREATE INDEX session_previous_token ON session (previous_token_hash) WHERE previous_token_hash IS NOT NULL;
CREATE INDEX session_expiry ON session (expires_at);

-- What a form's page shows again after the redirect: kept answers (never passwords), problems, a notice.
CREATE TABLE flash (
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    form TEXT NOT NULL,
    content JSONB NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, form)
);

-- The 6-digit code a session waits for; a new one replaces the old one.
CREATE TABLE sign_in_code (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
