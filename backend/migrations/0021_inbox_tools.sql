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
