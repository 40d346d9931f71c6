-- The same rows into the same indexes, without what makes a merchant's creates follow each other: no lock, no count, and the number and
-- the place in the log from the sequence.
\set street random(1, 400)
SELECT nextval('customer_id') AS id \gset
\startpipeline
BEGIN;
INSERT INTO customer (merchant, id, created, traits, number, number_key, name_key, email, company_number, document, version)
  VALUES (1, :id, 1764075600000, 4, 'p' || :id::bigint, 'p' || :id::bigint, 'akerstrom cykel ' || :id::bigint || ' ab', 'faktura' || :id::bigint || '@example.com', '5560160680', decode(:document, 'hex'), 1000000000 + :id::bigint);
INSERT INTO customer_text (merchant, id, texts, bare)
  VALUES (1, :id, 'akerstrom cykel ' || :id::bigint || ' ab' || chr(31) || 'p' || :id::bigint || chr(31) || '556016-0680' || chr(30) || 'storgatan ' || :street::bigint || chr(31) || '114 18' || chr(31) || 'stockholm', '5560160680' || chr(30) || '11418');
INSERT INTO change (merchant, sequence, customer, kind, at, actor, operation, document)
  VALUES (1, 1000000000 + :id::bigint, :id, 1, 1764075600000, 'token pgbench', 1000000000 + :id::bigint, decode(:document, 'hex'));
COMMIT;
\endpipeline
