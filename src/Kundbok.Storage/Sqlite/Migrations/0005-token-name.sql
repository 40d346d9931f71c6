-- What a token is called by whoever made it; empty when it has no name.
ALTER TABLE token ADD COLUMN name TEXT NOT NULL DEFAULT '';
