/** Style sheets, and the styles of components. */
export default {
  extends: ['stylelint-config-standard'],
  rules: {
    // Names of fonts are written as their makers write them.
    'value-keyword-case': ['lower', { ignoreProperties: ['/^--font/'] }],
    // Tokens stand in groups.
    'custom-property-empty-line-before': null,
  },
  overrides: [
    {
      files: ['**/*.vue'],
      customSyntax: 'postcss-html',
      rules: {
        'selector-pseudo-class-no-unknown': [true, { ignorePseudoClasses: ['deep', 'global', 'slotted'] }],
      },
    },
  ],
};
