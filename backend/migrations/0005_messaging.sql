-- Questions to customs, with their drafts, files and notifications.

-- A sent question. Visible to every user of the SIREN who has the right.
CREATE TABLE conversation (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    siren TEXT NOT NULL,
    company TEXT NOT NULL,
    motif TEXT NOT NULL,
    motif_version BIGINT NOT NULL,
    motif_title TEXT NOT NULL,
    confidential BOOLEAN NOT NULL,
    -- The motif when the question was sent: later changes of the motif do not affect it.
    definition JSONB NOT NULL,
    service TEXT NOT NULL REFERENCES service (code),
    -- Member of the staff who works on it; NULL if no one does.
    assignee UUID REFERENCES staff (id),
    subject TEXT NOT NULL,
    -- Number of its text in search_scoped, by which searches find it.
    search_number BIGINT NOT NULL,
    status TEXT NOT NULL,
    -- Account. Without foreign key: a pseudonym once that account is deleted.
    author UUID NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Start of the delay to answer: the question, or the follow-up that returned an answered question to the service.
    waiting_since BIGINT NOT NULL,
    -- What the service undertook when the question was sent, with its working hours of that time (domain::answer_delay); NULL: it
    -- promised nothing. Later changes of the settings do not affect it.
    commitment JSONB,
    -- End of the commitment in the current round, computed from the steps; NULL without one, and while the delay is paused.
    answer_due_at BIGINT,
    -- When four fifths of the commitment have passed.
    warning_at BIGINT,
    -- When the agents are to be warned next; NULL once they are.
    next_warning_at BIGINT,
    -- Time by which agents list it: the end of the commitment, or else the start of the delay.
    pressing_at BIGINT NOT NULL,
    taken_in_charge_at BIGINT,
    -- First answer since then.
    answered_at BIGINT,
    closed_at BIGINT,
    activity_at BIGINT NOT NULL
);
-- Lists of a company, with or without the confidential questions: read in order from the cursor, up to one page.
CREATE INDEX conversation_by_siren ON conversation (siren, confidential, activity_at, id);
CREATE INDEX conversation_by_siren_and_status ON conversation (siren, confidential, status, activity_at, id);
CREATE INDEX conversation_by_service_and_status ON conversation (service, status, asked_at, id);
-- Views of agents on the questions that await an answer: by end of the commitment or by age, up to one page.
CREATE INDEX conversation_open ON conversation (service, pressing_at, id)
    WHERE status IN ('transmis', 'pris_en_charge');
CREATE INDEX conversation_unassigned ON conversation (service, pressing_at, id)
    WHERE status IN ('transmis', 'pris_en_charge') AND assignee IS NULL;
CREATE INDEX conversation_open_by_assignee ON conversation (assignee, service, pressing_at, id)
    WHERE status IN ('transmis', 'pris_en_charge') AND assignee IS NOT NULL;
CREATE INDEX conversation_answered_by_assignee ON conversation (assignee)
    WHERE status IN ('precisions', 'repondu') AND assignee IS NOT NULL;
CREATE UNIQUE INDEX conversation_by_search_number ON conversation (search_number);
CREATE INDEX conversation_by_activity ON conversation (activity_at);
-- Answers of a service to a motif in the last months.
CREATE INDEX conversation_by_service_and_motif ON conversation (service, motif, activity_at);
CREATE INDEX conversation_by_next_warning ON conversation (next_warning_at) WHERE next_warning_at IS NOT NULL;

-- A message of a conversation: the question, a follow-up (suite) or an answer of the service (reponse).
CREATE TABLE message (
    id UUID NOT NULL PRIMARY KEY,
    conversation UUID NOT NULL REFERENCES conversation (id),
    kind TEXT NOT NULL CHECK (kind IN ('question', 'suite', 'reponse')),
    -- Account, or agent for an answer. Without foreign key: a pseudonym once the account is deleted.
    author UUID NOT NULL,
    author_name TEXT NOT NULL,
    -- Answers as typed, and as displayed when the message was sent.
    content JSONB NOT NULL,
    -- Draft that became this message, or key of the form: makes sending idempotent.
    draft UUID NOT NULL UNIQUE,
    sent_at BIGINT NOT NULL,
    -- Official acts (mission §6): last authentication of the agent, and the secured network of their workstation. Both
    -- NULL for any other message.
    official_authenticated_at BIGINT,
    official_network TEXT
);
CREATE INDEX message_by_conversation ON message (conversation, sent_at, id);
CREATE INDEX message_by_author ON message (author, sent_at);

-- What the transparency log recorded of a message: the acknowledgement of receipt of a question (CRPA R112-11-1), or a reply.
CREATE TABLE receipt (
    message UUID NOT NULL PRIMARY KEY REFERENCES message (id),
    -- JSON object, to the byte as the transparency log recorded it.
    content TEXT NOT NULL,
    -- FALSE once the sender was erased from it, with their account.
    intact BOOLEAN NOT NULL,
    entry BIGINT NOT NULL UNIQUE REFERENCES log_entry (number)
);

-- Elimination of a question or a payment at the end of its term, as the transparency log recorded it.
CREATE TABLE elimination (
    entry BIGINT NOT NULL PRIMARY KEY REFERENCES log_entry (number),
    -- JSON object, to the byte as the transparency log recorded it.
    content TEXT NOT NULL,
    eliminated_at BIGINT NOT NULL
);

-- Entry of the log whose content was eliminated.
CREATE TABLE eliminated_entry (
    entry BIGINT NOT NULL PRIMARY KEY REFERENCES log_entry (number),
    elimination BIGINT NOT NULL REFERENCES elimination (entry)
);

-- A status that a question reached, with its date and author.
CREATE TABLE conversation_step (
    id UUID NOT NULL PRIMARY KEY,
    conversation UUID NOT NULL REFERENCES conversation (id),
    status TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_agent BOOLEAN NOT NULL,
    by_name TEXT NOT NULL,
    -- Account of the author, so that a deleted person's name can be removed; NULL for an agent. Without foreign key: a
    -- pseudonym once the account is deleted.
    by_account UUID,
    -- Name of the service to which this step transferred the question; NULL for any other step.
    transferred_to TEXT
);
CREATE INDEX conversation_step_by_conversation ON conversation_step (conversation, at, id);
CREATE INDEX conversation_step_by_account ON conversation_step (by_account) WHERE by_account IS NOT NULL;

-- What agents did with a question among themselves: never shown to operators.
CREATE TABLE handling (
    -- Key of the form: makes the act idempotent.
    id UUID NOT NULL PRIMARY KEY,
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('prise', 'attribution', 'restitution', 'transfert')),
    at BIGINT NOT NULL,
    member UUID NOT NULL REFERENCES staff (id),
    member_name TEXT NOT NULL,
    -- Colleague or service; empty for the other kinds.
    recipient TEXT NOT NULL,
    -- Why the question was transferred; empty for the other kinds.
    reason TEXT NOT NULL
);
CREATE INDEX handling_by_conversation ON handling (conversation, at, id);

-- An internal note on a question, which only agents of its service read: in no mail, export, archive or receipt.
CREATE TABLE question_note (
    -- Key of the form: makes the note idempotent.
    id UUID NOT NULL PRIMARY KEY,
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    author UUID NOT NULL REFERENCES staff (id),
    author_name TEXT NOT NULL,
    content TEXT NOT NULL,
    -- Colleague who was notified of the note; empty if nobody was.
    mentioned_name TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX question_note_by_conversation ON question_note (conversation, written_at, id);

-- A question on which the service acted since a person last opened it. Written for every account that may read the
-- question at that time; deleted when it is opened, and after a year.
CREATE TABLE conversation_unread (
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Account; the row is deleted with it.
    reader UUID NOT NULL,
    -- As in the question, where they never change.
    siren TEXT NOT NULL,
    confidential BOOLEAN NOT NULL,
    -- Last act of the service.
    since BIGINT NOT NULL,
    PRIMARY KEY (conversation, reader)
);
-- The header of every page counts these, up to a limit.
CREATE INDEX conversation_unread_by_reader ON conversation_unread (reader, siren, confidential);
CREATE INDEX conversation_unread_by_date ON conversation_unread (since);

-- A colleague who follows a question: notified of its steps as far as their rights of that time allow.
CREATE TABLE question_follower (
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    account UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    followed_at BIGINT NOT NULL,
    PRIMARY KEY (conversation, account)
);
CREATE INDEX question_follower_by_account ON question_follower (account);

-- An unsent question, follow-up or answer.
CREATE TABLE draft (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'suite', 'reponse')),
    -- Account, or agent if the draft is an answer.
    owner UUID NOT NULL,
    siren TEXT NOT NULL,
    confidential BOOLEAN NOT NULL,
    -- The motif when the draft was created.
    definition JSONB,
    conversation UUID REFERENCES conversation (id),
    answers JSONB NOT NULL,
    -- The page that wrote the answers last: another page may replace only answers that it has shown.
    revision UUID NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((kind = 'question') = (conversation IS NULL)),
    CHECK ((kind = 'question') = (definition IS NOT NULL))
);
CREATE INDEX draft_by_owner ON draft (owner, siren, updated_at);
CREATE INDEX draft_by_date ON draft (updated_at);
-- One draft per owner and conversation.
CREATE UNIQUE INDEX draft_by_conversation ON draft (conversation, owner) WHERE conversation IS NOT NULL;

-- A notification in the portal of a step of a question. Rights are also checked when it is read.
CREATE TABLE notification (
    id UUID NOT NULL PRIMARY KEY,
    account UUID NOT NULL,
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- As in the question, where they never change.
    siren TEXT NOT NULL,
    confidential BOOLEAN NOT NULL,
    -- See domain::question::Status.
    step TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX notification_by_account ON notification (account, siren, confidential, created_at, id);
CREATE INDEX notification_unread ON notification (account, siren, confidential) WHERE read_at IS NULL;
CREATE INDEX notification_by_conversation ON notification (conversation, account);
