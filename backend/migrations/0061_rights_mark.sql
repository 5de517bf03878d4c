-- How often the rights of an account changed: what an open page compares with what it shows (mission §3.3). A count, not a
-- date: two changes are never taken for one.
ALTER TABLE account ADD COLUMN rights_mark BIGINT NOT NULL DEFAULT 0;
