-- The first session of the line that this one belongs to: a browser whose session has ended opens the next one.
ALTER TABLE session ADD COLUMN follows UUID;

-- Answers of a form sent after its session expired; restored for the same person in the same browser, within a day. No
-- reference to the session, which may be purged earlier.
CREATE TABLE parked_form (
    -- First session of the chain.
    session_chain UUID NOT NULL,
    -- Owner of the expired session: one of the two.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    agent_id UUID REFERENCES agent (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    form TEXT NOT NULL,
    answers JSONB NOT NULL,
    parked_at BIGINT NOT NULL,
    PRIMARY KEY (session_chain, page, form)
);
CREATE INDEX parked_form_age ON parked_form (parked_at);
