-- The log: one row for each change to a customer, in the order in which they were committed, written with the change.

-- The key is the merchant in the high bits and the sequence, which counts the merchant's changes from 1, in the low forty.
CREATE TABLE change (
    key INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- 0 existing, 1 created, 2 updated, 3 removed, 4 restored, 5 reverted, 6 erased
    at INTEGER NOT NULL, -- milliseconds since 1970
    actor TEXT NOT NULL, -- user, token or program, and its name
    operation INTEGER NOT NULL, -- the sequence of the first change that was made together with this one
    document BLOB -- after the change; null when the customer is gone
) STRICT;

-- The sequence of the last change; and up to which of them only the last of each customer is kept.
ALTER TABLE merchant ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE merchant ADD COLUMN purged_change INTEGER NOT NULL DEFAULT 0;

-- The sequence of the customer's last change.
ALTER TABLE customer ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- Customers from before the log have one row, that says so.
INSERT INTO change (key, customer, kind, at, actor, operation, document)
SELECT
    (merchant << 40) | row_number() OVER one_merchant,
    key & 1099511627775,
    0,
    CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
    'program migration',
    row_number() OVER one_merchant,
    document
FROM customer
WINDOW one_merchant AS (PARTITION BY merchant ORDER BY key)
ORDER BY key;

CREATE INDEX change_by_customer ON change (customer, key);

UPDATE customer SET version = (SELECT change.key & 1099511627775 FROM change WHERE change.customer = customer.key & 1099511627775);
UPDATE merchant SET last_change = (SELECT count(*) FROM customer WHERE customer.merchant = merchant.id);

-- What was answered to a request with a key, for as long as the request may be repeated: hashes, and where in the log the answer is.
CREATE TABLE kept_answer (
    merchant INTEGER NOT NULL,
    key BLOB NOT NULL,
    request BLOB NOT NULL,
    at INTEGER NOT NULL,
    outcome INTEGER NOT NULL, -- 1 stored, 2 removed, 3 undone, 4 erased
    change INTEGER, -- its sequence
    customers INTEGER NOT NULL, -- how many it was about
    PRIMARY KEY (merchant, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_answer_at ON kept_answer (at);

-- Tells this log from one that is restored and goes on otherwise.
ALTER TABLE register ADD COLUMN epoch TEXT NOT NULL DEFAULT '';
UPDATE register SET epoch = lower(hex(randomblob(4)));

-- A program from before the log would make changes that the log misses: what it does not know, it takes for read-only.
UPDATE register SET state = 'logged' WHERE state = 'open';
