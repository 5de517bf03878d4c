-- Sessions of visitors, accounts and agents. Every UPDATE has the condition closed_at IS NULL, so that a request in flight
-- cannot reopen a session closed meanwhile.
CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    -- Token before the last choice of a SIREN, valid for a few seconds: a double click, or a lost response, still uses it.
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
    -- Sign-in before this one, for the confirmation page.
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
    stored_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, form)
);

-- The 6-digit code that a session awaits; a new one replaces it.
CREATE TABLE sign_in_code (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
