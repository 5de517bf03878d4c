-- Appointments of operators with customs services (mission §6).

-- Agenda of a service that offers appointments, or has.
CREATE TABLE service_agenda (
    service TEXT NOT NULL PRIMARY KEY REFERENCES service (code),
    -- See domain::territory::Territory.
    territory TEXT NOT NULL
);

-- A weekly opening range of a service.
CREATE TABLE service_opening (
    id UUID NOT NULL PRIMARY KEY,
    service TEXT NOT NULL REFERENCES service_agenda (service),
    -- From 1 for Monday to 7 for Sunday.
    weekday INTEGER NOT NULL,
    -- Civil times of the service: « 09:00:00 ».
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    -- First day, and last day if there is one: « 2026-12-01 ».
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    every_weeks INTEGER NOT NULL
);
CREATE INDEX service_opening_by_service ON service_opening (service);

-- Days on which a service is closed.
CREATE TABLE service_closing (
    id UUID NOT NULL PRIMARY KEY,
    service TEXT NOT NULL REFERENCES service_agenda (service),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
);
CREATE INDEX service_closing_by_service ON service_closing (service);

-- A kind of appointment with a service. Never deleted: it may be withdrawn from the offer.
CREATE TABLE appointment_kind (
    id UUID NOT NULL PRIMARY KEY,
    service TEXT NOT NULL REFERENCES service_agenda (service),
    label TEXT NOT NULL,
    -- See domain::appointments::Channel.
    channel TEXT NOT NULL,
    -- Address of the office or of the video conference; empty for the telephone.
    location TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    buffer_minutes INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    notice_hours INTEGER NOT NULL,
    window_days INTEGER NOT NULL,
    weekly_max INTEGER NOT NULL,
    offered BOOLEAN NOT NULL
);
CREATE INDEX appointment_kind_by_service ON appointment_kind (service);

-- An appointment of an operator with a service. Its time is in `appointment`, whose places have the agenda
-- « service:CODE ».
CREATE TABLE customs_appointment (
    appointment_id UUID NOT NULL PRIMARY KEY REFERENCES appointment (id) ON DELETE CASCADE,
    kind UUID NOT NULL REFERENCES appointment_kind (id),
    service TEXT NOT NULL REFERENCES service (code),
    -- As promised when it was booked.
    label TEXT NOT NULL,
    channel TEXT NOT NULL,
    location TEXT NOT NULL,
    siren TEXT NOT NULL,
    company TEXT NOT NULL,
    -- Person with whom it is; NULL once the account is deleted.
    account UUID,
    person TEXT NOT NULL,
    -- Number to call; empty unless the appointment is by telephone.
    phone TEXT NOT NULL,
    subject TEXT NOT NULL,
    question UUID REFERENCES conversation (id) ON DELETE SET NULL,
    -- The question is confidential.
    confidential BOOLEAN NOT NULL,
    -- Agent who booked it for the person; empty if the person did.
    booked_by TEXT NOT NULL,
    -- Outcome recorded by an agent, and the agent's name; NULL before.
    outcome TEXT,
    outcome_by TEXT,
    -- Reason of the service for the cancellation.
    cancellation_reason TEXT
);
CREATE INDEX customs_appointment_by_company ON customs_appointment (siren);
CREATE INDEX customs_appointment_by_service ON customs_appointment (service);
CREATE INDEX customs_appointment_by_account ON customs_appointment (account);
CREATE INDEX customs_appointment_by_question ON customs_appointment (question);

-- One of the appointments of a kind that a company may have in a week. The primary key makes it impossible to book more.
CREATE TABLE appointment_share (
    kind UUID NOT NULL REFERENCES appointment_kind (id),
    siren TEXT NOT NULL,
    -- Monday of the week in the zone of the service.
    week TEXT NOT NULL,
    number INTEGER NOT NULL,
    appointment_id UUID NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, siren, week, number)
);
CREATE INDEX appointment_share_by_appointment ON appointment_share (appointment_id);
