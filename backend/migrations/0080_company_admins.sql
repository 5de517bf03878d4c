-- « Administrateur général de l'entreprise » (004): a role of the portal on a SIREN, delegated from one person to another.
-- Customs do not recognise it.

-- An offer until it is accepted, then a role until it is closed. Closed rows are the history.
CREATE TABLE company_admin_role (
    id UUID NOT NULL PRIMARY KEY,
    siren TEXT NOT NULL,
    -- Stored because the recipient may have no right on the company yet. Empty if the operator gave the role.
    raison_sociale TEXT NOT NULL,
    -- Account that gave the role; NULL: the portal's operator. Without foreign key: a pseudonym once that account is deleted.
    giver UUID NULL,
    -- The giver's own role, from which this one derives.
    parent_id UUID NULL REFERENCES company_admin_role (id) ON DELETE SET NULL,
    -- Identifiant or address of the recipient, as typed by the giver; may belong to no account.
    typed TEXT NOT NULL,
    -- A worker has looked up the recipient.
    resolved BOOLEAN NOT NULL,
    -- Recipient of the offer, then holder of the role; NULL before it is resolved, or if there is no such account.
    account_id UUID NULL REFERENCES account (id) ON DELETE CASCADE,
    offered_at BIGINT NOT NULL,
    -- An unanswered offer expires then.
    answer_until BIGINT NOT NULL,
    -- When it was accepted.
    starts_at BIGINT NULL,
    -- End set by the giver, never after the end of the giver's own role.
    ends_at BIGINT NULL,
    closed_at BIGINT NULL,
    -- See backend::companies::company_admins::CloseReason.
    close_reason TEXT NULL
);
-- One open role per account and SIREN: excludes circular delegations and concurrent acceptances.
CREATE UNIQUE INDEX company_admin_role_open ON company_admin_role (account_id, siren)
    WHERE starts_at IS NOT NULL AND closed_at IS NULL;
CREATE INDEX company_admin_role_account ON company_admin_role (account_id, siren);
CREATE INDEX company_admin_role_giver ON company_admin_role (giver, siren);
CREATE INDEX company_admin_role_parent ON company_admin_role (parent_id);
CREATE INDEX company_admin_role_unresolved ON company_admin_role (offered_at) WHERE resolved = FALSE;

-- Accounts whose habilitations an open role gives: the giver, the giver's giver, and so on.
CREATE TABLE company_admin_source (
    role_id UUID NOT NULL REFERENCES company_admin_role (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, account_id)
);
CREATE INDEX company_admin_source_account ON company_admin_source (account_id);

-- The rattachements that give rights to an account: its own, on every SIREN (only_siren is empty), and those of the people
-- who delegated to it, on one SIREN, without customs. Valid from `since` until `until`.
CREATE VIEW right_link AS
SELECT r.account_id AS account_id, r.id AS rattachement_id, r.co_owner AS co_owner, r.account_id AS holder,
       '' AS only_siren, 0 AS since, 9223372036854775807 AS until
FROM rattachement r
UNION ALL
SELECT a.account_id, r.id, r.co_owner, s.account_id, a.siren, a.starts_at, COALESCE(a.ends_at, 9223372036854775807)
FROM company_admin_role a
JOIN company_admin_source s ON s.role_id = a.id
JOIN rattachement r ON r.account_id = s.account_id
WHERE a.starts_at IS NOT NULL AND a.closed_at IS NULL AND r.co_owner <> 'dgddi';

-- Notices in the portal: offers, answers, ends.
CREATE TABLE company_admin_notice (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role_id UUID NOT NULL REFERENCES company_admin_role (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT NULL
);
CREATE INDEX company_admin_notice_account ON company_admin_notice (account_id, created_at, id);
CREATE INDEX company_admin_notice_role ON company_admin_notice (role_id);
