-- Opinions about the site and access self-checks (mission §1).

-- An opinion about the site (« Avis sur le site »). Anonymous: neither account nor address is stored.
CREATE TABLE opinion (
    id UUID NOT NULL PRIMARY KEY,
    given_at BIGINT NOT NULL,
    -- Path of the page the opinion is about, without its query; empty when unknown.
    page TEXT NOT NULL,
    satisfaction TEXT NOT NULL,
    comment TEXT NOT NULL
);
CREATE INDEX opinion_by_date ON opinion (given_at);

-- An access self-check, deleted after 30 days: the result shown to the person, under a reference that the assistance can
-- look up. Contains nothing that identifies an account.
CREATE TABLE self_check (
    reference TEXT NOT NULL PRIMARY KEY,
    -- Session that may view it.
    session_id UUID REFERENCES session (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    -- Time at which the browser first returned the cookie.
    cookie_received_at BIGINT,
    report JSONB NOT NULL
);
CREATE INDEX self_check_by_session ON self_check (session_id);
CREATE INDEX self_check_by_date ON self_check (created_at);
