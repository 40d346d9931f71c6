-- Customers from before the log have one row, that says so. A step of its own: tables that were altered cannot be read before their
-- transaction has ended.
INSERT INTO change (merchant, sequence, customer, at, operation, kind, actor, document)
SELECT
    merchant,
    row_number() OVER one_merchant,
    id,
    (extract(epoch FROM now()) * 1000)::bigint,
    row_number() OVER one_merchant,
    0,
    'program migration',
    document
FROM customer
WINDOW one_merchant AS (PARTITION BY merchant ORDER BY id);

UPDATE customer AS c SET version = g.sequence FROM change AS g WHERE g.merchant = c.merchant AND g.customer = c.id;
UPDATE merchant AS m SET last_change = (SELECT count(*) FROM customer AS c WHERE c.merchant = m.id);
