import { expect } from "chai";
import { ESLint, type Linter } from "eslint";
import { parser, plugin } from "typescript-eslint";

import { DOMAINS } from "@polity/sdk/domains";

const RULES = [
  "no-restricted-imports",
  "no-restricted-syntax",
  "@typescript-eslint/no-restricted-imports",
] as const;

/** The ways to write an import. */
const WRITTEN = {
  statement: (from: string) => `import x from "${from}";\nexport default x;\n`,
  type: (from: string) => `export type X = import("${from}").X;\n`,
  call: (from: string) => `export const x = () => import("${from}");\n`,
};

/** What the linter says of an import, by the rules that the repository's own configuration has for the file. */
async function refusals(file: string, from: string, write = WRITTEN.statement): Promise<string[]> {
  const { rules } = (await new ESLint().calculateConfigForFile(file)) as Linter.Config;
  const alone = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.{ts,tsx}"],
      languageOptions: { parser },
      rules: Object.fromEntries(RULES.flatMap((rule) => (rules![rule] ? [[rule, rules![rule]]] : []))),
      plugins: { "@typescript-eslint": plugin },
    },
  });
  const [result] = await alone.lintText(write(from), { filePath: file });
  return result!.messages.map(({ message }) => message);
}

describe("The linter", () => {
  const PLANTED = [
    ["sdk/format.ts", "../config"],
    ["sdk/governor/propose.ts", "../../deploy/run"],
    ["sdk/calls/decode.ts", "../../scripts/lib/table"],
    ["sdk/index.ts", "hardhat"],
    ["app/src/data/chain.ts", "../../../config/presets"],
    ["app/src/main.tsx", "../../deploy/run"],
    ["app/src/shell/Layout.tsx", "../sections"],
    ["app/src/shell/pages/Home.tsx", "../../sections/treasury/section"],
    ["app/src/data/history.ts", "../sections/governor/proposals"],
    ...[...DOMAINS.map(({ name }) => name), "safe"].map(
      (name) => ["app/src/shell/pages/Home.tsx", `../../../../sdk/${name}/read`] as const,
    ),
    ...[...DOMAINS.map(({ name }) => name), "safe"].map(
      (name) => ["app/src/shell/Layout.tsx", `@polity/sdk/${name}/read`] as const,
    ),
    ["app/src/shell/Layout.tsx", "@polity/sdk/treasury"],
    ["config/index.ts", "../deploy/run"],
    ["commands/gov/queue.ts", "hardhat"],
    ["commands/gov/queue.ts", "../hardhat"],
    ["commands/gov/queue.ts", "../../app/src/main"],
    ["sdk/format.ts", "../commands/load"],
  ] as const;

  for (const [file, from] of PLANTED) {
    it(`refuses that ${file} imports ${from}, in whatever way`, async () => {
      for (const [way, write] of Object.entries(WRITTEN)) {
        // Of a package that only commands may name for its types, the type may be imported.
        const refused = from === "hardhat" && file.startsWith("commands/") && way === "type" ? 0 : 1;
        expect(await refusals(file, from, write), way).to.have.lengthOf(refused);
      }
    });
  }

  it("refuses a call of import() whose module is computed", async () => {
    const write = (from: string) => `export const load = (name: string) => import(\`${from}/\${name}\`);\n`;
    expect(await refusals("sdk/format.ts", "./x", write)).to.have.lengthOf(1);
    expect(await refusals("tools/run.ts", "./x", write)).to.have.lengthOf(0);
  });

  it("allows what stands below a layer", async () => {
    expect(await refusals("sdk/governor/propose.ts", "../core/code")).to.deep.equal([]);
    expect(await refusals("app/src/data/chain.ts", "@polity/sdk/format")).to.deep.equal([]);
    expect(await refusals("app/src/main.tsx", "./sections")).to.deep.equal([]);
    expect(
      await refusals("app/src/sections/treasury/section.tsx", "../../../../sdk/treasury/ledger"),
    ).to.deep.equal([]);
  });
});
