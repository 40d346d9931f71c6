-- Merchants, users, tokens.

CREATE TABLE merchant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    -- The highest customer number of 1 to 9 digits given or seen; null before the first.
    highest_number INTEGER,
    -- Every number from 1 to below this one is taken; looked at only once highest_number is 999999999.
    lowest_free_number INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE user (
    user_name TEXT PRIMARY KEY COLLATE NOCASE,
    merchant INTEGER NOT NULL REFERENCES merchant (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Instants here are whole seconds since 1970.
CREATE TABLE token (
    id TEXT PRIMARY KEY,
    merchant INTEGER NOT NULL REFERENCES merchant (id),
    user_name TEXT COLLATE NOCASE,
    scopes TEXT NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX token_expires ON token (expires);

CREATE TABLE failed_login (
    user_name TEXT PRIMARY KEY COLLATE NOCASE,
    failures INTEGER NOT NULL,
    last INTEGER NOT NULL,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX failed_login_last ON failed_login (last);

-- Customers.

-- One row: ids are given from here, over all merchants, and so never again.
CREATE TABLE customer_id (
    last INTEGER NOT NULL
) STRICT;

INSERT INTO customer_id (last) VALUES (0);

-- The key is the merchant in the high bits and the id in the low forty: a merchant's customers lie together, in the order of
-- their ids, and one merchant's search is a range of keys. All but key, merchant, created and document can be made again
-- from the document.
CREATE TABLE customer (
    key INTEGER PRIMARY KEY,
    merchant INTEGER NOT NULL REFERENCES merchant (id),
    created INTEGER NOT NULL, -- milliseconds since 1970
    traits INTEGER NOT NULL, -- kind * 4 + takes e-invoices * 2 + has reverse tax
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    name_key TEXT NOT NULL,
    email TEXT NOT NULL,
    company_number TEXT NOT NULL, -- without separators and century
    document BLOB NOT NULL
) STRICT;

-- Narrow, in the order of ids: what lists and counts read through, instead of the documents.
CREATE INDEX customer_by_id ON customer (merchant, key, traits, created);
CREATE UNIQUE INDEX customer_number ON customer (merchant, number);
CREATE INDEX customer_by_number ON customer (merchant, number_key);
CREATE INDEX customer_by_name ON customer (merchant, name_key);
CREATE INDEX customer_by_created ON customer (merchant, created);
CREATE INDEX customer_by_traits ON customer (merchant, traits);
CREATE INDEX customer_by_email ON customer (merchant, email) WHERE email <> '';
CREATE INDEX customer_by_company_number ON customer (merchant, company_number) WHERE company_number <> '';

-- How many customers of each combination of traits a merchant has.
CREATE TABLE customer_tally (
    merchant INTEGER NOT NULL,
    traits INTEGER NOT NULL,
    customers INTEGER NOT NULL,
    PRIMARY KEY (merchant, traits)
) STRICT, WITHOUT ROWID;

-- What is searched, folded; a narrow table, since terms of one and two characters are looked for by reading it through.
-- The bare columns hold the text without spaces and hyphens where it has any, else nothing.
CREATE TABLE customer_text (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    company_number TEXT NOT NULL,
    postal_code_bare TEXT NOT NULL,
    company_number_bare TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE customer_search USING fts5 (
    name,
    number,
    address,
    postal_code,
    city,
    company_number,
    postal_code_bare,
    company_number_bare,
    content = 'customer_text',
    content_rowid = 'key',
    tokenize = 'trigram case_sensitive 1'
);

-- Text that is removed leaves the index at once, not at some later merge.
INSERT INTO customer_search (customer_search, rank) VALUES ('secure-delete', 1);
