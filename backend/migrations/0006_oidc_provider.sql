-- The portal as an OpenID Connect provider for the téléservices (mission §3.4, docs/adr/0013).

-- A signing key, shared by all processes: published before it signs, and until the last token that it signed has
-- expired.
CREATE TABLE signing_key (
    -- Position: among processes that generate the next key, the first one adds it.
    rank BIGINT NOT NULL PRIMARY KEY,
    -- Identifier in tokens.
    kid TEXT NOT NULL UNIQUE,
    -- PKCS#8, encrypted.
    private_key BYTEA NOT NULL,
    -- Encryption key of the private key.
    key_id TEXT NOT NULL,
    -- Modulus and exponent, encoded as in a JWK.
    modulus TEXT NOT NULL,
    exponent TEXT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT NOT NULL,
    published_until BIGINT NOT NULL
);

-- An RP session: a téléservice opened in a session, until it is notified of the end of that session. Outlives the row of
-- the session.
CREATE TABLE rp_session (
    -- `sid` of the tokens.
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL,
    -- Without foreign key: a pseudonym, known to the téléservice, once the account is deleted.
    account UUID NOT NULL,
    teleservice TEXT NOT NULL,
    -- SIREN of the last opening.
    siren TEXT NOT NULL,
    first_opened_at BIGINT NOT NULL,
    last_opened_at BIGINT NOT NULL,
    -- Time at which a worker found the end of the session; notifications start then.
    ended_at BIGINT,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    notified_at BIGINT,
    -- Dead letter: the téléservice did not answer for too long.
    dead_at BIGINT,
    dead_reason TEXT,
    last_error TEXT
);
CREATE INDEX rp_session_by_session ON rp_session (session_id);
CREATE INDEX rp_session_by_account ON rp_session (account);
CREATE INDEX rp_session_due ON rp_session (due_at) WHERE notified_at IS NULL AND dead_at IS NULL;

-- An authorization code. Used once: the UPDATE that sets used_at decides.
CREATE TABLE authorization_code (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    rp_session_id UUID NOT NULL REFERENCES rp_session (id) ON DELETE CASCADE,
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
CREATE INDEX authorization_code_by_expiry ON authorization_code (expires_at);
CREATE INDEX authorization_code_by_session ON authorization_code (session_id);
CREATE INDEX authorization_code_by_account ON authorization_code (account_id);

-- An access token of a téléservice.
CREATE TABLE access_token (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    -- Code that it was issued for. A second use of the code revokes the token.
    code_hash BYTEA NOT NULL,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    teleservice TEXT NOT NULL,
    siren TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_token_by_code ON access_token (code_hash);
CREATE INDEX access_token_by_expiry ON access_token (expires_at);
CREATE INDEX access_token_by_session ON access_token (session_id);
CREATE INDEX access_token_by_account ON access_token (account_id);
