-- Sign-in through an identity provider (mission §2.3, docs/adr/0010).

-- An identity belongs to one account; an account has one identity of each provider.
CREATE TABLE identity (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- proconnect, franceconnect
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Name given by the provider at the attachment, for the owner to recognise.
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    attached_at BIGINT NOT NULL,
    last_used_at BIGINT,
    UNIQUE (issuer, subject),
    UNIQUE (account_id, provider)
);

-- Authorization requests sent to providers: taken, in their own session, by the statement that deletes them.
CREATE TABLE identity_request (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    -- Signed-in account to attach the identity to; NULL for a sign-in.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    -- Page of the portal to show afterwards; may be empty.
    return_path TEXT NOT NULL,
    nonce TEXT NOT NULL,
    pkce_verifier TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX identity_request_expiry ON identity_request (expires_at);
CREATE INDEX identity_request_session ON identity_request (session_id);

-- Proved identities without an account: pending, in their session, until a sign-in or a registration.
CREATE TABLE pending_identity (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Provider that opened a session, and what its sign-out needs.
ALTER TABLE session ADD COLUMN provider TEXT;
ALTER TABLE session ADD COLUMN provider_id_token TEXT;
ALTER TABLE session ADD COLUMN provider_end TEXT;

-- Sign-outs at a provider: the state that comes back with the browser.
CREATE TABLE provider_sign_out (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
