-- What the co-owners push and what became of rights (mission §3.3).

-- A pushed event that had its effect: the same one, delivered again, gets the same answer and has none.
CREATE TABLE rights_event (
    -- Drawn by the co-owner.
    id UUID NOT NULL,
    co_owner TEXT NOT NULL,
    -- SHA-256 of its body: another body under the same identifier is no second delivery.
    body_hash BYTEA NOT NULL,
    -- What was answered: applique, deja_connu, relu.
    effect TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (id, co_owner)
);
CREATE INDEX rights_event_age ON rights_event (received_at);

-- Each right granted to an account or withdrawn from it, when the portal learnt it. Outlives the rattachement.
CREATE TABLE right_change (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    siren TEXT NOT NULL,
    -- 14 digits (a right at a SIRET) or 9 (a right at a SIREN).
    place TEXT NOT NULL,
    teleservice TEXT NOT NULL,
    droit TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX right_change_account ON right_change (account_id, changed_at, id);
CREATE INDEX right_change_age ON right_change (changed_at);

-- Told to the person in the portal: one for each change that a co-owner made.
CREATE TABLE rights_notice (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    -- Numbers of rights.
    granted BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT NULL
);
CREATE INDEX rights_notice_account ON rights_notice (account_id, created_at, id);
