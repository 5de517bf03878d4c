-- Somebody forgot a password: written by the request, answered by a worker, so that no answer and no delay tells
-- whether there is such an account.
CREATE TABLE reset_demand (
    id UUID NOT NULL PRIMARY KEY,
    -- Identifiant or address, as typed.
    typed TEXT NOT NULL,
    place TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX reset_demand_asked ON reset_demand (asked_at);

-- Links sent by mail that act on an account; only the hash of their token is kept. Used once, by the statement that
-- sets used_at.
CREATE TABLE account_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- mot-de-passe, securite, nouvelle-adresse, ancienne-adresse
    purpose TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX account_link_account ON account_link (account_id, purpose);
CREATE INDEX account_link_expiry ON account_link (expires_at);

-- The change of address that an account waits for: confirmed from the new address, then from the present one. A taken
-- address has its row too, and never its link.
CREATE TABLE email_change (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When the link sent to the new address was used.
    confirmed_at BIGINT
);
