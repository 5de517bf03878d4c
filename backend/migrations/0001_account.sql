-- Personal accounts (mission §2). Instants are microseconds since the epoch, UTC.
CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    -- Both in lower case, so that two accounts never differ in case only.
    login TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    security_level TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    sms_number TEXT,
    phone TEXT,
    address TEXT,
    company_number TEXT,
    company_number_verified BOOLEAN NOT NULL,
    newsletter BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    activated_at BIGINT,
    -- Last sign-in, displayed at the next one.
    last_sign_in_at BIGINT,
    last_sign_in_place TEXT
);
CREATE INDEX account_never_activated ON account (created_at) WHERE activated_at IS NULL;

-- Activation links sent by mail; only the hash of the token is stored. Used once: the statement that sets used_at decides.
CREATE TABLE activation_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX activation_link_account ON activation_link (account_id);

-- Devices where a code was typed and « faire confiance à cet appareil » ticked.
CREATE TABLE trusted_device (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX trusted_device_account ON trusted_device (account_id);
