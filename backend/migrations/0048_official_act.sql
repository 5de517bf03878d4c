-- An answer that is an official act (mission §6): when its author last proved who they are, and the secured network it
-- was written from. Both NULL: an ordinary answer.
ALTER TABLE message ADD COLUMN official_proof_at BIGINT;
ALTER TABLE message ADD COLUMN official_network TEXT;
