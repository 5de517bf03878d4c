-- Notifications of the steps of questions. Rights are also checked when they are read.
CREATE TABLE notification (
    id           UUID   PRIMARY KEY NOT NULL,
    account      UUID   NOT NULL,
    conversation UUID   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- transmis, pris_en_charge, repondu or clos.
    step         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    read_at      BIGINT NULL
);
CREATE INDEX notification_by_account ON notification (account, created_at, id);
