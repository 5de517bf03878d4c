-- The last good answer of each co-owner for each company and kind of figures: shown with its date when the co-owner
-- does not answer. Who may see it is decided at each reading.
CREATE TABLE partner_figures (
    co_owner TEXT NOT NULL,
    siren TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The answer as received (JSON).
    content TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (siren, co_owner, kind)
);
CREATE INDEX partner_figures_age ON partner_figures (received_at);
