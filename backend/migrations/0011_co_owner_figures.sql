-- Last usable answer of each co-owner for each company and kind of figures: shown with its date if the co-owner does not
-- answer. Rights are checked when it is read.
CREATE TABLE co_owner_figures (
    co_owner TEXT NOT NULL,
    siren TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The answer as received (JSON).
    content TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (siren, co_owner, kind)
);
CREATE INDEX co_owner_figures_age ON co_owner_figures (received_at);
