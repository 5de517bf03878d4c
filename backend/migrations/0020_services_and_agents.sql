-- Customs offices of the official European list. Updated by `offices import`.
CREATE TABLE customs_office (
    code        TEXT   PRIMARY KEY NOT NULL,
    name        TEXT   NOT NULL,
    phone       TEXT   NOT NULL,
    -- Role codes of the list (EXP, ENT, TRA…), separated by spaces.
    roles       TEXT   NOT NULL,
    imported_at BIGINT NOT NULL
);

-- Services that answer questions: PAE and recettes, with or without a customs office.
CREATE TABLE service (
    code       TEXT   PRIMARY KEY NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('pae', 'recette')),
    name       TEXT   NOT NULL,
    office     TEXT   NULL REFERENCES customs_office (code),
    created_at BIGINT NOT NULL
);
CREATE INDEX service_by_kind ON service (kind, name);

CREATE TABLE agent (
    id            UUID    PRIMARY KEY NOT NULL,
    login         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    mail          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    -- Remote access: may work from outside the administration's networks (mission §6).
    remote        BOOLEAN NOT NULL,
    -- FALSE: can no longer sign in; sessions are closed.
    enabled       BOOLEAN NOT NULL,
    created_at    BIGINT  NOT NULL,
    signed_in_at  BIGINT  NULL,
    -- Network of the last sign-in. It has its own rate limit: attempts from elsewhere never lock the agent out.
    network       TEXT    NULL
);

CREATE TABLE agent_service (
    agent   UUID NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    service TEXT NOT NULL REFERENCES service (code),
    PRIMARY KEY (agent, service)
);
CREATE INDEX agent_service_by_service ON agent_service (service);
