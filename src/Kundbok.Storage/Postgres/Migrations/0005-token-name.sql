-- What a token is called by whoever made it; empty when it has no name, as those that the version before makes.
ALTER TABLE token ADD COLUMN name text COLLATE "C" NOT NULL DEFAULT '';
