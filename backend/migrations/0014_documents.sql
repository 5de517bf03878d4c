-- Documents that customs services share (001; mission §6).

-- Documents of one service for one circle of readers.
CREATE TABLE document_folder (
    id UUID NOT NULL PRIMARY KEY,
    -- Service that shares them, whose managers keep them.
    service TEXT NOT NULL REFERENCES service (code),
    title TEXT NOT NULL,
    -- See domain::documents::Circle: « entreprise:552100554 ». Never changes.
    circle TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX document_folder_by_service ON document_folder (service);
CREATE INDEX document_folder_by_circle ON document_folder (circle);

CREATE TABLE shared_document (
    id UUID NOT NULL PRIMARY KEY,
    folder UUID NOT NULL REFERENCES document_folder (id),
    title TEXT NOT NULL,
    -- The title folded for searches.
    search TEXT NOT NULL,
    -- First and last day on which its readers see it, in Paris: « 2026-12-01 »; empty for none.
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    asks_acknowledgement BOOLEAN NOT NULL,
    -- Number of the current version; 0 before the first.
    version INTEGER NOT NULL,
    -- When that one was published.
    published_at BIGINT,
    archived_at BIGINT,
    binned_at BIGINT,
    -- Days before its last day of the last reminder to its managers; a large number before the first.
    reminded_days INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX shared_document_by_folder ON shared_document (folder, id);
CREATE INDEX shared_document_by_end ON shared_document (valid_until) WHERE valid_until <> '';
CREATE INDEX shared_document_in_bin ON shared_document (binned_at) WHERE binned_at IS NOT NULL;

-- A published file of a document. Never changes.
CREATE TABLE document_version (
    id UUID NOT NULL PRIMARY KEY,
    document UUID NOT NULL REFERENCES shared_document (id),
    -- From 1.
    number INTEGER NOT NULL,
    -- Service of its author, and the author's name, which managers alone read.
    service TEXT NOT NULL REFERENCES service (code),
    author_name TEXT NOT NULL,
    -- What it changes.
    note TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    UNIQUE (document, number)
);

-- A reader has acknowledged a version. The primary key makes it impossible to do so twice.
CREATE TABLE document_acknowledgement (
    version UUID NOT NULL REFERENCES document_version (id) ON DELETE CASCADE,
    -- Account or member of the staff; of a deleted account, a pseudonym.
    reader UUID NOT NULL,
    -- As they were at that moment; the company is empty for an agent.
    reader_name TEXT NOT NULL,
    company TEXT NOT NULL,
    acknowledged_at BIGINT NOT NULL,
    PRIMARY KEY (version, reader)
);
CREATE INDEX document_acknowledgement_by_reader ON document_acknowledgement (reader);

-- Files of documents: in a version once it is published. Exactly one owner of each file.
ALTER TABLE attachment ADD COLUMN shared_document UUID REFERENCES shared_document (id)
    CHECK ((shared_document IS NULL) = (draft IS NOT NULL OR message IS NOT NULL OR support_case IS NOT NULL));
ALTER TABLE attachment ADD COLUMN document_version UUID REFERENCES document_version (id)
    CHECK (document_version IS NULL OR shared_document IS NOT NULL);
CREATE INDEX attachment_by_shared_document ON attachment (shared_document);
CREATE INDEX attachment_by_document_version ON attachment (document_version);
ALTER TABLE upload ADD COLUMN shared_document UUID REFERENCES shared_document (id)
    CHECK ((shared_document IS NULL) = (draft IS NOT NULL OR support_case IS NOT NULL));
CREATE INDEX upload_by_shared_document ON upload (shared_document, updated_at);
