import type { AssociationDescription, ModelDescription } from './model-description';
import { SYSTEM_MODULE } from './system-module';

/**
 * The sample app: a company's portal whose users sign in with `Administration.Account` (two of its
 * companies specialize it) and shall move to `SapAuthentication.SapUser`, which a few use already.
 * Every kind of association that a user can have is among them.
 */
export const SAMPLE_MODEL: ModelDescription = {
  entities: [
    ...SYSTEM_MODULE.entities,
    {
      name: 'Administration.Account',
      generalization: 'System.User',
      attributes: [
        { name: 'FullName', type: 'String', length: 200 },
        { name: 'Email', type: 'String', length: 200 },
        { name: 'IsLocalUser', type: 'Boolean', defaultValue: 'true' },
      ],
    },
    {
      name: 'CompanyA.CompanyA_Account',
      generalization: 'Administration.Account',
      attributes: [
        { name: 'CostCenter', type: 'String', length: 20 },
        { name: 'HiredOn', type: 'DateTime' },
      ],
    },
    {
      name: 'CompanyB.CompanyB_Account',
      generalization: 'Administration.Account',
      attributes: [
        { name: 'ContractType', type: 'Enumeration', length: 9, defaultValue: 'Permanent' },
        { name: 'HolidayBalance', type: 'Decimal', defaultValue: '0' },
      ],
    },
    {
      name: 'SapAuthentication.SapUser',
      generalization: 'System.User',
      attributes: [
        { name: 'FullName', type: 'String', length: 200 },
        { name: 'Email', type: 'String', length: 200 },
        { name: 'SapId', type: 'String', length: 36 },
        { name: 'Department', type: 'String', length: 20 },
        { name: 'EmployeeNumber', type: 'AutoNumber', defaultValue: '1000' },
        { name: 'HiredOn', type: 'DateTime' },
        { name: 'ContractType', type: 'Enumeration', length: 9 },
        { name: 'CreatedBySync', type: 'Boolean', defaultValue: 'true' },
      ],
    },
    {
      name: 'MendixSSO.MendixSSOUser',
      generalization: 'System.User',
      attributes: [
        { name: 'DisplayName', type: 'String', length: 200 },
        { name: 'EmailAddress', type: 'String', length: 500 },
        { name: 'AvatarURL', type: 'String', length: 0 },
        { name: 'AvatarThumbURL', type: 'String', length: 0 },
      ],
    },
    {
      name: 'Company.Company',
      attributes: [
        { name: 'Name', type: 'String', length: 200, unique: true },
        { name: 'City', type: 'String', length: 100 },
      ],
    },
    { name: 'Company.Skill', attributes: [{ name: 'Name', type: 'String', length: 100 }] },
    { name: 'Company.Location', attributes: [{ name: 'Name', type: 'String', length: 100 }] },
    { name: 'Company.Badge', attributes: [{ name: 'Code', type: 'String', length: 20, unique: true }] },
    { name: 'Company.Desk', attributes: [{ name: 'Number', type: 'Integer', defaultValue: '0' }] },
    { name: 'Company.Project', attributes: [{ name: 'Title', type: 'String', length: 200 }] },
    {
      name: 'Company.ExpenseReport',
      attributes: [
        { name: 'Number', type: 'AutoNumber', defaultValue: '1' },
        { name: 'Amount', type: 'Decimal', defaultValue: '0' },
        { name: 'SubmittedOn', type: 'DateTime' },
        { name: 'createdDate', type: 'DateTime' },
        { name: 'changedDate', type: 'DateTime' },
      ],
      storesOwner: true,
      storesChangedBy: true,
      indexes: [['Number']],
    },
  ],
  associations: [
    ...SYSTEM_MODULE.associations,
    ...userAssociations('Administration', 'Account'),
    ...userAssociations('SapAuthentication', 'SapUser'),
    {
      name: 'Company.ExpenseReport_ApprovedBy',
      parent: 'Company.ExpenseReport',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'column',
    },
    {
      name: 'MendixSSO.MendixSSOUser_Location',
      parent: 'MendixSSO.MendixSSOUser',
      child: 'Company.Location',
      multiplicity: '1-*',
      storage: 'table',
    },
  ],
};

/** What both user modules have, so that one can be mapped to the other. */
function userAssociations(module: string, entity: string): AssociationDescription[] {
  const user = `${module}.${entity}`;
  return [
    {
      name: `${user}_Company`,
      parent: user,
      child: 'Company.Company',
      multiplicity: '1-*',
      storage: 'table',
    },
    { name: `${user}_Skills`, parent: user, child: 'Company.Skill', multiplicity: '*-*', storage: 'table' },
    { name: `${user}_Badge`, parent: user, child: 'Company.Badge', multiplicity: '1-1', storage: 'table' },
    { name: `${user}_Manager`, parent: user, child: user, multiplicity: '1-*', storage: 'table' },
    {
      name: `${user}_Location`,
      parent: user,
      child: 'Company.Location',
      multiplicity: '1-*',
      storage: 'column',
    },
    {
      name: `Company.Desk_${entity}`,
      parent: 'Company.Desk',
      child: user,
      multiplicity: '1-1',
      storage: 'column',
    },
    {
      name: `Company.Project_${entity}`,
      parent: 'Company.Project',
      child: user,
      multiplicity: '*-*',
      storage: 'table',
    },
    {
      name: `Company.ExpenseReport_${entity}`,
      parent: 'Company.ExpenseReport',
      child: user,
      multiplicity: '1-*',
      storage: 'column',
    },
  ];
}
