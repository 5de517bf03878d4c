-- Frequent questions (004, Assistance), shipped with the program, then changed by editors (docs/adr/0043).

-- An entry, at a stable address.
CREATE TABLE faq_entry (
    -- Part of its address.
    id TEXT NOT NULL PRIMARY KEY,
    -- Order in its theme.
    position BIGINT NOT NULL,
    -- SHA-256 of the shipped text that was loaded last; NULL for an entry that an editor added.
    shipped_hash BYTEA
);

-- A version of an entry. People read the one with the greatest number among those published.
CREATE TABLE faq_version (
    entry TEXT NOT NULL REFERENCES faq_entry (id) ON DELETE CASCADE,
    -- From 1.
    number BIGINT NOT NULL,
    -- Code of its theme, see backend::faq::themes.
    theme TEXT NOT NULL,
    question TEXT NOT NULL,
    -- See domain::rich_text.
    answer TEXT NOT NULL,
    -- Other words that people use, for searches only.
    keywords TEXT NOT NULL,
    -- Identifiers of related entries, separated by spaces.
    related TEXT NOT NULL,
    -- Service in charge of the text.
    owner TEXT NOT NULL,
    -- Day of the last change, « 2026-11-30 »: that of the publication once it is published.
    updated_on TEXT NOT NULL,
    -- Day by which the text is to be reviewed.
    review_by TEXT NOT NULL,
    -- Name of the editor; empty for a shipped text.
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Time from which people read it; NULL for a draft, 0 for a shipped text.
    published_at BIGINT,
    -- The entry is no longer shown, from that time.
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (entry, number)
);
CREATE INDEX faq_version_by_publication ON faq_version (published_at) WHERE published_at IS NOT NULL;

-- An answer to « Cette réponse vous a-t-elle aidé ? ». Anonymous; one for each entry and browser, the last one counts.
CREATE TABLE faq_vote (
    entry TEXT NOT NULL REFERENCES faq_entry (id) ON DELETE CASCADE,
    -- Hash of the entry and the session, or of the entry and the form of a browser without cookies.
    voter BYTEA NOT NULL,
    version BIGINT NOT NULL,
    useful BOOLEAN NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (entry, voter)
);
CREATE INDEX faq_vote_by_date ON faq_vote (given_at);
