-- Where merchants want to be told of changes. Instants here are milliseconds since 1970. Rows are changed with each delivery: room is
-- left for the next version.
CREATE TABLE webhook (
    merchant bigint NOT NULL REFERENCES merchant (id),
    id text COLLATE "C" NOT NULL,
    url text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    kinds integer NOT NULL, -- a bit for each kind of change; 0: all
    created bigint NOT NULL,
    -- Sealed with a key that is derived from the secret file.
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_until bigint,
    -- The sequence of the merchant's log up to which everything was delivered, or not wanted; and of the attempts at what comes next.
    position bigint NOT NULL,
    failures integer NOT NULL,
    failing_since bigint,
    next_attempt bigint,
    paused_reason text COLLATE "C", -- null: active
    last_delivery bigint NOT NULL DEFAULT 0, -- the highest id that was given to an attempt
    PRIMARY KEY (merchant, id)
) WITH (fillfactor = 50);

-- The newest attempts of each webhook: what became of them, not what was sent.
CREATE TABLE webhook_delivery (
    merchant bigint NOT NULL,
    webhook text COLLATE "C" NOT NULL,
    id bigint NOT NULL,
    sequence bigint, -- null: a test event
    message text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    at bigint NOT NULL,
    duration bigint NOT NULL, -- milliseconds
    status integer,
    failed_reason text COLLATE "C", -- null: delivered
    PRIMARY KEY (merchant, webhook, id),
    FOREIGN KEY (merchant, webhook) REFERENCES webhook (merchant, id) ON DELETE CASCADE
);
