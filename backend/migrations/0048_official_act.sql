-- Official acts (mission §6): last authentication of the agent, and the secured network of their workstation. Both NULL
-- for any other message.
ALTER TABLE message ADD COLUMN official_authenticated_at BIGINT;
ALTER TABLE message ADD COLUMN official_network TEXT;
