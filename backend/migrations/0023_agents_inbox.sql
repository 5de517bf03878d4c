-- Work of agents on their inbox (issue 16): questions that go on in another one, notices of agents.

-- A question that goes on in another one of the same company and author. Its thread, its receipt and its delay stay its own.
ALTER TABLE conversation ADD COLUMN merged_into UUID REFERENCES conversation (id) ON DELETE SET NULL;
-- Status that it gets back when it is separated.
ALTER TABLE conversation ADD COLUMN status_before_merge TEXT;
CREATE INDEX conversation_by_target ON conversation (merged_into) WHERE merged_into IS NOT NULL;
-- Number of the other question, if the step merged the question into it (clos) or separated it.
ALTER TABLE conversation_step ADD COLUMN merged_with TEXT;

-- A notice in the portal of what concerns an agent. Rights are also checked when it is read.
CREATE TABLE agent_notice (
    id UUID NOT NULL PRIMARY KEY,
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- See domain::agent_notice.
    kind TEXT NOT NULL,
    -- Colleague who caused it; empty without one.
    by_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX agent_notice_by_member ON agent_notice (member, created_at, id);
CREATE INDEX agent_notice_unread ON agent_notice (member, conversation) WHERE read_at IS NULL;
CREATE INDEX agent_notice_by_conversation ON agent_notice (conversation);
CREATE INDEX agent_notice_by_date ON agent_notice (created_at);
