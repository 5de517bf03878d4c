-- Accounts, sessions, second factors and identity providers (mission §2).

-- A personal account.
CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    -- Both in lower case, so that two accounts never differ in case only. Unique among active accounts: anyone can register
    -- any address, and its owner activates one of the pending accounts.
    login TEXT NOT NULL,
    email TEXT NOT NULL,
    -- Argon2id, with its parameters and salt.
    password_hash TEXT NOT NULL,
    security_level TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    sms_number TEXT,
    -- Time at which a code sent to the mobile number was typed for the first time.
    sms_confirmed_at BIGINT,
    phone TEXT,
    address TEXT,
    company_number TEXT,
    company_number_verified BOOLEAN NOT NULL,
    newsletter BOOLEAN NOT NULL,
    -- Choice of the mails about questions; those about the safety of the account are always sent.
    mel_transmise BOOLEAN NOT NULL DEFAULT TRUE,
    mel_prise_en_charge BOOLEAN NOT NULL DEFAULT TRUE,
    mel_reponse BOOLEAN NOT NULL DEFAULT TRUE,
    mel_cloture BOOLEAN NOT NULL DEFAULT TRUE,
    created_at BIGINT NOT NULL,
    activated_at BIGINT,
    -- Last sign-in, displayed at the next one.
    last_sign_in_at BIGINT,
    last_sign_in_place TEXT,
    -- Number of changes of the account's rights, which an open page compares with the number at its rendering (mission
    -- §3.3). A count, not a date, so that two changes always differ.
    rights_mark BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX account_active_login ON account (login) WHERE activated_at IS NOT NULL;
CREATE UNIQUE INDEX account_active_email ON account (email) WHERE activated_at IS NOT NULL;
CREATE INDEX account_by_login ON account (login);
CREATE INDEX account_by_email ON account (email);
CREATE INDEX account_never_activated ON account (created_at) WHERE activated_at IS NULL;

-- Hash of the identifiant of a deleted account, reserved for seven years.
CREATE TABLE retired_login (
    login_hash BYTEA NOT NULL PRIMARY KEY,
    retired_at BIGINT NOT NULL
);

-- An event in the history of an account, displayed to its owner (mission §2.4). Holds no secret. Deleted after 13 months.
CREATE TABLE account_event (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    happened_at BIGINT NOT NULL,
    -- Coarse: « réseau 192.0.2.x, Firefox sous Linux ».
    place TEXT NOT NULL,
    -- The event; its key « kind » names its kind.
    event JSONB NOT NULL,
    -- Number of failed sign-ins within the hour, which are one row; 1 for any other event.
    times BIGINT NOT NULL
);
CREATE INDEX account_event_by_account ON account_event (account_id, happened_at, id);
CREATE INDEX account_event_by_date ON account_event (happened_at);

-- A link sent by mail that acts on an account. Only the hash of the token is stored. Used once: the statement that sets
-- used_at decides.
CREATE TABLE account_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- activation, mot-de-passe, securite, nouvelle-adresse, ancienne-adresse
    purpose TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    -- First session of the chain that used it: the same browser is shown what the link did.
    used_chain UUID
);
CREATE INDEX account_link_by_account ON account_link (account_id, purpose);
CREATE INDEX account_link_by_expiry ON account_link (expires_at);

-- A request to reset a forgotten password: written by the page, processed by a worker, so that neither the answer nor its
-- delay reveals whether the account exists.
CREATE TABLE reset_request (
    id UUID NOT NULL PRIMARY KEY,
    -- Identifiant or address, as typed.
    typed TEXT NOT NULL,
    place TEXT NOT NULL,
    requested_at BIGINT NOT NULL
);
CREATE INDEX reset_request_by_date ON reset_request (requested_at);

-- A pending change of address: confirmed from the new address, then from the current one. A row for a taken address
-- never gets a link.
CREATE TABLE email_change (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Time at which the link sent to the new address was used.
    confirmed_at BIGINT
);

-- A session of a visitor, an account or a member of the staff. Every UPDATE of its state has the condition closed_at IS NULL, so that
-- a request in flight cannot reopen a session closed meanwhile.
CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    -- Token before the last choice of a SIREN, valid for a few seconds: a double click, or a lost response, still uses it.
    previous_token_hash BYTEA,
    previous_token_until BIGINT,
    -- First session of the chain that this one belongs to: a browser whose session has ended opens the next one. NULL for
    -- the first session.
    chain UUID,
    -- anonyme; code, code-equipe: correct password, code awaited; enrolement: the factor that the security level
    -- requires must be added first; usager; equipe.
    stage TEXT NOT NULL,
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID,
    -- Current company.
    siren TEXT,
    created_at BIGINT NOT NULL,
    -- Last use.
    seen_at BIGINT NOT NULL,
    -- End of the session, whatever its use.
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    signed_in_at BIGINT,
    -- Last complete authentication; sensitive actions require a recent one.
    authenticated_at BIGINT,
    -- Time until which this session may generate recovery codes, once.
    recovery_codes_until BIGINT,
    -- Sign-in before this one, for the confirmation page.
    previous_sign_in_at BIGINT,
    previous_sign_in_place TEXT,
    -- Identity provider that opened the session, and the data for its sign-out: ID token and end-session endpoint.
    provider TEXT,
    provider_id_token TEXT,
    provider_end_session TEXT,
    network TEXT NOT NULL,
    -- IPv4 /24 or IPv6 /64 of the client: the number of anonymous sessions of each is limited.
    subnet TEXT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX session_anonymous_by_subnet ON session (subnet, seen_at, id) WHERE stage = 'anonyme';
CREATE INDEX session_anonymous_by_use ON session (seen_at, id) WHERE stage = 'anonyme';
CREATE INDEX session_open_by_account ON session (account_id) WHERE closed_at IS NULL;
CREATE INDEX session_by_previous_token ON session (previous_token_hash) WHERE previous_token_hash IS NOT NULL;
CREATE INDEX session_by_expiry ON session (expires_at);
CREATE INDEX session_by_chain ON session (chain) WHERE chain IS NOT NULL;

-- Flash of a form, shown once after the redirect: typed answers (never passwords), problems, a notice.
CREATE TABLE flash (
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    form TEXT NOT NULL,
    content JSONB NOT NULL,
    stored_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, form)
);

-- A form sent after its session expired; restored for the same person in the same browser, within a day. No reference to
-- the session, which may be purged earlier.
CREATE TABLE parked_form (
    -- First session of the chain.
    session_chain UUID NOT NULL,
    -- Owner of the expired session: one of the two.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    form TEXT NOT NULL,
    answers JSONB NOT NULL,
    parked_at BIGINT NOT NULL,
    PRIMARY KEY (session_chain, page, form)
);
CREATE INDEX parked_form_by_date ON parked_form (parked_at);
CREATE INDEX parked_form_by_account ON parked_form (account_id);
CREATE INDEX parked_form_by_staff ON parked_form (staff_id);

-- The 6-digit code that a session awaits; a new one replaces it.
CREATE TABLE sign_in_code (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);

-- A code that a later one replaced: typed before its end, it is recognised and costs no attempt.
CREATE TABLE replaced_sign_in_code (
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, code_hash)
);

-- A device where a code was typed and « faire confiance à cet appareil » ticked.
CREATE TABLE trusted_device (
    id UUID NOT NULL PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX trusted_device_by_account ON trusted_device (account_id);

-- A new mobile number that a code was sent to, not confirmed yet.
CREATE TABLE sms_enrolment (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- An authenticator app (second factor, mission §2.3, §2.4). The secret is encrypted, not hashed, because codes are computed
-- from it.
CREATE TABLE totp_factor (
    id UUID NOT NULL PRIMARY KEY,
    -- One of the two: the account or the member of the staff that it belongs to.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret BYTEA NOT NULL,
    -- Encryption key of the secret.
    key_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    -- Number of the 30-second step of the last accepted code; only later ones are accepted.
    last_step BIGINT NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX totp_factor_by_account ON totp_factor (account_id);
CREATE INDEX totp_factor_by_staff ON totp_factor (staff_id);

-- A TOTP key displayed but not confirmed yet.
CREATE TABLE totp_enrolment (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    -- One of the two: the account or the member of the staff that it belongs to.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    -- Encryption key of the secret.
    key_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);

-- A recovery code, hashed: ten per person. Used once: the statement that sets used_at decides.
CREATE TABLE recovery_code (
    -- One of the two: the account or the member of the staff that it belongs to.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    -- Of the code and of its owner.
    code_hash BYTEA NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX recovery_code_by_account ON recovery_code (account_id);
CREATE INDEX recovery_code_by_staff ON recovery_code (staff_id);

-- A passkey (mission §2.1, §2.3).
CREATE TABLE passkey (
    id UUID NOT NULL PRIMARY KEY,
    -- One of the two: the account or the member of the staff that it belongs to.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- Generated by the authenticator; identifies the passkey at a passwordless sign-in.
    credential_id BYTEA NOT NULL UNIQUE,
    -- Public key, algorithm and flags, as the library serialises them.
    credential JSONB NOT NULL,
    -- Last signature counter; 0 for authenticators that do not count.
    counter BIGINT NOT NULL,
    -- May sign in without the password. Withdrawn when the account is secured, restored by the first sign-in with the
    -- password and this passkey.
    passwordless BOOLEAN NOT NULL DEFAULT TRUE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX passkey_by_account ON passkey (account_id);
CREATE INDEX passkey_by_staff ON passkey (staff_id);

-- A WebAuthn challenge. Used once: the statement that deletes the row decides.
CREATE TABLE passkey_challenge (
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    -- ajout, facteur, seule
    purpose TEXT NOT NULL,
    -- Account or member of the staff whose passkey is required; none for a passwordless sign-in.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    state JSONB NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, purpose)
);

-- An identity at an identity provider, with which its account signs in (mission §2.3, docs/adr/0010). It belongs to one
-- account; an account has one identity of each provider.
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

-- An authorization request sent to an identity provider. Used once, in its own session: the statement that deletes the row
-- decides.
CREATE TABLE identity_request (
    -- SHA-256 of the `state` parameter.
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
CREATE INDEX identity_request_by_expiry ON identity_request (expires_at);
CREATE INDEX identity_request_by_session ON identity_request (session_id);

-- A verified identity without an account: pending, in its session, until a sign-in or a registration.
CREATE TABLE pending_identity (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- Data that only a co-owner's handover of a registration contains.
    phone TEXT NOT NULL DEFAULT '',
    company_number TEXT NOT NULL DEFAULT '',
    expires_at BIGINT NOT NULL
);

-- A sign-out at a provider: the state that its callback must contain.
CREATE TABLE provider_sign_out (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- A registration started from a co-owner's site (mission §2.1): data handed over, until it joins the browser's session.
CREATE TABLE handover (
    handle_hash BYTEA NOT NULL PRIMARY KEY,
    co_owner TEXT NOT NULL,
    subject TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    company_number TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX handover_by_expiry ON handover (expires_at);

-- Identifier (jti) of a used handover token: each token is accepted once.
CREATE TABLE handover_used (
    co_owner TEXT NOT NULL,
    identifier_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (co_owner, identifier_hash)
);
CREATE INDEX handover_used_by_expiry ON handover_used (expires_at);
