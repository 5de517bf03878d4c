-- Warnings of agents about the commitments to questions.

-- A warning that was mailed. The primary key makes each stage of a round warn once.
CREATE TABLE answer_warning (
    conversation UUID NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Start of the round, as in the question.
    waiting_since BIGINT NOT NULL,
    -- Part of the commitment that had passed, in percent: 80 or 100.
    stage INTEGER NOT NULL,
    warned_at BIGINT NOT NULL,
    PRIMARY KEY (conversation, waiting_since, stage)
);
