-- Files of questions and of cases of the assistance (messaging::attachments).

-- A file. It belongs to a draft until that is sent, then to its message; or to a case, from its sending on to an entry of it.
CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    draft UUID REFERENCES draft (id),
    message UUID REFERENCES message (id),
    support_case UUID REFERENCES support_case (id),
    -- NULL until the message of the case is sent.
    support_entry UUID REFERENCES support_entry (id),
    -- Adviser who added it to the case; NULL if its person did.
    adviser UUID REFERENCES staff (id),
    -- Name of the motif's file field; empty for the other documents.
    slot TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    media_type TEXT NOT NULL,
    storage_key TEXT NOT NULL UNIQUE,
    scan TEXT NOT NULL CHECK (scan IN ('sans', 'en_attente', 'sain', 'infecte')),
    created_at BIGINT NOT NULL,
    -- At most one owner; without one, the file belongs to a shared document (0014).
    CHECK (draft IS NULL OR message IS NULL),
    CHECK (support_case IS NULL OR (draft IS NULL AND message IS NULL)),
    CHECK (support_case IS NOT NULL OR (support_entry IS NULL AND adviser IS NULL))
);
CREATE INDEX attachment_by_draft ON attachment (draft);
CREATE INDEX attachment_by_message ON attachment (message);
CREATE INDEX attachment_by_case ON attachment (support_case, created_at, id);
CREATE INDEX attachment_to_scan ON attachment (created_at) WHERE scan = 'en_attente';

-- A file received in pieces. Once finished it is an attachment; the row stays for a day, so that a client without the
-- answer learns that it is.
CREATE TABLE upload (
    id UUID NOT NULL PRIMARY KEY,
    draft UUID REFERENCES draft (id),
    -- As in the attachment.
    support_case UUID REFERENCES support_case (id),
    adviser UUID REFERENCES staff (id),
    -- Sender of a file of a case or of a shared document, who alone continues it: account, member of the staff, or session of
    -- a visitor. NULL for a draft, whose owner does.
    sender UUID,
    slot TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Declared size, and the number of first bytes that are durable.
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT,
    CHECK (received BETWEEN 0 AND size),
    CHECK (draft IS NULL OR support_case IS NULL),
    CHECK ((draft IS NULL) = (sender IS NOT NULL))
);
CREATE INDEX upload_by_draft ON upload (draft, updated_at);
CREATE INDEX upload_by_case ON upload (support_case, updated_at);
CREATE INDEX upload_by_date ON upload (updated_at);

-- A piece of an unfinished upload, in a file of its own.
CREATE TABLE upload_piece (
    upload UUID NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    -- Offset of its first byte in the file.
    start BIGINT NOT NULL,
    storage_key TEXT NOT NULL UNIQUE,
    PRIMARY KEY (upload, start)
);
