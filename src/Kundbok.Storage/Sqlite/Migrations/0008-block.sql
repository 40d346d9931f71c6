-- How many customers there are with keys that differ in the low ten bits alone, so that a page that begins far behind the first customer
-- is found by counting blocks and not customers.
CREATE TABLE customer_block (
    block INTEGER PRIMARY KEY, -- the key >> 10
    customers INTEGER NOT NULL
) STRICT;

INSERT INTO customer_block (block, customers)
SELECT key >> 10, count(*)
FROM customer INDEXED BY customer_by_id
GROUP BY 1;
