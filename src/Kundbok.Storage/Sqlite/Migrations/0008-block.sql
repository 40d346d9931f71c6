-- How many customers there are with keys that differ in the low ten bits alone, so that a page that begins far behind the first customer
-- is found by counting blocks and not customers. Kept by triggers: whatever writes customers cannot forget it.
CREATE TABLE customer_block (
    block INTEGER PRIMARY KEY, -- the key >> 10
    customers INTEGER NOT NULL
) STRICT;

INSERT INTO customer_block (block, customers)
SELECT key >> 10, count(*)
FROM customer INDEXED BY customer_by_id
GROUP BY 1;

CREATE TRIGGER customer_block_more AFTER INSERT ON customer
BEGIN
    INSERT INTO customer_block (block, customers)
    VALUES (new.key >> 10, 1)
    ON CONFLICT (block) DO UPDATE SET customers = customers + 1;
END;

CREATE TRIGGER customer_block_fewer AFTER DELETE ON customer
BEGIN
    UPDATE customer_block SET customers = customers - 1 WHERE block = old.key >> 10;
    DELETE FROM customer_block WHERE block = old.key >> 10 AND customers = 0;
END;
