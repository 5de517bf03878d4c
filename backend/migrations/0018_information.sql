-- Mailing list Infos Douane (mission §2.1; docs/adr/0049).

-- A letter, written by editors.
CREATE TABLE letter (
    id UUID NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    -- See domain::rich_text.
    body TEXT NOT NULL,
    -- brouillon, envoi, envoyee, arretee
    state TEXT NOT NULL,
    -- Number of changes: an editor does not overwrite what another has written meanwhile.
    revision BIGINT NOT NULL,
    -- Last editor.
    author_name TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Start of the sending; NULL for a draft.
    begun_at BIGINT
);
CREATE INDEX letter_by_state ON letter (state, begun_at);

-- The address of a visitor. Deleted at the end of the subscription, and after two days if it is not confirmed.
CREATE TABLE letter_subscription (
    id UUID NOT NULL PRIMARY KEY,
    -- In lower case.
    email TEXT NOT NULL UNIQUE,
    -- Link that confirms the address, used once.
    confirmation_hash BYTEA UNIQUE,
    requested_at BIGINT NOT NULL,
    confirmed_at BIGINT
);

-- A letter for one subscriber. Deleted 13 months after the letter.
CREATE TABLE letter_delivery (
    letter UUID NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    -- Identifier of the account, or of the subscription of a visitor.
    subscriber UUID NOT NULL,
    account_id UUID REFERENCES account (id) ON DELETE CASCADE,
    -- Link in the mail that ends the subscription.
    unsubscription_hash BYTEA UNIQUE,
    -- Mail of the outbox; NULL until it is queued.
    mail UUID,
    -- remis, refuse, echec; NULL before.
    outcome TEXT,
    PRIMARY KEY (letter, subscriber)
);
CREATE INDEX letter_delivery_to_queue ON letter_delivery (letter, subscriber) WHERE mail IS NULL;
CREATE INDEX letter_delivery_awaited ON letter_delivery (mail) WHERE mail IS NOT NULL AND outcome IS NULL;
CREATE INDEX letter_delivery_by_account ON letter_delivery (account_id);
