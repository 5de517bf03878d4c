-- Sign-in through a linked account of a co-owner (mission §3.1, docs/adr/0014).

-- Last time the linked account opened the portal, for its owner to recognise.
ALTER TABLE rattachement ADD COLUMN last_used_at BIGINT;

-- What a co-owner's site hands over for a registration, beside what a provider says.
ALTER TABLE identity_waiting ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_waiting ADD COLUMN company_number TEXT NOT NULL DEFAULT '';

-- A co-owner that the person came from when they opened their account: linking its account is suggested, never done for
-- them.
CREATE TABLE suggested_link (
    account_id UUID NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    suggested_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, co_owner)
);
