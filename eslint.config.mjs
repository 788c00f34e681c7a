import tseslint from 'typescript-eslint';

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config.ts reads the environment: take the value as an argument.',
};
const enums = { selector: 'TSEnumDeclaration', message: 'A union of strings says the same and is erasable.' };
const defaults = {
  selector: 'ExportDefaultDeclaration',
  message: 'A name that is chosen once is found everywhere.',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'data/', 'public/build/', '**/*.cjs'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.recommended],
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-fallthrough': 'error',
      'no-loss-of-precision': 'error',
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-new-func': 'error',
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': ['error', environment, enums, defaults],
      // A destructuring that leaves something out is how a field is dropped.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts', 'db/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts'],
    ignores: ['src/**/browser/**'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
    },
  },
  {
    // The one reader of the environment, and what runs around the product.
    files: ['src/config.ts', 'tests/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.mjs', 'bin/*.mjs'],
    rules: { 'no-restricted-syntax': ['error', enums, defaults] },
  },
  { files: ['*.mjs', '.*.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['tests/**/*.ts'],
    // chai's assertions are expressions, and a builder is often empty.
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);
