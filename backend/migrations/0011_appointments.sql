-- Appointments (calls by the assistance, mission §1).

-- An appointment of an agenda, deleted 30 days after its end.
CREATE TABLE appointment (
    id UUID NOT NULL PRIMARY KEY,
    -- See backend::appointments::Agenda.
    agenda TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    -- IANA name of the zone, and civil time as promised: a later change of the zone's rules shows as a difference with
    -- starts_at.
    zone TEXT NOT NULL,
    promised_time TEXT NOT NULL,
    -- Number of changes so far.
    sequence INTEGER NOT NULL,
    -- Time of the booking, or of the last change of time.
    changed_at BIGINT NOT NULL,
    -- Hours before the appointment of the last reminder since then; 2147483647 before the first.
    reminded_hours INTEGER NOT NULL,
    cancelled_at BIGINT
);
CREATE INDEX appointment_by_agenda ON appointment (agenda, starts_at);
CREATE INDEX appointment_by_end ON appointment (ends_at);

-- Five minutes of one seat of an agenda, taken by an appointment. The primary key makes double booking impossible.
CREATE TABLE appointment_place (
    agenda TEXT NOT NULL,
    -- Number of five-minute quanta since the epoch.
    quantum BIGINT NOT NULL,
    seat INTEGER NOT NULL,
    appointment_id UUID NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    PRIMARY KEY (agenda, quantum, seat)
);
CREATE INDEX appointment_place_by_appointment ON appointment_place (appointment_id);

-- A phone call by the assistance, at the time that its person has booked.
CREATE TABLE phone_call (
    appointment_id UUID NOT NULL PRIMARY KEY REFERENCES appointment (id) ON DELETE CASCADE,
    -- Of the token in the link that its person gets.
    token_hash BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- The phone while the call is to come, so that a number has one call to come.
    awaited_phone TEXT UNIQUE,
    email TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    -- Outcome that an adviser has recorded, and the adviser's name; NULL before.
    outcome TEXT,
    adviser_name TEXT
);
