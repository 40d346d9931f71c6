-- A create as the program makes it when it makes one at a time: its statements, in as many exchanges.
\set street random(1, 400)
\startpipeline
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
LOCK TABLE register IN ROW SHARE MODE;
SELECT state FROM register;
\endpipeline
SELECT highest_number + 1 AS number, last_change + 1 AS change FROM merchant WHERE id = 1 FOR NO KEY UPDATE \gset
SELECT nextval('customer_id') AS id FROM generate_series(1, 1) \gset
\startpipeline
INSERT INTO customer (merchant, id, created, traits, number, number_key, name_key, email, company_number, document, version)
  VALUES (1, :id, 1764075600000, 4, :number::bigint::text, lpad(:number::bigint::text, 12, '0'), 'akerstrom cykel ' || :id::bigint || ' ab', 'faktura' || :id::bigint || '@example.com', '5560160680', decode(:document, 'hex'), :change);
INSERT INTO customer_text (merchant, id, texts, bare)
  VALUES (1, :id, 'akerstrom cykel ' || :id::bigint || ' ab' || chr(31) || :number::bigint || chr(31) || '556016-0680' || chr(30) || 'storgatan ' || :street::bigint || chr(31) || '114 18' || chr(31) || 'stockholm', '5560160680' || chr(30) || '11418')
  ON CONFLICT (merchant, id) DO UPDATE SET texts = EXCLUDED.texts, bare = EXCLUDED.bare;
UPDATE merchant SET highest_number = :number, last_change = :change WHERE id = 1;
INSERT INTO customer_tally (merchant, traits, customers) VALUES (1, 4, 1)
  ON CONFLICT (merchant, traits) DO UPDATE SET customers = customer_tally.customers + EXCLUDED.customers;
INSERT INTO change (merchant, sequence, customer, kind, at, actor, operation, document)
  VALUES (1, :change, :id, 1, 1764075600000, 'token pgbench', :change, decode(:document, 'hex'));
COMMIT;
\endpipeline
