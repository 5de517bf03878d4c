-- The portal as an OpenID Connect provider for the téléservices (mission §3.4, docs/adr/0013).

-- Keys that sign: published before they sign, and until what they signed has ended. Shared by all processes.
CREATE TABLE signing_key (
    -- Its place in the line: whoever draws the next one first has drawn it.
    rank BIGINT NOT NULL PRIMARY KEY,
    -- As tokens name it.
    kid TEXT NOT NULL UNIQUE,
    -- PKCS#8, sealed when the configuration has a secret for it.
    private_key BYTEA NOT NULL,
    sealed BOOLEAN NOT NULL,
    -- Modulus and exponent, as a JWK writes them.
    modulus TEXT NOT NULL,
    exponent TEXT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT NOT NULL,
    published_until BIGINT NOT NULL
);

-- A téléservice opened in a session, until it was told that the session is over. It outlives the session's row.
CREATE TABLE teleservice_visit (
    -- `sid` of the tokens.
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL,
    account UUID NOT NULL,
    teleservice TEXT NOT NULL,
    -- SIREN of the last time.
    siren TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    -- When the end was first seen; the telling begins then.
    ended_at BIGINT,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    told_at BIGINT,
    -- Given up: the téléservice did not answer for too long.
    dead_at BIGINT,
    last_error TEXT
);
CREATE INDEX teleservice_visit_session ON teleservice_visit (session_id);
CREATE INDEX teleservice_visit_account ON teleservice_visit (account);
CREATE INDEX teleservice_visit_untold ON teleservice_visit (due_at) WHERE told_at IS NULL AND dead_at IS NULL;

-- A code: used once, by the UPDATE that says so.
CREATE TABLE authorization_code (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    visit_id UUID NOT NULL REFERENCES teleservice_visit (id) ON DELETE CASCADE,
    teleservice TEXT NOT NULL,
    siren TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    -- PKCE, S256.
    challenge TEXT NOT NULL,
    nonce TEXT,
    auth_time BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX authorization_code_expiry ON authorization_code (expires_at);
CREATE INDEX authorization_code_session ON authorization_code (session_id);
CREATE INDEX authorization_code_account ON authorization_code (account_id);

CREATE TABLE access_token (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    -- The code it was given for: used a second time, it withdraws the token.
    code_hash BYTEA NOT NULL,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    teleservice TEXT NOT NULL,
    siren TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_token_code ON access_token (code_hash);
CREATE INDEX access_token_expiry ON access_token (expires_at);
CREATE INDEX access_token_session ON access_token (session_id);
CREATE INDEX access_token_account ON access_token (account_id);
