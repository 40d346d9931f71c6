-- Where merchants want to be told of changes. Instants here are milliseconds since 1970.
CREATE TABLE webhook (
    merchant INTEGER NOT NULL REFERENCES merchant (id),
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    kinds INTEGER NOT NULL, -- a bit for each kind of change; 0: all
    created INTEGER NOT NULL,
    -- Sealed with a key that is derived from the secret file.
    secret BLOB NOT NULL,
    previous_secret BLOB,
    previous_until INTEGER,
    -- The sequence of the merchant's log up to which everything was delivered, or not wanted; and of the attempts at what comes next.
    position INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failing_since INTEGER,
    next_attempt INTEGER,
    paused_reason TEXT, -- null: active
    last_delivery INTEGER NOT NULL DEFAULT 0, -- the highest id that was given to an attempt
    PRIMARY KEY (merchant, id)
) STRICT, WITHOUT ROWID;

-- The newest attempts of each webhook: what became of them, not what was sent.
CREATE TABLE webhook_delivery (
    merchant INTEGER NOT NULL,
    webhook TEXT NOT NULL,
    id INTEGER NOT NULL,
    sequence INTEGER, -- null: a test event
    message TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    duration INTEGER NOT NULL, -- milliseconds
    status INTEGER,
    failed_reason TEXT, -- null: delivered
    PRIMARY KEY (merchant, webhook, id),
    FOREIGN KEY (merchant, webhook) REFERENCES webhook (merchant, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
