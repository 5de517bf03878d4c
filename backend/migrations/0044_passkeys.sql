-- Passkeys (mission §2.1, §2.3): their public half and what was last seen of them.
CREATE TABLE passkey (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- Drawn by the authenticator; what it is looked up by when nobody has said who they are.
    credential_id BYTEA NOT NULL UNIQUE,
    -- Public key, algorithm and flags, as the library serialises them.
    credential JSONB NOT NULL,
    -- The last signature counter; 0 for keys that do not count.
    counter BIGINT NOT NULL,
    -- May open the account without the password. Taken away when the account is secured, given back by the first
    -- sign-in with the password and the key.
    alone BOOLEAN NOT NULL DEFAULT TRUE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkey_account ON passkey (account_id);

-- What a session asked of a passkey: answered once, by the statement that takes the row away.
CREATE TABLE passkey_question (
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    -- ajout, facteur, seule
    purpose TEXT NOT NULL,
    -- Whose key is asked for; nobody's in particular when the key is to say who they are.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    state JSONB NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, purpose)
);
