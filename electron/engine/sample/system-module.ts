import type { AttributeDescription, ModelDescription } from './model-description';

const text = (
  name: string,
  length: number,
  more: Partial<AttributeDescription> = {},
): AttributeDescription => ({
  name,
  type: 'String',
  length,
  ...more,
});
const date = (name: string): AttributeDescription => ({ name, type: 'DateTime' });
const boolean = (name: string, defaultValue: 'true' | 'false'): AttributeDescription => ({
  name,
  type: 'Boolean',
  defaultValue,
});
const integer = (name: string): AttributeDescription => ({ name, type: 'Integer', defaultValue: '0' });
const enumeration = (name: string, length: number, defaultValue = ''): AttributeDescription => ({
  name,
  type: 'Enumeration',
  length,
  defaultValue,
});

/** Mendix's own module, as far as it has to do with users, in the shape that Mendix 10.22 gives it. */
export const SYSTEM_MODULE: ModelDescription = {
  entities: [
    {
      name: 'System.User',
      attributes: [
        text('Name', 100, { unique: true }),
        text('Password', 200),
        date('LastLogin'),
        boolean('Blocked', 'false'),
        date('BlockedSince'),
        boolean('Active', 'true'),
        integer('FailedLogins'),
        boolean('WebServiceUser', 'false'),
        boolean('IsAnonymous', 'false'),
        date('createdDate'),
        date('changedDate'),
      ],
      storesOwner: true,
      storesChangedBy: true,
      indexes: [['Name']],
    },
    {
      name: 'System.UserRole',
      attributes: [text('ModelGUID', 36), text('Name', 100), text('Description', 1000)],
      indexes: [['Name']],
    },
    { name: 'System.Language', attributes: [text('Code', 20), text('Description', 200)] },
    {
      name: 'System.TimeZone',
      attributes: [text('Code', 50), text('Description', 100), integer('RawOffset')],
    },
    {
      name: 'System.Session',
      attributes: [
        text('SessionId', 50),
        text('CSRFToken', 36),
        date('LastActive'),
        boolean('LongLived', 'false'),
        text('ReadOnlyHashKey', 36),
        date('LastActionExecution'),
        date('createdDate'),
      ],
      indexes: [['SessionId']],
    },
    {
      name: 'System.TokenInformation',
      attributes: [text('Token', 200), date('ExpiryDate'), text('UserAgent', 0)],
    },
    {
      name: 'System.UserReportInfo',
      attributes: [enumeration('UserType', 8, 'Internal'), text('Hash', 64)],
    },
    {
      name: 'System.XASInstance',
      attributes: [
        text('XASId', 50),
        date('LastUpdate'),
        integer('AllowedNumberOfConcurrentUsers'),
        text('PartnerName', 200),
        text('CustomerName', 200),
        date('createdDate'),
      ],
    },
    {
      name: 'System.BackgroundJob',
      attributes: [
        { name: 'JobId', type: 'Long' },
        date('StartTime'),
        date('EndTime'),
        text('Result', 0),
        boolean('Successful', 'false'),
      ],
    },
    {
      name: 'System.FileDocument',
      attributes: [
        { name: 'FileID', type: 'AutoNumber', defaultValue: '1' },
        text('Name', 400),
        boolean('DeleteAfterDownload', 'false'),
        { name: 'Contents', type: 'Binary' },
        boolean('HasContents', 'false'),
        { name: 'Size', type: 'Long', defaultValue: '-1' },
        date('createdDate'),
        date('changedDate'),
      ],
      storesOwner: true,
      storesChangedBy: true,
      indexes: [['FileID'], ['Size']],
    },
    {
      name: 'System.Image',
      generalization: 'System.FileDocument',
      attributes: [text('PublicThumbnailPath', 500), boolean('EnableCaching', 'true')],
    },
    {
      name: 'System.Workflow',
      attributes: [
        text('Name', 200),
        text('Description', 0),
        date('StartTime'),
        date('EndTime'),
        date('DueDate'),
        enumeration('State', 12, 'InProgress'),
      ],
      storesOwner: true,
    },
    {
      name: 'System.WorkflowUserTask',
      attributes: [
        text('Name', 0),
        text('Description', 0),
        date('StartTime'),
        date('DueDate'),
        text('Outcome', 200),
        enumeration('State', 10, 'Created'),
      ],
    },
    {
      name: 'System.WorkflowActivity',
      attributes: [
        text('Caption', 0),
        enumeration('State', 9, 'Created'),
        date('StartTime'),
        date('EndTime'),
      ],
    },
  ],
  associations: [
    {
      name: 'System.UserRoles',
      parent: 'System.User',
      child: 'System.UserRole',
      multiplicity: '*-*',
      storage: 'table',
    },
    {
      name: 'System.grantableRoles',
      parent: 'System.UserRole',
      child: 'System.UserRole',
      multiplicity: '*-*',
      storage: 'table',
    },
    {
      name: 'System.User_Language',
      parent: 'System.User',
      child: 'System.Language',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'System.User_TimeZone',
      parent: 'System.User',
      child: 'System.TimeZone',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'System.Session_User',
      parent: 'System.Session',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'System.TokenInformation_User',
      parent: 'System.TokenInformation',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'System.UserReportInfo_User',
      parent: 'System.UserReportInfo',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'System.BackgroundJob_Session',
      parent: 'System.BackgroundJob',
      child: 'System.Session',
      multiplicity: '1-*',
      storage: 'column',
    },
    {
      name: 'System.WorkflowUserTask_Workflow',
      parent: 'System.WorkflowUserTask',
      child: 'System.Workflow',
      multiplicity: '1-*',
      storage: 'table',
    },
    {
      name: 'System.WorkflowUserTask_Assignees',
      parent: 'System.WorkflowUserTask',
      child: 'System.User',
      multiplicity: '*-*',
      storage: 'table',
    },
    {
      name: 'System.WorkflowUserTask_TargetUsers',
      parent: 'System.WorkflowUserTask',
      child: 'System.User',
      multiplicity: '*-*',
      storage: 'table',
    },
    {
      name: 'System.WorkflowActivity_Actor',
      parent: 'System.WorkflowActivity',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'column',
    },
    {
      name: 'System.WorkflowActivity_WorkflowUserTask',
      parent: 'System.WorkflowActivity',
      child: 'System.WorkflowUserTask',
      multiplicity: '1-*',
      storage: 'column',
    },
  ],
};
