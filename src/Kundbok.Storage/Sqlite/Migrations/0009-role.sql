-- Whether a user may manage the merchant's users, tokens and accounts with sources. Users that there were could do everything.
ALTER TABLE user ADD COLUMN admin INTEGER NOT NULL DEFAULT 1;
