-- Versions of motifs that administrators write (docs/adr/0066). A definition shipped with the program is in no table until a
-- version follows it.

-- A version of a motif, published or to come. Never updated: questions may have been asked with it.
CREATE TABLE motif_version (
    -- Identifier of the motif.
    motif TEXT NOT NULL,
    -- Greater than those of the versions before it, and than that of the shipped definition.
    number BIGINT NOT NULL,
    -- See domain::motif::Motif.
    definition JSONB NOT NULL,
    -- What it changes; empty for a shipped definition.
    note TEXT NOT NULL,
    -- Name of the administrator who published it; empty for a shipped definition.
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Time from which questions are asked with it; 0 for a shipped definition.
    published_at BIGINT NOT NULL,
    PRIMARY KEY (motif, number)
);

-- The version that administrators are writing: one for each motif.
CREATE TABLE motif_draft (
    motif TEXT NOT NULL PRIMARY KEY,
    -- With the number of the version that it was begun from.
    definition JSONB NOT NULL,
    -- Number of changes: a page changes only what it has shown.
    revision BIGINT NOT NULL,
    -- Name of the administrator who changed it last.
    author TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
