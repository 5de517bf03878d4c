-- Head of a service: an agent of it, whom questions concern that pass the delay promised. Without effect once the member is disabled,
-- or no longer an agent of the service.
CREATE TABLE service_head (
    service TEXT NOT NULL PRIMARY KEY REFERENCES service (code),
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE
);
CREATE INDEX service_head_by_member ON service_head (member);

-- Report of the delays of a service: all columns that the selection of the steps reads.
CREATE INDEX conversation_by_service_and_activity ON conversation (service, activity_at, asked_at, id);

-- Mails that an agent chose. No row: those about their own questions, without digest.
CREATE TABLE agent_mail_choice (
    member UUID NOT NULL PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    -- Mails at once about the questions of the agent.
    instant BOOLEAN NOT NULL,
    -- Hour of the digest, of the clocks of each service; NULL: no digest.
    digest_hour INTEGER
);

-- A digest of the new questions of a service, mailed or found empty. The primary key makes one a day.
CREATE TABLE agent_digest (
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    service TEXT NOT NULL REFERENCES service (code),
    -- Day of the service: AAAA-MM-JJ.
    day TEXT NOT NULL,
    mailed_at BIGINT NOT NULL,
    PRIMARY KEY (member, service, day)
);
