-- Tools of the agents for their inbox (issue 16): canned answers, acts on several questions, saved views.

-- A canned answer: of the agents of a service, or of one agent.
CREATE TABLE canned_answer (
    -- Generated with the form that creates it.
    id UUID NOT NULL PRIMARY KEY,
    -- NULL: only its agent uses it.
    service TEXT REFERENCES service (code),
    -- NULL: the agents of a service share it.
    member UUID REFERENCES staff (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    -- See domain::canned_answer: variables « {objet} », blanks « [[…]] ».
    content TEXT NOT NULL,
    -- Identifiers of the motifs for which it is offered; [] for all.
    motifs JSONB NOT NULL,
    -- Agent who changed it last, and when.
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK ((service IS NULL) <> (member IS NULL))
);
CREATE INDEX canned_answer_by_service ON canned_answer (service, title, id) WHERE service IS NOT NULL;
CREATE INDEX canned_answer_by_member ON canned_answer (member, title, id) WHERE member IS NOT NULL;

-- An act of an agent on several questions, prepared, then executed. Deleted after 30 days.
CREATE TABLE question_batch (
    -- Generated with the form that prepares it.
    id UUID NOT NULL PRIMARY KEY,
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    -- See domain::batch::BatchAct.
    act TEXT NOT NULL,
    -- Colleague, service with the reason, or canned answer, as in its form.
    answers JSONB NOT NULL,
    prepared_at BIGINT NOT NULL,
    -- When the last execution began: of two at the same time, one does the work.
    begun_at BIGINT
);
CREATE INDEX question_batch_by_member ON question_batch (member, prepared_at);

CREATE TABLE question_batch_item (
    batch UUID NOT NULL REFERENCES question_batch (id) ON DELETE CASCADE,
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- Key of the transfer or the answer: makes it idempotent.
    form_key UUID NOT NULL,
    -- What the question looked like when the batch was prepared: assignee and last message, as the forms of its page name them.
    shown JSONB NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('prevu', 'en_cours', 'fait', 'refus')),
    -- Why it was refused; empty otherwise.
    reason TEXT NOT NULL,
    PRIMARY KEY (batch, conversation)
);
CREATE INDEX question_batch_item_by_conversation ON question_batch_item (conversation);

-- A filter of the inbox that an agent has named.
CREATE TABLE saved_view (
    id UUID NOT NULL PRIMARY KEY,
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- See backend::customs::InboxFilter.
    filter JSONB NOT NULL
);
CREATE INDEX saved_view_by_member ON saved_view (member, name, id);
