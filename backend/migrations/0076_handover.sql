-- Registrations started from a co-owner's site (mission §2.1).

-- Data handed over, until it joins the browser's session.
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
CREATE INDEX handover_expiry ON handover (expires_at);

-- Identifiers (jti) of used tokens: each token is accepted once.
CREATE TABLE handover_used (
    co_owner TEXT NOT NULL,
    identifier_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (co_owner, identifier_hash)
);
CREATE INDEX handover_used_expiry ON handover_used (expires_at);
