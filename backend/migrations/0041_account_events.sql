-- What happened to an account, as its owner is shown it (mission §2.4); never a secret. Kept for 13 months.
CREATE TABLE account_event (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    happened_at BIGINT NOT NULL,
    -- Coarse: « réseau 192.0.2.x, Firefox sous Linux ».
    place TEXT NOT NULL,
    -- The event, with its kind under the key « kind ».
    event JSONB NOT NULL,
    -- Failed sign-ins of one hour are one row: tries without end do not fill the table.
    times BIGINT NOT NULL
);
CREATE INDEX account_event_by_account ON account_event (account_id, happened_at, id);
CREATE INDEX account_event_age ON account_event (happened_at);
