-- Search in French (docs/adr/0042). The stems of a document are also in search_stems, which differs by engine: it is created
-- by backend::search::engine.

-- A text that searches find.
CREATE TABLE search_document (
    -- Kind and reference: « faq:mot-de-passe-oublie ».
    id TEXT NOT NULL PRIMARY KEY,
    -- See backend::search::Kind.
    kind TEXT NOT NULL,
    -- Identifies the text in the module that owns it.
    reference TEXT NOT NULL,
    -- Stems of each part, in the order of the text, with single spaces between and around them.
    title_stems TEXT NOT NULL,
    keyword_stems TEXT NOT NULL,
    body_stems TEXT NOT NULL
);
CREATE INDEX search_document_by_kind ON search_document (kind);

-- A word of the texts of one kind: suggestions and corrections.
CREATE TABLE search_word (
    kind TEXT NOT NULL,
    -- Without case and accents.
    folded TEXT NOT NULL,
    -- As written.
    shown TEXT NOT NULL,
    -- Number of texts that contain it.
    uses BIGINT NOT NULL,
    PRIMARY KEY (kind, folded)
);

-- State of the texts of one kind, to index them again only when they have changed.
CREATE TABLE search_source (
    kind TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the texts and of the version of the analyser.
    hash BYTEA NOT NULL
);

-- A search that found nothing, for editors. Words only, without numbers and addresses, counted for all people together.
CREATE TABLE search_miss (
    words TEXT NOT NULL PRIMARY KEY,
    times BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX search_miss_by_date ON search_miss (last_at);
