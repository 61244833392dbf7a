import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', 'test/**/*.ts'];

/** Imports run one way. A layer sees itself and the layers named here. */
const LAYERS = {
  'electron/main': ['electron/services', 'electron/browser', 'electron/cli', 'shared'],
  'electron/utility': ['electron/services', 'shared'],
  'electron/preload': ['shared'],
  'electron/cli': ['electron/services', 'electron/browser', 'shared'],
  'electron/browser': ['electron/services', 'shared'],
  'electron/services': ['electron/engine', 'shared'],
  'electron/engine': ['shared'],
  renderer: ['shared'],
  shared: [],
};

/** Rooms that the others do not know: the sample, backups, and the private server that both use. */
const ENGINE_APART = ['private-server', 'sample', 'backup'];

/** The other rooms of the engine, from the ground up: each sees those before it. */
const ENGINE_FLOORS = [
  'sql',
  'dialects',
  'connection',
  'mendix',
  'decide',
  'journal',
  'plan',
  'checks',
  'transaction',
  'report',
  'undo',
  'run',
];

const engineZones = ENGINE_FLOORS.map((floor, height) => ({
  target: `./electron/engine/${floor}`,
  from: [...ENGINE_FLOORS.slice(height + 1), ...ENGINE_APART].map((above) => `./electron/engine/${above}`),
  message: `engine/${floor} may import from ${ENGINE_FLOORS.slice(0, height + 1).join(', ')} only.`,
}));

const layerZones = Object.entries(LAYERS).map(([layer, seen]) => ({
  target: `./${layer}`,
  from: [...Object.keys(LAYERS), 'test', 'build'].filter((other) => other !== layer && !seen.includes(other)),
  message: `${layer} may import from ${[layer, ...seen].join(', ')} only.`,
}));

const electron = (message) => ({ name: 'electron', message });
const driver = (name) => ({
  name,
  message: 'Only engine/connection, dialects, mendix, journal, sample and backup talk to a database driver.',
});
const DRIVERS = ['typeorm', 'pg', 'mysql2', 'mysql2/promise'].map(driver);
const NO_ELECTRON = electron('Only electron/main and electron/preload import electron.');

/** The packages that a set of files must not import. */
const restricted = (files, ...paths) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths }] },
});

export default tseslint.config(
  { ignores: ['out', 'dist', 'coverage', 'node_modules', 'test-results', 'playwright-report'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

  js.configs.recommended,
  { rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true }] } },
  {
    files: ['**/*.{ts,mts,vue}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        // For the script of a .vue file that import-x reads on its own.
        parser: tseslint.parser,
        project: ['./tsconfig.node.json', './tsconfig.web.json', './tsconfig.e2e.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Types that state a shape by its members (`type Zone = { ... } | ...`) read better side by side.
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'off',
      'no-new-func': 'error',
    },
  },
  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended']],
    languageOptions: { globals: globals.browser },
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/no-unused-refs': 'error',
      'vue/no-mutating-props': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-static-inline-styles': 'error',
    },
  },
  {
    files: ['renderer/**/*.{ts,vue}'],
    rules: {
      // Types that come out of .vue files are known to vue-tsc, which checks them, and not to ESLint.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      // Stores and composables are taken apart where they are used: their functions have no `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{ts,mts,vue}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.vue'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.mts'], 'vue-eslint-parser': ['.vue'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.vue', '.json', '.js'] })],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': ['error', { 'prefer-inline': false }],
      'import-x/first': 'error',
      // Node's own, packages, this project's.
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', ['parent', 'sibling', 'index']],
          'newlines-between': 'never',
          alphabetize: { order: 'asc', orderImportKind: 'ignore' },
        },
      ],
    },
  },
  {
    files: ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,vue}'],
    ignores: TESTS,
    rules: { 'import-x/no-restricted-paths': ['error', { zones: [...layerZones, ...engineZones] }] },
  },

  restricted(['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,vue}'], NO_ELECTRON, ...DRIVERS),
  {
    files: ['renderer/**/*.{ts,vue}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [NO_ELECTRON, ...DRIVERS],
          patterns: [
            {
              regex: '^zod$|shared/(?:requests|project-schema|project-file)$',
              allowTypeImports: true,
              message:
                'Types alone: requests and projects are parsed by the services, and zod is no part of the page.',
            },
          ],
        },
      ],
    },
  },
  restricted(['electron/engine/{connection,dialects,mendix,journal,sample,backup}/**/*.ts'], NO_ELECTRON),
  restricted(
    ['electron/main/**/*.ts'],
    { name: 'electron', importNames: ['ipcMain'], message: 'Only main/ipc.ts, which checks the sender.' },
    ...DRIVERS,
  ),
  restricted(['electron/main/ipc.ts'], ...DRIVERS),
  restricted(
    ['electron/preload/**/*.ts'],
    {
      name: 'electron',
      allowImportNames: ['contextBridge', 'ipcRenderer', 'webUtils'],
      message: 'The preload script exposes the contract and nothing else.',
    },
    ...DRIVERS,
  ),

  {
    files: ['{electron,shared,renderer,build}/**/*.{ts,mjs,vue}'],
    ignores: TESTS,
    rules: {
      // A switch counts once: its cases are a table.
      complexity: ['error', { max: 15, variant: 'modified' }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Lists of one kind of thing: options, columns, entries of a menu, rows. A cut through them would say nothing.
    files: [
      'electron/cli/program.ts',
      'electron/engine/journal/run-tables.ts',
      'electron/engine/report/example-report.ts',
      'electron/engine/sample/{metadata-sql,sample-data}.ts',
      'electron/main/menu.ts',
      'renderer/wizard/commands.ts',
    ],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // A store, and the bridge, is one function around short ones that share its state.
    files: ['renderer/connect/connection.ts', 'renderer/run/run.ts', 'renderer/bridge/browser-bridge.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 160, skipBlankLines: true, skipComments: true }] },
  },

  { files: ['**/*.{mjs,cjs}'], languageOptions: { globals: globals.node } },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-restricted-imports': 'off',
      // Playwright's fixtures without other fixtures.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // A benchmark prints what it measured.
  { files: ['test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  prettier,
);
