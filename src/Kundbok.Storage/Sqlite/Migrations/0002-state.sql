-- One row: which register this is, and what may be done with it: open, read-only (it was copied elsewhere), receiving (it is being
-- copied into from source).
CREATE TABLE register (
    id TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    source TEXT
) STRICT;

INSERT INTO register (id) VALUES (lower(hex(randomblob(16))));

-- The secrets of the secret files that belong to this register; not the secrets themselves.
CREATE TABLE secret (
    id TEXT PRIMARY KEY,
    proof TEXT NOT NULL,
    added INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
