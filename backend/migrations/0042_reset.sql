-- Requests to reset a forgotten password: written by the page, processed by a worker, so that neither the answer nor its
-- delay reveals whether the account exists.
CREATE TABLE reset_request (
    id UUID NOT NULL PRIMARY KEY,
    -- Identifiant or address, as typed.
    typed TEXT NOT NULL,
    place TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX reset_request_asked ON reset_request (asked_at);

-- Links sent by mail that act on an account. Only the hash of the token is stored. The statement that sets used_at uses
-- the link, once.
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

-- Pending change of address: confirmed from the new address, then from the current one. A row for a taken address is
-- never given a link.
CREATE TABLE email_change (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When the link sent to the new address was used.
    confirmed_at BIGINT
);
