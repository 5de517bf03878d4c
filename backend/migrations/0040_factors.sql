-- Second factors (mission §2.3, §2.4).

-- session.stage knows one more value: enrolement, who must add the application that their level promises.

-- When the person last gave everything their level asks: what is sensitive wants it recent.
ALTER TABLE session ADD COLUMN proved_at BIGINT;
-- Until when this session may draw recovery codes: set by what asks for them, emptied by the statement that draws.
ALTER TABLE session ADD COLUMN recovery_draw_until BIGINT;

-- When a code sent to the number of the account came back for the first time.
ALTER TABLE account ADD COLUMN sms_confirmed_at BIGINT;

-- Authenticator applications. The secret is needed as it is to compute codes: it cannot be hashed.
CREATE TABLE totp_factor (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    -- Number of the 30-second step whose code was accepted last: only later ones are.
    last_step BIGINT NOT NULL
);
CREATE INDEX totp_factor_account ON totp_factor (account_id);

-- A key that is shown and not confirmed yet.
CREATE TABLE totp_enrolment (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- Ten per account, hashed; used once, by the statement that sets used_at.
CREATE TABLE recovery_code (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- A number to which a code was sent and that is not the account's yet.
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
    -- After this the message is worth nothing and is not sent any more.
    expires_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    dead_at BIGINT
);
CREATE INDEX sms_outbox_due ON sms_outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX sms_outbox_created ON sms_outbox (created_at);
