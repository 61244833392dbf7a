import type { ModelDescription } from '../../electron/engine/sample/model-description';
import { SYSTEM_MODULE } from '../../electron/engine/sample/system-module';
import type { Project } from '../../shared/project';

export const SOURCE = 'Administration.Account';
export const TARGET = 'SapAuthentication.SapUser';

/** The new user module, as it is deployed into the schema of a real app as well. */
export const TARGET_MODULE: ModelDescription = {
  entities: [
    {
      name: TARGET,
      generalization: 'System.User',
      attributes: [
        { name: 'FullName', type: 'String', length: 200 },
        { name: 'Email', type: 'String', length: 200 },
        { name: 'SapId', type: 'String', length: 36 },
        { name: 'CreatedBySync', type: 'Boolean', defaultValue: 'true' },
      ],
    },
  ],
  associations: [],
};

/** A small app of Mendix 10.22: every foreign key to users that its System module has, and documents of users. */
export const BENCH_MODEL: ModelDescription = {
  entities: [
    ...SYSTEM_MODULE.entities,
    {
      name: SOURCE,
      generalization: 'System.User',
      attributes: [
        { name: 'FullName', type: 'String', length: 200 },
        { name: 'Email', type: 'String', length: 200 },
        { name: 'IsLocalUser', type: 'Boolean', defaultValue: 'true' },
      ],
    },
    { name: 'Administration.Guest', generalization: SOURCE, attributes: [] },
    ...TARGET_MODULE.entities,
    {
      name: 'Company.ExpenseReport',
      attributes: [
        { name: 'Title', type: 'String', length: 200 },
        { name: 'Amount', type: 'Decimal', defaultValue: '0' },
        { name: 'createdDate', type: 'DateTime' },
        { name: 'changedDate', type: 'DateTime' },
      ],
      storesOwner: true,
      storesChangedBy: true,
    },
  ],
  associations: [
    ...SYSTEM_MODULE.associations,
    {
      name: 'Company.ExpenseReport_ApprovedBy',
      parent: 'Company.ExpenseReport',
      child: 'System.User',
      multiplicity: '1-*',
      storage: 'column',
    },
  ],
};

/** The migration that is measured. */
export const BENCH_PROJECT: Project = {
  formatVersion: 1,
  name: 'Benchmark',
  steps: [
    {
      source: SOURCE,
      target: TARGET,
      keepOldUsers: false,
      attributes: ['FullName', 'Email'].map((name) => ({
        source: `${SOURCE}/${name}`,
        target: `${TARGET}/${name}`,
      })),
      associations: [],
      acceptLoss: [`${SOURCE}/IsLocalUser`],
    },
  ],
};
