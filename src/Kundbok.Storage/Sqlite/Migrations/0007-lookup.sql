-- Merchants' accounts with sources that know who a number belongs to.
CREATE TABLE lookup_account (
    merchant INTEGER NOT NULL REFERENCES merchant (id),
    source TEXT NOT NULL,
    settings BLOB NOT NULL, -- sealed with a key that is derived from the secret file
    PRIMARY KEY (merchant, source)
) STRICT, WITHOUT ROWID;

-- Who asked whom a number belongs to. Stays when a merchant goes, and has no number.
CREATE TABLE lookup_audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    merchant INTEGER NOT NULL,
    at INTEGER NOT NULL, -- milliseconds since 1970
    actor TEXT NOT NULL,
    source TEXT, -- null: nobody had it
    outcome TEXT NOT NULL,
    number BLOB NOT NULL -- an HMAC of it
) STRICT;

CREATE INDEX lookup_audit_by_merchant ON lookup_audit (merchant, id);
CREATE INDEX lookup_audit_by_age ON lookup_audit (at);

-- How often a source was asked in the newest window of time.
CREATE TABLE lookup_turn (
    source TEXT NOT NULL PRIMARY KEY,
    period INTEGER NOT NULL,
    taken INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
