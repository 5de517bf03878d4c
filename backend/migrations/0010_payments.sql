-- Payments of créances by card at Télépaiement CB (004, Paiements; mission §4).

-- A créance that a visitor has shown to know by the reference and the password of its payment notice. The password is not
-- stored. Visible to that session only, and for an hour.
CREATE TABLE payment_notice (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    co_owner TEXT NOT NULL,
    reference TEXT NOT NULL,
    label TEXT NOT NULL,
    -- Masked name of the company that owes it.
    debtor TEXT NOT NULL,
    siret TEXT NOT NULL,
    -- See domain::card_payment::CardKind; NULL for any other kind.
    kind TEXT,
    -- Remaining amount, in cents.
    remaining BIGINT NOT NULL,
    -- AAAA-MM-JJ.
    due TEXT NOT NULL,
    -- Name of the customs service that collects it; empty if unknown.
    recette TEXT NOT NULL,
    shown_at BIGINT NOT NULL
);
CREATE INDEX payment_notice_by_session ON payment_notice (session_id, co_owner, reference);
CREATE INDEX payment_notice_by_date ON payment_notice (shown_at);

-- A payment by card. The portal chooses its identifier, which is also its identifier at the co-owner.
CREATE TABLE card_payment (
    id UUID NOT NULL PRIMARY KEY,
    -- Session of the payer; NULL once it is purged.
    session_id UUID REFERENCES session (id) ON DELETE SET NULL,
    co_owner TEXT NOT NULL,
    reference TEXT NOT NULL,
    label TEXT NOT NULL,
    debtor TEXT NOT NULL,
    siren TEXT NOT NULL,
    siret TEXT NOT NULL,
    recette TEXT NOT NULL,
    -- In cents.
    amount BIGINT NOT NULL,
    -- See domain::card_payment::CardPaymentState.
    state TEXT NOT NULL,
    -- Page of the co-owner where the card is entered; NULL until the co-owner has accepted the payment.
    address TEXT,
    started_at BIGINT NOT NULL,
    -- End of the time to pay, as the co-owner set it.
    expires_at BIGINT NOT NULL,
    -- Last query to the co-owner.
    checked_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- Reference of the payment at the co-owner, once paid.
    payment_reference TEXT
);
-- One running payment per créance: two tabs and two people end at the same one.
CREATE UNIQUE INDEX card_payment_running ON card_payment (co_owner, reference) WHERE state = 'en_cours';
CREATE INDEX card_payment_by_session ON card_payment (session_id);
CREATE INDEX card_payment_by_company ON card_payment (siren, started_at, id);
CREATE INDEX card_payment_by_date ON card_payment (started_at);

-- The receipt of a payment that the co-owner has confirmed.
CREATE TABLE payment_receipt (
    payment UUID NOT NULL PRIMARY KEY REFERENCES card_payment (id) ON DELETE CASCADE,
    -- JSON object, to the byte as the transparency log recorded it.
    content TEXT NOT NULL,
    entry BIGINT NOT NULL UNIQUE REFERENCES log_entry (number)
);
