-- User Migration: the statements that would run, in one transaction.
-- Plan 4d5dcac02f65b23676eacfa2ae83f5e86fbb4c8452e39ae7a7902671b847b17e
-- Step 2: CompanyA.CompanyA_Account -> SapAuthentication.SapUser, 0 users, old users are not kept
-- Step 3: CompanyB.CompanyB_Account -> SapAuthentication.SapUser, 0 users, old users are not kept
-- Step 1: Administration.Account -> SapAuthentication.SapUser, 0 users, old users are not kept
-- Users of a specialization are moved before those of its generalization: CompanyA.CompanyA_Account goes before Administration.Account, which it specializes; CompanyB.CompanyB_Account goes before Administration.Account, which it specializes.

-- Before the transaction: the journal.
CREATE TABLE IF NOT EXISTS `user_migration$run` (
  `run_id` varchar(36) NOT NULL PRIMARY KEY,
  `started_at` varchar(30) NOT NULL,
  `finished_at` varchar(30) NOT NULL,
  `tool_version` varchar(50) NOT NULL,
  `operator` longtext NOT NULL,
  `project` longtext NOT NULL,
  `state` varchar(20) NOT NULL,
  `users` bigint NOT NULL,
  `manifest` longtext,
  `report` longtext NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `user_migration$moved_user` (
  `run_id` varchar(36) NOT NULL,
  `step` int NOT NULL,
  `ordinal` bigint NOT NULL,
  `old_id` bigint NOT NULL,
  `new_id` bigint NOT NULL,
  `old_name` longtext,
  `new_name` longtext,
  PRIMARY KEY (`run_id`, `old_id`),
  UNIQUE KEY `moved_user_new_id` (`run_id`, `new_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `user_migration$reference` (
  `run_id` varchar(36) NOT NULL,
  `place` int NOT NULL,
  `parent_id` bigint NOT NULL,
  `child_id` bigint NOT NULL,
  PRIMARY KEY (`run_id`, `place`, `parent_id`, `child_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `user_migration$removed_session` (
  `run_id` varchar(36) NOT NULL,
  `session_id` bigint NOT NULL,
  PRIMARY KEY (`run_id`, `session_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `user_migration$counter` (
  `run_id` varchar(36) NOT NULL,
  `counter` varchar(255) NOT NULL,
  `value_before` bigint,
  `value_after` bigint,
  PRIMARY KEY (`run_id`, `counter`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE IF NOT EXISTS `user_migration$fingerprint` (
  `run_id` varchar(36) NOT NULL,
  `subject` varchar(255) NOT NULL,
  `row_count` bigint NOT NULL,
  `digest` longtext NOT NULL,
  PRIMARY KEY (`run_id`, `subject`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `user_migration$snapshot_000000000000_0` (PRIMARY KEY (`id`)) ENGINE=InnoDB AS SELECT * FROM `system$user` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_1` (PRIMARY KEY (`id`)) ENGINE=InnoDB AS SELECT * FROM `administration$account` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_2` (PRIMARY KEY (`id`)) ENGINE=InnoDB AS SELECT * FROM `companya$companya_account` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_3` (PRIMARY KEY (`id`)) ENGINE=InnoDB AS SELECT * FROM `companyb$companyb_account` LIMIT 0;
CREATE TABLE `user_migration$snapshot_000000000000_4` (PRIMARY KEY (`id`)) ENGINE=InnoDB AS SELECT * FROM `system$session` LIMIT 0;

BEGIN;

-- [lock] Lock the users (System.User)
-- values: ["CompanyA.CompanyA_Account","CompanyB.CompanyB_Account","Administration.Account"]
SELECT id FROM `system$user` WHERE `submetaobjectname` IN (?, ?, ?) FOR UPDATE;

-- [lock] Lock the counters of object ids
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398"]
SELECT id FROM `mendixsystem$entityidentifier` WHERE id IN (?) ORDER BY id FOR UPDATE;

-- [reserve] Note the next object id of SapAuthentication.SapUser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$counter` (run_id, counter, value_before)
SELECT ?, ?, object_sequence
FROM `mendixsystem$entityidentifier` WHERE id = ?;

-- [reserve] Note the next number of SapAuthentication.SapUser/EmployeeNumber (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348","243d57a4-bd19-3fb0-8092-dd3d222ca348"]
INSERT INTO `user_migration$counter` (run_id, counter, value_before)
SELECT ?, ?, (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?);

-- [reserve] Give CompanyA.CompanyA_Account users new object ids of SapAuthentication.SapUser (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001","CompanyA.CompanyA_Account","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$moved_user` (run_id, step, ordinal, old_id, new_id, old_name, new_name)
SELECT ?, 1, u.ordinal, u.id, (e.short_id) * 281474976710656 + (COALESCE(e.object_sequence, 1) + u.ordinal - 1) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED), u.name, u.name
FROM (SELECT id, `name` AS name, ROW_NUMBER() OVER (ORDER BY id) AS ordinal
      FROM `system$user` WHERE `submetaobjectname` = ?) AS u
CROSS JOIN `mendixsystem$entityidentifier` AS e
WHERE e.id = ?;

-- [reserve] Advance the object ids of SapAuthentication.SapUser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `mendixsystem$entityidentifier`
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM `user_migration$moved_user` WHERE run_id = ? AND step = 1)
WHERE id = ?;

-- [reserve] Give CompanyB.CompanyB_Account users new object ids of SapAuthentication.SapUser (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001","CompanyB.CompanyB_Account","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$moved_user` (run_id, step, ordinal, old_id, new_id, old_name, new_name)
SELECT ?, 2, u.ordinal, u.id, (e.short_id) * 281474976710656 + (COALESCE(e.object_sequence, 1) + u.ordinal - 1) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED), u.name, u.name
FROM (SELECT id, `name` AS name, ROW_NUMBER() OVER (ORDER BY id) AS ordinal
      FROM `system$user` WHERE `submetaobjectname` = ?) AS u
CROSS JOIN `mendixsystem$entityidentifier` AS e
WHERE e.id = ?;

-- [reserve] Advance the object ids of SapAuthentication.SapUser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `mendixsystem$entityidentifier`
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM `user_migration$moved_user` WHERE run_id = ? AND step = 2)
WHERE id = ?;

-- [reserve] Give Administration.Account users new object ids of SapAuthentication.SapUser (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001","Administration.Account","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
INSERT INTO `user_migration$moved_user` (run_id, step, ordinal, old_id, new_id, old_name, new_name)
SELECT ?, 0, u.ordinal, u.id, (e.short_id) * 281474976710656 + (COALESCE(e.object_sequence, 1) + u.ordinal - 1) * 128 + CAST(FLOOR(RAND() * 128) AS SIGNED), u.name, u.name
FROM (SELECT id, `name` AS name, ROW_NUMBER() OVER (ORDER BY id) AS ordinal
      FROM `system$user` WHERE `submetaobjectname` = ?) AS u
CROSS JOIN `mendixsystem$entityidentifier` AS e
WHERE e.id = ?;

-- [reserve] Advance the object ids of SapAuthentication.SapUser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `mendixsystem$entityidentifier`
SET object_sequence = COALESCE(object_sequence, 1) + (
  SELECT COUNT(*) FROM `user_migration$moved_user` WHERE run_id = ? AND step = 0)
WHERE id = ?;

-- [snapshot] Keep the old rows of system$user (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$snapshot_000000000000_0` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`, `system$changedby`, `system$owner`)
SELECT t.`id`, t.`name`, t.`password`, t.`lastlogin`, t.`blocked`, t.`blockedsince`, t.`active`, t.`failedlogins`, t.`webserviceuser`, t.`isanonymous`, t.`createddate`, t.`changeddate`, t.`submetaobjectname`, t.`system$changedby`, t.`system$owner`
FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id;

-- [snapshot] Keep the old rows of administration$account (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$snapshot_000000000000_1` (`id`, `fullname`, `email`, `islocaluser`, `submetaobjectname`, `administration$account_location`)
SELECT t.`id`, t.`fullname`, t.`email`, t.`islocaluser`, t.`submetaobjectname`, t.`administration$account_location`
FROM `administration$account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id;

-- [snapshot] Keep the old rows of companya$companya_account (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$snapshot_000000000000_2` (`id`, `costcenter`, `hiredon`)
SELECT t.`id`, t.`costcenter`, t.`hiredon`
FROM `companya$companya_account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (1);

-- [snapshot] Keep the old rows of companyb$companyb_account (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$snapshot_000000000000_3` (`id`, `contracttype`, `holidaybalance`)
SELECT t.`id`, t.`contracttype`, t.`holidaybalance`
FROM `companyb$companyb_account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (2);

-- [snapshot] Keep the links of Administration.Account_Badge (administration$account_badge)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 0, t.`administration$accountid` AS parent_id, t.`company$badgeid` AS child_id
FROM `administration$account_badge` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`
WHERE t.`company$badgeid` IS NOT NULL;

-- [snapshot] Keep the links of Administration.Account_Company (administration$account_company)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 1, t.`administration$accountid` AS parent_id, t.`company$companyid` AS child_id
FROM `administration$account_company` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`
WHERE t.`company$companyid` IS NOT NULL;

-- [snapshot] Keep the links of Administration.Account_Location (administration$account)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 2, t.`id` AS parent_id, t.`administration$account_location` AS child_id
FROM `administration$account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`id`
WHERE t.`administration$account_location` IS NOT NULL;

-- [snapshot] Keep the links of Administration.Account_Manager (administration$account_manager)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 3, t.`administration$accountid1` AS parent_id, t.`administration$accountid2` AS child_id
FROM `administration$account_manager` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid1`
WHERE t.`administration$accountid2` IS NOT NULL
UNION
SELECT ?, 3, t.`administration$accountid1` AS parent_id, t.`administration$accountid2` AS child_id
FROM `administration$account_manager` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid2`
WHERE t.`administration$accountid2` IS NOT NULL;

-- [snapshot] Keep the links of Administration.Account_Skills (administration$account_skills)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 4, t.`administration$accountid` AS parent_id, t.`company$skillid` AS child_id
FROM `administration$account_skills` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`
WHERE t.`company$skillid` IS NOT NULL;

-- [snapshot] Keep the links of Company.Desk_Account (company$desk)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 5, t.`id` AS parent_id, t.`company$desk_account` AS child_id
FROM `company$desk` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`company$desk_account`
WHERE t.`company$desk_account` IS NOT NULL;

-- [snapshot] Keep the links of Company.ExpenseReport_Account (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 6, t.`id` AS parent_id, t.`company$expensereport_account` AS child_id
FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`company$expensereport_account`
WHERE t.`company$expensereport_account` IS NOT NULL;

-- [snapshot] Keep the links of Company.ExpenseReport_ApprovedBy (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 7, t.`id` AS parent_id, t.`company$expensereport_approvedby` AS child_id
FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`company$expensereport_approvedby`
WHERE t.`company$expensereport_approvedby` IS NOT NULL;

-- [snapshot] Keep the links of Company.Project_Account (company$project_account)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 8, t.`company$projectid` AS parent_id, t.`administration$accountid` AS child_id
FROM `company$project_account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`
WHERE t.`administration$accountid` IS NOT NULL;

-- [snapshot] Keep the links of System.Session_User (system$session_user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 9, t.`system$sessionid` AS parent_id, t.`system$userid` AS child_id
FROM `system$session_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$userid` IS NOT NULL;

-- [snapshot] Keep the links of System.TokenInformation_User (system$tokeninformation_user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 10, t.`system$tokeninformationid` AS parent_id, t.`system$userid` AS child_id
FROM `system$tokeninformation_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$userid` IS NOT NULL;

-- [snapshot] Keep the links of System.UserReportInfo_User (system$userreportinfo_user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 11, t.`system$userreportinfoid` AS parent_id, t.`system$userid` AS child_id
FROM `system$userreportinfo_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$userid` IS NOT NULL;

-- [snapshot] Keep the links of System.UserRoles (system$userroles)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 12, t.`system$userid` AS parent_id, t.`system$userroleid` AS child_id
FROM `system$userroles` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$userroleid` IS NOT NULL;

-- [snapshot] Keep the links of System.User_Language (system$user_language)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 13, t.`system$userid` AS parent_id, t.`system$languageid` AS child_id
FROM `system$user_language` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$languageid` IS NOT NULL;

-- [snapshot] Keep the links of System.User_TimeZone (system$user_timezone)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 14, t.`system$userid` AS parent_id, t.`system$timezoneid` AS child_id
FROM `system$user_timezone` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$timezoneid` IS NOT NULL;

-- [snapshot] Keep the links of System.WorkflowActivity_Actor (system$workflowactivity)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 15, t.`id` AS parent_id, t.`system$workflowactivity_actor` AS child_id
FROM `system$workflowactivity` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$workflowactivity_actor`
WHERE t.`system$workflowactivity_actor` IS NOT NULL;

-- [snapshot] Keep the links of System.WorkflowUserTask_Assignees (system$workflowusertask_assignees)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 16, t.`system$workflowusertaskid` AS parent_id, t.`system$userid` AS child_id
FROM `system$workflowusertask_assignees` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$userid` IS NOT NULL;

-- [snapshot] Keep the links of System.WorkflowUserTask_TargetUsers (system$workflowusertask_targetusers)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 17, t.`system$workflowusertaskid` AS parent_id, t.`system$userid` AS child_id
FROM `system$workflowusertask_targetusers` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`
WHERE t.`system$userid` IS NOT NULL;

-- [snapshot] Keep the links of System.changedBy (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 18, t.`id` AS parent_id, t.`system$changedby` AS child_id
FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$changedby`
WHERE t.`system$changedby` IS NOT NULL;

-- [snapshot] Keep the links of System.changedBy (system$filedocument)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 19, t.`id` AS parent_id, t.`system$changedby` AS child_id
FROM `system$filedocument` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$changedby`
WHERE t.`system$changedby` IS NOT NULL;

-- [snapshot] Keep the links of System.changedBy (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 20, t.`id` AS parent_id, t.`system$changedby` AS child_id
FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`id`
WHERE t.`system$changedby` IS NOT NULL
UNION
SELECT ?, 20, t.`id` AS parent_id, t.`system$changedby` AS child_id
FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$changedby`
WHERE t.`system$changedby` IS NOT NULL;

-- [snapshot] Keep the links of System.owner (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 21, t.`id` AS parent_id, t.`system$owner` AS child_id
FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`
WHERE t.`system$owner` IS NOT NULL;

-- [snapshot] Keep the links of System.owner (system$filedocument)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 22, t.`id` AS parent_id, t.`system$owner` AS child_id
FROM `system$filedocument` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`
WHERE t.`system$owner` IS NOT NULL;

-- [snapshot] Keep the links of System.owner (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 23, t.`id` AS parent_id, t.`system$owner` AS child_id
FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`id`
WHERE t.`system$owner` IS NOT NULL
UNION
SELECT ?, 23, t.`id` AS parent_id, t.`system$owner` AS child_id
FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`
WHERE t.`system$owner` IS NOT NULL;

-- [snapshot] Keep the links of System.owner (system$workflow)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 24, t.`id` AS parent_id, t.`system$owner` AS child_id
FROM `system$workflow` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`
WHERE t.`system$owner` IS NOT NULL;

-- [snapshot] Find the sessions of the old users
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$removed_session` (run_id, session_id)
SELECT DISTINCT ?, r.parent_id
FROM `user_migration$reference` AS r
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 9;

-- [snapshot] Keep the old rows of system$session
-- values: ["00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$snapshot_000000000000_4` (`id`, `sessionid`, `csrftoken`, `lastactive`, `longlived`, `readonlyhashkey`, `lastactionexecution`, `createddate`)
SELECT t.`id`, t.`sessionid`, t.`csrftoken`, t.`lastactive`, t.`longlived`, t.`readonlyhashkey`, t.`lastactionexecution`, t.`createddate`
FROM `system$session` AS t
JOIN `user_migration$removed_session` AS s ON s.run_id = ? AND s.session_id = t.id;

-- [snapshot] Keep the links of System.BackgroundJob_Session to these sessions
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$reference` (run_id, place, parent_id, child_id)
SELECT ?, 25, t.`id`, t.`system$backgroundjob_session`
FROM `system$backgroundjob` AS t
JOIN `user_migration$removed_session` AS s ON s.run_id = ? AND s.session_id = t.`system$backgroundjob_session`
WHERE t.`system$backgroundjob_session` IS NOT NULL;

-- [snapshot] Fingerprint the other users in system$user (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","untouched-users:system$user","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`name` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`name` AS BINARY))), SHA2(CAST(t.`name` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`password` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`password` AS BINARY))), SHA2(CAST(t.`password` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`lastlogin` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`lastlogin` AS BINARY))), SHA2(CAST(t.`lastlogin` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`blocked` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`blocked` AS BINARY))), SHA2(CAST(t.`blocked` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`blockedsince` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`blockedsince` AS BINARY))), SHA2(CAST(t.`blockedsince` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`active` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`active` AS BINARY))), SHA2(CAST(t.`active` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`failedlogins` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`failedlogins` AS BINARY))), SHA2(CAST(t.`failedlogins` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`webserviceuser` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`webserviceuser` AS BINARY))), SHA2(CAST(t.`webserviceuser` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`isanonymous` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`isanonymous` AS BINARY))), SHA2(CAST(t.`isanonymous` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`createddate` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`createddate` AS BINARY))), SHA2(CAST(t.`createddate` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`changeddate` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`changeddate` AS BINARY))), SHA2(CAST(t.`changeddate` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`submetaobjectname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`submetaobjectname` AS BINARY))), SHA2(CAST(t.`submetaobjectname` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR)
FROM `system$user` AS t
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id);

-- [snapshot] Fingerprint the other users in companya$companya_account (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","untouched-users:companya$companya_account","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`costcenter` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`costcenter` AS BINARY))), SHA2(CAST(t.`costcenter` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`hiredon` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`hiredon` AS BINARY))), SHA2(CAST(t.`hiredon` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR)
FROM `companya$companya_account` AS t
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id);

-- [snapshot] Fingerprint the other users in administration$account (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","untouched-users:administration$account","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`fullname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`fullname` AS BINARY))), SHA2(CAST(t.`fullname` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`email` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`email` AS BINARY))), SHA2(CAST(t.`email` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`islocaluser` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`islocaluser` AS BINARY))), SHA2(CAST(t.`islocaluser` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`submetaobjectname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`submetaobjectname` AS BINARY))), SHA2(CAST(t.`submetaobjectname` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR)
FROM `administration$account` AS t
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id);

-- [snapshot] Fingerprint the other users in sapauthentication$sapuser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","untouched-users:sapauthentication$sapuser","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`fullname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`fullname` AS BINARY))), SHA2(CAST(t.`fullname` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`email` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`email` AS BINARY))), SHA2(CAST(t.`email` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`sapid` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`sapid` AS BINARY))), SHA2(CAST(t.`sapid` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`department` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`department` AS BINARY))), SHA2(CAST(t.`department` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`employeenumber` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`employeenumber` AS BINARY))), SHA2(CAST(t.`employeenumber` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`hiredon` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`hiredon` AS BINARY))), SHA2(CAST(t.`hiredon` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`contracttype` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`contracttype` AS BINARY))), SHA2(CAST(t.`contracttype` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`createdbysync` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`createdbysync` AS BINARY))), SHA2(CAST(t.`createdbysync` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR)
FROM `sapauthentication$sapuser` AS t
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id);

-- [snapshot] Fingerprint the other users in companyb$companyb_account (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","untouched-users:companyb$companyb_account","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`contracttype` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`contracttype` AS BINARY))), SHA2(CAST(t.`contracttype` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`holidaybalance` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`holidaybalance` AS BINARY))), SHA2(CAST(t.`holidaybalance` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR)
FROM `companyb$companyb_account` AS t
WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id);

-- [snapshot] Count the links of Administration.Account_Badge (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:9de76d82-e277-3c64-894c-589ac67fc9a8"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `administration$account_badge`;

-- [snapshot] Count the links of Administration.Account_Company (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:531ea83d-007c-3fe9-8cef-5c4c73a5002a"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `administration$account_company`;

-- [snapshot] Count the links of Administration.Account_Manager (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:739b0bad-90ce-3693-866d-76dae55a5764"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `administration$account_manager`;

-- [snapshot] Count the links of Administration.Account_Skills (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:64014a96-1087-3252-82c1-8e31977c36bd"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `administration$account_skills`;

-- [snapshot] Count the links of Company.Project_Account (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:67ed7741-d293-3578-86f9-63e730ac7a22"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `company$project_account`;

-- [snapshot] Count the links of System.Session_User (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:46833ae9-9b21-35ae-856e-10d2103aa054"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$session_user`;

-- [snapshot] Count the links of System.TokenInformation_User (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:f6ed59dd-0094-3709-8a16-f67b89444bde"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$tokeninformation_user`;

-- [snapshot] Count the links of System.UserReportInfo_User (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:f616147b-54d6-3e23-8ce5-8bcaad4fff98"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$userreportinfo_user`;

-- [snapshot] Count the links of System.UserRoles (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:20fa231d-e2b5-3758-8972-c79f8c9debe2"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$userroles`;

-- [snapshot] Count the links of System.User_Language (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:89a27d71-8f10-3a8c-8a43-4c851bb98af2"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$user_language`;

-- [snapshot] Count the links of System.User_TimeZone (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:883270f7-0ca7-3e17-8a87-d5756e7e0432"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$user_timezone`;

-- [snapshot] Count the links of System.WorkflowUserTask_Assignees (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:3ce74fd7-5bfd-3201-8a86-213383b47b57"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$workflowusertask_assignees`;

-- [snapshot] Count the links of System.WorkflowUserTask_TargetUsers (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:2ed5acc8-702e-328b-85f0-43e6f4c464d0"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `system$workflowusertask_targetusers`;

-- [snapshot] Count the links of SapAuthentication.SapUser_Badge (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:248ac62d-8b41-3ba2-8d37-f86e92302bac"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `sapauthentication$sapuser_badge`;

-- [snapshot] Count the links of SapAuthentication.SapUser_Company (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:9ddaf913-647d-30b6-8b2a-a6827630d262"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `sapauthentication$sapuser_company`;

-- [snapshot] Count the links of SapAuthentication.SapUser_Manager (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:9cc1d5a5-9d4b-3465-8cf7-483a15568fcd"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `sapauthentication$sapuser_manager`;

-- [snapshot] Count the links of SapAuthentication.SapUser_Skills (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:e859b598-a10b-3c20-87b3-fe71fcf83502"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `sapauthentication$sapuser_skills`;

-- [snapshot] Count the links of Company.Project_SapUser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","total:522acedb-d3e5-33be-8c01-3110fa66d0d4"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, COUNT(*), '' FROM `company$project_sapuser`;

-- [release] Old users give up their unique values in system$user (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$user` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`name` = NULL
WHERE m.run_id = ? AND m.old_id = t.id;

-- [create] Create the SapAuthentication.SapUser users (System.User) (0 rows)
-- values: ["SapAuthentication.SapUser","00000000-0000-4000-8000-000000000001"]
INSERT INTO `system$user` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`)
SELECT m.new_id,
       m.new_name,
       s0.`password`,
       s0.`lastlogin`,
       s0.`blocked`,
       s0.`blockedsince`,
       s0.`active`,
       s0.`failedlogins`,
       s0.`webserviceuser`,
       s0.`isanonymous`,
       s0.`createddate`,
       s0.`changeddate`,
       CAST(? AS CHAR)
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s0 ON s0.id = m.old_id
WHERE m.run_id = ? AND m.step = 1;

-- [create] Create the SapAuthentication.SapUser users (SapAuthentication.SapUser) (0 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","1","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser` (`id`, `fullname`, `email`, `employeenumber`, `hiredon`, `createdbysync`)
SELECT m.new_id,
       s0.`fullname`,
       s0.`email`,
       GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1) + m.ordinal - 1,
       s1.`hiredon`,
       CAST(? AS SIGNED)
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s0 ON s0.id = m.old_id
LEFT JOIN `user_migration$snapshot_000000000000_2` AS s1 ON s1.id = m.old_id
WHERE m.run_id = ? AND m.step = 1;

-- [create] Advance the numbers of SapAuthentication.SapUser/EmployeeNumber
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `mendixsystem$sequence`
SET current_value = GREATEST(COALESCE(current_value, 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0))
WHERE attribute_id = ?;

-- [create] Create the SapAuthentication.SapUser users (System.User) (0 rows)
-- values: ["SapAuthentication.SapUser","00000000-0000-4000-8000-000000000001"]
INSERT INTO `system$user` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`)
SELECT m.new_id,
       m.new_name,
       s0.`password`,
       s0.`lastlogin`,
       s0.`blocked`,
       s0.`blockedsince`,
       s0.`active`,
       s0.`failedlogins`,
       s0.`webserviceuser`,
       s0.`isanonymous`,
       s0.`createddate`,
       s0.`changeddate`,
       CAST(? AS CHAR)
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s0 ON s0.id = m.old_id
WHERE m.run_id = ? AND m.step = 2;

-- [create] Create the SapAuthentication.SapUser users (SapAuthentication.SapUser) (0 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","1","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser` (`id`, `fullname`, `email`, `employeenumber`, `contracttype`, `createdbysync`)
SELECT m.new_id,
       s0.`fullname`,
       s0.`email`,
       GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1) + m.ordinal - 1,
       s1.`contracttype`,
       CAST(? AS SIGNED)
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s0 ON s0.id = m.old_id
LEFT JOIN `user_migration$snapshot_000000000000_3` AS s1 ON s1.id = m.old_id
WHERE m.run_id = ? AND m.step = 2;

-- [create] Advance the numbers of SapAuthentication.SapUser/EmployeeNumber
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `mendixsystem$sequence`
SET current_value = GREATEST(COALESCE(current_value, 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0))
WHERE attribute_id = ?;

-- [create] Create the SapAuthentication.SapUser users (System.User) (0 rows)
-- values: ["SapAuthentication.SapUser","00000000-0000-4000-8000-000000000001"]
INSERT INTO `system$user` (`id`, `name`, `password`, `lastlogin`, `blocked`, `blockedsince`, `active`, `failedlogins`, `webserviceuser`, `isanonymous`, `createddate`, `changeddate`, `submetaobjectname`)
SELECT m.new_id,
       m.new_name,
       s0.`password`,
       s0.`lastlogin`,
       s0.`blocked`,
       s0.`blockedsince`,
       s0.`active`,
       s0.`failedlogins`,
       s0.`webserviceuser`,
       s0.`isanonymous`,
       s0.`createddate`,
       s0.`changeddate`,
       CAST(? AS CHAR)
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s0 ON s0.id = m.old_id
WHERE m.run_id = ? AND m.step = 0;

-- [create] Create the SapAuthentication.SapUser users (SapAuthentication.SapUser) (0 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","1","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser` (`id`, `fullname`, `email`, `employeenumber`, `createdbysync`)
SELECT m.new_id,
       s0.`fullname`,
       s0.`email`,
       GREATEST(1000,
  COALESCE((SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?), 0) + 1,
  COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0) + 1) + m.ordinal - 1,
       CAST(? AS SIGNED)
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s0 ON s0.id = m.old_id
WHERE m.run_id = ? AND m.step = 0;

-- [create] Advance the numbers of SapAuthentication.SapUser/EmployeeNumber
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `mendixsystem$sequence`
SET current_value = GREATEST(COALESCE(current_value, 0), COALESCE((SELECT MAX(`employeenumber`) FROM `sapauthentication$sapuser`), 0))
WHERE attribute_id = ?;

-- [create] Set owner and other links between users (System.User) (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `system$user` AS t
CROSS JOIN (SELECT m.new_id, CASE WHEN c1.step IN (1, 2, 0) THEN c1.new_id ELSE s0.`system$changedby` END AS link_0, CASE WHEN c2.step IN (1, 2, 0) THEN c2.new_id ELSE s0.`system$owner` END AS link_1
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s0 ON s0.id = m.old_id
LEFT JOIN `user_migration$moved_user` AS c1 ON c1.run_id = ? AND c1.old_id = s0.`system$changedby`
LEFT JOIN `user_migration$moved_user` AS c2 ON c2.run_id = ? AND c2.old_id = s0.`system$owner`
WHERE m.run_id = ? AND m.step = 1) AS l
SET t.`system$changedby` = l.link_0,
    t.`system$owner` = l.link_1
WHERE t.id = l.new_id;

-- [create] Set owner and other links between users (System.User) (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `system$user` AS t
CROSS JOIN (SELECT m.new_id, CASE WHEN c1.step IN (1, 2, 0) THEN c1.new_id ELSE s0.`system$changedby` END AS link_0, CASE WHEN c2.step IN (1, 2, 0) THEN c2.new_id ELSE s0.`system$owner` END AS link_1
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s0 ON s0.id = m.old_id
LEFT JOIN `user_migration$moved_user` AS c1 ON c1.run_id = ? AND c1.old_id = s0.`system$changedby`
LEFT JOIN `user_migration$moved_user` AS c2 ON c2.run_id = ? AND c2.old_id = s0.`system$owner`
WHERE m.run_id = ? AND m.step = 2) AS l
SET t.`system$changedby` = l.link_0,
    t.`system$owner` = l.link_1
WHERE t.id = l.new_id;

-- [create] Set owner and other links between users (System.User) (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `system$user` AS t
CROSS JOIN (SELECT m.new_id, CASE WHEN c1.step IN (1, 2, 0) THEN c1.new_id ELSE s0.`system$changedby` END AS link_0, CASE WHEN c2.step IN (1, 2, 0) THEN c2.new_id ELSE s0.`system$owner` END AS link_1
FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s0 ON s0.id = m.old_id
LEFT JOIN `user_migration$moved_user` AS c1 ON c1.run_id = ? AND c1.old_id = s0.`system$changedby`
LEFT JOIN `user_migration$moved_user` AS c2 ON c2.run_id = ? AND c2.old_id = s0.`system$owner`
WHERE m.run_id = ? AND m.step = 0) AS l
SET t.`system$changedby` = l.link_0,
    t.`system$owner` = l.link_1
WHERE t.id = l.new_id;

-- [move] Point Company.ExpenseReport_ApprovedBy (company$expensereport) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`company$expensereport_approvedby` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`company$expensereport_approvedby`;

-- [move] Point System.TokenInformation_User (system$tokeninformation_user) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$tokeninformation_user` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.UserReportInfo_User (system$userreportinfo_user) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$userreportinfo_user` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.UserRoles (system$userroles) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$userroles` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.User_Language (system$user_language) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$user_language` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.User_TimeZone (system$user_timezone) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$user_timezone` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.WorkflowActivity_Actor (system$workflowactivity) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$workflowactivity` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$workflowactivity_actor` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$workflowactivity_actor`;

-- [move] Point System.WorkflowUserTask_Assignees (system$workflowusertask_assignees) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$workflowusertask_assignees` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.WorkflowUserTask_TargetUsers (system$workflowusertask_targetusers) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$workflowusertask_targetusers` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$userid` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$userid`;

-- [move] Point System.changedBy (company$expensereport) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$changedby` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$changedby`;

-- [move] Point System.changedBy (system$filedocument) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$filedocument` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$changedby` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$changedby`;

-- [move] Point System.changedBy (system$user) at the new users
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `system$user` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$changedby` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$changedby`
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS o WHERE o.run_id = ? AND o.old_id = t.id);

-- [move] Point System.owner (company$expensereport) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$owner` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$owner`;

-- [move] Point System.owner (system$filedocument) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$filedocument` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$owner` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$owner`;

-- [move] Point System.owner (system$user) at the new users
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `system$user` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$owner` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$owner`
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS o WHERE o.run_id = ? AND o.old_id = t.id);

-- [move] Point System.owner (system$workflow) at the new users
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$workflow` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`system$owner` = m.new_id
WHERE m.run_id = ? AND m.old_id = t.`system$owner`;

-- [map] Write Administration.Account_Badge to SapAuthentication.SapUser_Badge
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_badge` (`sapauthentication$sapuserid`, `company$badgeid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 1);

-- [map] Write Administration.Account_Company to SapAuthentication.SapUser_Company
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_company` (`sapauthentication$sapuserid`, `company$companyid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 1);

-- [map] Write Administration.Account_Location to SapAuthentication.SapUser_Location
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `sapauthentication$sapuser` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2 AND (p.step = 1)) AS l
SET t.`sapauthentication$sapuser_location` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Administration.Account_Manager to SapAuthentication.SapUser_Manager
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_manager` (`sapauthentication$sapuserid1`, `sapauthentication$sapuserid2`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 1 OR (c.step = 1 AND (p.step IS NULL OR NOT p.step IN (2, 0))));

-- [map] Write Administration.Account_Skills to SapAuthentication.SapUser_Skills
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_skills` (`sapauthentication$sapuserid`, `company$skillid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 1);

-- [map] Write Company.Desk_Account to Company.Desk_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `company$desk` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5 AND (c.step = 1)) AS l
SET t.`company$desk_sapuser` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Company.ExpenseReport_Account to Company.ExpenseReport_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6 AND (c.step = 1)) AS l
SET t.`company$expensereport_sapuser` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Company.Project_Account to Company.Project_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `company$project_sapuser` (`company$projectid`, `sapauthentication$sapuserid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 1);

-- [map] Write Administration.Account_Badge to SapAuthentication.SapUser_Badge
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_badge` (`sapauthentication$sapuserid`, `company$badgeid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 2);

-- [map] Write Administration.Account_Company to SapAuthentication.SapUser_Company
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_company` (`sapauthentication$sapuserid`, `company$companyid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 2);

-- [map] Write Administration.Account_Location to SapAuthentication.SapUser_Location
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `sapauthentication$sapuser` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2 AND (p.step = 2)) AS l
SET t.`sapauthentication$sapuser_location` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Administration.Account_Manager to SapAuthentication.SapUser_Manager
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_manager` (`sapauthentication$sapuserid1`, `sapauthentication$sapuserid2`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 2 OR (c.step = 2 AND (p.step IS NULL OR NOT p.step IN (1, 0))));

-- [map] Write Administration.Account_Skills to SapAuthentication.SapUser_Skills
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_skills` (`sapauthentication$sapuserid`, `company$skillid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 2);

-- [map] Write Company.Desk_Account to Company.Desk_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `company$desk` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5 AND (c.step = 2)) AS l
SET t.`company$desk_sapuser` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Company.ExpenseReport_Account to Company.ExpenseReport_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6 AND (c.step = 2)) AS l
SET t.`company$expensereport_sapuser` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Company.Project_Account to Company.Project_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `company$project_sapuser` (`company$projectid`, `sapauthentication$sapuserid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 2);

-- [map] Write Administration.Account_Badge to SapAuthentication.SapUser_Badge
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_badge` (`sapauthentication$sapuserid`, `company$badgeid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 0);

-- [map] Write Administration.Account_Company to SapAuthentication.SapUser_Company
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_company` (`sapauthentication$sapuserid`, `company$companyid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 0);

-- [map] Write Administration.Account_Location to SapAuthentication.SapUser_Location
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `sapauthentication$sapuser` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2 AND (p.step = 0)) AS l
SET t.`sapauthentication$sapuser_location` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Administration.Account_Manager to SapAuthentication.SapUser_Manager
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_manager` (`sapauthentication$sapuserid1`, `sapauthentication$sapuserid2`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 0 OR (c.step = 0 AND (p.step IS NULL OR NOT p.step IN (1, 2))));

-- [map] Write Administration.Account_Skills to SapAuthentication.SapUser_Skills
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `sapauthentication$sapuser_skills` (`sapauthentication$sapuserid`, `company$skillid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 0);

-- [map] Write Company.Desk_Account to Company.Desk_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `company$desk` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5 AND (c.step = 0)) AS l
SET t.`company$desk_sapuser` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Company.ExpenseReport_Account to Company.ExpenseReport_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6 AND (c.step = 0)) AS l
SET t.`company$expensereport_sapuser` = l.child_id
WHERE t.id = l.parent_id;

-- [map] Write Company.Project_Account to Company.Project_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `company$project_sapuser` (`company$projectid`, `sapauthentication$sapuserid`)
SELECT COALESCE(p.new_id, r.parent_id), COALESCE(c.new_id, r.child_id)
FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 0);

-- [remove] Remove the old users' links of Administration.Account_Badge
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `administration$account_badge` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- [remove] Remove the old users' links of Administration.Account_Company
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `administration$account_company` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- [remove] Remove the old users' links of Administration.Account_Manager
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `administration$account_manager` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.`administration$accountid1`;

-- [remove] Remove the old users' links of Administration.Account_Manager
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `administration$account_manager` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.`administration$accountid2`;

-- [remove] Remove the old users' links of Administration.Account_Skills
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `administration$account_skills` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- [remove] Remove the old users' links of Company.Desk_Account
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `company$desk` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`company$desk_account` = NULL
WHERE m.run_id = ? AND m.old_id = t.`company$desk_account`;

-- [remove] Remove the old users' links of Company.ExpenseReport_Account
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `company$expensereport` AS t
CROSS JOIN `user_migration$moved_user` AS m
SET t.`company$expensereport_account` = NULL
WHERE m.run_id = ? AND m.old_id = t.`company$expensereport_account`;

-- [remove] Remove the old users' links of Company.Project_Account
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `company$project_account` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- [remove] Remove System.BackgroundJob_Session of these sessions
-- values: ["00000000-0000-4000-8000-000000000001"]
UPDATE `system$backgroundjob` AS t
CROSS JOIN `user_migration$removed_session` AS s
SET t.`system$backgroundjob_session` = NULL
WHERE s.run_id = ? AND s.session_id = t.`system$backgroundjob_session`;

-- [remove] Remove System.Session_User of these sessions
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `system$session_user` AS t
CROSS JOIN `user_migration$removed_session` AS s
WHERE s.run_id = ? AND s.session_id = t.`system$sessionid`;

-- [remove] Sign the old users out (system$session)
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `system$session` AS t
CROSS JOIN `user_migration$removed_session` AS s
WHERE s.run_id = ? AND s.session_id = t.id;

-- [remove] Delete the old users from companya$companya_account (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `companya$companya_account` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.id AND m.step IN (1);

-- [remove] Delete the old users from companyb$companyb_account (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `companyb$companyb_account` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.id AND m.step IN (2);

-- [remove] Delete the old users from administration$account (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `administration$account` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.id;

-- [remove] Delete the old users from system$user (0 rows)
-- values: ["00000000-0000-4000-8000-000000000001"]
DELETE t FROM `system$user` AS t
CROSS JOIN `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.old_id = t.id;

-- [journal] Fingerprint system$user (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","rows:system$user","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`name` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`name` AS BINARY))), SHA2(CAST(t.`name` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`password` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`password` AS BINARY))), SHA2(CAST(t.`password` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`lastlogin` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`lastlogin` AS BINARY))), SHA2(CAST(t.`lastlogin` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`blocked` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`blocked` AS BINARY))), SHA2(CAST(t.`blocked` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`blockedsince` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`blockedsince` AS BINARY))), SHA2(CAST(t.`blockedsince` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`active` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`active` AS BINARY))), SHA2(CAST(t.`active` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`failedlogins` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`failedlogins` AS BINARY))), SHA2(CAST(t.`failedlogins` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`webserviceuser` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`webserviceuser` AS BINARY))), SHA2(CAST(t.`webserviceuser` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`isanonymous` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`isanonymous` AS BINARY))), SHA2(CAST(t.`isanonymous` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`createddate` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`createddate` AS BINARY))), SHA2(CAST(t.`createddate` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`changeddate` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`changeddate` AS BINARY))), SHA2(CAST(t.`changeddate` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`submetaobjectname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`submetaobjectname` AS BINARY))), SHA2(CAST(t.`submetaobjectname` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`system$changedby` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`system$changedby` AS BINARY))), SHA2(CAST(t.`system$changedby` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`system$owner` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`system$owner` AS BINARY))), SHA2(CAST(t.`system$owner` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.id) AS f;

-- [journal] Fingerprint sapauthentication$sapuser (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","rows:sapauthentication$sapuser","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`fullname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`fullname` AS BINARY))), SHA2(CAST(t.`fullname` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`email` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`email` AS BINARY))), SHA2(CAST(t.`email` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`sapid` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`sapid` AS BINARY))), SHA2(CAST(t.`sapid` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`department` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`department` AS BINARY))), SHA2(CAST(t.`department` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`employeenumber` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`employeenumber` AS BINARY))), SHA2(CAST(t.`employeenumber` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`hiredon` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`hiredon` AS BINARY))), SHA2(CAST(t.`hiredon` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`contracttype` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`contracttype` AS BINARY))), SHA2(CAST(t.`contracttype` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`createdbysync` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`createdbysync` AS BINARY))), SHA2(CAST(t.`createdbysync` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`sapauthentication$sapuser_location` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`sapauthentication$sapuser_location` AS BINARY))), SHA2(CAST(t.`sapauthentication$sapuser_location` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM `sapauthentication$sapuser` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.id) AS f;

-- [journal] Fingerprint Company.Desk_SapUser (company$desk) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:da68448a-caeb-3501-8a8d-993253c53842","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`company$desk_sapuser` AS child_id FROM `company$desk` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`company$desk_sapuser` WHERE t.`company$desk_sapuser` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint Company.ExpenseReport_ApprovedBy (company$expensereport) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:f5d5bffc-444a-3f3e-8576-d8953f8f0944","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`company$expensereport_approvedby` AS child_id FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`company$expensereport_approvedby` WHERE t.`company$expensereport_approvedby` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint Company.ExpenseReport_SapUser (company$expensereport) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:387466be-ceed-399b-889c-453b735072ba","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`company$expensereport_sapuser` AS child_id FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`company$expensereport_sapuser` WHERE t.`company$expensereport_sapuser` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint Company.Project_SapUser (company$project_sapuser) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:522acedb-d3e5-33be-8c01-3110fa66d0d4","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`company$projectid` AS parent_id, t.`sapauthentication$sapuserid` AS child_id FROM `company$project_sapuser` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`sapauthentication$sapuserid` WHERE t.`sapauthentication$sapuserid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint SapAuthentication.SapUser_Badge (sapauthentication$sapuser_badge) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:248ac62d-8b41-3ba2-8d37-f86e92302bac","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`sapauthentication$sapuserid` AS parent_id, t.`company$badgeid` AS child_id FROM `sapauthentication$sapuser_badge` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`sapauthentication$sapuserid` WHERE t.`company$badgeid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint SapAuthentication.SapUser_Company (sapauthentication$sapuser_company) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:9ddaf913-647d-30b6-8b2a-a6827630d262","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`sapauthentication$sapuserid` AS parent_id, t.`company$companyid` AS child_id FROM `sapauthentication$sapuser_company` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`sapauthentication$sapuserid` WHERE t.`company$companyid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint SapAuthentication.SapUser_Location (sapauthentication$sapuser) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:33419b95-2b0a-31cb-87cf-b7212a4be331","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`sapauthentication$sapuser_location` AS child_id FROM `sapauthentication$sapuser` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`id` WHERE t.`sapauthentication$sapuser_location` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint SapAuthentication.SapUser_Manager (sapauthentication$sapuser_manager) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:9cc1d5a5-9d4b-3465-8cf7-483a15568fcd","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`sapauthentication$sapuserid1` AS parent_id, t.`sapauthentication$sapuserid2` AS child_id FROM `sapauthentication$sapuser_manager` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`sapauthentication$sapuserid1` WHERE t.`sapauthentication$sapuserid2` IS NOT NULL
UNION
SELECT t.`sapauthentication$sapuserid1` AS parent_id, t.`sapauthentication$sapuserid2` AS child_id FROM `sapauthentication$sapuser_manager` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`sapauthentication$sapuserid2` WHERE t.`sapauthentication$sapuserid2` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint SapAuthentication.SapUser_Skills (sapauthentication$sapuser_skills) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:e859b598-a10b-3c20-87b3-fe71fcf83502","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`sapauthentication$sapuserid` AS parent_id, t.`company$skillid` AS child_id FROM `sapauthentication$sapuser_skills` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`sapauthentication$sapuserid` WHERE t.`company$skillid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.Session_User (system$session_user) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:46833ae9-9b21-35ae-856e-10d2103aa054","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$sessionid` AS parent_id, t.`system$userid` AS child_id FROM `system$session_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$userid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.TokenInformation_User (system$tokeninformation_user) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:f6ed59dd-0094-3709-8a16-f67b89444bde","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$tokeninformationid` AS parent_id, t.`system$userid` AS child_id FROM `system$tokeninformation_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$userid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.UserReportInfo_User (system$userreportinfo_user) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:f616147b-54d6-3e23-8ce5-8bcaad4fff98","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$userreportinfoid` AS parent_id, t.`system$userid` AS child_id FROM `system$userreportinfo_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$userid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.UserRoles (system$userroles) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:20fa231d-e2b5-3758-8972-c79f8c9debe2","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$userid` AS parent_id, t.`system$userroleid` AS child_id FROM `system$userroles` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$userroleid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.User_Language (system$user_language) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:89a27d71-8f10-3a8c-8a43-4c851bb98af2","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$userid` AS parent_id, t.`system$languageid` AS child_id FROM `system$user_language` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$languageid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.User_TimeZone (system$user_timezone) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:883270f7-0ca7-3e17-8a87-d5756e7e0432","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$userid` AS parent_id, t.`system$timezoneid` AS child_id FROM `system$user_timezone` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$timezoneid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.WorkflowActivity_Actor (system$workflowactivity) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:391286ca-99c0-3477-8f40-73cd9daf4f7a","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$workflowactivity_actor` AS child_id FROM `system$workflowactivity` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$workflowactivity_actor` WHERE t.`system$workflowactivity_actor` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.WorkflowUserTask_Assignees (system$workflowusertask_assignees) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:3ce74fd7-5bfd-3201-8a86-213383b47b57","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$workflowusertaskid` AS parent_id, t.`system$userid` AS child_id FROM `system$workflowusertask_assignees` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$userid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.WorkflowUserTask_TargetUsers (system$workflowusertask_targetusers) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:2ed5acc8-702e-328b-85f0-43e6f4c464d0","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`system$workflowusertaskid` AS parent_id, t.`system$userid` AS child_id FROM `system$workflowusertask_targetusers` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$userid` WHERE t.`system$userid` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.changedBy (company$expensereport) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:27d15c2b-e250-3088-8919-87a2741ddc8f","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$changedby` AS child_id FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$changedby` WHERE t.`system$changedby` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.changedBy (system$filedocument) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:9215fcd9-b0f0-3f53-8817-25ded1667db3","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$changedby` AS child_id FROM `system$filedocument` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$changedby` WHERE t.`system$changedby` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.changedBy (system$user) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:60fde953-9e80-3ab5-879c-0279e90bae95","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$changedby` AS child_id FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`id` WHERE t.`system$changedby` IS NOT NULL
UNION
SELECT t.`id` AS parent_id, t.`system$changedby` AS child_id FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$changedby` WHERE t.`system$changedby` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.owner (company$expensereport) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:947f846a-d8a0-3b8f-8577-ab68b6b48b08","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$owner` AS child_id FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$owner` WHERE t.`system$owner` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.owner (system$filedocument) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:41474a94-6967-3912-8032-adfefdd3f8fa","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$owner` AS child_id FROM `system$filedocument` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$owner` WHERE t.`system$owner` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.owner (system$user) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:b77c3674-cda2-3361-8b5e-449844e3c296","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$owner` AS child_id FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`id` WHERE t.`system$owner` IS NOT NULL
UNION
SELECT t.`id` AS parent_id, t.`system$owner` AS child_id FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$owner` WHERE t.`system$owner` IS NOT NULL) AS l) AS f;

-- [journal] Fingerprint System.owner (system$workflow) (1 rows)
-- values: ["00000000-0000-4000-8000-000000000001","links:f6a0238c-d855-3ea2-8d1c-44c45e5a1abf","00000000-0000-4000-8000-000000000001"]
INSERT INTO `user_migration$fingerprint` (run_id, subject, row_count, digest)
SELECT ?, ?, f.row_count, f.digest
FROM (SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(l.parent_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.parent_id AS BINARY))), SHA2(CAST(l.parent_id AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(l.child_id AS BINARY)) < 1000, CONCAT('v', HEX(CAST(l.child_id AS BINARY))), SHA2(CAST(l.child_id AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest
FROM (SELECT t.`id` AS parent_id, t.`system$owner` AS child_id FROM `system$workflow` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.`system$owner` WHERE t.`system$owner` IS NOT NULL) AS l) AS f;

-- [journal] Note the counter of SapAuthentication.SapUser (1 rows)
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","00000000-0000-4000-8000-000000000001","object-sequence:c83fd95f-715a-346f-8cea-ed6ec78e1398"]
UPDATE `user_migration$counter` SET value_after = (SELECT object_sequence FROM `mendixsystem$entityidentifier` WHERE id = ?)
WHERE run_id = ? AND counter = ?;

-- [journal] Note the counter of SapAuthentication.SapUser/EmployeeNumber (1 rows)
-- values: ["243d57a4-bd19-3fb0-8092-dd3d222ca348","00000000-0000-4000-8000-000000000001","auto-number:243d57a4-bd19-3fb0-8092-dd3d222ca348"]
UPDATE `user_migration$counter` SET value_after = (SELECT current_value FROM `mendixsystem$sequence` WHERE attribute_id = ?)
WHERE run_id = ? AND counter = ?;

-- Verification: each of these must answer 0, or everything is rolled back.

-- As many new SapAuthentication.SapUser users as old CompanyA.CompanyA_Account users
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","SapAuthentication.SapUser"]
SELECT ABS((SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_0` AS s JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = s.id AND m.step IN (1)) - (SELECT COUNT(*) FROM `system$user` AS t JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.id AND m.step IN (1)
WHERE t.`submetaobjectname` = ?)) AS violations;

-- No CompanyA.CompanyA_Account user appeared meanwhile
-- values: ["CompanyA.CompanyA_Account","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
WHERE t.`submetaobjectname` = ?
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id AND m.step IN (1));

-- Object ids are SapAuthentication.SapUser's, in this database's scheme, below the next free one
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `mendixsystem$entityidentifier` AS e ON e.id = ?
WHERE m.run_id = ? AND m.step = 1
  AND (e.id IS NULL OR (m.new_id >> 48) <> e.short_id OR ((m.new_id & 281474976710655) >> 7) >= e.object_sequence OR ((m.new_id & 281474976710655) >> 7) < 1);

-- Passwords are the same, byte for byte
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL OR NOT (CAST(t.`password` AS BINARY) <=> CAST(s.`password` AS BINARY)));

-- Names are the same
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND NOT (CAST(t.`name` AS BINARY) <=> CAST(s.`name` AS BINARY));

-- Values of System.User are carried over
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL OR (s.id IS NOT NULL AND (NOT (CAST(t.`password` AS BINARY) <=> CAST(s.`password` AS BINARY))
  OR NOT (CAST(t.`lastlogin` AS BINARY) <=> CAST(s.`lastlogin` AS BINARY))
  OR NOT (CAST(t.`blocked` AS BINARY) <=> CAST(s.`blocked` AS BINARY))
  OR NOT (CAST(t.`blockedsince` AS BINARY) <=> CAST(s.`blockedsince` AS BINARY))
  OR NOT (CAST(t.`active` AS BINARY) <=> CAST(s.`active` AS BINARY))
  OR NOT (CAST(t.`failedlogins` AS BINARY) <=> CAST(s.`failedlogins` AS BINARY))
  OR NOT (CAST(t.`webserviceuser` AS BINARY) <=> CAST(s.`webserviceuser` AS BINARY))
  OR NOT (CAST(t.`isanonymous` AS BINARY) <=> CAST(s.`isanonymous` AS BINARY))
  OR NOT (CAST(t.`createddate` AS BINARY) <=> CAST(s.`createddate` AS BINARY))
  OR NOT (CAST(t.`changeddate` AS BINARY) <=> CAST(s.`changeddate` AS BINARY)))));

-- Every new user has its row of SapAuthentication.SapUser
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL);

-- Every new user has its row of System.User
-- values: ["00000000-0000-4000-8000-000000000001","SapAuthentication.SapUser"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL OR t.`submetaobjectname` IS NULL OR t.`submetaobjectname` <> ?);

-- No new user has a row of another user entity
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.step = 1 AND (EXISTS (SELECT 1 FROM `administration$account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `companya$companya_account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `companyb$companyb_account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `mendixsso$mendixssouser` AS t WHERE t.id = m.new_id));

-- SapAuthentication.SapUser/Email has the values of Administration.Account/Email
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL OR NOT (CAST(t.`email` AS BINARY) <=> CAST(s.`email` AS BINARY)));

-- SapAuthentication.SapUser/FullName has the values of Administration.Account/FullName
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL OR NOT (CAST(t.`fullname` AS BINARY) <=> CAST(s.`fullname` AS BINARY)));

-- SapAuthentication.SapUser/HiredOn has the values of CompanyA.CompanyA_Account/HiredOn
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_2` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 1 AND (t.id IS NULL OR NOT (t.`hiredon` <=> s.`hiredon`));

-- No old user is left in CompanyA.CompanyA_Account
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `companya$companya_account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (1);

-- No old user is left in Administration.Account
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (1);

-- No old user is left in System.User
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (1);

-- As many new SapAuthentication.SapUser users as old CompanyB.CompanyB_Account users
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","SapAuthentication.SapUser"]
SELECT ABS((SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_0` AS s JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = s.id AND m.step IN (2)) - (SELECT COUNT(*) FROM `system$user` AS t JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.id AND m.step IN (2)
WHERE t.`submetaobjectname` = ?)) AS violations;

-- No CompanyB.CompanyB_Account user appeared meanwhile
-- values: ["CompanyB.CompanyB_Account","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
WHERE t.`submetaobjectname` = ?
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id AND m.step IN (2));

-- Object ids are SapAuthentication.SapUser's, in this database's scheme, below the next free one
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `mendixsystem$entityidentifier` AS e ON e.id = ?
WHERE m.run_id = ? AND m.step = 2
  AND (e.id IS NULL OR (m.new_id >> 48) <> e.short_id OR ((m.new_id & 281474976710655) >> 7) >= e.object_sequence OR ((m.new_id & 281474976710655) >> 7) < 1);

-- Passwords are the same, byte for byte
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL OR NOT (CAST(t.`password` AS BINARY) <=> CAST(s.`password` AS BINARY)));

-- Names are the same
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND NOT (CAST(t.`name` AS BINARY) <=> CAST(s.`name` AS BINARY));

-- Values of System.User are carried over
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL OR (s.id IS NOT NULL AND (NOT (CAST(t.`password` AS BINARY) <=> CAST(s.`password` AS BINARY))
  OR NOT (CAST(t.`lastlogin` AS BINARY) <=> CAST(s.`lastlogin` AS BINARY))
  OR NOT (CAST(t.`blocked` AS BINARY) <=> CAST(s.`blocked` AS BINARY))
  OR NOT (CAST(t.`blockedsince` AS BINARY) <=> CAST(s.`blockedsince` AS BINARY))
  OR NOT (CAST(t.`active` AS BINARY) <=> CAST(s.`active` AS BINARY))
  OR NOT (CAST(t.`failedlogins` AS BINARY) <=> CAST(s.`failedlogins` AS BINARY))
  OR NOT (CAST(t.`webserviceuser` AS BINARY) <=> CAST(s.`webserviceuser` AS BINARY))
  OR NOT (CAST(t.`isanonymous` AS BINARY) <=> CAST(s.`isanonymous` AS BINARY))
  OR NOT (CAST(t.`createddate` AS BINARY) <=> CAST(s.`createddate` AS BINARY))
  OR NOT (CAST(t.`changeddate` AS BINARY) <=> CAST(s.`changeddate` AS BINARY)))));

-- Every new user has its row of SapAuthentication.SapUser
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL);

-- Every new user has its row of System.User
-- values: ["00000000-0000-4000-8000-000000000001","SapAuthentication.SapUser"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL OR t.`submetaobjectname` IS NULL OR t.`submetaobjectname` <> ?);

-- No new user has a row of another user entity
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.step = 2 AND (EXISTS (SELECT 1 FROM `administration$account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `companya$companya_account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `companyb$companyb_account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `mendixsso$mendixssouser` AS t WHERE t.id = m.new_id));

-- SapAuthentication.SapUser/Email has the values of Administration.Account/Email
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL OR NOT (CAST(t.`email` AS BINARY) <=> CAST(s.`email` AS BINARY)));

-- SapAuthentication.SapUser/FullName has the values of Administration.Account/FullName
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL OR NOT (CAST(t.`fullname` AS BINARY) <=> CAST(s.`fullname` AS BINARY)));

-- SapAuthentication.SapUser/ContractType has the values of CompanyB.CompanyB_Account/ContractType
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_3` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 2 AND (t.id IS NULL OR NOT (CAST(t.`contracttype` AS BINARY) <=> CAST(s.`contracttype` AS BINARY)));

-- No old user is left in CompanyB.CompanyB_Account
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `companyb$companyb_account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (2);

-- No old user is left in Administration.Account
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (2);

-- No old user is left in System.User
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (2);

-- As many new SapAuthentication.SapUser users as old Administration.Account users
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","SapAuthentication.SapUser"]
SELECT ABS((SELECT COUNT(*) FROM `user_migration$snapshot_000000000000_0` AS s JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = s.id AND m.step IN (0)) - (SELECT COUNT(*) FROM `system$user` AS t JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.new_id = t.id AND m.step IN (0)
WHERE t.`submetaobjectname` = ?)) AS violations;

-- No Administration.Account user appeared meanwhile
-- values: ["Administration.Account","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
WHERE t.`submetaobjectname` = ?
  AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id AND m.step IN (0));

-- Object ids are SapAuthentication.SapUser's, in this database's scheme, below the next free one
-- values: ["c83fd95f-715a-346f-8cea-ed6ec78e1398","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `mendixsystem$entityidentifier` AS e ON e.id = ?
WHERE m.run_id = ? AND m.step = 0
  AND (e.id IS NULL OR (m.new_id >> 48) <> e.short_id OR ((m.new_id & 281474976710655) >> 7) >= e.object_sequence OR ((m.new_id & 281474976710655) >> 7) < 1);

-- Passwords are the same, byte for byte
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND (t.id IS NULL OR NOT (CAST(t.`password` AS BINARY) <=> CAST(s.`password` AS BINARY)));

-- Names are the same
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND NOT (CAST(t.`name` AS BINARY) <=> CAST(s.`name` AS BINARY));

-- Values of System.User are carried over
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND (t.id IS NULL OR (s.id IS NOT NULL AND (NOT (CAST(t.`password` AS BINARY) <=> CAST(s.`password` AS BINARY))
  OR NOT (CAST(t.`lastlogin` AS BINARY) <=> CAST(s.`lastlogin` AS BINARY))
  OR NOT (CAST(t.`blocked` AS BINARY) <=> CAST(s.`blocked` AS BINARY))
  OR NOT (CAST(t.`blockedsince` AS BINARY) <=> CAST(s.`blockedsince` AS BINARY))
  OR NOT (CAST(t.`active` AS BINARY) <=> CAST(s.`active` AS BINARY))
  OR NOT (CAST(t.`failedlogins` AS BINARY) <=> CAST(s.`failedlogins` AS BINARY))
  OR NOT (CAST(t.`webserviceuser` AS BINARY) <=> CAST(s.`webserviceuser` AS BINARY))
  OR NOT (CAST(t.`isanonymous` AS BINARY) <=> CAST(s.`isanonymous` AS BINARY))
  OR NOT (CAST(t.`createddate` AS BINARY) <=> CAST(s.`createddate` AS BINARY))
  OR NOT (CAST(t.`changeddate` AS BINARY) <=> CAST(s.`changeddate` AS BINARY)))));

-- Every new user has its row of SapAuthentication.SapUser
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND (t.id IS NULL);

-- Every new user has its row of System.User
-- values: ["00000000-0000-4000-8000-000000000001","SapAuthentication.SapUser"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `system$user` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND (t.id IS NULL OR t.`submetaobjectname` IS NULL OR t.`submetaobjectname` <> ?);

-- No new user has a row of another user entity
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
WHERE m.run_id = ? AND m.step = 0 AND (EXISTS (SELECT 1 FROM `administration$account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `companya$companya_account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `companyb$companyb_account` AS t WHERE t.id = m.new_id)
  OR EXISTS (SELECT 1 FROM `mendixsso$mendixssouser` AS t WHERE t.id = m.new_id));

-- SapAuthentication.SapUser/Email has the values of Administration.Account/Email
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND (t.id IS NULL OR NOT (CAST(t.`email` AS BINARY) <=> CAST(s.`email` AS BINARY)));

-- SapAuthentication.SapUser/FullName has the values of Administration.Account/FullName
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_1` AS s ON s.id = m.old_id
LEFT JOIN `sapauthentication$sapuser` AS t ON t.id = m.new_id
WHERE m.run_id = ? AND m.step = 0 AND (t.id IS NULL OR NOT (CAST(t.`fullname` AS BINARY) <=> CAST(s.`fullname` AS BINARY)));

-- No old user is left in Administration.Account
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (0);

-- No old user is left in System.User
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.id AND m.step IN (0);

-- Users that were not part of the run are unchanged (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","untouched-users:system$user"]
SELECT COUNT(*) AS violations FROM (
  SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`name` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`name` AS BINARY))), SHA2(CAST(t.`name` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`password` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`password` AS BINARY))), SHA2(CAST(t.`password` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`lastlogin` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`lastlogin` AS BINARY))), SHA2(CAST(t.`lastlogin` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`blocked` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`blocked` AS BINARY))), SHA2(CAST(t.`blocked` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`blockedsince` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`blockedsince` AS BINARY))), SHA2(CAST(t.`blockedsince` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`active` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`active` AS BINARY))), SHA2(CAST(t.`active` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`failedlogins` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`failedlogins` AS BINARY))), SHA2(CAST(t.`failedlogins` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`webserviceuser` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`webserviceuser` AS BINARY))), SHA2(CAST(t.`webserviceuser` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`isanonymous` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`isanonymous` AS BINARY))), SHA2(CAST(t.`isanonymous` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`createddate` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`createddate` AS BINARY))), SHA2(CAST(t.`createddate` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`changeddate` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`changeddate` AS BINARY))), SHA2(CAST(t.`changeddate` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`submetaobjectname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`submetaobjectname` AS BINARY))), SHA2(CAST(t.`submetaobjectname` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `system$user` AS t
  WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id) AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS n WHERE n.run_id = ? AND n.new_id = t.id)
) AS present
LEFT JOIN `user_migration$fingerprint` AS f ON f.run_id = ? AND f.subject = ?
WHERE f.subject IS NULL OR f.row_count <> present.row_count OR f.digest <> present.digest;

-- Users that were not part of the run are unchanged (companya$companya_account)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","untouched-users:companya$companya_account"]
SELECT COUNT(*) AS violations FROM (
  SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`costcenter` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`costcenter` AS BINARY))), SHA2(CAST(t.`costcenter` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`hiredon` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`hiredon` AS BINARY))), SHA2(CAST(t.`hiredon` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `companya$companya_account` AS t
  WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id) AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS n WHERE n.run_id = ? AND n.new_id = t.id)
) AS present
LEFT JOIN `user_migration$fingerprint` AS f ON f.run_id = ? AND f.subject = ?
WHERE f.subject IS NULL OR f.row_count <> present.row_count OR f.digest <> present.digest;

-- Users that were not part of the run are unchanged (administration$account)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","untouched-users:administration$account"]
SELECT COUNT(*) AS violations FROM (
  SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`fullname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`fullname` AS BINARY))), SHA2(CAST(t.`fullname` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`email` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`email` AS BINARY))), SHA2(CAST(t.`email` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`islocaluser` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`islocaluser` AS BINARY))), SHA2(CAST(t.`islocaluser` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`submetaobjectname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`submetaobjectname` AS BINARY))), SHA2(CAST(t.`submetaobjectname` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `administration$account` AS t
  WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id) AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS n WHERE n.run_id = ? AND n.new_id = t.id)
) AS present
LEFT JOIN `user_migration$fingerprint` AS f ON f.run_id = ? AND f.subject = ?
WHERE f.subject IS NULL OR f.row_count <> present.row_count OR f.digest <> present.digest;

-- Users that were not part of the run are unchanged (sapauthentication$sapuser)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","untouched-users:sapauthentication$sapuser"]
SELECT COUNT(*) AS violations FROM (
  SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`fullname` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`fullname` AS BINARY))), SHA2(CAST(t.`fullname` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`email` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`email` AS BINARY))), SHA2(CAST(t.`email` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`sapid` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`sapid` AS BINARY))), SHA2(CAST(t.`sapid` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`department` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`department` AS BINARY))), SHA2(CAST(t.`department` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`employeenumber` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`employeenumber` AS BINARY))), SHA2(CAST(t.`employeenumber` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`hiredon` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`hiredon` AS BINARY))), SHA2(CAST(t.`hiredon` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`contracttype` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`contracttype` AS BINARY))), SHA2(CAST(t.`contracttype` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`createdbysync` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`createdbysync` AS BINARY))), SHA2(CAST(t.`createdbysync` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `sapauthentication$sapuser` AS t
  WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id) AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS n WHERE n.run_id = ? AND n.new_id = t.id)
) AS present
LEFT JOIN `user_migration$fingerprint` AS f ON f.run_id = ? AND f.subject = ?
WHERE f.subject IS NULL OR f.row_count <> present.row_count OR f.digest <> present.digest;

-- Users that were not part of the run are unchanged (companyb$companyb_account)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","untouched-users:companyb$companyb_account"]
SELECT COUNT(*) AS violations FROM (
  SELECT COUNT(*) AS row_count, CAST(COALESCE(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', COALESCE(IF(LENGTH(CAST(t.`id` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`id` AS BINARY))), SHA2(CAST(t.`id` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`contracttype` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`contracttype` AS BINARY))), SHA2(CAST(t.`contracttype` AS BINARY), 256)), 'n'), COALESCE(IF(LENGTH(CAST(t.`holidaybalance` AS BINARY)) < 1000, CONCAT('v', HEX(CAST(t.`holidaybalance` AS BINARY))), SHA2(CAST(t.`holidaybalance` AS BINARY), 256)), 'n')), 256), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS digest FROM `companyb$companyb_account` AS t
  WHERE NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS m WHERE m.run_id = ? AND m.old_id = t.id) AND NOT EXISTS (SELECT 1 FROM `user_migration$moved_user` AS n WHERE n.run_id = ? AND n.new_id = t.id)
) AS present
LEFT JOIN `user_migration$fingerprint` AS f ON f.run_id = ? AND f.subject = ?
WHERE f.subject IS NULL OR f.row_count <> present.row_count OR f.digest <> present.digest;

-- Every link of Administration.Account_Badge is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0
  AND NOT ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `administration$account_badge` AS t
    WHERE t.`administration$accountid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`company$badgeid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of Administration.Account_Company is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1
  AND NOT ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `administration$account_company` AS t
    WHERE t.`administration$accountid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`company$companyid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of Administration.Account_Location (administration$account) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2
  AND NOT ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))
  AND (p.step IS NULL OR NOT p.step IN (1, 2, 0))
  AND NOT EXISTS (
    SELECT 1 FROM `administration$account` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`administration$account_location` = CASE WHEN 1 = 0 AND (p.step IS NULL OR c.step IN (1, 2, 0)) THEN c.new_id ELSE r.child_id END);

-- Every link of Administration.Account_Manager is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3
  AND NOT ((p.step IS NOT NULL AND p.step IN (1, 2, 0)) OR (c.step IS NOT NULL AND c.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `administration$account_manager` AS t
    WHERE t.`administration$accountid1` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`administration$accountid2` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of Administration.Account_Skills is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4
  AND NOT ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `administration$account_skills` AS t
    WHERE t.`administration$accountid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`company$skillid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of Company.Desk_Account (company$desk) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5
  AND NOT ((c.step IS NOT NULL AND c.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `company$desk` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`company$desk_account` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of Company.ExpenseReport_Account (company$expensereport) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6
  AND NOT ((c.step IS NOT NULL AND c.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `company$expensereport` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`company$expensereport_account` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of Company.ExpenseReport_ApprovedBy (company$expensereport) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 7
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `company$expensereport` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`company$expensereport_approvedby` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of Company.Project_Account is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8
  AND NOT ((c.step IS NOT NULL AND c.step IN (1, 2, 0)))
  AND NOT EXISTS (
    SELECT 1 FROM `company$project_account` AS t
    WHERE t.`company$projectid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`administration$accountid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of System.TokenInformation_User is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 10
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$tokeninformation_user` AS t
    WHERE t.`system$tokeninformationid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$userid` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.UserReportInfo_User is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 11
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$userreportinfo_user` AS t
    WHERE t.`system$userreportinfoid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$userid` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.UserRoles is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 12
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$userroles` AS t
    WHERE t.`system$userid` = CASE WHEN p.step IN (1, 2, 0) THEN p.new_id ELSE r.parent_id END
      AND t.`system$userroleid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of System.User_Language is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 13
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$user_language` AS t
    WHERE t.`system$userid` = CASE WHEN p.step IN (1, 2, 0) THEN p.new_id ELSE r.parent_id END
      AND t.`system$languageid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of System.User_TimeZone is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 14
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$user_timezone` AS t
    WHERE t.`system$userid` = CASE WHEN p.step IN (1, 2, 0) THEN p.new_id ELSE r.parent_id END
      AND t.`system$timezoneid` = CASE WHEN 1 = 0 THEN c.new_id ELSE r.child_id END);

-- Every link of System.WorkflowActivity_Actor (system$workflowactivity) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 15
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$workflowactivity` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$workflowactivity_actor` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.WorkflowUserTask_Assignees is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 16
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$workflowusertask_assignees` AS t
    WHERE t.`system$workflowusertaskid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$userid` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.WorkflowUserTask_TargetUsers is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 17
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$workflowusertask_targetusers` AS t
    WHERE t.`system$workflowusertaskid` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$userid` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.changedBy (company$expensereport) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 18
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `company$expensereport` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$changedby` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.changedBy (system$filedocument) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 19
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$filedocument` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$changedby` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- New users have their System.changedBy (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
LEFT JOIN `user_migration$moved_user` AS b ON b.run_id = ? AND b.new_id = t.`system$changedby`
WHERE m.run_id = ? AND m.step = 1
  AND (EXISTS (SELECT 1 FROM `user_migration$moved_user` AS u WHERE u.run_id = ? AND u.old_id = t.`system$changedby`) OR (NOT (COALESCE(b.old_id, t.`system$changedby`) <=> s.`system$changedby`) AND NOT 1 = 0));

-- New users have their System.changedBy (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
LEFT JOIN `user_migration$moved_user` AS b ON b.run_id = ? AND b.new_id = t.`system$changedby`
WHERE m.run_id = ? AND m.step = 2
  AND (EXISTS (SELECT 1 FROM `user_migration$moved_user` AS u WHERE u.run_id = ? AND u.old_id = t.`system$changedby`) OR (NOT (COALESCE(b.old_id, t.`system$changedby`) <=> s.`system$changedby`) AND NOT 1 = 0));

-- New users have their System.changedBy (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
LEFT JOIN `user_migration$moved_user` AS b ON b.run_id = ? AND b.new_id = t.`system$changedby`
WHERE m.run_id = ? AND m.step = 0
  AND (EXISTS (SELECT 1 FROM `user_migration$moved_user` AS u WHERE u.run_id = ? AND u.old_id = t.`system$changedby`) OR (NOT (COALESCE(b.old_id, t.`system$changedby`) <=> s.`system$changedby`) AND NOT 1 = 0));

-- Every link of System.changedBy (system$user) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 20
  AND NOT (1 = 0)
  AND (p.step IS NULL OR NOT p.step IN (1, 2, 0))
  AND NOT EXISTS (
    SELECT 1 FROM `system$user` AS t
    WHERE t.`id` = CASE WHEN p.step IN (1, 2, 0) THEN p.new_id ELSE r.parent_id END
      AND t.`system$changedby` = CASE WHEN c.step IN (1, 2, 0) AND (p.step IS NULL OR c.step IN (1, 2, 0)) THEN c.new_id ELSE r.child_id END);

-- Every link of System.owner (company$expensereport) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 21
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `company$expensereport` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$owner` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of System.owner (system$filedocument) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 22
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$filedocument` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$owner` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- New users have their System.owner (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
LEFT JOIN `user_migration$moved_user` AS b ON b.run_id = ? AND b.new_id = t.`system$owner`
WHERE m.run_id = ? AND m.step = 1
  AND (EXISTS (SELECT 1 FROM `user_migration$moved_user` AS u WHERE u.run_id = ? AND u.old_id = t.`system$owner`) OR (NOT (COALESCE(b.old_id, t.`system$owner`) <=> s.`system$owner`) AND NOT 1 = 0));

-- New users have their System.owner (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
LEFT JOIN `user_migration$moved_user` AS b ON b.run_id = ? AND b.new_id = t.`system$owner`
WHERE m.run_id = ? AND m.step = 2
  AND (EXISTS (SELECT 1 FROM `user_migration$moved_user` AS u WHERE u.run_id = ? AND u.old_id = t.`system$owner`) OR (NOT (COALESCE(b.old_id, t.`system$owner`) <=> s.`system$owner`) AND NOT 1 = 0));

-- New users have their System.owner (system$user)
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$moved_user` AS m
LEFT JOIN `user_migration$snapshot_000000000000_0` AS s ON s.id = m.old_id
LEFT JOIN `system$user` AS t ON t.id = m.new_id
LEFT JOIN `user_migration$moved_user` AS b ON b.run_id = ? AND b.new_id = t.`system$owner`
WHERE m.run_id = ? AND m.step = 0
  AND (EXISTS (SELECT 1 FROM `user_migration$moved_user` AS u WHERE u.run_id = ? AND u.old_id = t.`system$owner`) OR (NOT (COALESCE(b.old_id, t.`system$owner`) <=> s.`system$owner`) AND NOT 1 = 0));

-- Every link of System.owner (system$user) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 23
  AND NOT (1 = 0)
  AND (p.step IS NULL OR NOT p.step IN (1, 2, 0))
  AND NOT EXISTS (
    SELECT 1 FROM `system$user` AS t
    WHERE t.`id` = CASE WHEN p.step IN (1, 2, 0) THEN p.new_id ELSE r.parent_id END
      AND t.`system$owner` = CASE WHEN c.step IN (1, 2, 0) AND (p.step IS NULL OR c.step IN (1, 2, 0)) THEN c.new_id ELSE r.child_id END);

-- Every link of System.owner (system$workflow) is kept
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 24
  AND NOT (1 = 0)
  AND NOT EXISTS (
    SELECT 1 FROM `system$workflow` AS t
    WHERE t.`id` = CASE WHEN 1 = 0 THEN p.new_id ELSE r.parent_id END
      AND t.`system$owner` = CASE WHEN c.step IN (1, 2, 0) THEN c.new_id ELSE r.child_id END);

-- Every link of Administration.Account_Badge is in SapAuthentication.SapUser_Badge
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 1)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_badge` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$badgeid` = l.child_id);

-- Every link of Administration.Account_Company is in SapAuthentication.SapUser_Company
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 1)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_company` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$companyid` = l.child_id);

-- Every link of Administration.Account_Location is in SapAuthentication.SapUser_Location
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2 AND (p.step = 1)) AS l
WHERE EXISTS (SELECT 1 FROM `sapauthentication$sapuser` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser` AS t
  WHERE t.`id` = l.parent_id AND t.`sapauthentication$sapuser_location` = l.child_id);

-- Every link of Administration.Account_Manager is in SapAuthentication.SapUser_Manager
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 1 OR (c.step = 1 AND (p.step IS NULL OR NOT p.step IN (2, 0))))) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_manager` AS t
  WHERE t.`sapauthentication$sapuserid1` = l.parent_id AND t.`sapauthentication$sapuserid2` = l.child_id);

-- Every link of Administration.Account_Skills is in SapAuthentication.SapUser_Skills
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 1)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_skills` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$skillid` = l.child_id);

-- Every link of Company.Desk_Account is in Company.Desk_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5 AND (c.step = 1)) AS l
WHERE EXISTS (SELECT 1 FROM `company$desk` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `company$desk` AS t
  WHERE t.`id` = l.parent_id AND t.`company$desk_sapuser` = l.child_id);

-- Every link of Company.ExpenseReport_Account is in Company.ExpenseReport_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6 AND (c.step = 1)) AS l
WHERE EXISTS (SELECT 1 FROM `company$expensereport` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `company$expensereport` AS t
  WHERE t.`id` = l.parent_id AND t.`company$expensereport_sapuser` = l.child_id);

-- Every link of Company.Project_Account is in Company.Project_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 1)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `company$project_sapuser` AS t
  WHERE t.`company$projectid` = l.parent_id AND t.`sapauthentication$sapuserid` = l.child_id);

-- Every link of Administration.Account_Badge is in SapAuthentication.SapUser_Badge
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 2)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_badge` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$badgeid` = l.child_id);

-- Every link of Administration.Account_Company is in SapAuthentication.SapUser_Company
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 2)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_company` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$companyid` = l.child_id);

-- Every link of Administration.Account_Location is in SapAuthentication.SapUser_Location
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2 AND (p.step = 2)) AS l
WHERE EXISTS (SELECT 1 FROM `sapauthentication$sapuser` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser` AS t
  WHERE t.`id` = l.parent_id AND t.`sapauthentication$sapuser_location` = l.child_id);

-- Every link of Administration.Account_Manager is in SapAuthentication.SapUser_Manager
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 2 OR (c.step = 2 AND (p.step IS NULL OR NOT p.step IN (1, 0))))) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_manager` AS t
  WHERE t.`sapauthentication$sapuserid1` = l.parent_id AND t.`sapauthentication$sapuserid2` = l.child_id);

-- Every link of Administration.Account_Skills is in SapAuthentication.SapUser_Skills
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 2)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_skills` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$skillid` = l.child_id);

-- Every link of Company.Desk_Account is in Company.Desk_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5 AND (c.step = 2)) AS l
WHERE EXISTS (SELECT 1 FROM `company$desk` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `company$desk` AS t
  WHERE t.`id` = l.parent_id AND t.`company$desk_sapuser` = l.child_id);

-- Every link of Company.ExpenseReport_Account is in Company.ExpenseReport_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6 AND (c.step = 2)) AS l
WHERE EXISTS (SELECT 1 FROM `company$expensereport` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `company$expensereport` AS t
  WHERE t.`id` = l.parent_id AND t.`company$expensereport_sapuser` = l.child_id);

-- Every link of Company.Project_Account is in Company.Project_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 2)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `company$project_sapuser` AS t
  WHERE t.`company$projectid` = l.parent_id AND t.`sapauthentication$sapuserid` = l.child_id);

-- Every link of Administration.Account_Badge is in SapAuthentication.SapUser_Badge
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 0)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_badge` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$badgeid` = l.child_id);

-- Every link of Administration.Account_Company is in SapAuthentication.SapUser_Company
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 0)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_company` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$companyid` = l.child_id);

-- Every link of Administration.Account_Location is in SapAuthentication.SapUser_Location
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 2 AND (p.step = 0)) AS l
WHERE EXISTS (SELECT 1 FROM `sapauthentication$sapuser` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser` AS t
  WHERE t.`id` = l.parent_id AND t.`sapauthentication$sapuser_location` = l.child_id);

-- Every link of Administration.Account_Manager is in SapAuthentication.SapUser_Manager
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 0 OR (c.step = 0 AND (p.step IS NULL OR NOT p.step IN (1, 2))))) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_manager` AS t
  WHERE t.`sapauthentication$sapuserid1` = l.parent_id AND t.`sapauthentication$sapuserid2` = l.child_id);

-- Every link of Administration.Account_Skills is in SapAuthentication.SapUser_Skills
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 0)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `sapauthentication$sapuser_skills` AS t
  WHERE t.`sapauthentication$sapuserid` = l.parent_id AND t.`company$skillid` = l.child_id);

-- Every link of Company.Desk_Account is in Company.Desk_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 5 AND (c.step = 0)) AS l
WHERE EXISTS (SELECT 1 FROM `company$desk` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `company$desk` AS t
  WHERE t.`id` = l.parent_id AND t.`company$desk_sapuser` = l.child_id);

-- Every link of Company.ExpenseReport_Account is in Company.ExpenseReport_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 6 AND (c.step = 0)) AS l
WHERE EXISTS (SELECT 1 FROM `company$expensereport` AS o WHERE o.id = l.parent_id) AND NOT EXISTS (
  SELECT 1 FROM `company$expensereport` AS t
  WHERE t.`id` = l.parent_id AND t.`company$expensereport_sapuser` = l.child_id);

-- Every link of Company.Project_Account is in Company.Project_SapUser
-- values: ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM (SELECT COALESCE(p.new_id, r.parent_id) AS parent_id, COALESCE(c.new_id, r.child_id) AS child_id FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 0)) AS l
WHERE NOT EXISTS (
  SELECT 1 FROM `company$project_sapuser` AS t
  WHERE t.`company$projectid` = l.parent_id AND t.`sapauthentication$sapuserid` = l.child_id);

-- Nothing points at a deleted user: Administration.Account_Badge
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account_badge` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- Nothing points at a deleted user: Administration.Account_Company
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account_company` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- Nothing points at a deleted user: Administration.Account_Manager
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account_manager` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid1`;

-- Nothing points at a deleted user: Administration.Account_Manager
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account_manager` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid2`;

-- Nothing points at a deleted user: Administration.Account_Skills
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `administration$account_skills` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- Nothing points at a deleted user: Company.Desk_Account (company$desk)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `company$desk` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`company$desk_account`;

-- Nothing points at a deleted user: Company.ExpenseReport_Account (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`company$expensereport_account`;

-- Nothing points at a deleted user: Company.ExpenseReport_ApprovedBy (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`company$expensereport_approvedby`;

-- Nothing points at a deleted user: Company.Project_Account
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `company$project_account` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`administration$accountid`;

-- Nothing points at a deleted user: System.Session_User
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$session_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.TokenInformation_User
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$tokeninformation_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.UserReportInfo_User
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$userreportinfo_user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.UserRoles
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$userroles` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.User_Language
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user_language` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.User_TimeZone
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user_timezone` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.WorkflowActivity_Actor (system$workflowactivity)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$workflowactivity` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$workflowactivity_actor`;

-- Nothing points at a deleted user: System.WorkflowUserTask_Assignees
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$workflowusertask_assignees` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.WorkflowUserTask_TargetUsers
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$workflowusertask_targetusers` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$userid`;

-- Nothing points at a deleted user: System.changedBy (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$changedby`;

-- Nothing points at a deleted user: System.changedBy (system$filedocument)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$filedocument` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$changedby`;

-- Nothing points at a deleted user: System.changedBy (system$user)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$changedby`;

-- Nothing points at a deleted user: System.owner (company$expensereport)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `company$expensereport` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`;

-- Nothing points at a deleted user: System.owner (system$filedocument)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$filedocument` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`;

-- Nothing points at a deleted user: System.owner (system$user)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$user` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`;

-- Nothing points at a deleted user: System.owner (system$workflow)
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$workflow` AS t
JOIN `user_migration$moved_user` AS m ON m.run_id = ? AND m.old_id = t.`system$owner`;

-- No other link of Administration.Account_Badge came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:9de76d82-e277-3c64-894c-589ac67fc9a8","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `administration$account_badge`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  - (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))))) AS violations;

-- No other link of Administration.Account_Company came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:531ea83d-007c-3fe9-8cef-5c4c73a5002a","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `administration$account_company`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  - (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))))) AS violations;

-- No other link of Administration.Account_Manager came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:739b0bad-90ce-3693-866d-76dae55a5764","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `administration$account_manager`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  - (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND ((p.step IS NOT NULL AND p.step IN (1, 2, 0)) OR (c.step IS NOT NULL AND c.step IN (1, 2, 0)))))) AS violations;

-- No other link of Administration.Account_Skills came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:64014a96-1087-3252-82c1-8e31977c36bd","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `administration$account_skills`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  - (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND ((p.step IS NOT NULL AND p.step IN (1, 2, 0)))))) AS violations;

-- No other link of Company.Project_Account came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:67ed7741-d293-3578-86f9-63e730ac7a22","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `company$project_account`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  - (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND ((c.step IS NOT NULL AND c.step IN (1, 2, 0)))))) AS violations;

-- No other link of System.Session_User came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:46833ae9-9b21-35ae-856e-10d2103aa054","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `system$session_user`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  - (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 9 AND ((c.step IS NOT NULL AND c.step IN (0, 1, 2)))))) AS violations;

-- No other link of System.TokenInformation_User came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:f6ed59dd-0094-3709-8a16-f67b89444bde"]
SELECT ABS((SELECT COUNT(*) FROM `system$tokeninformation_user`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of System.UserReportInfo_User came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:f616147b-54d6-3e23-8ce5-8bcaad4fff98"]
SELECT ABS((SELECT COUNT(*) FROM `system$userreportinfo_user`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of System.UserRoles came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:20fa231d-e2b5-3758-8972-c79f8c9debe2"]
SELECT ABS((SELECT COUNT(*) FROM `system$userroles`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of System.User_Language came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:89a27d71-8f10-3a8c-8a43-4c851bb98af2"]
SELECT ABS((SELECT COUNT(*) FROM `system$user_language`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of System.User_TimeZone came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:883270f7-0ca7-3e17-8a87-d5756e7e0432"]
SELECT ABS((SELECT COUNT(*) FROM `system$user_timezone`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of System.WorkflowUserTask_Assignees came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:3ce74fd7-5bfd-3201-8a86-213383b47b57"]
SELECT ABS((SELECT COUNT(*) FROM `system$workflowusertask_assignees`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of System.WorkflowUserTask_TargetUsers came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:2ed5acc8-702e-328b-85f0-43e6f4c464d0"]
SELECT ABS((SELECT COUNT(*) FROM `system$workflowusertask_targetusers`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1))) AS violations;

-- No other link of SapAuthentication.SapUser_Badge came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:248ac62d-8b41-3ba2-8d37-f86e92302bac","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `sapauthentication$sapuser_badge`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 1))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 2))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 0 AND (p.step = 0)))) AS violations;

-- No other link of SapAuthentication.SapUser_Company came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:9ddaf913-647d-30b6-8b2a-a6827630d262","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `sapauthentication$sapuser_company`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 1))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 2))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 1 AND (p.step = 0)))) AS violations;

-- No other link of SapAuthentication.SapUser_Manager came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:9cc1d5a5-9d4b-3465-8cf7-483a15568fcd","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `sapauthentication$sapuser_manager`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 1 OR (c.step = 1 AND (p.step IS NULL OR NOT p.step IN (2, 0)))))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 2 OR (c.step = 2 AND (p.step IS NULL OR NOT p.step IN (1, 0)))))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 3 AND (p.step = 0 OR (c.step = 0 AND (p.step IS NULL OR NOT p.step IN (1, 2))))))) AS violations;

-- No other link of SapAuthentication.SapUser_Skills came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:e859b598-a10b-3c20-87b3-fe71fcf83502","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `sapauthentication$sapuser_skills`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 1))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 2))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 4 AND (p.step = 0)))) AS violations;

-- No other link of Company.Project_SapUser came or went
-- values: ["00000000-0000-4000-8000-000000000001","total:522acedb-d3e5-33be-8c01-3110fa66d0d4","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]
SELECT ABS((SELECT COUNT(*) FROM `company$project_sapuser`) - (SELECT COALESCE((SELECT f.row_count FROM `user_migration$fingerprint` AS f WHERE f.run_id = ? AND f.subject = ?), -1)
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 1))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 2))
  + (SELECT COUNT(*) FROM `user_migration$reference` AS r
LEFT JOIN `user_migration$moved_user` AS p ON p.run_id = ? AND p.old_id = r.parent_id
LEFT JOIN `user_migration$moved_user` AS c ON c.run_id = ? AND c.old_id = r.child_id
WHERE r.run_id = ? AND r.place = 8 AND (c.step = 0)))) AS violations;

-- No session of an old user is left: system$session
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$session` AS t
JOIN `user_migration$removed_session` AS s ON s.run_id = ? AND s.session_id = t.`id`;

-- No session of an old user is left: System.BackgroundJob_Session
-- values: ["00000000-0000-4000-8000-000000000001"]
SELECT COUNT(*) AS violations FROM `system$backgroundjob` AS t
JOIN `user_migration$removed_session` AS s ON s.run_id = ? AND s.session_id = t.`system$backgroundjob_session`;

COMMIT;
