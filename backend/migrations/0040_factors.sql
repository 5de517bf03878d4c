-- Second factors (mission §2.3, §2.4).

-- session.stage has one more value, enrolement: the factor that the security level requires must be added first.

-- Last complete authentication; sensitive actions require a recent one.
ALTER TABLE session ADD COLUMN authenticated_at BIGINT;
-- Until when this session may generate recovery codes, once.
ALTER TABLE session ADD COLUMN recovery_codes_until BIGINT;

-- When a code sent to the mobile number was typed for the first time.
ALTER TABLE account ADD COLUMN sms_confirmed_at BIGINT;

-- Authenticator apps. The secret is not hashed, because codes are computed from it.
CREATE TABLE totp_factor (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    -- Number of the 30-second step of the last accepted code; only later ones are accepted.
    last_step BIGINT NOT NULL
);
CREATE INDEX totp_factor_account ON totp_factor (account_id);

-- TOTP keys displayed but not confirmed yet.
CREATE TABLE totp_enrolment (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- Ten per account, hashed. Single use, decided by the statement that sets used_at.
CREATE TABLE recovery_code (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- New mobile numbers that a code was sent to, not confirmed yet.
CREATE TABLE sms_enrolment (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Text messages to be sent, as mails are: written in the transaction that causes them.
CREATE TABLE sms_outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    -- Emptied once delivered: it may hold a code.
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The message is not sent after this time.
    expires_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    dead_at BIGINT
);
CREATE INDEX sms_outbox_due ON sms_outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX sms_outbox_created ON sms_outbox (created_at);
