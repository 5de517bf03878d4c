-- The first session of the line that this one belongs to: a browser whose session has ended opens the next one.
ALTER TABLE session ADD COLUMN follows UUID;

-- What was typed in a form that came after the end of its session; given back to the same person in the same browser.
-- No reference to the session, which may be purged before: kept for a day.
CREATE TABLE unfinished_form (
    -- The first session of the line.
    line UUID NOT NULL,
    -- Whose session had ended: one of the two.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    agent_id UUID REFERENCES agent (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    form TEXT NOT NULL,
    answers JSONB NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (line, page, form)
);
CREATE INDEX unfinished_form_age ON unfinished_form (kept_at);
