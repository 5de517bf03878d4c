-- What an account of the portal is linked to at the co-owners, and what it may do there (mission §3).

-- A journey to a co-owner's sign-in page: used once, by the DELETE that reads it, within its time.
CREATE TABLE link_request (
    -- SHA-256 of the state that travels with the browser.
    state_hash BYTEA NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    nonce TEXT NOT NULL,
    pkce_verifier TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX link_request_expiry ON link_request (expires_at);
CREATE INDEX link_request_session ON link_request (session_id);
CREATE INDEX link_request_account ON link_request (account_id);

-- At most one account of each co-owner per portal account, and the reverse (004, Rattachement).
CREATE TABLE rattachement (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    -- The account's identifier at the co-owner.
    subject TEXT NOT NULL,
    name TEXT,
    email TEXT,
    linked_at BIGINT NOT NULL,
    -- False once the co-owner says that it does not know the account (any more).
    known BOOLEAN NOT NULL,
    -- Version of the rights below, as the co-owner counts; grows with every change there.
    version BIGINT NOT NULL,
    -- SHA-256 of the answer they were read from: the same answer is not written again.
    fingerprint BYTEA,
    -- Last time the co-owner was asked, whatever came of it.
    asked_at BIGINT NOT NULL,
    -- Last time it answered.
    answered_at BIGINT,
    UNIQUE (account_id, co_owner),
    UNIQUE (co_owner, subject)
);

CREATE TABLE habilitation (
    rattachement_id UUID NOT NULL REFERENCES rattachement (id) ON DELETE CASCADE,
    siren TEXT NOT NULL,
    -- 14 digits (a right at a SIRET) or 9 (a right at a SIREN).
    place TEXT NOT NULL,
    teleservice TEXT NOT NULL,
    droit TEXT NOT NULL,
    PRIMARY KEY (rattachement_id, siren, place, teleservice, droit)
);
CREATE INDEX habilitation_siren ON habilitation (siren);

-- Companies on which the rattachement holds at least one habilitation.
CREATE TABLE entreprise (
    rattachement_id UUID NOT NULL REFERENCES rattachement (id) ON DELETE CASCADE,
    siren TEXT NOT NULL,
    raison_sociale TEXT NOT NULL,
    -- Name without accents nor capitals, then the SIREN: what the search box looks into and what lists are sorted by.
    search_key TEXT NOT NULL,
    PRIMARY KEY (rattachement_id, siren)
);

CREATE TABLE etablissement (
    rattachement_id UUID NOT NULL REFERENCES rattachement (id) ON DELETE CASCADE,
    siren TEXT NOT NULL,
    siret TEXT NOT NULL,
    nom TEXT NOT NULL,
    commune TEXT NOT NULL,
    PRIMARY KEY (rattachement_id, siren, siret)
);

-- Companies a person chose lately, shown first when they choose again.
CREATE TABLE recent_company (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    siren TEXT NOT NULL,
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, siren)
);
