-- News, events and guides, written by editors (docs/adr/0057).

-- An article, at a stable address.
CREATE TABLE article (
    -- Part of its address.
    id TEXT NOT NULL PRIMARY KEY,
    -- See domain::article::ArticleKind.
    kind TEXT NOT NULL,
    -- First time at which a version is published, which may be to come; NULL if none is.
    first_published_at BIGINT
);
CREATE INDEX article_by_publication ON article (kind, first_published_at);

-- A version of an article. People read the one with the greatest number among those published.
CREATE TABLE article_version (
    article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    -- From 1.
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- See domain::rich_text.
    body TEXT NOT NULL,
    -- Other words that people use, for searches only.
    keywords TEXT NOT NULL,
    -- Of a guide, see domain::article::Genre; else empty.
    genre TEXT NOT NULL,
    -- Code of the téléservice that a guide is about; empty if it is about none.
    teleservice TEXT NOT NULL,
    -- Of an event, with its territory, which gives the clock, and its place; else NULL and empty.
    starts_at BIGINT,
    ends_at BIGINT,
    territory TEXT NOT NULL,
    place TEXT NOT NULL,
    -- Address by which people take part in an event or register for it; may be empty.
    link TEXT NOT NULL,
    cancelled BOOLEAN NOT NULL,
    -- What the version corrects, for everybody; empty for an ordinary change.
    correction TEXT NOT NULL,
    -- Name of the editor.
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Time from which people read it; NULL for a draft.
    published_at BIGINT,
    -- The article is in no list from that time on, but stays at its address.
    archived BOOLEAN NOT NULL,
    PRIMARY KEY (article, number)
);
