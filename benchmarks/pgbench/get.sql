\set id random(1, :customers)
SELECT version, document FROM customer WHERE merchant = 1 AND id = :id;
