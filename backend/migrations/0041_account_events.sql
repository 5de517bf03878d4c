-- History of an account, displayed to its owner (mission §2.4). Holds no secret. Deleted after 13 months.
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
CREATE INDEX account_event_age ON account_event (happened_at);
