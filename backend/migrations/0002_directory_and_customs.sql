-- Customs offices, services and staff (mission §6).

-- A customs office of the official European list. Updated by `offices import`.
CREATE TABLE customs_office (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- Role codes of the list (EXP, ENT, TRA …), separated by spaces.
    roles TEXT NOT NULL,
    imported_at BIGINT NOT NULL
);

-- A service that answers questions: a PAE or a recette, with or without a customs office.
CREATE TABLE service (
    code TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('pae', 'recette')),
    name TEXT NOT NULL,
    -- Postal address, on one line; mail address; telephone number, as domain::phone stores it. On every receipt.
    address TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    office TEXT REFERENCES customs_office (code),
    created_at BIGINT NOT NULL
);
CREATE INDEX service_by_kind ON service (kind, name);

-- What a service undertakes about the delay of its answers, and its working hours. No row: it has stated nothing.
CREATE TABLE service_delay (
    service TEXT NOT NULL PRIMARY KEY REFERENCES service (code),
    -- Commitment; NULL: none.
    working_days INTEGER,
    -- See domain::answer_delay::WorkingHours.
    hours JSONB NOT NULL
);

-- A member of the staff: agent, hotline adviser, editor or administrator.
CREATE TABLE staff (
    id UUID NOT NULL PRIMARY KEY,
    -- In lower case.
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    -- Argon2id, with its parameters and salt. NULL until the person has chosen a password with the link of the invitation.
    password_hash TEXT,
    -- Remote access: may work from outside the administration's networks (mission §6).
    remote BOOLEAN NOT NULL,
    -- FALSE: can no longer sign in; sessions are closed.
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    -- Network of the last sign-in. It has its own rate limit: attempts from elsewhere never lock the person out.
    network TEXT
);

-- A role of a member of the staff.
CREATE TABLE staff_role (
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    -- See domain::rights::StaffRole.
    role TEXT NOT NULL,
    PRIMARY KEY (member, role)
);

-- A service that an agent answers for.
CREATE TABLE staff_service (
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    service TEXT NOT NULL REFERENCES service (code),
    PRIMARY KEY (member, service)
);
CREATE INDEX staff_service_by_service ON staff_service (service);

-- Failed sign-ins of a member of the staff. Those of one hour are one row.
CREATE TABLE staff_failed_sign_in (
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    -- Whole hours since 1970.
    hour BIGINT NOT NULL,
    -- Of the last one.
    happened_at BIGINT NOT NULL,
    place TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (member, hour)
);

-- A link with which a member of the staff chooses a password. A new one replaces it. Used once: the statement that deletes
-- the row decides.
CREATE TABLE staff_invitation (
    member UUID NOT NULL PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

-- An act of administration. Never changed, deleted after three years.
CREATE TABLE staff_act (
    id UUID NOT NULL PRIMARY KEY,
    happened_at BIGINT NOT NULL,
    -- Member of the staff; NULL for the server's command line.
    author UUID,
    author_name TEXT NOT NULL,
    -- Network of the author: an IPv4 address or an IPv6 /64; empty for the command line.
    network TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Identifiant of the member, code of the service, or reference of the shared view.
    subject TEXT NOT NULL,
    -- Fields before and after, without secrets.
    changes JSONB NOT NULL,
    -- Author and subject, folded (domain::search).
    search TEXT NOT NULL
);
CREATE INDEX staff_act_by_date ON staff_act (happened_at, id);
