-- The log: one row for each change to a customer, in the order in which they were committed, written with the change.

-- A node from before the log would make changes that the log misses: what it does not know, it takes for read-only. The lock waits for
-- every write that has begun.
LOCK TABLE register IN EXCLUSIVE MODE;
UPDATE register SET state = 'logged' WHERE state = 'open';

-- Tells this log from one that is restored and goes on otherwise.
ALTER TABLE register ADD COLUMN epoch text COLLATE "C" NOT NULL DEFAULT '';
UPDATE register SET epoch = substr(md5(gen_random_uuid()::text), 1, 8);

CREATE TABLE change (
    merchant bigint NOT NULL,
    sequence bigint NOT NULL, -- counts the merchant's changes, from 1
    customer bigint NOT NULL,
    at bigint NOT NULL, -- milliseconds since 1970
    operation bigint NOT NULL, -- the sequence of the first change that was made together with this one
    kind smallint NOT NULL, -- 0 existing, 1 created, 2 updated, 3 removed, 4 restored, 5 reverted, 6 erased
    actor text COLLATE "C" NOT NULL, -- user, token or program, and its name
    document bytea, -- after the change; null when the customer is gone
    PRIMARY KEY (merchant, sequence)
);

-- The sequence of the last change; and up to which of them only the last of each customer is kept.
ALTER TABLE merchant ADD COLUMN last_change bigint NOT NULL DEFAULT 0;
ALTER TABLE merchant ADD COLUMN purged_change bigint NOT NULL DEFAULT 0;

-- The sequence of the customer's last change.
ALTER TABLE customer ADD COLUMN version bigint NOT NULL DEFAULT 0;

CREATE INDEX change_by_customer ON change (merchant, customer, sequence);

-- What was answered to a request with a key, for as long as the request may be repeated: hashes, and where in the log the answer is.
CREATE TABLE kept_answer (
    merchant bigint NOT NULL,
    key bytea NOT NULL,
    request bytea NOT NULL,
    at bigint NOT NULL,
    outcome smallint NOT NULL, -- 1 stored, 2 removed, 3 undone, 4 erased
    change bigint, -- its sequence
    customers integer NOT NULL, -- how many it was about
    PRIMARY KEY (merchant, key)
);

CREATE INDEX kept_answer_at ON kept_answer (at);
