-- Head of a service: an agent of it, whom questions concern that pass the delay promised. Without effect once the member is disabled,
-- or no longer an agent of the service.
CREATE TABLE service_head (
    service TEXT NOT NULL PRIMARY KEY REFERENCES service (code),
    member UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE
);
CREATE INDEX service_head_by_member ON service_head (member);

-- Report of the delays of a service.
CREATE INDEX conversation_by_service_and_activity ON conversation (service, activity_at);
