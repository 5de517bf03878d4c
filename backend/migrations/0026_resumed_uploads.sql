-- An upload that the browser forgot, because its page was reloaded, continues when the same file is chosen again.

-- Last modification of the file in milliseconds since 1970, as the browser announces it; NULL if it does not.
ALTER TABLE upload ADD COLUMN modified BIGINT;
