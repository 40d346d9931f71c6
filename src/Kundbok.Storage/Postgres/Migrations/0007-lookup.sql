-- Merchants' accounts with sources that know who a number belongs to.
CREATE TABLE lookup_account (
    merchant bigint NOT NULL REFERENCES merchant (id),
    source text COLLATE "C" NOT NULL,
    settings bytea NOT NULL, -- sealed with a key that is derived from the secret file
    PRIMARY KEY (merchant, source)
);

-- Who asked whom a number belongs to. Stays when a merchant goes, and has no number.
CREATE TABLE lookup_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant bigint NOT NULL,
    at bigint NOT NULL, -- milliseconds since 1970
    actor text COLLATE "C" NOT NULL,
    source text COLLATE "C", -- null: nobody had it
    outcome text COLLATE "C" NOT NULL,
    number bytea NOT NULL -- an HMAC of it
);

CREATE INDEX lookup_audit_by_merchant ON lookup_audit (merchant, id);
CREATE INDEX lookup_audit_by_age ON lookup_audit (at);

-- How often a source was asked in the newest window of time. One row a source, changed with each request: room is left for the next version.
CREATE TABLE lookup_turn (
    source text COLLATE "C" NOT NULL PRIMARY KEY,
    period bigint NOT NULL,
    taken integer NOT NULL
) WITH (fillfactor = 50);
