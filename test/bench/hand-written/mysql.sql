-- What an administrator would write for the migration that is measured: set-based, in one transaction, no more
-- than needed. The statement with {table} and {column} stands for one per foreign key to System.User but those
-- of system$user itself; the benchmark fills in what the catalog says.
--
-- InnoDB checks foreign keys row by row, while owner and changedBy are rows of the same INSERT: it alone runs
-- without. MySQL does not read a temporary table twice in one statement; this is for MariaDB.

START TRANSACTION;

CREATE TEMPORARY TABLE id_map (PRIMARY KEY (old_id)) ENGINE = InnoDB AS
SELECT u.id AS old_id, u.name, u.system$owner AS owner, u.system$changedby AS changedby,
  i.short_id * 281474976710656 + (i.object_sequence + ROW_NUMBER() OVER (ORDER BY u.id) - 1) * 128
    + CAST(FLOOR(RAND() * 128) AS SIGNED) AS new_id
FROM system$user u, mendixsystem$entityidentifier i JOIN mendixsystem$entity e ON e.id = i.id
WHERE u.submetaobjectname = 'Administration.Account' AND e.entity_name = 'SapAuthentication.SapUser';

UPDATE system$user u JOIN id_map m ON m.old_id = u.id SET u.name = NULL, u.system$owner = NULL, u.system$changedby = NULL;

SET foreign_key_checks = 0;

INSERT INTO system$user (id, name, password, lastlogin, blocked, blockedsince, active, failedlogins, webserviceuser,
  isanonymous, createddate, changeddate, submetaobjectname, system$owner, system$changedby)
SELECT m.new_id, m.name, u.password, u.lastlogin, u.blocked, u.blockedsince, u.active, u.failedlogins, u.webserviceuser,
  u.isanonymous, u.createddate, u.changeddate, 'SapAuthentication.SapUser',
  COALESCE(o.new_id, m.owner), COALESCE(c.new_id, m.changedby)
FROM id_map m JOIN system$user u ON u.id = m.old_id
LEFT JOIN id_map o ON o.old_id = m.owner LEFT JOIN id_map c ON c.old_id = m.changedby;

SET foreign_key_checks = 1;

INSERT INTO sapauthentication$sapuser (id, fullname, email, sapid, createdbysync)
SELECT m.new_id, a.fullname, a.email, NULL, TRUE
FROM id_map m JOIN administration$account a ON a.id = m.old_id;

UPDATE system$user u JOIN id_map m ON m.old_id = u.system$owner SET u.system$owner = m.new_id;

UPDATE system$user u JOIN id_map m ON m.old_id = u.system$changedby SET u.system$changedby = m.new_id;

UPDATE {table} r JOIN id_map m ON m.old_id = r.{column} SET r.{column} = m.new_id;

DELETE a FROM administration$account a JOIN id_map m ON m.old_id = a.id;

DELETE u FROM system$user u JOIN id_map m ON m.old_id = u.id;

UPDATE mendixsystem$entityidentifier i JOIN mendixsystem$entity e ON e.id = i.id
SET i.object_sequence = i.object_sequence + (SELECT COUNT(*) FROM id_map)
WHERE e.entity_name = 'SapAuthentication.SapUser';

COMMIT;
