-- Customs offices, services and agents (mission §6).

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

-- A customs agent who may sign in to the agents' side.
CREATE TABLE agent (
    id UUID NOT NULL PRIMARY KEY,
    -- In lower case.
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    -- Argon2id, with its parameters and salt.
    password_hash TEXT NOT NULL,
    -- Remote access: may work from outside the administration's networks (mission §6).
    remote BOOLEAN NOT NULL,
    -- FALSE: can no longer sign in; sessions are closed.
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT,
    -- Network of the last sign-in. It has its own rate limit: attempts from elsewhere never lock the agent out.
    network TEXT
);

-- A service that an agent works for.
CREATE TABLE agent_service (
    agent UUID NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    service TEXT NOT NULL REFERENCES service (code),
    PRIMARY KEY (agent, service)
);
CREATE INDEX agent_service_by_service ON agent_service (service);

-- Failed sign-ins of an agent. Those of one hour are one row.
CREATE TABLE agent_failed_sign_in (
    agent UUID NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    -- Whole hours since 1970.
    hour BIGINT NOT NULL,
    -- Of the last one.
    happened_at BIGINT NOT NULL,
    place TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (agent, hour)
);
