-- Sign-in through a linked account of a co-owner (mission §3.1, docs/adr/0014).

-- Last sign-in with the linked account, shown to its owner.
ALTER TABLE rattachement ADD COLUMN last_used_at BIGINT;

-- Data that only a co-owner's handover of a registration contains.
ALTER TABLE pending_identity ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE pending_identity ADD COLUMN company_number TEXT NOT NULL DEFAULT '';

-- Co-owner from whose site the person registered: linking its account is suggested, never done automatically.
CREATE TABLE suggested_link (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    suggested_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, co_owner)
);
