-- Automatic assistant: conversations without an account (docs/adr/0043).

-- A question that a visitor asked the assistant. Bounded for each session, and deleted with it.
CREATE TABLE assistant_turn (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    asked_at BIGINT NOT NULL,
    question TEXT NOT NULL,
    -- Texts that answer, best first: « faq:mot-de-passe-oublie page:/auto-controle »; empty if none does.
    answers TEXT NOT NULL
);
CREATE INDEX assistant_turn_by_session ON assistant_turn (session_id, asked_at);
