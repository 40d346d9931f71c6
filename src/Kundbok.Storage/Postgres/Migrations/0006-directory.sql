-- Every Swedish organisation, as the registries' files were last loaded; the same for all merchants. A load changes the rows that
-- differ, in one transaction.
CREATE TABLE organisation (
    number bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    street text COLLATE "C" NOT NULL,
    care_of text COLLATE "C" NOT NULL,
    postal_code text COLLATE "C" NOT NULL,
    city text COLLATE "C" NOT NULL,
    country_code text COLLATE "C" NOT NULL,
    legal_form text COLLATE "C" NOT NULL,
    status smallint NOT NULL, -- 0 active, 1 other procedure, 2 restructuring, 3 liquidation, 4 bankruptcy
    no_advertising boolean NOT NULL,
    registry smallint NOT NULL -- 0 none, 1 SCB, 2 Bolagsverket
);

-- One row once something is loaded. Loaded is seconds since 1970; sources is JSON.
CREATE TABLE organisation_directory (
    loaded bigint NOT NULL,
    organisations bigint NOT NULL,
    sources text COLLATE "C" NOT NULL
);
