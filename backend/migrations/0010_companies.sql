-- Links of portal accounts to accounts at the co-owners, and the rights held through them (mission §3).

-- Pending authorization request to a co-owner: read and deleted by one DELETE, so used once, before it expires.
CREATE TABLE link_request (
    -- SHA-256 of the `state` parameter.
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
    -- False if the co-owner does not know the account (any more).
    known BOOLEAN NOT NULL,
    -- Version of the rights, counted by the co-owner; grows with every change there.
    version BIGINT NOT NULL,
    -- SHA-256 of the answer that the rights come from: an identical answer is not stored again.
    fingerprint BYTEA,
    -- Last request to the co-owner, answered or not.
    asked_at BIGINT NOT NULL,
    -- Last answer of the co-owner.
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

-- Companies with at least one habilitation.
CREATE TABLE entreprise (
    rattachement_id UUID NOT NULL REFERENCES rattachement (id) ON DELETE CASCADE,
    siren TEXT NOT NULL,
    raison_sociale TEXT NOT NULL,
    -- Name without accents and capitals, then the SIREN: for searches and for the order of lists.
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

-- Companies that a person selected recently, offered first at the next selection.
CREATE TABLE recent_company (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    siren TEXT NOT NULL,
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, siren)
);
