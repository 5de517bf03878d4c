-- Opinions about the site (mission §1, « Avis sur le site »). Anonymous: neither account nor address is stored.
CREATE TABLE opinion (
    id UUID NOT NULL PRIMARY KEY,
    given_at BIGINT NOT NULL,
    -- Path of the page the opinion is about, without its query; empty when unknown.
    page TEXT NOT NULL,
    satisfaction TEXT NOT NULL,
    comment TEXT NOT NULL
);
CREATE INDEX opinion_given_at ON opinion (given_at);
