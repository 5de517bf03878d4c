-- What the portal tells a person about their questions. Rights are applied when it is read.
CREATE TABLE notification (
    id           UUID   PRIMARY KEY NOT NULL,
    account      UUID   NOT NULL,
    conversation UUID   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- The step told: transmis, pris_en_charge, repondu, clos.
    step         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    read_at      BIGINT NULL
);
CREATE INDEX notification_by_account ON notification (account, created_at, id);
