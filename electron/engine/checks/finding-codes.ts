import type { Severity } from '../../../shared/findings';

/** What a code means, for the README, the report and the tests. */
export interface FindingCodeInfo {
  /** The usual severity. */
  severity: Severity;
  /** One sentence: when it is found. */
  meaning: string;
}

/** Every code that a check may answer with. Codes are stable: scripts rely on them. */
export const FINDING_CODES = {
  'not-a-mendix-database': error('The database has no Mendix metadata or no System.User.'),
  'no-steps': error('The project has no move.'),
  'entity-missing': error('A move names an entity that this database does not have.'),
  'same-entity': error('Source and target of a move are the same entity.'),
  'not-a-user-entity': error('Source or target is not a specialization of System.User.'),
  'duplicate-source-entity': error('Two moves have the same source entity.'),
  'chained-steps': error('The target of a move is the source of another one.'),
  'steps-reordered': info('The moves were reordered, since users of specializations move first.'),
  'domain-model-changed': warning('The project was made for another state of the domain model.'),
  'attribute-missing': error('A mapping names an attribute that this database does not have.'),
  'attribute-not-mappable': error(
    'A mapping names an attribute that is not among those of the source or the target, or must not be mapped.',
  ),
  'association-missing': error('A mapping names an association that this database does not have.'),
  'association-not-mappable': error(
    'A mapping names an association that the source or the target does not have alone.',
  ),
  'duplicate-target': error('Two mappings of a move write the same attribute or association.'),
  'type-mismatch': error(
    'Mapped attributes or their columns differ in type, and not every value of the source fits the target.',
  ),
  widening: warning('A mapped attribute changes its type without loss.'),
  'value-invalid': error("A constant is not a value of the target attribute's type."),
  'value-too-long': error('Values are longer than the target attribute or its column allows.'),
  'character-not-storable': error(
    'Texts have characters, such as emoji, or blanks at the end that the target column cannot hold.',
  ),
  'digits-lost': error(
    'Numbers or times are beyond what the column of the target attribute takes, or have more digits than it keeps.',
  ),
  'enumeration-values': warning(
    "Enumeration values are written whose target enumeration is not known to the database: they must exist in the app's model.",
  ),
  'duplicate-value': error('The target attribute is unique and the values to write are not.'),
  'unique-null': warning('A unique target attribute stays empty for several users.'),
  'required-empty': error(
    'A target attribute that must have a value gets none; a warning where only Mendix, not the database, insists on one.',
  ),
  'multiplicity-mismatch': error('Mapped associations differ in multiplicity.'),
  'role-mismatch': error('The users own one of the mapped associations, but not the other.'),
  'other-end-mismatch': error('Links lead to objects that the target association cannot link to.'),
  'link-conflict': error(
    'An object would be linked more often than the target association allows, or is linked already.',
  ),
  'link-stays': warning('Old users are kept, and 1-1 links cannot be copied: they stay with the old users.'),
  'specializations-first': error('A specialization of the source has users, and no move takes them.'),
  'name-taken': error("A new user's name is in use already."),
  'name-too-long': error("A new user's name is longer than System.User/Name allows."),
  'name-empty': warning(
    'The rule for names gives some users no name: they keep the old one; an error when the project says so.',
  ),
  'name-case-differs': warning('A new name differs from that of another user in upper and lower case alone.'),
  'name-not-found': warning('A file has names that no user of the source has.'),
  'name-listed-twice': error('A file has more than one line for a user.'),
  'role-missing': error('The project selects users by a role that the app does not have.'),
  'existing-user': error(
    'The target has users already who are the same people; a warning when they are skipped or merged.',
  ),
  'existing-ambiguous': error('A user matches several existing ones, or an existing one several users.'),
  'existing-inexact': warning(
    'A user matches an existing one only because the database treats accented letters, or all emoji, as equal.',
  ),
  'existing-cannot-sign-in': warning(
    'A user who may sign in is merged with an existing one who is blocked or not active.',
  ),
  'sso-name-postfix': warning(
    'Old users are kept: single sign-on finds users by name, and users are metered.',
  ),
  'foreign-identity': info('Links of MendixSSO identities move along with their users.'),
  'admin-user': warning("The app's administrator is among the users to move."),
  'anonymous-users': warning('Anonymous users are among the users to move.'),
  'missing-level-row': warning('Users lack the row of one of their generalizations.'),
  'orphan-row': warning('Rows of a user entity belong to no user.'),
  'nothing-to-migrate': warning('There is no user of the source entity.'),
  'data-loss': error(
    'Values or links of the old users are mapped nowhere and will be lost; a warning when the project accepts it. Every value that is not empty counts, defaults included.',
  ),
  'accept-loss-unknown': warning('The project accepts the loss of something that is not lost.'),
  'object-ids-unavailable': error('The database has no object ids for the target entity.'),
  'id-collision': error('Object ids that the new users would get are in use already.'),
  'app-running': error('The app is running, or ran a few minutes ago; a warning when told to go ahead.'),
  'backup-is-past': warning(
    'The database is a backup: what happens in the app after it was made will be lost.',
  ),
  'backup-too-new': warning('The backup is of a version that Mendix Cloud does not accept.'),
  'backup-incomplete': warning('Objects of the backup could not be loaded; they stay in it as they are.'),
  'other-connections': warning('Other programs are connected to the database.'),
  'open-transaction': warning('Another session has a transaction open for more than a minute.'),
  'open-transactions-unknown': info('The account may not see the transactions of others.'),
  'read-only': error(
    'The server, or what is set for the account, does not accept changes; a warning where the account may write.',
  ),
  'unsafe-session': error(
    'A session setting that safety depends on has another value, and the account may not change it.',
  ),
  'binlog-format': error('The server logs statements, and the account may not change that for its session.'),
  'standby-missing': error('COMMIT would wait for a synchronous standby, and none is connected.'),
  'prepared-transaction': error(
    'A prepared transaction, which belongs to no session any more, locks a table of the run; a warning where that cannot be seen.',
  ),
  'event-trigger': warning(
    'An event trigger fires when tables or sequences are changed, and could stop the run or undo.',
  ),
  'partition-missing': warning(
    'A table is partitioned by ranges or lists that do not cover every value: there may be no partition for the new users.',
  ),
  'own-operator': error(
    'Custom operators or functions for texts take precedence over those of the database.',
  ),
  'replica-identity': error(
    'A published table has no usable replica identity: the server refuses to change or delete its rows.',
  ),
  'journal-name-taken': error(
    "Somebody else's table has the name of this program's journal; a warning for anything else in its place.",
  ),
  'interrupted-run': error('A run of this program is in progress on this database, or still ending.'),
  'missing-privilege': error('The account may not do what the run needs.'),
  'not-transactional': error(
    'A table uses a storage engine that cannot roll back, or the server creates new tables with such an engine only.',
  ),
  'row-level-security': error('Row level security may hide rows of a table from the run.'),
  'not-a-table': error('A table that the run writes is a view, or a table of another server.'),
  'table-missing': error("Mendix's metadata names a table of users or sessions that is not there."),
  'column-missing': error("Mendix's metadata names a column of users or sessions that is not there."),
  'unknown-attribute-type': error('An attribute of a source or target is of a type that is not known.'),
  'foreign-key-outside': error(
    'A foreign key that Mendix does not know leads to rows that are deleted or get other ids; a warning where no row has it.',
  ),
  'foreign-key-value': error(
    'A foreign key that Mendix does not make refuses what the run writes; a warning where only the run can tell.',
  ),
  'check-constraint': error(
    'A constraint that Mendix does not make refuses what the run writes; a warning where only the run can tell.',
  ),
  'unique-index': error(
    'A unique index that Mendix does not make refuses what the run writes; a warning where only the run can tell.',
  ),
  rule: error('A table that the run writes has rules, which change what its statements do.'),
  trigger: warning(
    'A table that the run writes has triggers; an error where one acts on rows that are deleted.',
  ),
  'generated-column': error('A column that the run must write is generated by the database.'),
  'unknown-link-column': warning(
    'The table of an association has columns that Mendix does not know; undo writes links with the defaults of these.',
  ),
  'unknown-required-column': error(
    'A table has a column that needs a value of its own and that Mendix does not know.',
  ),
  'unknown-column-lost': warning('Values of columns that Mendix does not know go with the old users.'),
  'id-attribute': warning('A Long attribute has object ids of users who move.'),
  'changed-since-run': error(
    'Since the run, the app changed what undo would overwrite; a warning when forced.',
  ),
  'old-user-gone': error(
    'Old users of a run that kept them were deleted since; undo would delete the people.',
  ),
  'missing-index': warning('A large table is searched by a column without an index.'),
} as const satisfies Readonly<Record<string, FindingCodeInfo>>;

export type FindingCode = keyof typeof FINDING_CODES;

function error(meaning: string): FindingCodeInfo {
  return { severity: 'error', meaning };
}

function warning(meaning: string): FindingCodeInfo {
  return { severity: 'warning', meaning };
}

function info(meaning: string): FindingCodeInfo {
  return { severity: 'info', meaning };
}
