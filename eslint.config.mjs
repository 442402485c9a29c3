import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const node = {
  require: "readonly",
  module: "writable",
  process: "readonly",
  console: "readonly",
  __dirname: "readonly",
};

const RULE = "no-restricted-imports";
const MESSAGE = "This layer does not know that one: docs/decisions/0006.";

/** Imports of folders that stand beside the importing layer; deeper ones of the same name are not meant. */
const layers = (...names) => ({ regex: `^(\\.\\./)+(${names.join("|")})(/|$)` });

/**
 * Refuses imports, however they are written: as a statement, as a type, or as a call of import(), whose module has to be
 * written out.
 */
function apart(imports, rule = RULE) {
  const patterns = imports.map((pattern) => ({ message: MESSAGE, ...pattern }));
  const selectors = patterns.map(({ regex, allowTypeImports, message }) => {
    // A regular expression in a selector must not contain a slash.
    const source = `[source.value=/${regex.replaceAll("/", "\\u002F")}/i]`;
    const called = `ImportExpression${source}`;
    return { selector: allowTypeImports ? called : `:matches(${called}, TSImportType${source})`, message };
  });
  return {
    [RULE]: "off",
    [rule]: ["error", { patterns }],
    "no-restricted-syntax": [
      "error",
      {
        selector: "ImportExpression[source.type!='Literal']",
        message: "Write out what is imported: a computed name does not show its layer.",
      },
      ...selectors,
    ],
  };
}

/** Folders of the SDK that belong to one domain: test/engines/layers.test.ts holds them equal to its list. */
const domains = [
  "governor",
  "token",
  "escrow",
  "votes",
  "registry",
  "treasury",
  "council",
  "vesting",
  "court",
  "people",
  "voting",
  "rounds",
  "phases",
  "market",
  "work",
  "distribution",
  "safe",
];

export default defineConfig(
  globalIgnores([
    "**/artifacts",
    "**/cache",
    "**/coverage",
    "**/dist",
    "app/.dist-*",
    "out-forge",
    "cache-forge",
    "typechain-types",
    // It has packages and types of its own: npm run typecheck, there.
    "indexer/*.ts",
    "indexer/src",
  ]),
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    // What asks for types is in .oxlintrc.json (docs/decisions/0214).
    extends: [tseslint.configs.strict],
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // With noUncheckedIndexedAccess every index may be undefined: `!` says where it cannot be.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-console": "off",
      eqeqeq: "error",
    },
  },
  {
    // The SDK runs in the browser too and leaves talking to its callers.
    files: ["sdk/**/*.ts"],
    ignores: ["sdk/**/*.test.ts"],
    rules: {
      "no-console": "error",
      ...apart([
        { regex: "^hardhat|^@nomicfoundation/" },
        layers("commands", "config", "deploy", "devnet", "scripts", "app", "report", "tools", "test"),
      ]),
    },
  },
  {
    files: ["app/src/**/*.{ts,tsx}"],
    ignores: ["app/src/**/*.test.{ts,tsx}"],
    rules: apart([layers("commands", "config", "deploy", "devnet", "scripts", "test")]),
  },
  {
    // What is no section of a domain works on all of them, and gets them from main.tsx.
    files: ["app/src/{actions,charts,data,parts,shell,ui,wallet}/**/*.{ts,tsx}"],
    ignores: ["app/src/**/*.test.{ts,tsx}"],
    rules: apart([layers("commands", "config", "deploy", "devnet", "scripts", "test", "sections")]),
  },
  {
    // Navigation, router, overview and account know no domain at all.
    files: ["app/src/shell/**/*.{ts,tsx}"],
    ignores: ["app/src/**/*.test.{ts,tsx}"],
    rules: apart([
      layers("commands", "config", "deploy", "devnet", "scripts", "test", "sections"),
      layers(...domains.map((name) => `sdk/${name}`)),
      { regex: `^@polity/sdk/(${domains.join("|")})(/|$)` },
    ]),
  },
  {
    files: ["config/**/*.ts"],
    rules: apart([layers("commands", "deploy", "devnet", "scripts", "app", "test")]),
  },
  {
    // A command runs in any host: only the host for Hardhat loads it.
    files: ["commands/**/*.ts"],
    ignores: ["commands/hardhat.ts"],
    rules: apart(
      [
        { regex: "^hardhat|^@nomicfoundation/", allowTypeImports: true },
        { regex: "/hardhat$" },
        layers("app", "bench", "devnet", "test"),
      ],
      `@typescript-eslint/${RULE}`,
    ),
  },
  {
    // The program runs where there is no Hardhat.
    files: ["cli/**/*.ts"],
    rules: apart(
      [
        { regex: "^hardhat|^@nomicfoundation/hardhat", allowTypeImports: true },
        { regex: "/hardhat$" },
        layers("app", "bench", "devnet", "test"),
      ],
      `@typescript-eslint/${RULE}`,
    ),
  },
  { files: ["app/**/*.{ts,tsx}"], rules: { "no-console": "error" } },
  {
    // They compile each file: what is shown to nobody need not be.
    files: ["app/**/*.{ts,tsx}"],
    ignores: ["app/**/*.test.{ts,tsx}"],
    extends: [reactHooks.configs.flat["recommended-latest"]],
  },
  {
    files: ["test/**/*.ts", "**/*.test.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  { files: ["tools/**/*.ts"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  { files: ["**/*.js"], languageOptions: { sourceType: "commonjs", globals: node } },
  {
    files: ["app/public/*.js"],
    languageOptions: {
      globals: {
        document: "readonly",
        localStorage: "readonly",
        location: "readonly",
        navigator: "readonly",
      },
    },
  },
);
