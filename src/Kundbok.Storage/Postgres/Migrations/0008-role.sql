-- Whether a user may manage the merchant's users, tokens and accounts with sources. Users that there were could do everything, as those
-- that the version before adds.
ALTER TABLE account ADD COLUMN admin boolean NOT NULL DEFAULT true;
