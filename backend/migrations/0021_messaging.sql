-- Sent questions. Visible to every user of the SIREN who has the right.
CREATE TABLE conversation (
    id                  UUID    PRIMARY KEY NOT NULL,
    number              TEXT    NOT NULL UNIQUE,
    siren               TEXT    NOT NULL,
    company             TEXT    NOT NULL,
    motif               TEXT    NOT NULL,
    motif_version       BIGINT  NOT NULL,
    motif_title         TEXT    NOT NULL,
    confidential        BOOLEAN NOT NULL,
    -- The motif when the question was sent: later changes of the motif do not affect it.
    definition          JSONB   NOT NULL,
    service             TEXT    NOT NULL REFERENCES service (code),
    subject             TEXT    NOT NULL,
    -- Number, subject and motif, in lower case without accents, for the search.
    search              TEXT    NOT NULL,
    status              TEXT    NOT NULL,
    author              UUID    NOT NULL,
    asked_at            BIGINT  NOT NULL,
    -- End of the delay within which the service undertakes to answer.
    answer_due_at       BIGINT  NOT NULL,
    taken_in_charge_at  BIGINT  NULL,
    answered_at         BIGINT  NULL,
    closed_at           BIGINT  NULL,
    activity_at         BIGINT  NOT NULL,
    service_activity_at BIGINT  NULL
);
CREATE INDEX conversation_by_siren ON conversation (siren, activity_at, id);
CREATE INDEX conversation_by_siren_status ON conversation (siren, status, activity_at, id);
CREATE INDEX conversation_by_service_status ON conversation (service, status, asked_at, id);
CREATE INDEX conversation_by_service_activity ON conversation (siren, service_activity_at);

CREATE TABLE message (
    id           UUID   PRIMARY KEY NOT NULL,
    conversation UUID   NOT NULL REFERENCES conversation (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('question', 'suite', 'reponse')),
    author       UUID   NOT NULL,
    author_name  TEXT   NOT NULL,
    -- Answers as typed, and as displayed when the message was sent.
    content      JSONB  NOT NULL,
    -- Draft that became this message, or key of the form: makes sending idempotent.
    draft        UUID   NOT NULL UNIQUE,
    sent_at      BIGINT NOT NULL
);
CREATE INDEX message_by_conversation ON message (conversation, sent_at, id);

-- Every status of a question, with its date and author.
CREATE TABLE conversation_step (
    id           UUID   PRIMARY KEY NOT NULL,
    conversation UUID   NOT NULL REFERENCES conversation (id),
    status       TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    by_agent     BOOLEAN NOT NULL,
    by_name      TEXT   NOT NULL
);
CREATE INDEX conversation_step_by_conversation ON conversation_step (conversation, at, id);

-- Read marks: when each person last opened a question.
CREATE TABLE conversation_read (
    conversation UUID   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    reader       UUID   NOT NULL,
    read_at      BIGINT NOT NULL,
    PRIMARY KEY (conversation, reader)
);
CREATE INDEX conversation_read_by_reader ON conversation_read (reader, conversation);

-- Unsent questions, follow-ups and answers.
CREATE TABLE draft (
    id            UUID    PRIMARY KEY NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('question', 'suite', 'reponse')),
    -- Account, or agent if the draft is an answer.
    owner         UUID    NOT NULL,
    siren         TEXT    NOT NULL,
    confidential  BOOLEAN NOT NULL,
    -- The motif when the draft was created.
    definition    JSONB   NULL,
    conversation  UUID    NULL REFERENCES conversation (id),
    answers       JSONB   NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL,
    CHECK ((kind = 'question') = (conversation IS NULL)),
    CHECK ((kind = 'question') = (definition IS NOT NULL))
);
CREATE INDEX draft_by_owner ON draft (owner, siren, updated_at);
CREATE INDEX draft_by_age ON draft (updated_at);
CREATE UNIQUE INDEX draft_of_conversation ON draft (owner, conversation) WHERE conversation IS NOT NULL;

-- Files. A file belongs to a draft until it is sent, then to its message.
CREATE TABLE attachment (
    id          UUID   PRIMARY KEY NOT NULL,
    draft       UUID   NULL REFERENCES draft (id),
    message     UUID   NULL REFERENCES message (id),
    -- Name of the motif's file field; empty for the other documents.
    slot        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    sha256      BYTEA  NOT NULL,
    media_type  TEXT   NOT NULL,
    storage_key TEXT   NOT NULL UNIQUE,
    scan        TEXT   NOT NULL CHECK (scan IN ('sans', 'en_attente', 'sain', 'infecte')),
    created_at  BIGINT NOT NULL,
    CHECK ((draft IS NULL) <> (message IS NULL))
);
CREATE INDEX attachment_by_draft ON attachment (draft);
CREATE INDEX attachment_by_message ON attachment (message);
CREATE INDEX attachment_to_scan ON attachment (created_at) WHERE scan = 'en_attente';
