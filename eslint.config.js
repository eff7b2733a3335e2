import nextPlugin from '@next/eslint-plugin-next'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const frameworks = [
  { group: ['next', 'next/*', 'react', 'react-dom', 'react/*', 'react-dom/*', 'next-themes'], message: 'lib knows neither Next nor React.' },
  { group: ['inngest', 'inngest/*', '@/inngest/*'], message: 'lib does not know Inngest: take a dispatch function as an argument.' },
]
const upwards = [{ group: ['@/app/*', '@/components/*', '@/scripts/*'], message: 'Imports point one way: app, components, inngest → lib.' }]
const paths = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns: patterns.flat() }] })

const readsEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings are read in lib/env.ts: import { env } from there.',
}
const canParse = {
  selector: "MemberExpression[object.name='URL'][property.name='canParse']",
  message: 'It answers wrongly in Node.js 20: use lib/security/parse-url.ts.',
}
const isomorphic = [{ group: ['node:*', 'pg', 'undici', '@/lib/env', '@/lib/db'], message: 'This folder also runs in the browser.' }]

export default tseslint.config(
  { ignores: ['node_modules/', '.next/', 'dist/', 'lib/generated/', 'next-env.d.ts', 'test-results/', 'playwright-report/', 'tmp/', '.data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-syntax': ['error', readsEnvironment],
    },
  },
  { files: ['lib/**'], rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', readsEnvironment, canParse], ...paths(frameworks, upwards) } },
  { files: ['lib/{contracts,templates,catalogue,json}/**'], ignores: ['**/*.test.ts'], rules: paths(frameworks, upwards, isomorphic) },
  { files: ['inngest/**'], rules: paths(upwards) },
  {
    files: ['components/**'],
    ignores: ['**/*.test.ts'],
    rules: paths(
      { group: ['@/app/*', '@/inngest/*', '@/prisma/*', '@/scripts/*', 'node:*'], message: 'Components know only lib.' },
      {
        regex: '^@/lib/(?!contracts/|templates/|api-client/|catalogue/|json/)',
        message: 'Components run in the browser: only lib/contracts, templates, api-client, catalogue and json.',
      },
    ),
  },
  {
    files: ['app/**'],
    rules: paths({ group: ['@/scripts/*', '@/prisma/*'], message: 'app knows components, inngest and lib.' }),
  },
  // proxy.ts reads NODE_ENV, which Next replaces at build.
  { files: ['lib/env.ts', 'proxy.ts', 'scripts/**', 'e2e/**', '**/*.config.ts', '**/*.test.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['app/**', 'components/**'],
    plugins: { '@next/next': nextPlugin, 'react-hooks': reactHooks },
    extends: [jsxA11y.flatConfigs.recommended],
    rules: {
      ...nextPlugin.configs.recommended.rules,
      ...nextPlugin.configs['core-web-vitals'].rules,
      ...reactHooks.configs.recommended.rules,
    },
  },
)
