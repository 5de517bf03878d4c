-- « Administrateur général de l'entreprise » (004): a role of the portal on a SIREN, delegated from one person to another.
-- Customs do not recognise it.

-- An offer until it is answered, then a role until it is closed; both stay as history.
CREATE TABLE age_role (
    id UUID NOT NULL PRIMARY KEY,
    siren TEXT NOT NULL,
    -- As the giver knew it: who is asked may know nothing of the company yet. Empty when the operator gave it.
    raison_sociale TEXT NOT NULL,
    -- Who gave it; NULL: the portal's operator. A pseudonym: it points to nobody once that account is gone.
    giver UUID NULL,
    -- The giver's own role, from which this one comes.
    parent_id UUID NULL REFERENCES age_role (id) ON DELETE SET NULL,
    -- What the giver typed to name the other person: an identifiant or an address, of somebody or of nobody.
    typed TEXT NOT NULL,
    -- A worker looked whose it is.
    sought BOOLEAN NOT NULL,
    -- Who is asked, then holds it; NULL before the worker looked, and for good when it is nobody's.
    account_id UUID NULL REFERENCES account (id) ON DELETE CASCADE,
    offered_at BIGINT NOT NULL,
    -- An offer that nobody answers lapses then.
    answer_until BIGINT NOT NULL,
    -- When it was accepted.
    starts_at BIGINT NULL,
    -- The end that the giver set, never after that of the giver's own role.
    ends_at BIGINT NULL,
    closed_at BIGINT NULL,
    -- Why: see backend::age::Closing.
    closing TEXT NULL
);
-- One open role of a person on a SIREN: it is what makes circles impossible, and two acceptances at once one.
CREATE UNIQUE INDEX age_role_open ON age_role (account_id, siren) WHERE starts_at IS NOT NULL AND closed_at IS NULL;
CREATE INDEX age_role_account ON age_role (account_id, siren);
CREATE INDEX age_role_giver ON age_role (giver, siren);
CREATE INDEX age_role_parent ON age_role (parent_id);
CREATE INDEX age_role_unsought ON age_role (offered_at) WHERE sought = FALSE;

-- Whose habilitations an open role gives: those of the giver, of the giver's giver, and so on.
CREATE TABLE age_source (
    role_id UUID NOT NULL REFERENCES age_role (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, account_id)
);
CREATE INDEX age_source_account ON age_source (account_id);

-- The rattachements that open something to an account: its own, on every SIREN (only_siren is empty), and those of the
-- people who delegated to it, on one SIREN, customs never. `since` and `until` bound it in time.
CREATE VIEW right_link AS
SELECT r.account_id AS account_id, r.id AS rattachement_id, r.co_owner AS co_owner, r.account_id AS holder,
       '' AS only_siren, 0 AS since, 9223372036854775807 AS until
FROM rattachement r
UNION ALL
SELECT a.account_id, r.id, r.co_owner, s.account_id, a.siren, a.starts_at, COALESCE(a.ends_at, 9223372036854775807)
FROM age_role a
JOIN age_source s ON s.role_id = a.id
JOIN rattachement r ON r.account_id = s.account_id
WHERE a.starts_at IS NOT NULL AND a.closed_at IS NULL AND r.co_owner <> 'dgddi';

-- Told in the portal: an offer, an answer, an end.
CREATE TABLE age_notice (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role_id UUID NOT NULL REFERENCES age_role (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT NULL
);
CREATE INDEX age_notice_account ON age_notice (account_id, created_at, id);
CREATE INDEX age_notice_role ON age_notice (role_id);
