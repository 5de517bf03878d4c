-- « Créer un compte douane.gouv en 1 clic » (004): the key under which a co-owner is asked, kept until it has answered, so
-- that asking again is the same demand.
CREATE TABLE account_opening (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    -- Drawn here; it names no account.
    idempotency_key TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, co_owner)
);
