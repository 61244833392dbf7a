-- What an administrator would write for the migration that is measured: set-based, in one transaction, no more
-- than needed. The statement with {table} and {column} stands for one per foreign key to System.User but those
-- of system$user itself; the benchmark fills in what the catalog says.

BEGIN;

CREATE TEMPORARY TABLE id_map ON COMMIT DROP AS
SELECT u.id AS old_id, u.name,
  (CAST(i.short_id AS bigint) << 48)
    | ((i.object_sequence + row_number() OVER (ORDER BY u.id) - 1) << 7)
    | CAST(floor(random() * 128) AS bigint) AS new_id
FROM system$user u, mendixsystem$entityidentifier i JOIN mendixsystem$entity e ON e.id = i.id
WHERE u.submetaobjectname = 'Administration.Account' AND e.entity_name = 'SapAuthentication.SapUser';

ALTER TABLE id_map ADD PRIMARY KEY (old_id);

ANALYZE id_map;

UPDATE system$user u SET name = NULL FROM id_map m WHERE m.old_id = u.id;

INSERT INTO system$user (id, name, password, lastlogin, blocked, blockedsince, active, failedlogins, webserviceuser,
  isanonymous, createddate, changeddate, submetaobjectname, system$owner, system$changedby)
SELECT m.new_id, m.name, u.password, u.lastlogin, u.blocked, u.blockedsince, u.active, u.failedlogins, u.webserviceuser,
  u.isanonymous, u.createddate, u.changeddate, 'SapAuthentication.SapUser',
  COALESCE(o.new_id, u.system$owner), COALESCE(c.new_id, u.system$changedby)
FROM id_map m JOIN system$user u ON u.id = m.old_id
LEFT JOIN id_map o ON o.old_id = u.system$owner LEFT JOIN id_map c ON c.old_id = u.system$changedby;

INSERT INTO sapauthentication$sapuser (id, fullname, email, sapid, createdbysync)
SELECT m.new_id, a.fullname, a.email, NULL, TRUE
FROM id_map m JOIN administration$account a ON a.id = m.old_id;

UPDATE system$user u SET system$owner = m.new_id FROM id_map m
WHERE m.old_id = u.system$owner AND NOT EXISTS (SELECT FROM id_map moved WHERE moved.old_id = u.id);

UPDATE system$user u SET system$changedby = m.new_id FROM id_map m
WHERE m.old_id = u.system$changedby AND NOT EXISTS (SELECT FROM id_map moved WHERE moved.old_id = u.id);

UPDATE {table} r SET {column} = m.new_id FROM id_map m WHERE m.old_id = r.{column};

DELETE FROM administration$account a USING id_map m WHERE m.old_id = a.id;

DELETE FROM system$user u USING id_map m WHERE m.old_id = u.id;

UPDATE mendixsystem$entityidentifier i SET object_sequence = object_sequence + (SELECT COUNT(*) FROM id_map)
FROM mendixsystem$entity e WHERE e.id = i.id AND e.entity_name = 'SapAuthentication.SapUser';

COMMIT;
