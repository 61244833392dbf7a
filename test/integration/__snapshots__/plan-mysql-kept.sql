-- User Migration: the statements that would run, in one transaction.
-- Plan 1e6c7851b4a99a98a486f75254955693b064f4c80fc264512fc54bb3dbd44f4f
-- Move 2: CompanyA.CompanyA_Account -> SapAuthentication.SapUser, 0 users, old users are kept
-- Move 3: CompanyB.CompanyB_Account -> SapAuthentication.SapUser, 0 users, old users are kept
-- Move 1: Administration.Account -> SapAuthentication.SapUser, 0 users, old users are kept
-- Users of a specialization are moved before those of its generalization: CompanyA.CompanyA_Account is moved before Administration.Account, which it specializes; CompanyB.CompanyB_Account is moved before Administration.Account, which it specializes.

-- Before the transaction: the journal.
CREATE TABLE `user_migration$moved_user_000000000000` (
  `step` int NOT NULL,
  `ordinal` bigint NOT NULL,
  `old_id` bigint NOT NULL,
  `new_id` bigint NOT NULL,
  `old_name` longtext,
  `new_name` longtext,
  PRIMARY KEY (`old_id`),
  UNIQUE KEY (`new_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$link_000000000000` (
  `place` int NOT NULL,
  `parent_id` bigint NOT NULL,
  `child_id` bigint NOT NULL,
  PRIMARY KEY (`place`, `parent_id`, `child_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$dangling_000000000000` (
  `place` int NOT NULL,
  `parent_id` bigint NOT NULL,
  `child_id` bigint NOT NULL,
  PRIMARY KEY (`place`, `parent_id`, `child_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$object_version_000000000000` (
  `object_table` int NOT NULL,
  `object_id` bigint NOT NULL,
  `version_before` bigint,
  PRIMARY KEY (`object_table`, `object_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$undo_link_000000000000` (
  `place` int NOT NULL,
  `parent_id` bigint NOT NULL,
  `child_id` bigint NOT NULL,
  `left_out` varchar(190),
  PRIMARY KEY (`place`, `parent_id`, `child_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$undo_session_000000000000` (
  `session_id` bigint NOT NULL,
  PRIMARY KEY (`session_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$removed_session_000000000000` (
  `session_id` bigint NOT NULL,
  PRIMARY KEY (`session_id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$counter_000000000000` (
  `counter` varchar(190) NOT NULL,
  `value_before` bigint,
  `value_after` bigint,
  PRIMARY KEY (`counter`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$expectation_000000000000` (
  `subject` varchar(190) NOT NULL,
  `row_count` bigint NOT NULL,
  `digest` varchar(190) NOT NULL,
  PRIMARY KEY (`subject`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)';
CREATE TABLE `user_migration$snapshot_000000000000_0` (PRIMARY KEY (`id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)' AS SELECT `id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`, `system$changedby`, `system$owner` FROM `system$user` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_1` (PRIMARY KEY (`id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)' AS SELECT `id`, `fullname`, `email`, `islocaluser`, `submetaobjectname`, `administration$account_location` FROM `administration$account` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_2` (PRIMARY KEY (`id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)' AS SELECT `id`, `costcenter`, `hiredon` FROM `companya$companya_account` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_3` (PRIMARY KEY (`id`)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='User Migration 2 (app)' AS SELECT `id`, `contracttype`, `holidaybalance` FROM `companyb$companyb_account` LIMIT 0;

BEGIN;

-- [lock] Keep writers out of 23 tables
(SELECT COUNT(*) AS locked_rows FROM `administration$account` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `administration$account_badge` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `administration$account_company` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `administration$account_manager` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `administration$account_skills` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `company$desk` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `company$expensereport` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `company$project_account` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `company$project_sapuser` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `companya$companya_account` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `companyb$companyb_account` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `mendixsso$mendixssouser` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `mendixsystem$entityidentifier` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `mendixsystem$sequence` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `sapauthentication$sapuser` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `sapauthentication$sapuser_badge` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `sapauthentication$sapuser_company` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `sapauthentication$sapuser_manager` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `sapauthentication$sapuser_skills` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `system$user` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `system$user_language` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `system$user_timezone` FOR UPDATE)
UNION ALL
(SELECT COUNT(*) AS locked_rows FROM `system$userroles` FOR UPDATE);

-- [reserve] Work out what must be in Counters of object ids at the end (1 row)
-- values: ["object-ids","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(CONCAT(LENGTH(`identifier`.`id`), ':', CAST(`identifier`.`id` AS BINARY)), 'n'), COALESCE(`identifier`.`short_id`, 'n'), COALESCE(CASE `identifier`.`id` WHEN ? THEN COALESCE(`identifier`.`object_sequence`, 1) + (SELECT COUNT(*) FROM `system$user` AS `candidate` WHERE `candidate`.`submetaobjectname` = 'CompanyA.CompanyA_Account') + (SELECT COUNT(*) FROM `system$user` AS `candidate` WHERE `candidate`.`submetaobjectname` = 'CompanyB.CompanyB_Account') + (SELECT COUNT(*) FROM `system$user` AS `candidate` WHERE `candidate`.`submetaobjectname` = 'Administration.Account') ELSE `identifier`.`object_sequence` END, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `mendixsystem$entityidentifier` AS identifier
) AS expected;

-- [reserve] Note the next number of SapAuthentication.SapUser/EmployeeNumber (1 row)
-- values: ["auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
INSERT INTO `user_migration$counter_000000000000` (counter, value_before)
SELECT CAST(? AS CHAR), (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?);

-- [reserve] Note the next object id of SapAuthentication.SapUser (1 row)
-- values: ["object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$counter_000000000000` (counter, value_before)
SELECT CAST(? AS CHAR), object_sequence
FROM `mendixsystem$entityidentifier` WHERE id = ?;

-- [reserve] Give CompanyA.CompanyA_Account users object ids of SapAuthentication.SapUser (0 rows)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$moved_user_000000000000` (step, ordinal, old_id, new_id, old_name, new_name)
SELECT 1, `old_user`.`ordinal`, `old_user`.`id`, (`identifier`.`short_id`) * 281474976710656 + (COALESCE(`identifier`.`object_sequence`, 1) + `old_user`.`ordinal` - 1) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED), `old_user`.`old_name`, `old_user`.`new_name`
FROM (
SELECT `candidate`.`id` AS id, `candidate`.`name` AS old_name, CONCAT(`candidate`.`name`, CONVERT('_new' USING utf8mb4) COLLATE utf8mb4_general_ci) AS new_name, ROW_NUMBER() OVER (ORDER BY `candidate`.`id`) AS ordinal
FROM `system$user` AS `candidate`
WHERE `candidate`.`submetaobjectname` = 'CompanyA.CompanyA_Account'
) AS old_user
CROSS JOIN `mendixsystem$entityidentifier` AS identifier
WHERE `identifier`.`id` = ?;

-- [reserve] Advance the object ids of SapAuthentication.SapUser (1 row)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `mendixsystem$entityidentifier`
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` WHERE step = 1)
WHERE id = ?;

-- [reserve] Give CompanyB.CompanyB_Account users object ids of SapAuthentication.SapUser (0 rows)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$moved_user_000000000000` (step, ordinal, old_id, new_id, old_name, new_name)
SELECT 2, `old_user`.`ordinal`, `old_user`.`id`, (`identifier`.`short_id`) * 281474976710656 + (COALESCE(`identifier`.`object_sequence`, 1) + `old_user`.`ordinal` - 1) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED), `old_user`.`old_name`, `old_user`.`new_name`
FROM (
SELECT `candidate`.`id` AS id, `candidate`.`name` AS old_name, CONCAT(`candidate`.`name`, CONVERT('_new' USING utf8mb4) COLLATE utf8mb4_general_ci) AS new_name, ROW_NUMBER() OVER (ORDER BY `candidate`.`id`) AS ordinal
FROM `system$user` AS `candidate`
WHERE `candidate`.`submetaobjectname` = 'CompanyB.CompanyB_Account'
) AS old_user
CROSS JOIN `mendixsystem$entityidentifier` AS identifier
WHERE `identifier`.`id` = ?;

-- [reserve] Advance the object ids of SapAuthentication.SapUser (1 row)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `mendixsystem$entityidentifier`
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` WHERE step = 2)
WHERE id = ?;

-- [reserve] Give Administration.Account users object ids of SapAuthentication.SapUser (0 rows)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$moved_user_000000000000` (step, ordinal, old_id, new_id, old_name, new_name)
SELECT 0, `old_user`.`ordinal`, `old_user`.`id`, (`identifier`.`short_id`) * 281474976710656 + (COALESCE(`identifier`.`object_sequence`, 1) + `old_user`.`ordinal` - 1) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED), `old_user`.`old_name`, `old_user`.`new_name`
FROM (
SELECT `candidate`.`id` AS id, `candidate`.`name` AS old_name, CONCAT(`candidate`.`name`, CONVERT('_new' USING utf8mb4) COLLATE utf8mb4_general_ci) AS new_name, ROW_NUMBER() OVER (ORDER BY `candidate`.`id`) AS ordinal
FROM `system$user` AS `candidate`
WHERE `candidate`.`submetaobjectname` = 'Administration.Account'
) AS old_user
CROSS JOIN `mendixsystem$entityidentifier` AS identifier
WHERE `identifier`.`id` = ?;

-- [reserve] Advance the object ids of SapAuthentication.SapUser (1 row)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `mendixsystem$entityidentifier`
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` WHERE step = 0)
WHERE id = ?;

-- [snapshot] Keep the old rows of system$user (0 rows)
INSERT INTO `user_migration$snapshot_000000000000_0` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`, `system$changedby`, `system$owner`)
SELECT `old_row`.`id`, `old_row`.`name`, `old_row`.`password`, `old_row`.`lastlogin`, `old_row`.`blocked`, `old_row`.`blockedsince`, `old_row`.`active`, `old_row`.`failedlogins`, `old_row`.`webserviceuser`, `old_row`.`isanonymous`, `old_row`.`createddate`, `old_row`.`changeddate`, `old_row`.`submetaobjectname`, `old_row`.`system$changedby`, `old_row`.`system$owner`
FROM `system$user` AS old_row
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_row`.`id` AND `moved`.`step` IN (1, 2, 0);

-- [snapshot] Keep the old rows of administration$account (0 rows)
INSERT INTO `user_migration$snapshot_000000000000_1` (`id`, `fullname`, `email`, `islocaluser`, `submetaobjectname`, `administration$account_location`)
SELECT `old_row`.`id`, `old_row`.`fullname`, `old_row`.`email`, `old_row`.`islocaluser`, `old_row`.`submetaobjectname`, `old_row`.`administration$account_location`
FROM `administration$account` AS old_row
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_row`.`id` AND `moved`.`step` IN (1, 2, 0);

-- [snapshot] Keep the old rows of companya$companya_account (0 rows)
INSERT INTO `user_migration$snapshot_000000000000_2` (`id`, `costcenter`, `hiredon`)
SELECT `old_row`.`id`, `old_row`.`costcenter`, `old_row`.`hiredon`
FROM `companya$companya_account` AS old_row
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_row`.`id` AND `moved`.`step` IN (1);

-- [snapshot] Keep the old rows of companyb$companyb_account (0 rows)
INSERT INTO `user_migration$snapshot_000000000000_3` (`id`, `contracttype`, `holidaybalance`)
SELECT `old_row`.`id`, `old_row`.`contracttype`, `old_row`.`holidaybalance`
FROM `companyb$companyb_account` AS old_row
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_row`.`id` AND `moved`.`step` IN (2);

-- [snapshot] Keep the links of Administration.Account_Badge (administration$account_badge)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 0, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`administration$accountid` AS parent_id, `stored`.`company$badgeid` AS child_id
FROM `administration$account_badge` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$badgeid` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Administration.Account_Company (administration$account_company)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 1, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`administration$accountid` AS parent_id, `stored`.`company$companyid` AS child_id
FROM `administration$account_company` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$companyid` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Administration.Account_Location (administration$account)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 2, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`id` AS parent_id, `stored`.`administration$account_location` AS child_id
FROM `administration$account` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`id` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$account_location` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Administration.Account_Manager (administration$account_manager)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 3, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`administration$accountid1` AS parent_id, `stored`.`administration$accountid2` AS child_id
FROM `administration$account_manager` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid1` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$accountid2` IS NOT NULL
UNION
SELECT `stored`.`administration$accountid1` AS parent_id, `stored`.`administration$accountid2` AS child_id
FROM `administration$account_manager` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid2` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$accountid2` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Administration.Account_Skills (administration$account_skills)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 4, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`administration$accountid` AS parent_id, `stored`.`company$skillid` AS child_id
FROM `administration$account_skills` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$skillid` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Company.Desk_Account (company$desk)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 5, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`id` AS parent_id, `stored`.`company$desk_account` AS child_id
FROM `company$desk` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`company$desk_account` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$desk_account` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Company.ExpenseReport_Account (company$expensereport)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 6, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`id` AS parent_id, `stored`.`company$expensereport_account` AS child_id
FROM `company$expensereport` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`company$expensereport_account` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$expensereport_account` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of Company.Project_Account (company$project_account)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 8, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`company$projectid` AS parent_id, `stored`.`administration$accountid` AS child_id
FROM `company$project_account` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$accountid` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of System.UserRoles (system$userroles)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 12, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$userroleid` AS child_id
FROM `system$userroles` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`system$userid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`system$userroleid` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of System.User_Language (system$user_language)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 13, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$languageid` AS child_id
FROM `system$user_language` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`system$userid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`system$languageid` IS NOT NULL
) AS remembered;

-- [snapshot] Keep the links of System.User_TimeZone (system$user_timezone)
INSERT INTO `user_migration$link_000000000000` (place, parent_id, child_id)
SELECT 14, `remembered`.`parent_id`, `remembered`.`child_id`
FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$timezoneid` AS child_id
FROM `system$user_timezone` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`system$userid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`system$timezoneid` IS NOT NULL
) AS remembered;

-- [expect] Work out what must be in system$user at the end (1 row)
-- values: ["objects:system$user"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`name`), ':', CAST(`stored`.`name` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`password`), ':', CAST(`stored`.`password` AS BINARY)), 'n'), COALESCE(`stored`.`lastlogin`, 'n'), COALESCE(`stored`.`blocked`, 'n'), COALESCE(`stored`.`blockedsince`, 'n'), COALESCE(`stored`.`active`, 'n'), COALESCE(`stored`.`failedlogins`, 'n'), COALESCE(`stored`.`webserviceuser`, 'n'), COALESCE(`stored`.`isanonymous`, 'n'), COALESCE(`stored`.`createddate`, 'n'), COALESCE(`stored`.`changeddate`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`submetaobjectname`), ':', CAST(`stored`.`submetaobjectname` AS BINARY)), 'n'), COALESCE(`stored`.`system$changedby`, 'n'), COALESCE(`stored`.`system$owner`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `system$user` AS `stored`
) AS expected;

-- [expect] Work out what must be in administration$account at the end (1 row)
-- values: ["objects:administration$account"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`fullname`), ':', CAST(`stored`.`fullname` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`email`), ':', CAST(`stored`.`email` AS BINARY)), 'n'), COALESCE(`stored`.`islocaluser`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`submetaobjectname`), ':', CAST(`stored`.`submetaobjectname` AS BINARY)), 'n'), COALESCE(`stored`.`administration$account_location`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `administration$account` AS `stored`
) AS expected;

-- [expect] Work out what must be in sapauthentication$sapuser at the end (1 row)
-- values: ["objects:sapauthentication$sapuser"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`fullname`), ':', CAST(`stored`.`fullname` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`email`), ':', CAST(`stored`.`email` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`sapid`), ':', CAST(`stored`.`sapid` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`department`), ':', CAST(`stored`.`department` AS BINARY)), 'n'), COALESCE(`stored`.`employeenumber`, 'n'), COALESCE(`stored`.`hiredon`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`contracttype`), ':', CAST(`stored`.`contracttype` AS BINARY)), 'n'), COALESCE(`stored`.`createdbysync`, 'n'), COALESCE(CASE WHEN `mapped_27`.`child_id` IS NOT NULL THEN `mapped_27`.`child_id` ELSE `stored`.`sapauthentication$sapuser_location` END, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser` AS `stored`
LEFT JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$account_location`) AS child_id
FROM `administration$account` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$account_location` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$account_location` IS NOT NULL
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$account_location`) AS child_id
FROM `administration$account` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$account_location` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$account_location` IS NOT NULL
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$account_location`) AS child_id
FROM `administration$account` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$account_location` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$account_location` IS NOT NULL
  AND (`parent_user`.`step` = 0)
) AS `mapped_27` ON `mapped_27`.`parent_id` = `stored`.`id`
) AS expected;

-- [expect] Work out what must be in companya$companya_account at the end (1 row)
-- values: ["objects:companya$companya_account"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`costcenter`), ':', CAST(`stored`.`costcenter` AS BINARY)), 'n'), COALESCE(`stored`.`hiredon`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `companya$companya_account` AS `stored`
) AS expected;

-- [expect] Work out what must be in companyb$companyb_account at the end (1 row)
-- values: ["objects:companyb$companyb_account"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`contracttype`), ':', CAST(`stored`.`contracttype` AS BINARY)), 'n'), COALESCE(`stored`.`holidaybalance`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `companyb$companyb_account` AS `stored`
) AS expected;

-- [expect] Work out what must be in mendixsso$mendixssouser at the end (1 row)
-- values: ["objects:mendixsso$mendixssouser"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`displayname`), ':', CAST(`stored`.`displayname` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`emailaddress`), ':', CAST(`stored`.`emailaddress` AS BINARY)), 'n'), COALESCE(IF(LENGTH(`stored`.`avatarurl`) < 1000, CONCAT(LENGTH(`stored`.`avatarurl`), ':', CAST(`stored`.`avatarurl` AS BINARY)), SHA2(CAST(`stored`.`avatarurl` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(`stored`.`avatarthumburl`) < 1000, CONCAT(LENGTH(`stored`.`avatarthumburl`), ':', CAST(`stored`.`avatarthumburl` AS BINARY)), SHA2(CAST(`stored`.`avatarthumburl` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `mendixsso$mendixssouser` AS `stored`
) AS expected;

-- [expect] Work out what must be in company$desk at the end (1 row)
-- values: ["objects:company$desk"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(`stored`.`number`, 'n'), COALESCE(`stored`.`company$desk_account`, 'n'), COALESCE(CASE WHEN `mapped_30`.`child_id` IS NOT NULL THEN `mapped_30`.`child_id` ELSE `stored`.`company$desk_sapuser` END, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `company$desk` AS `stored`
LEFT JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$desk_account`) AS child_id
FROM `company$desk` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$desk_account` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$desk_account` IS NOT NULL
  AND (`child_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$desk_account`) AS child_id
FROM `company$desk` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$desk_account` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$desk_account` IS NOT NULL
  AND (`child_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$desk_account`) AS child_id
FROM `company$desk` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$desk_account` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$desk_account` IS NOT NULL
  AND (`child_user`.`step` = 0)
) AS `mapped_30` ON `mapped_30`.`parent_id` = `stored`.`id`
) AS expected;

-- [expect] Work out what must be in company$expensereport at the end (1 row)
-- values: ["objects:company$expensereport"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(`stored`.`number`, 'n'), COALESCE(`stored`.`amount`, 'n'), COALESCE(`stored`.`submittedon`, 'n'), COALESCE(`stored`.`createddate`, 'n'), COALESCE(`stored`.`changeddate`, 'n'), COALESCE(`stored`.`company$expensereport_account`, 'n'), COALESCE(CASE WHEN `mapped_31`.`child_id` IS NOT NULL THEN `mapped_31`.`child_id` ELSE `stored`.`company$expensereport_sapuser` END, 'n'), COALESCE(`stored`.`company$expensereport_approvedby`, 'n'), COALESCE(`stored`.`system$changedby`, 'n'), COALESCE(`stored`.`system$owner`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `company$expensereport` AS `stored`
LEFT JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$expensereport_account`) AS child_id
FROM `company$expensereport` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$expensereport_account` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$expensereport_account` IS NOT NULL
  AND (`child_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$expensereport_account`) AS child_id
FROM `company$expensereport` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$expensereport_account` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$expensereport_account` IS NOT NULL
  AND (`child_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$expensereport_account`) AS child_id
FROM `company$expensereport` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$expensereport_account` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$expensereport_account` IS NOT NULL
  AND (`child_user`.`step` = 0)
) AS `mapped_31` ON `mapped_31`.`parent_id` = `stored`.`id`
) AS expected;

-- [expect] Work out what must be in System.UserRoles at the end (1 row)
-- values: ["links:20fa231d-e2b5-3758-8972-c79f8c9debe2"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$userroleid` AS child_id
FROM `system$userroles` AS `stored`
UNION ALL
SELECT `parent_user`.`new_id` AS parent_id, `stored`.`system$userroleid` AS child_id
FROM `system$userroles` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS parent_user ON `parent_user`.`old_id` = `stored`.`system$userid` AND `parent_user`.`step` IN (0, 1, 2)
) AS links
) AS expected;

-- [expect] Work out what must be in System.User_Language at the end (1 row)
-- values: ["links:89a27d71-8f10-3a8c-8a43-4c851bb98af2"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$languageid` AS child_id
FROM `system$user_language` AS `stored`
UNION ALL
SELECT `parent_user`.`new_id` AS parent_id, `stored`.`system$languageid` AS child_id
FROM `system$user_language` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS parent_user ON `parent_user`.`old_id` = `stored`.`system$userid` AND `parent_user`.`step` IN (0, 1, 2)
) AS links
) AS expected;

-- [expect] Work out what must be in System.User_TimeZone at the end (1 row)
-- values: ["links:883270f7-0ca7-3e17-8a87-d5756e7e0432"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$timezoneid` AS child_id
FROM `system$user_timezone` AS `stored`
UNION ALL
SELECT `parent_user`.`new_id` AS parent_id, `stored`.`system$timezoneid` AS child_id
FROM `system$user_timezone` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS parent_user ON `parent_user`.`old_id` = `stored`.`system$userid` AND `parent_user`.`step` IN (0, 1, 2)
) AS links
) AS expected;

-- [expect] Work out what must be in SapAuthentication.SapUser_Badge at the end (1 row)
-- values: ["links:248ac62d-8b41-3ba2-8d37-f86e92302bac"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`sapauthentication$sapuserid` AS parent_id, `stored`.`company$badgeid` AS child_id
FROM `sapauthentication$sapuser_badge` AS `stored`
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$badgeid`) AS child_id
FROM `administration$account_badge` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$badgeid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$badgeid` IS NOT NULL
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$badgeid`) AS child_id
FROM `administration$account_badge` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$badgeid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$badgeid` IS NOT NULL
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$badgeid`) AS child_id
FROM `administration$account_badge` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$badgeid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$badgeid` IS NOT NULL
  AND (`parent_user`.`step` = 0)
) AS links
) AS expected;

-- [expect] Work out what must be in SapAuthentication.SapUser_Company at the end (1 row)
-- values: ["links:9ddaf913-647d-30b6-8b2a-a6827630d262"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`sapauthentication$sapuserid` AS parent_id, `stored`.`company$companyid` AS child_id
FROM `sapauthentication$sapuser_company` AS `stored`
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$companyid`) AS child_id
FROM `administration$account_company` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$companyid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$companyid` IS NOT NULL
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$companyid`) AS child_id
FROM `administration$account_company` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$companyid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$companyid` IS NOT NULL
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$companyid`) AS child_id
FROM `administration$account_company` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$companyid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$companyid` IS NOT NULL
  AND (`parent_user`.`step` = 0)
) AS links
) AS expected;

-- [expect] Work out what must be in SapAuthentication.SapUser_Manager at the end (1 row)
-- values: ["links:9cc1d5a5-9d4b-3465-8cf7-483a15568fcd"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`sapauthentication$sapuserid1` AS parent_id, `stored`.`sapauthentication$sapuserid2` AS child_id
FROM `sapauthentication$sapuser_manager` AS `stored`
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid1`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$accountid2`) AS child_id
FROM `administration$account_manager` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid1` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$accountid2` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$accountid2` IS NOT NULL
  AND (`parent_user`.`step` = 1
    OR (`child_user`.`step` = 1 AND (`parent_user`.`step` IS NULL OR `parent_user`.`step` NOT IN (2, 0))))
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid1`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$accountid2`) AS child_id
FROM `administration$account_manager` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid1` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$accountid2` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$accountid2` IS NOT NULL
  AND (`parent_user`.`step` = 2
    OR (`child_user`.`step` = 2 AND (`parent_user`.`step` IS NULL OR `parent_user`.`step` NOT IN (1, 0))))
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid1`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$accountid2`) AS child_id
FROM `administration$account_manager` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid1` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$accountid2` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$accountid2` IS NOT NULL
  AND (`parent_user`.`step` = 0
    OR (`child_user`.`step` = 0 AND (`parent_user`.`step` IS NULL OR `parent_user`.`step` NOT IN (1, 2))))
) AS links
) AS expected;

-- [expect] Work out what must be in SapAuthentication.SapUser_Skills at the end (1 row)
-- values: ["links:e859b598-a10b-3c20-87b3-fe71fcf83502"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`sapauthentication$sapuserid` AS parent_id, `stored`.`company$skillid` AS child_id
FROM `sapauthentication$sapuser_skills` AS `stored`
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$skillid`) AS child_id
FROM `administration$account_skills` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$skillid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$skillid` IS NOT NULL
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$skillid`) AS child_id
FROM `administration$account_skills` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$skillid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$skillid` IS NOT NULL
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`administration$accountid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`company$skillid`) AS child_id
FROM `administration$account_skills` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`administration$accountid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`company$skillid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`company$skillid` IS NOT NULL
  AND (`parent_user`.`step` = 0)
) AS links
) AS expected;

-- [expect] Work out what must be in Company.Project_SapUser at the end (1 row)
-- values: ["links:522acedb-d3e5-33be-8c01-3110fa66d0d4"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `links`.`parent_id`, `links`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (
SELECT `stored`.`company$projectid` AS parent_id, `stored`.`sapauthentication$sapuserid` AS child_id
FROM `company$project_sapuser` AS `stored`
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`company$projectid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$accountid`) AS child_id
FROM `company$project_account` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`company$projectid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$accountid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$accountid` IS NOT NULL
  AND (`child_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`company$projectid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$accountid`) AS child_id
FROM `company$project_account` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`company$projectid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$accountid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$accountid` IS NOT NULL
  AND (`child_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`company$projectid`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`administration$accountid`) AS child_id
FROM `company$project_account` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`company$projectid` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`administration$accountid` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`administration$accountid` IS NOT NULL
  AND (`child_user`.`step` = 0)
) AS links
) AS expected;

-- [expect] Work out what must be in Counters of other AutoNumbers at the end (1 row)
-- values: ["auto-numbers","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
INSERT INTO `user_migration$expectation_000000000000` (subject, row_count, digest)
SELECT CAST(? AS CHAR), `expected`.`row_count`, `expected`.`digest`
FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(CONCAT(LENGTH(`counter`.`attribute_id`), ':', CAST(`counter`.`attribute_id` AS BINARY)), 'n'), COALESCE(`counter`.`current_value`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `mendixsystem$sequence` AS counter
WHERE `counter`.`attribute_id` NOT IN (?)
) AS expected;

-- [create] New users may refer to users who are created later
SET SESSION foreign_key_checks = 0;

-- [create] Create the SapAuthentication.SapUser users (System.User) (0 rows)
-- values: ["SapAuthentication.SapUser"]
INSERT INTO `system$user` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`, `system$changedby`, `system$owner`)
SELECT `moved`.`new_id`,
       `moved`.`new_name`,
       `old_0`.`password`,
       `old_0`.`lastlogin`,
       `old_0`.`blocked`,
       `old_0`.`blockedsince`,
       `old_0`.`active`,
       `old_0`.`failedlogins`,
       `old_0`.`webserviceuser`,
       `old_0`.`isanonymous`,
       `old_0`.`createddate`,
       `old_0`.`changeddate`,
       CAST(? AS CHAR),
       CASE WHEN `user_20`.`step` IN (0, 1, 2) THEN `user_20`.`new_id` ELSE `old_0`.`system$changedby` END,
       CASE WHEN `user_23`.`step` IN (0, 1, 2) THEN `user_23`.`new_id` ELSE `old_0`.`system$owner` END
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `user_migration$snapshot_000000000000_0` AS `old_0` ON `old_0`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_20` ON `user_20`.`old_id` = `old_0`.`system$changedby` AND `user_20`.`step` IN (0, 1, 2)
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_23` ON `user_23`.`old_id` = `old_0`.`system$owner` AND `user_23`.`step` IN (0, 1, 2)
WHERE `moved`.`step` = 1;

-- [create] Check foreign keys again
SET SESSION foreign_key_checks = 1;

-- [create] New users may refer to users who are created later
SET SESSION foreign_key_checks = 0;

-- [create] Create the SapAuthentication.SapUser users (System.User) (0 rows)
-- values: ["SapAuthentication.SapUser"]
INSERT INTO `system$user` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`, `system$changedby`, `system$owner`)
SELECT `moved`.`new_id`,
       `moved`.`new_name`,
       `old_0`.`password`,
       `old_0`.`lastlogin`,
       `old_0`.`blocked`,
       `old_0`.`blockedsince`,
       `old_0`.`active`,
       `old_0`.`failedlogins`,
       `old_0`.`webserviceuser`,
       `old_0`.`isanonymous`,
       `old_0`.`createddate`,
       `old_0`.`changeddate`,
       CAST(? AS CHAR),
       CASE WHEN `user_20`.`step` IN (0, 1, 2) THEN `user_20`.`new_id` ELSE `old_0`.`system$changedby` END,
       CASE WHEN `user_23`.`step` IN (0, 1, 2) THEN `user_23`.`new_id` ELSE `old_0`.`system$owner` END
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `user_migration$snapshot_000000000000_0` AS `old_0` ON `old_0`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_20` ON `user_20`.`old_id` = `old_0`.`system$changedby` AND `user_20`.`step` IN (0, 1, 2)
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_23` ON `user_23`.`old_id` = `old_0`.`system$owner` AND `user_23`.`step` IN (0, 1, 2)
WHERE `moved`.`step` = 2;

-- [create] Check foreign keys again
SET SESSION foreign_key_checks = 1;

-- [create] New users may refer to users who are created later
SET SESSION foreign_key_checks = 0;

-- [create] Create the SapAuthentication.SapUser users (System.User) (0 rows)
-- values: ["SapAuthentication.SapUser"]
INSERT INTO `system$user` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`, `system$changedby`, `system$owner`)
SELECT `moved`.`new_id`,
       `moved`.`new_name`,
       `old_0`.`password`,
       `old_0`.`lastlogin`,
       `old_0`.`blocked`,
       `old_0`.`blockedsince`,
       `old_0`.`active`,
       `old_0`.`failedlogins`,
       `old_0`.`webserviceuser`,
       `old_0`.`isanonymous`,
       `old_0`.`createddate`,
       `old_0`.`changeddate`,
       CAST(? AS CHAR),
       CASE WHEN `user_20`.`step` IN (0, 1, 2) THEN `user_20`.`new_id` ELSE `old_0`.`system$changedby` END,
       CASE WHEN `user_23`.`step` IN (0, 1, 2) THEN `user_23`.`new_id` ELSE `old_0`.`system$owner` END
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `user_migration$snapshot_000000000000_0` AS `old_0` ON `old_0`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_20` ON `user_20`.`old_id` = `old_0`.`system$changedby` AND `user_20`.`step` IN (0, 1, 2)
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_23` ON `user_23`.`old_id` = `old_0`.`system$owner` AND `user_23`.`step` IN (0, 1, 2)
WHERE `moved`.`step` = 0;

-- [create] Check foreign keys again
SET SESSION foreign_key_checks = 1;

-- [create] Note the first new number of SapAuthentication.SapUser/EmployeeNumber (1 row)
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:1","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
INSERT INTO `user_migration$counter_000000000000` (counter, value_before)
SELECT CAST(? AS CHAR), GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1);

-- [create] Create the SapAuthentication.SapUser users (SapAuthentication.SapUser) (0 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","1"]
INSERT INTO `sapauthentication$sapuser` (`id`, `fullname`, `email`, `sapid`, `department`, `employeenumber`, `hiredon`, `contracttype`, `createdbysync`, `sapauthentication$sapuser_location`)
SELECT `moved`.`new_id`,
       `old_1`.`fullname`,
       `old_1`.`email`,
       NULL,
       NULL,
       GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1) + `moved`.`ordinal` - 1,
       `old_2`.`hiredon`,
       NULL,
       CAST(? AS SIGNED),
       NULL
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `user_migration$snapshot_000000000000_1` AS `old_1` ON `old_1`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$snapshot_000000000000_2` AS `old_2` ON `old_2`.`id` = `moved`.`old_id`
WHERE `moved`.`step` = 1;

-- [create] Advance the numbers of SapAuthentication.SapUser/EmployeeNumber
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `mendixsystem$sequence`
SET current_value = GREATEST(COALESCE(current_value, 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0))
WHERE attribute_id = ?;

-- [create] Note the first new number of SapAuthentication.SapUser/EmployeeNumber (1 row)
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:2","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
INSERT INTO `user_migration$counter_000000000000` (counter, value_before)
SELECT CAST(? AS CHAR), GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1);

-- [create] Create the SapAuthentication.SapUser users (SapAuthentication.SapUser) (0 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","1"]
INSERT INTO `sapauthentication$sapuser` (`id`, `fullname`, `email`, `sapid`, `department`, `employeenumber`, `hiredon`, `contracttype`, `createdbysync`, `sapauthentication$sapuser_location`)
SELECT `moved`.`new_id`,
       `old_1`.`fullname`,
       `old_1`.`email`,
       NULL,
       NULL,
       GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1) + `moved`.`ordinal` - 1,
       NULL,
       `old_3`.`contracttype`,
       CAST(? AS SIGNED),
       NULL
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `user_migration$snapshot_000000000000_1` AS `old_1` ON `old_1`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$snapshot_000000000000_3` AS `old_3` ON `old_3`.`id` = `moved`.`old_id`
WHERE `moved`.`step` = 2;

-- [create] Advance the numbers of SapAuthentication.SapUser/EmployeeNumber
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `mendixsystem$sequence`
SET current_value = GREATEST(COALESCE(current_value, 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0))
WHERE attribute_id = ?;

-- [create] Note the first new number of SapAuthentication.SapUser/EmployeeNumber (1 row)
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:0","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
INSERT INTO `user_migration$counter_000000000000` (counter, value_before)
SELECT CAST(? AS CHAR), GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1);

-- [create] Create the SapAuthentication.SapUser users (SapAuthentication.SapUser) (0 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","1"]
INSERT INTO `sapauthentication$sapuser` (`id`, `fullname`, `email`, `sapid`, `department`, `employeenumber`, `hiredon`, `contracttype`, `createdbysync`, `sapauthentication$sapuser_location`)
SELECT `moved`.`new_id`,
       `old_1`.`fullname`,
       `old_1`.`email`,
       NULL,
       NULL,
       GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1) + `moved`.`ordinal` - 1,
       NULL,
       NULL,
       CAST(? AS SIGNED),
       NULL
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `user_migration$snapshot_000000000000_1` AS `old_1` ON `old_1`.`id` = `moved`.`old_id`
WHERE `moved`.`step` = 0;

-- [create] Advance the numbers of SapAuthentication.SapUser/EmployeeNumber
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `mendixsystem$sequence`
SET current_value = GREATEST(COALESCE(current_value, 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0))
WHERE attribute_id = ?;

-- [move] Copy System.UserRoles to the new users
INSERT INTO `system$userroles` (`system$userid`, `system$userroleid`)
SELECT `parent_user`.`new_id`, `link`.`child_id`
FROM `user_migration$link_000000000000` AS link
JOIN `user_migration$moved_user_000000000000` AS parent_user ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (0, 1, 2)
WHERE `link`.`place` = 12;

-- [move] Copy System.User_Language to the new users
INSERT INTO `system$user_language` (`system$userid`, `system$languageid`)
SELECT `parent_user`.`new_id`, `link`.`child_id`
FROM `user_migration$link_000000000000` AS link
JOIN `user_migration$moved_user_000000000000` AS parent_user ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (0, 1, 2)
WHERE `link`.`place` = 13;

-- [move] Copy System.User_TimeZone to the new users
INSERT INTO `system$user_timezone` (`system$userid`, `system$timezoneid`)
SELECT `parent_user`.`new_id`, `link`.`child_id`
FROM `user_migration$link_000000000000` AS link
JOIN `user_migration$moved_user_000000000000` AS parent_user ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (0, 1, 2)
WHERE `link`.`place` = 14;

-- [map] Write Administration.Account_Badge to SapAuthentication.SapUser_Badge
INSERT INTO `sapauthentication$sapuser_badge` (`sapauthentication$sapuserid`, `company$badgeid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 0
  AND (`parent_user`.`step` = 1);

-- [map] Write Administration.Account_Company to SapAuthentication.SapUser_Company
INSERT INTO `sapauthentication$sapuser_company` (`sapauthentication$sapuserid`, `company$companyid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 1
  AND (`parent_user`.`step` = 1);

-- [map] Write Administration.Account_Location to SapAuthentication.SapUser_Location
UPDATE `sapauthentication$sapuser` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 1)
) AS mapped
SET `stored`.`sapauthentication$sapuser_location` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Administration.Account_Manager to SapAuthentication.SapUser_Manager
INSERT INTO `sapauthentication$sapuser_manager` (`sapauthentication$sapuserid1`, `sapauthentication$sapuserid2`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 3
  AND (`parent_user`.`step` = 1
    OR (`child_user`.`step` = 1 AND (`parent_user`.`step` IS NULL OR `parent_user`.`step` NOT IN (2, 0))));

-- [map] Write Administration.Account_Skills to SapAuthentication.SapUser_Skills
INSERT INTO `sapauthentication$sapuser_skills` (`sapauthentication$sapuserid`, `company$skillid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 4
  AND (`parent_user`.`step` = 1);

-- [map] Write Company.Desk_Account to Company.Desk_SapUser
UPDATE `company$desk` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 5
  AND (`child_user`.`step` = 1)
) AS mapped
SET `stored`.`company$desk_sapuser` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Company.ExpenseReport_Account to Company.ExpenseReport_SapUser
UPDATE `company$expensereport` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 6
  AND (`child_user`.`step` = 1)
) AS mapped
SET `stored`.`company$expensereport_sapuser` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Company.Project_Account to Company.Project_SapUser
INSERT INTO `company$project_sapuser` (`company$projectid`, `sapauthentication$sapuserid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 8
  AND (`child_user`.`step` = 1);

-- [map] Write Administration.Account_Badge to SapAuthentication.SapUser_Badge
INSERT INTO `sapauthentication$sapuser_badge` (`sapauthentication$sapuserid`, `company$badgeid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 0
  AND (`parent_user`.`step` = 2);

-- [map] Write Administration.Account_Company to SapAuthentication.SapUser_Company
INSERT INTO `sapauthentication$sapuser_company` (`sapauthentication$sapuserid`, `company$companyid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 1
  AND (`parent_user`.`step` = 2);

-- [map] Write Administration.Account_Location to SapAuthentication.SapUser_Location
UPDATE `sapauthentication$sapuser` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 2)
) AS mapped
SET `stored`.`sapauthentication$sapuser_location` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Administration.Account_Manager to SapAuthentication.SapUser_Manager
INSERT INTO `sapauthentication$sapuser_manager` (`sapauthentication$sapuserid1`, `sapauthentication$sapuserid2`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 3
  AND (`parent_user`.`step` = 2
    OR (`child_user`.`step` = 2 AND (`parent_user`.`step` IS NULL OR `parent_user`.`step` NOT IN (1, 0))));

-- [map] Write Administration.Account_Skills to SapAuthentication.SapUser_Skills
INSERT INTO `sapauthentication$sapuser_skills` (`sapauthentication$sapuserid`, `company$skillid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 4
  AND (`parent_user`.`step` = 2);

-- [map] Write Company.Desk_Account to Company.Desk_SapUser
UPDATE `company$desk` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 5
  AND (`child_user`.`step` = 2)
) AS mapped
SET `stored`.`company$desk_sapuser` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Company.ExpenseReport_Account to Company.ExpenseReport_SapUser
UPDATE `company$expensereport` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 6
  AND (`child_user`.`step` = 2)
) AS mapped
SET `stored`.`company$expensereport_sapuser` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Company.Project_Account to Company.Project_SapUser
INSERT INTO `company$project_sapuser` (`company$projectid`, `sapauthentication$sapuserid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 8
  AND (`child_user`.`step` = 2);

-- [map] Write Administration.Account_Badge to SapAuthentication.SapUser_Badge
INSERT INTO `sapauthentication$sapuser_badge` (`sapauthentication$sapuserid`, `company$badgeid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 0
  AND (`parent_user`.`step` = 0);

-- [map] Write Administration.Account_Company to SapAuthentication.SapUser_Company
INSERT INTO `sapauthentication$sapuser_company` (`sapauthentication$sapuserid`, `company$companyid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 1
  AND (`parent_user`.`step` = 0);

-- [map] Write Administration.Account_Location to SapAuthentication.SapUser_Location
UPDATE `sapauthentication$sapuser` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 0)
) AS mapped
SET `stored`.`sapauthentication$sapuser_location` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Administration.Account_Manager to SapAuthentication.SapUser_Manager
INSERT INTO `sapauthentication$sapuser_manager` (`sapauthentication$sapuserid1`, `sapauthentication$sapuserid2`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 3
  AND (`parent_user`.`step` = 0
    OR (`child_user`.`step` = 0 AND (`parent_user`.`step` IS NULL OR `parent_user`.`step` NOT IN (1, 2))));

-- [map] Write Administration.Account_Skills to SapAuthentication.SapUser_Skills
INSERT INTO `sapauthentication$sapuser_skills` (`sapauthentication$sapuserid`, `company$skillid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 4
  AND (`parent_user`.`step` = 0);

-- [map] Write Company.Desk_Account to Company.Desk_SapUser
UPDATE `company$desk` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 5
  AND (`child_user`.`step` = 0)
) AS mapped
SET `stored`.`company$desk_sapuser` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Company.ExpenseReport_Account to Company.ExpenseReport_SapUser
UPDATE `company$expensereport` AS `stored`
CROSS JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 6
  AND (`child_user`.`step` = 0)
) AS mapped
SET `stored`.`company$expensereport_sapuser` = `mapped`.`child_id`
WHERE `stored`.`id` = `mapped`.`parent_id`;

-- [map] Write Company.Project_Account to Company.Project_SapUser
INSERT INTO `company$project_sapuser` (`company$projectid`, `sapauthentication$sapuserid`)
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 8
  AND (`child_user`.`step` = 0);

-- [journal] Note the counter of SapAuthentication.SapUser (1 row)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `user_migration$counter_000000000000` SET value_after = (SELECT object_sequence FROM `mendixsystem$entityidentifier` WHERE id = ?) WHERE counter = ?;

-- [journal] Note the counter of SapAuthentication.SapUser/EmployeeNumber (1 row)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `user_migration$counter_000000000000` SET value_after = (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?) WHERE counter = ?;

-- Verification: each of these must answer 0, or everything is rolled back.

-- Every CompanyA.CompanyA_Account user to move is in the id map
SELECT ABS((SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` WHERE step = 1) - COUNT(*)) + COALESCE(SUM(CASE WHEN `moved`.`step` = 1
  AND (CAST(`moved`.`old_name` AS BINARY) <=> CAST(`old_user`.`old_name` AS BINARY) OR (CHARSET(`moved`.`old_name`) <> 'binary' AND CHARSET(`old_user`.`old_name`) <> 'binary' AND CAST(CONVERT(`moved`.`old_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_user`.`old_name` USING utf8mb4) AS BINARY)))
  AND (CAST(`moved`.`new_name` AS BINARY) <=> CAST(`old_user`.`new_name` AS BINARY) OR (CHARSET(`moved`.`new_name`) <> 'binary' AND CHARSET(`old_user`.`new_name`) <> 'binary' AND CAST(CONVERT(`moved`.`new_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_user`.`new_name` USING utf8mb4) AS BINARY))) THEN 0 ELSE 1 END), 0) AS violations
FROM (
SELECT `candidate`.`id` AS id, `candidate`.`name` AS old_name, CONCAT(`candidate`.`name`, CONVERT('_new' USING utf8mb4) COLLATE utf8mb4_general_ci) AS new_name
FROM `system$user` AS `candidate`
WHERE `candidate`.`submetaobjectname` = 'CompanyA.CompanyA_Account'
) AS old_user
LEFT JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_user`.`id`;

-- Object ids are SapAuthentication.SapUser's, in this database's scheme, from the next free one on
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398"]
SELECT COUNT(*) AS violations FROM (
SELECT `moved`.`new_id` AS new_id, `moved`.`ordinal` AS ordinal, ROW_NUMBER() OVER (ORDER BY `moved`.`old_id`) AS position, `identifier`.`short_id` AS short_id
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `mendixsystem$entityidentifier` AS identifier ON `identifier`.`id` = ?
WHERE `moved`.`step` = 1
) AS ranked
WHERE short_id IS NULL OR (new_id >> 48) <> short_id OR ordinal <> position
  OR ((new_id & 281474976710655) >> 7) <> COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 1) + position - 1;

-- Every CompanyB.CompanyB_Account user to move is in the id map
SELECT ABS((SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` WHERE step = 2) - COUNT(*)) + COALESCE(SUM(CASE WHEN `moved`.`step` = 2
  AND (CAST(`moved`.`old_name` AS BINARY) <=> CAST(`old_user`.`old_name` AS BINARY) OR (CHARSET(`moved`.`old_name`) <> 'binary' AND CHARSET(`old_user`.`old_name`) <> 'binary' AND CAST(CONVERT(`moved`.`old_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_user`.`old_name` USING utf8mb4) AS BINARY)))
  AND (CAST(`moved`.`new_name` AS BINARY) <=> CAST(`old_user`.`new_name` AS BINARY) OR (CHARSET(`moved`.`new_name`) <> 'binary' AND CHARSET(`old_user`.`new_name`) <> 'binary' AND CAST(CONVERT(`moved`.`new_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_user`.`new_name` USING utf8mb4) AS BINARY))) THEN 0 ELSE 1 END), 0) AS violations
FROM (
SELECT `candidate`.`id` AS id, `candidate`.`name` AS old_name, CONCAT(`candidate`.`name`, CONVERT('_new' USING utf8mb4) COLLATE utf8mb4_general_ci) AS new_name
FROM `system$user` AS `candidate`
WHERE `candidate`.`submetaobjectname` = 'CompanyB.CompanyB_Account'
) AS old_user
LEFT JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_user`.`id`;

-- Object ids are SapAuthentication.SapUser's, in this database's scheme, from the next free one on
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398"]
SELECT COUNT(*) AS violations FROM (
SELECT `moved`.`new_id` AS new_id, `moved`.`ordinal` AS ordinal, ROW_NUMBER() OVER (ORDER BY `moved`.`old_id`) AS position, `identifier`.`short_id` AS short_id
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `mendixsystem$entityidentifier` AS identifier ON `identifier`.`id` = ?
WHERE `moved`.`step` = 2
) AS ranked
WHERE short_id IS NULL OR (new_id >> 48) <> short_id OR ordinal <> position
  OR ((new_id & 281474976710655) >> 7) <> COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 1) + (SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` AS earlier WHERE `earlier`.`step` IN (1)) + position - 1;

-- Every Administration.Account user to move is in the id map
SELECT ABS((SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` WHERE step = 0) - COUNT(*)) + COALESCE(SUM(CASE WHEN `moved`.`step` = 0
  AND (CAST(`moved`.`old_name` AS BINARY) <=> CAST(`old_user`.`old_name` AS BINARY) OR (CHARSET(`moved`.`old_name`) <> 'binary' AND CHARSET(`old_user`.`old_name`) <> 'binary' AND CAST(CONVERT(`moved`.`old_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_user`.`old_name` USING utf8mb4) AS BINARY)))
  AND (CAST(`moved`.`new_name` AS BINARY) <=> CAST(`old_user`.`new_name` AS BINARY) OR (CHARSET(`moved`.`new_name`) <> 'binary' AND CHARSET(`old_user`.`new_name`) <> 'binary' AND CAST(CONVERT(`moved`.`new_name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_user`.`new_name` USING utf8mb4) AS BINARY))) THEN 0 ELSE 1 END), 0) AS violations
FROM (
SELECT `candidate`.`id` AS id, `candidate`.`name` AS old_name, CONCAT(`candidate`.`name`, CONVERT('_new' USING utf8mb4) COLLATE utf8mb4_general_ci) AS new_name
FROM `system$user` AS `candidate`
WHERE `candidate`.`submetaobjectname` = 'Administration.Account'
) AS old_user
LEFT JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `old_user`.`id`;

-- Object ids are SapAuthentication.SapUser's, in this database's scheme, from the next free one on
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398"]
SELECT COUNT(*) AS violations FROM (
SELECT `moved`.`new_id` AS new_id, `moved`.`ordinal` AS ordinal, ROW_NUMBER() OVER (ORDER BY `moved`.`old_id`) AS position, `identifier`.`short_id` AS short_id
FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `mendixsystem$entityidentifier` AS identifier ON `identifier`.`id` = ?
WHERE `moved`.`step` = 0
) AS ranked
WHERE short_id IS NULL OR (new_id >> 48) <> short_id OR ordinal <> position
  OR ((new_id & 281474976710655) >> 7) <> COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 1) + (SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` AS earlier WHERE `earlier`.`step` IN (1, 2)) + position - 1;

-- The counter of SapAuthentication.SapUser is noted and advanced
-- values: ["object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
SELECT CASE WHEN COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 1) + (SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` AS moved WHERE `moved`.`step` IN (1, 2, 0)) = (SELECT object_sequence FROM `mendixsystem$entityidentifier` WHERE id = ?) THEN 0 ELSE 1 END AS violations;

-- The counter of SapAuthentication.SapUser/EmployeeNumber is noted
-- values: ["auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","243d57a4-bd19-3fb0-8092-dd3d222ca348","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
SELECT 1 - COUNT(*) AS violations FROM `user_migration$counter_000000000000` AS noted
WHERE noted.counter = ? AND (noted.value_before = (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?) OR (noted.value_before IS NULL AND (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?) IS NULL));

-- The old rows of system$user are kept as they are
SELECT (SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_0`) + (SELECT COUNT(*) FROM `system$user` AS compared
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (1, 2, 0)) - 2 * COUNT(*) AS violations
FROM `user_migration$snapshot_000000000000_0` AS copy
JOIN `system$user` AS compared ON `compared`.`id` = `copy`.`id`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (1, 2, 0)
WHERE `copy`.`id` <=> `compared`.`id`
  AND (CAST(`copy`.`name` AS BINARY) <=> CAST(`compared`.`name` AS BINARY) OR (CHARSET(`copy`.`name`) <> 'binary' AND CHARSET(`compared`.`name`) <> 'binary' AND CAST(CONVERT(`copy`.`name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`name` USING utf8mb4) AS BINARY)))
  AND (CAST(`copy`.`password` AS BINARY) <=> CAST(`compared`.`password` AS BINARY) OR (CHARSET(`copy`.`password`) <> 'binary' AND CHARSET(`compared`.`password`) <> 'binary' AND CAST(CONVERT(`copy`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`password` USING utf8mb4) AS BINARY)))
  AND `copy`.`lastlogin` <=> `compared`.`lastlogin`
  AND `copy`.`blocked` <=> `compared`.`blocked`
  AND `copy`.`blockedsince` <=> `compared`.`blockedsince`
  AND `copy`.`active` <=> `compared`.`active`
  AND `copy`.`failedlogins` <=> `compared`.`failedlogins`
  AND `copy`.`webserviceuser` <=> `compared`.`webserviceuser`
  AND `copy`.`isanonymous` <=> `compared`.`isanonymous`
  AND `copy`.`createddate` <=> `compared`.`createddate`
  AND `copy`.`changeddate` <=> `compared`.`changeddate`
  AND (CAST(`copy`.`submetaobjectname` AS BINARY) <=> CAST(`compared`.`submetaobjectname` AS BINARY) OR (CHARSET(`copy`.`submetaobjectname`) <> 'binary' AND CHARSET(`compared`.`submetaobjectname`) <> 'binary' AND CAST(CONVERT(`copy`.`submetaobjectname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`submetaobjectname` USING utf8mb4) AS BINARY)))
  AND `copy`.`system$changedby` <=> `compared`.`system$changedby`
  AND `copy`.`system$owner` <=> `compared`.`system$owner`;

-- The old rows of administration$account are kept as they are
SELECT (SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_1`) + (SELECT COUNT(*) FROM `administration$account` AS compared
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (1, 2, 0)) - 2 * COUNT(*) AS violations
FROM `user_migration$snapshot_000000000000_1` AS copy
JOIN `administration$account` AS compared ON `compared`.`id` = `copy`.`id`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (1, 2, 0)
WHERE `copy`.`id` <=> `compared`.`id`
  AND (CAST(`copy`.`fullname` AS BINARY) <=> CAST(`compared`.`fullname` AS BINARY) OR (CHARSET(`copy`.`fullname`) <> 'binary' AND CHARSET(`compared`.`fullname`) <> 'binary' AND CAST(CONVERT(`copy`.`fullname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`fullname` USING utf8mb4) AS BINARY)))
  AND (CAST(`copy`.`email` AS BINARY) <=> CAST(`compared`.`email` AS BINARY) OR (CHARSET(`copy`.`email`) <> 'binary' AND CHARSET(`compared`.`email`) <> 'binary' AND CAST(CONVERT(`copy`.`email` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`email` USING utf8mb4) AS BINARY)))
  AND `copy`.`islocaluser` <=> `compared`.`islocaluser`
  AND (CAST(`copy`.`submetaobjectname` AS BINARY) <=> CAST(`compared`.`submetaobjectname` AS BINARY) OR (CHARSET(`copy`.`submetaobjectname`) <> 'binary' AND CHARSET(`compared`.`submetaobjectname`) <> 'binary' AND CAST(CONVERT(`copy`.`submetaobjectname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`submetaobjectname` USING utf8mb4) AS BINARY)))
  AND `copy`.`administration$account_location` <=> `compared`.`administration$account_location`;

-- The old rows of companya$companya_account are kept as they are
SELECT (SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_2`) + (SELECT COUNT(*) FROM `companya$companya_account` AS compared
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (1)) - 2 * COUNT(*) AS violations
FROM `user_migration$snapshot_000000000000_2` AS copy
JOIN `companya$companya_account` AS compared ON `compared`.`id` = `copy`.`id`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (1)
WHERE `copy`.`id` <=> `compared`.`id`
  AND (CAST(`copy`.`costcenter` AS BINARY) <=> CAST(`compared`.`costcenter` AS BINARY) OR (CHARSET(`copy`.`costcenter`) <> 'binary' AND CHARSET(`compared`.`costcenter`) <> 'binary' AND CAST(CONVERT(`copy`.`costcenter` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`costcenter` USING utf8mb4) AS BINARY)))
  AND `copy`.`hiredon` <=> `compared`.`hiredon`;

-- The old rows of companyb$companyb_account are kept as they are
SELECT (SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_3`) + (SELECT COUNT(*) FROM `companyb$companyb_account` AS compared
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (2)) - 2 * COUNT(*) AS violations
FROM `user_migration$snapshot_000000000000_3` AS copy
JOIN `companyb$companyb_account` AS compared ON `compared`.`id` = `copy`.`id`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `compared`.`id` AND `moved`.`step` IN (2)
WHERE `copy`.`id` <=> `compared`.`id`
  AND (CAST(`copy`.`contracttype` AS BINARY) <=> CAST(`compared`.`contracttype` AS BINARY) OR (CHARSET(`copy`.`contracttype`) <> 'binary' AND CHARSET(`compared`.`contracttype`) <> 'binary' AND CAST(CONVERT(`copy`.`contracttype` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`compared`.`contracttype` USING utf8mb4) AS BINARY)))
  AND `copy`.`holidaybalance` <=> `compared`.`holidaybalance`;

-- The links of Administration.Account_Badge (administration$account_badge) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`administration$accountid` AS parent_id, `stored`.`company$badgeid` AS child_id
FROM `administration$account_badge` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$badgeid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 0 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Administration.Account_Company (administration$account_company) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`administration$accountid` AS parent_id, `stored`.`company$companyid` AS child_id
FROM `administration$account_company` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$companyid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 1 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Administration.Account_Location (administration$account) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`id` AS parent_id, `stored`.`administration$account_location` AS child_id
FROM `administration$account` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`id` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$account_location` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 2 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Administration.Account_Manager (administration$account_manager) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`administration$accountid1` AS parent_id, `stored`.`administration$accountid2` AS child_id
FROM `administration$account_manager` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid1` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$accountid2` IS NOT NULL
UNION
SELECT `stored`.`administration$accountid1` AS parent_id, `stored`.`administration$accountid2` AS child_id
FROM `administration$account_manager` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid2` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$accountid2` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 3 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Administration.Account_Skills (administration$account_skills) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`administration$accountid` AS parent_id, `stored`.`company$skillid` AS child_id
FROM `administration$account_skills` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$skillid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 4 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Company.Desk_Account (company$desk) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`id` AS parent_id, `stored`.`company$desk_account` AS child_id
FROM `company$desk` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`company$desk_account` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$desk_account` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 5 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Company.ExpenseReport_Account (company$expensereport) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`id` AS parent_id, `stored`.`company$expensereport_account` AS child_id
FROM `company$expensereport` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`company$expensereport_account` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`company$expensereport_account` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 6 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of Company.Project_Account (company$project_account) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`company$projectid` AS parent_id, `stored`.`administration$accountid` AS child_id
FROM `company$project_account` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`administration$accountid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`administration$accountid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 8 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of System.UserRoles (system$userroles) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$userroleid` AS child_id
FROM `system$userroles` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`system$userid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`system$userroleid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 12 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of System.User_Language (system$user_language) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$languageid` AS child_id
FROM `system$user_language` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`system$userid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`system$languageid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 13 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The links of System.User_TimeZone (system$user_timezone) are remembered
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT `stored`.`system$userid` AS parent_id, `stored`.`system$timezoneid` AS child_id
FROM `system$user_timezone` AS `stored`
JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`old_id` = `stored`.`system$userid` AND `moved`.`step` IN (0, 1, 2)
WHERE `stored`.`system$timezoneid` IS NOT NULL
) AS remembered
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `remembered`.`parent_id`, `remembered`.`child_id`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM (
SELECT link.parent_id, link.child_id FROM `user_migration$link_000000000000` AS link
WHERE link.place = 14 AND link.place IS NOT NULL
) AS remembered
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- No CompanyA.CompanyA_Account user appeared meanwhile
-- values: ["CompanyA.CompanyA_Account"]
SELECT COUNT(*) AS violations FROM `system$user` AS users
WHERE `users`.`submetaobjectname` = ?
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS was WHERE `was`.`old_id` = `users`.`id` AND `was`.`step` IN (1));

-- No CompanyB.CompanyB_Account user appeared meanwhile
-- values: ["CompanyB.CompanyB_Account"]
SELECT COUNT(*) AS violations FROM `system$user` AS users
WHERE `users`.`submetaobjectname` = ?
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS was WHERE `was`.`old_id` = `users`.`id` AND `was`.`step` IN (2));

-- No Administration.Account user appeared meanwhile
-- values: ["Administration.Account"]
SELECT COUNT(*) AS violations FROM `system$user` AS users
WHERE `users`.`submetaobjectname` = ?
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS was WHERE `was`.`old_id` = `users`.`id` AND `was`.`step` IN (0));

-- Every new SapAuthentication.SapUser user has its password and its other values of System.User
-- values: ["SapAuthentication.SapUser","SapAuthentication.SapUser","SapAuthentication.SapUser"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `system$user` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `user_migration$snapshot_000000000000_0` AS `old_0` ON `old_0`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_20` ON `user_20`.`old_id` = `old_0`.`system$changedby` AND `user_20`.`step` IN (0, 1, 2)
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_23` ON `user_23`.`old_id` = `old_0`.`system$owner` AND `user_23`.`step` IN (0, 1, 2)
WHERE `moved`.`step` = 1 AND (`new_row`.`id` IS NULL
    OR NOT ((CAST(`new_row`.`name` AS BINARY) <=> CAST(`moved`.`new_name` AS BINARY) OR (CHARSET(`new_row`.`name`) <> 'binary' AND CHARSET(`moved`.`new_name`) <> 'binary' AND CAST(CONVERT(`new_row`.`name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`moved`.`new_name` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`password` AS BINARY) <=> CAST(`old_0`.`password` AS BINARY) OR (CHARSET(`new_row`.`password`) <> 'binary' AND CHARSET(`old_0`.`password`) <> 'binary' AND CAST(CONVERT(`new_row`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_0`.`password` USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`lastlogin` <=> `old_0`.`lastlogin`)
    OR NOT (`new_row`.`blocked` <=> `old_0`.`blocked`)
    OR NOT (`new_row`.`blockedsince` <=> `old_0`.`blockedsince`)
    OR NOT (`new_row`.`active` <=> `old_0`.`active`)
    OR NOT (`new_row`.`failedlogins` <=> `old_0`.`failedlogins`)
    OR NOT (`new_row`.`webserviceuser` <=> `old_0`.`webserviceuser`)
    OR NOT (`new_row`.`isanonymous` <=> `old_0`.`isanonymous`)
    OR NOT (`new_row`.`createddate` <=> `old_0`.`createddate`)
    OR NOT (`new_row`.`changeddate` <=> `old_0`.`changeddate`)
    OR NOT ((CAST(`new_row`.`submetaobjectname` AS BINARY) <=> CAST(CAST(? AS CHAR) AS BINARY) OR (CHARSET(`new_row`.`submetaobjectname`) <> 'binary' AND CHARSET(CAST(? AS CHAR)) <> 'binary' AND CAST(CONVERT(`new_row`.`submetaobjectname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(CAST(? AS CHAR) USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`system$changedby` <=> CASE WHEN `user_20`.`old_id` IS NULL THEN `old_0`.`system$changedby` ELSE `user_20`.`new_id` END)
    OR NOT (`new_row`.`system$owner` <=> CASE WHEN `user_23`.`old_id` IS NULL THEN `old_0`.`system$owner` ELSE `user_23`.`new_id` END)
    OR NOT ((CAST(`new_row`.`password` AS BINARY) <=> CAST(`old_0`.`password` AS BINARY) OR (CHARSET(`new_row`.`password`) <> 'binary' AND CHARSET(`old_0`.`password`) <> 'binary' AND CAST(CONVERT(`new_row`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_0`.`password` USING utf8mb4) AS BINARY)))));

-- Everything that the new SapAuthentication.SapUser users refer to in system$user is there
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
JOIN `system$user` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `system$user` AS `referenced_0` ON `referenced_0`.`id` = `new_row`.`system$changedby`
LEFT JOIN `system$user` AS `referenced_1` ON `referenced_1`.`id` = `new_row`.`system$owner`
WHERE `moved`.`step` = 1 AND ((`new_row`.`system$changedby` IS NOT NULL
  AND `referenced_0`.`id` IS NULL)
    OR (`new_row`.`system$owner` IS NOT NULL
  AND `referenced_1`.`id` IS NULL));

-- Every new SapAuthentication.SapUser user has its password and its other values of System.User
-- values: ["SapAuthentication.SapUser","SapAuthentication.SapUser","SapAuthentication.SapUser"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `system$user` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `user_migration$snapshot_000000000000_0` AS `old_0` ON `old_0`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_20` ON `user_20`.`old_id` = `old_0`.`system$changedby` AND `user_20`.`step` IN (0, 1, 2)
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_23` ON `user_23`.`old_id` = `old_0`.`system$owner` AND `user_23`.`step` IN (0, 1, 2)
WHERE `moved`.`step` = 2 AND (`new_row`.`id` IS NULL
    OR NOT ((CAST(`new_row`.`name` AS BINARY) <=> CAST(`moved`.`new_name` AS BINARY) OR (CHARSET(`new_row`.`name`) <> 'binary' AND CHARSET(`moved`.`new_name`) <> 'binary' AND CAST(CONVERT(`new_row`.`name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`moved`.`new_name` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`password` AS BINARY) <=> CAST(`old_0`.`password` AS BINARY) OR (CHARSET(`new_row`.`password`) <> 'binary' AND CHARSET(`old_0`.`password`) <> 'binary' AND CAST(CONVERT(`new_row`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_0`.`password` USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`lastlogin` <=> `old_0`.`lastlogin`)
    OR NOT (`new_row`.`blocked` <=> `old_0`.`blocked`)
    OR NOT (`new_row`.`blockedsince` <=> `old_0`.`blockedsince`)
    OR NOT (`new_row`.`active` <=> `old_0`.`active`)
    OR NOT (`new_row`.`failedlogins` <=> `old_0`.`failedlogins`)
    OR NOT (`new_row`.`webserviceuser` <=> `old_0`.`webserviceuser`)
    OR NOT (`new_row`.`isanonymous` <=> `old_0`.`isanonymous`)
    OR NOT (`new_row`.`createddate` <=> `old_0`.`createddate`)
    OR NOT (`new_row`.`changeddate` <=> `old_0`.`changeddate`)
    OR NOT ((CAST(`new_row`.`submetaobjectname` AS BINARY) <=> CAST(CAST(? AS CHAR) AS BINARY) OR (CHARSET(`new_row`.`submetaobjectname`) <> 'binary' AND CHARSET(CAST(? AS CHAR)) <> 'binary' AND CAST(CONVERT(`new_row`.`submetaobjectname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(CAST(? AS CHAR) USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`system$changedby` <=> CASE WHEN `user_20`.`old_id` IS NULL THEN `old_0`.`system$changedby` ELSE `user_20`.`new_id` END)
    OR NOT (`new_row`.`system$owner` <=> CASE WHEN `user_23`.`old_id` IS NULL THEN `old_0`.`system$owner` ELSE `user_23`.`new_id` END)
    OR NOT ((CAST(`new_row`.`password` AS BINARY) <=> CAST(`old_0`.`password` AS BINARY) OR (CHARSET(`new_row`.`password`) <> 'binary' AND CHARSET(`old_0`.`password`) <> 'binary' AND CAST(CONVERT(`new_row`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_0`.`password` USING utf8mb4) AS BINARY)))));

-- Everything that the new SapAuthentication.SapUser users refer to in system$user is there
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
JOIN `system$user` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `system$user` AS `referenced_0` ON `referenced_0`.`id` = `new_row`.`system$changedby`
LEFT JOIN `system$user` AS `referenced_1` ON `referenced_1`.`id` = `new_row`.`system$owner`
WHERE `moved`.`step` = 2 AND ((`new_row`.`system$changedby` IS NOT NULL
  AND `referenced_0`.`id` IS NULL)
    OR (`new_row`.`system$owner` IS NOT NULL
  AND `referenced_1`.`id` IS NULL));

-- Every new SapAuthentication.SapUser user has its password and its other values of System.User
-- values: ["SapAuthentication.SapUser","SapAuthentication.SapUser","SapAuthentication.SapUser"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `system$user` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `user_migration$snapshot_000000000000_0` AS `old_0` ON `old_0`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_20` ON `user_20`.`old_id` = `old_0`.`system$changedby` AND `user_20`.`step` IN (0, 1, 2)
LEFT JOIN `user_migration$moved_user_000000000000` AS `user_23` ON `user_23`.`old_id` = `old_0`.`system$owner` AND `user_23`.`step` IN (0, 1, 2)
WHERE `moved`.`step` = 0 AND (`new_row`.`id` IS NULL
    OR NOT ((CAST(`new_row`.`name` AS BINARY) <=> CAST(`moved`.`new_name` AS BINARY) OR (CHARSET(`new_row`.`name`) <> 'binary' AND CHARSET(`moved`.`new_name`) <> 'binary' AND CAST(CONVERT(`new_row`.`name` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`moved`.`new_name` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`password` AS BINARY) <=> CAST(`old_0`.`password` AS BINARY) OR (CHARSET(`new_row`.`password`) <> 'binary' AND CHARSET(`old_0`.`password`) <> 'binary' AND CAST(CONVERT(`new_row`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_0`.`password` USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`lastlogin` <=> `old_0`.`lastlogin`)
    OR NOT (`new_row`.`blocked` <=> `old_0`.`blocked`)
    OR NOT (`new_row`.`blockedsince` <=> `old_0`.`blockedsince`)
    OR NOT (`new_row`.`active` <=> `old_0`.`active`)
    OR NOT (`new_row`.`failedlogins` <=> `old_0`.`failedlogins`)
    OR NOT (`new_row`.`webserviceuser` <=> `old_0`.`webserviceuser`)
    OR NOT (`new_row`.`isanonymous` <=> `old_0`.`isanonymous`)
    OR NOT (`new_row`.`createddate` <=> `old_0`.`createddate`)
    OR NOT (`new_row`.`changeddate` <=> `old_0`.`changeddate`)
    OR NOT ((CAST(`new_row`.`submetaobjectname` AS BINARY) <=> CAST(CAST(? AS CHAR) AS BINARY) OR (CHARSET(`new_row`.`submetaobjectname`) <> 'binary' AND CHARSET(CAST(? AS CHAR)) <> 'binary' AND CAST(CONVERT(`new_row`.`submetaobjectname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(CAST(? AS CHAR) USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`system$changedby` <=> CASE WHEN `user_20`.`old_id` IS NULL THEN `old_0`.`system$changedby` ELSE `user_20`.`new_id` END)
    OR NOT (`new_row`.`system$owner` <=> CASE WHEN `user_23`.`old_id` IS NULL THEN `old_0`.`system$owner` ELSE `user_23`.`new_id` END)
    OR NOT ((CAST(`new_row`.`password` AS BINARY) <=> CAST(`old_0`.`password` AS BINARY) OR (CHARSET(`new_row`.`password`) <> 'binary' AND CHARSET(`old_0`.`password`) <> 'binary' AND CAST(CONVERT(`new_row`.`password` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_0`.`password` USING utf8mb4) AS BINARY)))));

-- Everything that the new SapAuthentication.SapUser users refer to in system$user is there
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
JOIN `system$user` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `system$user` AS `referenced_0` ON `referenced_0`.`id` = `new_row`.`system$changedby`
LEFT JOIN `system$user` AS `referenced_1` ON `referenced_1`.`id` = `new_row`.`system$owner`
WHERE `moved`.`step` = 0 AND ((`new_row`.`system$changedby` IS NOT NULL
  AND `referenced_0`.`id` IS NULL)
    OR (`new_row`.`system$owner` IS NOT NULL
  AND `referenced_1`.`id` IS NULL));

-- Every new SapAuthentication.SapUser user has its values of SapAuthentication.SapUser
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:1","1"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `sapauthentication$sapuser` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `user_migration$snapshot_000000000000_1` AS `old_1` ON `old_1`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$snapshot_000000000000_2` AS `old_2` ON `old_2`.`id` = `moved`.`old_id`
LEFT JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 0)
) AS `mapped_27` ON `mapped_27`.`parent_id` = `moved`.`new_id`
WHERE `moved`.`step` = 1 AND (`new_row`.`id` IS NULL
    OR NOT ((CAST(`new_row`.`fullname` AS BINARY) <=> CAST(`old_1`.`fullname` AS BINARY) OR (CHARSET(`new_row`.`fullname`) <> 'binary' AND CHARSET(`old_1`.`fullname`) <> 'binary' AND CAST(CONVERT(`new_row`.`fullname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_1`.`fullname` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`email` AS BINARY) <=> CAST(`old_1`.`email` AS BINARY) OR (CHARSET(`new_row`.`email`) <> 'binary' AND CHARSET(`old_1`.`email`) <> 'binary' AND CAST(CONVERT(`new_row`.`email` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_1`.`email` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`sapid` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`sapid`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`sapid` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`department` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`department`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`department` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`employeenumber` <=> (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) + `moved`.`ordinal` - 1)
    OR NOT (`new_row`.`hiredon` <=> `old_2`.`hiredon`)
    OR NOT ((CAST(`new_row`.`contracttype` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`contracttype`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`contracttype` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`createdbysync` <=> CAST(? AS SIGNED))
    OR NOT (`new_row`.`sapauthentication$sapuser_location` <=> `mapped_27`.`child_id`));

-- Every new SapAuthentication.SapUser user has its values of SapAuthentication.SapUser
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:2","1"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `sapauthentication$sapuser` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `user_migration$snapshot_000000000000_1` AS `old_1` ON `old_1`.`id` = `moved`.`old_id`
LEFT JOIN `user_migration$snapshot_000000000000_3` AS `old_3` ON `old_3`.`id` = `moved`.`old_id`
LEFT JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 0)
) AS `mapped_27` ON `mapped_27`.`parent_id` = `moved`.`new_id`
WHERE `moved`.`step` = 2 AND (`new_row`.`id` IS NULL
    OR NOT ((CAST(`new_row`.`fullname` AS BINARY) <=> CAST(`old_1`.`fullname` AS BINARY) OR (CHARSET(`new_row`.`fullname`) <> 'binary' AND CHARSET(`old_1`.`fullname`) <> 'binary' AND CAST(CONVERT(`new_row`.`fullname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_1`.`fullname` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`email` AS BINARY) <=> CAST(`old_1`.`email` AS BINARY) OR (CHARSET(`new_row`.`email`) <> 'binary' AND CHARSET(`old_1`.`email`) <> 'binary' AND CAST(CONVERT(`new_row`.`email` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_1`.`email` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`sapid` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`sapid`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`sapid` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`department` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`department`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`department` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`employeenumber` <=> (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) + `moved`.`ordinal` - 1)
    OR NOT (`new_row`.`hiredon` <=> NULL)
    OR NOT ((CAST(`new_row`.`contracttype` AS BINARY) <=> CAST(`old_3`.`contracttype` AS BINARY) OR (CHARSET(`new_row`.`contracttype`) <> 'binary' AND CHARSET(`old_3`.`contracttype`) <> 'binary' AND CAST(CONVERT(`new_row`.`contracttype` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_3`.`contracttype` USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`createdbysync` <=> CAST(? AS SIGNED))
    OR NOT (`new_row`.`sapauthentication$sapuser_location` <=> `mapped_27`.`child_id`));

-- Every new SapAuthentication.SapUser user has its values of SapAuthentication.SapUser
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:0","1"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user_000000000000` AS moved
LEFT JOIN `sapauthentication$sapuser` AS new_row ON `new_row`.`id` = `moved`.`new_id`
LEFT JOIN `user_migration$snapshot_000000000000_1` AS `old_1` ON `old_1`.`id` = `moved`.`old_id`
LEFT JOIN (
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 1)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 2)
UNION ALL
SELECT COALESCE(`parent_user`.`new_id`, `link`.`parent_id`) AS parent_id, COALESCE(`child_user`.`new_id`, `link`.`child_id`) AS child_id
FROM `user_migration$link_000000000000` AS link
LEFT JOIN `user_migration$moved_user_000000000000` AS `parent_user` ON `parent_user`.`old_id` = `link`.`parent_id` AND `parent_user`.`step` IN (1, 2, 0)
LEFT JOIN `user_migration$moved_user_000000000000` AS `child_user` ON `child_user`.`old_id` = `link`.`child_id` AND `child_user`.`step` IN (1, 2, 0)
WHERE `link`.`place` = 2
  AND (`parent_user`.`step` = 0)
) AS `mapped_27` ON `mapped_27`.`parent_id` = `moved`.`new_id`
WHERE `moved`.`step` = 0 AND (`new_row`.`id` IS NULL
    OR NOT ((CAST(`new_row`.`fullname` AS BINARY) <=> CAST(`old_1`.`fullname` AS BINARY) OR (CHARSET(`new_row`.`fullname`) <> 'binary' AND CHARSET(`old_1`.`fullname`) <> 'binary' AND CAST(CONVERT(`new_row`.`fullname` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_1`.`fullname` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`email` AS BINARY) <=> CAST(`old_1`.`email` AS BINARY) OR (CHARSET(`new_row`.`email`) <> 'binary' AND CHARSET(`old_1`.`email`) <> 'binary' AND CAST(CONVERT(`new_row`.`email` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(`old_1`.`email` USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`sapid` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`sapid`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`sapid` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT ((CAST(`new_row`.`department` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`department`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`department` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`employeenumber` <=> (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) + `moved`.`ordinal` - 1)
    OR NOT (`new_row`.`hiredon` <=> NULL)
    OR NOT ((CAST(`new_row`.`contracttype` AS BINARY) <=> CAST(NULL AS BINARY) OR (CHARSET(`new_row`.`contracttype`) <> 'binary' AND CHARSET(NULL) <> 'binary' AND CAST(CONVERT(`new_row`.`contracttype` USING utf8mb4) AS BINARY) <=> CAST(CONVERT(NULL USING utf8mb4) AS BINARY))))
    OR NOT (`new_row`.`createdbysync` <=> CAST(? AS SIGNED))
    OR NOT (`new_row`.`sapauthentication$sapuser_location` <=> `mapped_27`.`child_id`));

-- The numbers of SapAuthentication.SapUser/EmployeeNumber go on after the last one
-- values: ["first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:1","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:2","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:1","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:0","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:2","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:1","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:1","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:2","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:2","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:0","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","first-number:243d57a4-bd19-3fb0-8092-dd3d222ca348:0","243d57a4-bd19-3fb0-8092-dd3d222ca348","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348"]
SELECT CASE WHEN (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) > COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 0)
  AND (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) >= (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) + (SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` AS earlier WHERE `earlier`.`step` IN (1))
  AND (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) >= (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) + (SELECT COUNT(*) FROM `user_migration$moved_user_000000000000` AS earlier WHERE `earlier`.`step` IN (2))
  AND ((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) IN (COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 0) + 1, 1000)
    OR EXISTS (SELECT 1 FROM `sapauthentication$sapuser` AS numbered WHERE `numbered`.`employeenumber` = (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) - 1))
  AND ((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) IN (COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 0) + 1, 1000)
    OR EXISTS (SELECT 1 FROM `sapauthentication$sapuser` AS numbered WHERE `numbered`.`employeenumber` = (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) - 1))
  AND ((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) IN (COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 0) + 1, 1000)
    OR EXISTS (SELECT 1 FROM `sapauthentication$sapuser` AS numbered WHERE `numbered`.`employeenumber` = (SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?) - 1))
  AND (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?) = GREATEST(COALESCE((SELECT `value_before` FROM `user_migration$counter_000000000000` WHERE counter = ?), 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0)) THEN 0 ELSE 1 END AS violations;

-- No new user has a row of another user entity
SELECT COUNT(*) AS violations FROM (
SELECT `other`.`id` FROM `administration$account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 1
UNION ALL
SELECT `other`.`id` FROM `companya$companya_account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 1
UNION ALL
SELECT `other`.`id` FROM `companyb$companyb_account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 1
UNION ALL
SELECT `other`.`id` FROM `mendixsso$mendixssouser` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 1
) AS others;

-- No new user has a row of another user entity
SELECT COUNT(*) AS violations FROM (
SELECT `other`.`id` FROM `administration$account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 2
UNION ALL
SELECT `other`.`id` FROM `companya$companya_account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 2
UNION ALL
SELECT `other`.`id` FROM `companyb$companyb_account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 2
UNION ALL
SELECT `other`.`id` FROM `mendixsso$mendixssouser` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 2
) AS others;

-- No new user has a row of another user entity
SELECT COUNT(*) AS violations FROM (
SELECT `other`.`id` FROM `administration$account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 0
UNION ALL
SELECT `other`.`id` FROM `companya$companya_account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 0
UNION ALL
SELECT `other`.`id` FROM `companyb$companyb_account` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 0
UNION ALL
SELECT `other`.`id` FROM `mendixsso$mendixssouser` AS other JOIN `user_migration$moved_user_000000000000` AS moved ON `moved`.`new_id` = `other`.`id` AND `moved`.`step` = 0
) AS others;

-- Counters of object ids: nothing but what the run changes is different
-- values: ["object-ids"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(CONCAT(LENGTH(`identifier`.`id`), ':', CAST(`identifier`.`id` AS BINARY)), 'n'), COALESCE(`identifier`.`short_id`, 'n'), COALESCE(`identifier`.`object_sequence`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `mendixsystem$entityidentifier` AS identifier
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- system$user: nothing but what the run changes is different
-- values: ["objects:system$user"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`name`), ':', CAST(`stored`.`name` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`password`), ':', CAST(`stored`.`password` AS BINARY)), 'n'), COALESCE(`stored`.`lastlogin`, 'n'), COALESCE(`stored`.`blocked`, 'n'), COALESCE(`stored`.`blockedsince`, 'n'), COALESCE(`stored`.`active`, 'n'), COALESCE(`stored`.`failedlogins`, 'n'), COALESCE(`stored`.`webserviceuser`, 'n'), COALESCE(`stored`.`isanonymous`, 'n'), COALESCE(`stored`.`createddate`, 'n'), COALESCE(`stored`.`changeddate`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`submetaobjectname`), ':', CAST(`stored`.`submetaobjectname` AS BINARY)), 'n'), COALESCE(`stored`.`system$changedby`, 'n'), COALESCE(`stored`.`system$owner`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `system$user` AS `stored`
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS moved WHERE `moved`.`new_id` = `stored`.`id`)
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- administration$account: nothing but what the run changes is different
-- values: ["objects:administration$account"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`fullname`), ':', CAST(`stored`.`fullname` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`email`), ':', CAST(`stored`.`email` AS BINARY)), 'n'), COALESCE(`stored`.`islocaluser`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`submetaobjectname`), ':', CAST(`stored`.`submetaobjectname` AS BINARY)), 'n'), COALESCE(`stored`.`administration$account_location`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `administration$account` AS `stored`
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS moved WHERE `moved`.`new_id` = `stored`.`id`)
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- sapauthentication$sapuser: nothing but what the run changes is different
-- values: ["objects:sapauthentication$sapuser"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`fullname`), ':', CAST(`stored`.`fullname` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`email`), ':', CAST(`stored`.`email` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`sapid`), ':', CAST(`stored`.`sapid` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`department`), ':', CAST(`stored`.`department` AS BINARY)), 'n'), COALESCE(`stored`.`employeenumber`, 'n'), COALESCE(`stored`.`hiredon`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`contracttype`), ':', CAST(`stored`.`contracttype` AS BINARY)), 'n'), COALESCE(`stored`.`createdbysync`, 'n'), COALESCE(`stored`.`sapauthentication$sapuser_location`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser` AS `stored`
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS moved WHERE `moved`.`new_id` = `stored`.`id`)
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- companya$companya_account: nothing but what the run changes is different
-- values: ["objects:companya$companya_account"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`costcenter`), ':', CAST(`stored`.`costcenter` AS BINARY)), 'n'), COALESCE(`stored`.`hiredon`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `companya$companya_account` AS `stored`
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS moved WHERE `moved`.`new_id` = `stored`.`id`)
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- companyb$companyb_account: nothing but what the run changes is different
-- values: ["objects:companyb$companyb_account"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`contracttype`), ':', CAST(`stored`.`contracttype` AS BINARY)), 'n'), COALESCE(`stored`.`holidaybalance`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `companyb$companyb_account` AS `stored`
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user_000000000000` AS moved WHERE `moved`.`new_id` = `stored`.`id`)
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- mendixsso$mendixssouser: nothing but what the run changes is different
-- values: ["objects:mendixsso$mendixssouser"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(CONCAT(LENGTH(`stored`.`displayname`), ':', CAST(`stored`.`displayname` AS BINARY)), 'n'), COALESCE(CONCAT(LENGTH(`stored`.`emailaddress`), ':', CAST(`stored`.`emailaddress` AS BINARY)), 'n'), COALESCE(IF(LENGTH(`stored`.`avatarurl`) < 1000, CONCAT(LENGTH(`stored`.`avatarurl`), ':', CAST(`stored`.`avatarurl` AS BINARY)), SHA2(CAST(`stored`.`avatarurl` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(`stored`.`avatarthumburl`) < 1000, CONCAT(LENGTH(`stored`.`avatarthumburl`), ':', CAST(`stored`.`avatarthumburl` AS BINARY)), SHA2(CAST(`stored`.`avatarthumburl` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `mendixsso$mendixssouser` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- company$desk: nothing but what the run changes is different
-- values: ["objects:company$desk"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(`stored`.`number`, 'n'), COALESCE(`stored`.`company$desk_account`, 'n'), COALESCE(`stored`.`company$desk_sapuser`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `company$desk` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- company$expensereport: nothing but what the run changes is different
-- values: ["objects:company$expensereport"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(`stored`.`id`, 'n'), COALESCE(`stored`.`number`, 'n'), COALESCE(`stored`.`amount`, 'n'), COALESCE(`stored`.`submittedon`, 'n'), COALESCE(`stored`.`createddate`, 'n'), COALESCE(`stored`.`changeddate`, 'n'), COALESCE(`stored`.`company$expensereport_account`, 'n'), COALESCE(`stored`.`company$expensereport_sapuser`, 'n'), COALESCE(`stored`.`company$expensereport_approvedby`, 'n'), COALESCE(`stored`.`system$changedby`, 'n'), COALESCE(`stored`.`system$owner`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `company$expensereport` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- System.UserRoles: nothing but what the run changes is different
-- values: ["links:20fa231d-e2b5-3758-8972-c79f8c9debe2"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`system$userid`, `stored`.`system$userroleid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `system$userroles` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- System.User_Language: nothing but what the run changes is different
-- values: ["links:89a27d71-8f10-3a8c-8a43-4c851bb98af2"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`system$userid`, `stored`.`system$languageid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `system$user_language` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- System.User_TimeZone: nothing but what the run changes is different
-- values: ["links:883270f7-0ca7-3e17-8a87-d5756e7e0432"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`system$userid`, `stored`.`system$timezoneid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `system$user_timezone` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- SapAuthentication.SapUser_Badge: nothing but what the run changes is different
-- values: ["links:248ac62d-8b41-3ba2-8d37-f86e92302bac"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`sapauthentication$sapuserid`, `stored`.`company$badgeid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser_badge` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- SapAuthentication.SapUser_Company: nothing but what the run changes is different
-- values: ["links:9ddaf913-647d-30b6-8b2a-a6827630d262"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`sapauthentication$sapuserid`, `stored`.`company$companyid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser_company` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- SapAuthentication.SapUser_Manager: nothing but what the run changes is different
-- values: ["links:9cc1d5a5-9d4b-3465-8cf7-483a15568fcd"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`sapauthentication$sapuserid1`, `stored`.`sapauthentication$sapuserid2`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser_manager` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- SapAuthentication.SapUser_Skills: nothing but what the run changes is different
-- values: ["links:e859b598-a10b-3c20-87b3-fe71fcf83502"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`sapauthentication$sapuserid`, `stored`.`company$skillid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser_skills` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- Company.Project_SapUser: nothing but what the run changes is different
-- values: ["links:522acedb-d3e5-33be-8c01-3110fa66d0d4"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', `stored`.`company$projectid`, `stored`.`sapauthentication$sapuserid`), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `company$project_sapuser` AS `stored`
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- Counters of other AutoNumbers: nothing but what the run changes is different
-- values: ["auto-numbers","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
SELECT CASE WHEN (SELECT COUNT(*) FROM (
SELECT row_count, digest FROM `user_migration$expectation_000000000000` WHERE subject = ?
) AS expected JOIN (
SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS(',', COALESCE(CONCAT(LENGTH(`counter`.`attribute_id`), ':', CAST(`counter`.`attribute_id` AS BINARY)), 'n'), COALESCE(`counter`.`current_value`, 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `mendixsystem$sequence` AS counter
WHERE `counter`.`attribute_id` NOT IN (?)
) AS actual ON actual.row_count = expected.row_count AND actual.digest = expected.digest) = 1 THEN 0 ELSE 1 END AS violations;

-- The journal knows the counter of SapAuthentication.SapUser
-- values: ["object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
SELECT CASE WHEN (SELECT `value_after` FROM `user_migration$counter_000000000000` WHERE counter = ?) = (SELECT object_sequence FROM `mendixsystem$entityidentifier` WHERE id = ?) THEN 0 ELSE 1 END AS violations;

-- The journal knows the counter of SapAuthentication.SapUser/EmployeeNumber
-- values: ["auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
SELECT CASE WHEN (SELECT `value_after` FROM `user_migration$counter_000000000000` WHERE counter = ?) = (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?) THEN 0 ELSE 1 END AS violations;

-- No other counter is noted
-- values: ["object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348"]
SELECT COUNT(*) AS violations FROM `user_migration$counter_000000000000` AS noted WHERE noted.value_after IS NOT NULL AND noted.counter NOT IN (?, ?);

COMMIT;
