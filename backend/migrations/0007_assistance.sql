-- Opinions about the site, access self-checks and shared views (mission §1).

-- An opinion about the site (« Avis sur le site »). Anonymous: neither account nor address is stored.
CREATE TABLE opinion (
    id UUID NOT NULL PRIMARY KEY,
    given_at BIGINT NOT NULL,
    -- Path of the page the opinion is about, without its query; empty when unknown.
    page TEXT NOT NULL,
    satisfaction TEXT NOT NULL,
    comment TEXT NOT NULL
);
CREATE INDEX opinion_by_date ON opinion (given_at);

-- An access self-check, deleted after 30 days: the result shown to the person, under a reference that the assistance can
-- look up. Contains nothing that identifies an account.
CREATE TABLE self_check (
    reference TEXT NOT NULL PRIMARY KEY,
    -- Session that may view it.
    session_id UUID REFERENCES session (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    -- Time at which the browser first returned the cookie.
    cookie_received_at BIGINT,
    report JSONB NOT NULL
);
CREATE INDEX self_check_by_session ON self_check (session_id);
CREATE INDEX self_check_by_date ON self_check (created_at);

-- A case of the assistance: a technical request, or one about regulations, and its exchange. Deleted two years after its last message; one whose
-- address is not confirmed, after two days.
CREATE TABLE support_case (
    id UUID NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    -- See domain::assistance::CaseKind.
    kind TEXT NOT NULL,
    -- Last day of the promised answer, « 2026-12-07 »; empty without a promise, and until the address is confirmed.
    answer_by TEXT NOT NULL,
    -- SHA-256 of the secret with which its author reads it without an account; NULL until the address is confirmed.
    secret_hash BYTEA,
    -- Account of its author, or the one that has claimed it.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    company TEXT NOT NULL,
    -- See domain::assistance::CaseKind::subjects.
    subject TEXT NOT NULL,
    -- Path of the page it was opened from, and reference of a self-check; empty if unknown.
    page TEXT NOT NULL,
    self_check TEXT NOT NULL,
    -- See domain::assistance::CaseState.
    state TEXT NOT NULL,
    -- Adviser who has taken it.
    adviser UUID REFERENCES staff (id),
    adviser_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Last message or step.
    activity_at BIGINT NOT NULL,
    -- Link that confirms the address of a person without an account, used once.
    confirmation_hash BYTEA UNIQUE,
    -- Key of the form: sent twice, it opens one case.
    form_key UUID NOT NULL UNIQUE,
    -- Reference, name, company and description, folded (domain::search).
    search TEXT NOT NULL
);
CREATE INDEX support_case_by_state ON support_case (kind, state, activity_at, id);
CREATE INDEX support_case_by_account ON support_case (account_id);
CREATE INDEX support_case_by_activity ON support_case (activity_at);

-- A message, an internal note or a step of a case.
CREATE TABLE support_entry (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES support_case (id) ON DELETE CASCADE,
    -- personne, conseiller, note, etape
    kind TEXT NOT NULL,
    author_name TEXT NOT NULL,
    -- Text, or code of the state that a step leads to.
    content TEXT NOT NULL,
    -- Motif with which the adviser proposes to ask a customs service; empty if none.
    proposal TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX support_entry_by_case ON support_entry (case_id, written_at, id);

-- A view that a person shares with an adviser: who and when; what is seen is not stored. Deleted after a year.
CREATE TABLE shared_view (
    id UUID NOT NULL PRIMARY KEY,
    -- SHA-256 of the code; NULL once it is used or has expired.
    code_hash BYTEA UNIQUE,
    adviser UUID NOT NULL REFERENCES staff (id),
    adviser_name TEXT NOT NULL,
    -- Session in which the adviser created the code.
    adviser_session UUID REFERENCES session (id) ON DELETE SET NULL,
    -- NULL for a visitor.
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    -- Session of the person; NULL until the code is typed.
    session_id UUID REFERENCES session (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    -- See backend::assistance::sharing::End; empty until it ends.
    end_reason TEXT NOT NULL
);
-- A session shares one view at a time.
CREATE UNIQUE INDEX shared_view_by_session ON shared_view (session_id) WHERE ended_at IS NULL;
CREATE INDEX shared_view_by_former_session ON shared_view (session_id);
CREATE INDEX shared_view_by_adviser ON shared_view (adviser, ended_at);
CREATE INDEX shared_view_by_adviser_session ON shared_view (adviser_session);
CREATE INDEX shared_view_by_account ON shared_view (account_id);
CREATE INDEX shared_view_by_date ON shared_view (created_at);
