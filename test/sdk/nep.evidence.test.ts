import { expect } from "chai";
import { ZeroHash } from "ethers";

import { parseConfig, presets } from "../../config";
import { contentHash } from "@polity/sdk/core/content";
import { documentProblems, validateNep } from "@polity/sdk/nep";
import { MAX_EVIDENCE } from "@polity/sdk/nep/documents";
import type { ValidationError } from "@polity/sdk/errors";
import { evidenceLines } from "../../commands/parts/evidence";

const RECIPE = '{"kind":"judge"}';
const HASH = contentHash(RECIPE);
const file = (format: string, recipe = HASH, more: object = {}) =>
  JSON.stringify({ format, recipe, ...more });
const TEST = file("polity-prompt-test-v1", HASH, { passes: true, findings: [] });
const BACKTEST = file("polity-prompt-backtest-v1");

/** Neuroshard with a recipe, whose value at the start is `value`. */
const network = (value: string) => {
  const { governor, registry, ...rest } = presets.neuroshard;
  const parameter = {
    ...{ key: "prompt.equity", readBy: ["recipe"], kind: "bytes32", value, document: true },
    description: "The recipe of equity",
  };
  const scope = { target: "ProtocolRegistry", function: "upgrade", namespace: "prompt", types: ["PROMPT"] };
  return parseConfig({
    ...rest,
    governor: {
      ...governor,
      types: { ...governor.types, PROMPT: governor.types.ECON },
      scopes: [...governor.scopes, scope],
    },
    registry: { parameters: [...registry.parameters, parameter] },
  });
};

const nep = (change: string, type = "PROMPT") => `---
nep: 30
title: Judge evidence before words
type: ${type}
authors: [Ada]
created: 2026-11-02
discussions-to: https://forum.example.org/t/30
parameter-changes:
  - key: prompt.equity
    kind: bytes32
    value: "${HASH}"
    document: contents/equity.json
${change}economic-impact: { training_efficiency_multiplier: 1.0, training_reward_multiplier: 1.0, net_earnings_change_percent: 0 }
upgrade-path: { grace_period_days: 7, backward_compatible: true }
---

${["Problem", "Solution", "Impact", "Specification", "Implementation plan", "Risks"].map((each) => `## ${each}\n\nWords.\n`).join("\n")}`;
const line = (kind: string, text: string) =>
  `    ${kind}: { hash: "${contentHash(text)}", at: contents/${kind}.json }\n`;

const problems = (source: string, value = ZeroHash) => {
  try {
    validateNep(source, { network: network(value) });
    return [];
  } catch (error) {
    return (error as ValidationError).problems.map(({ field, message }) => `${field}: ${message}`);
  }
};

describe("What speaks for a recipe", () => {
  it("D3: is a test, and a backtest where it replaces another, in a proposal of the type PROMPT", () => {
    expect(problems(nep(line("test", TEST)))).to.deep.equal([]);
    expect(problems(nep("")).join()).to.match(
      /^parameter-changes\.0\.test: is missing; `prompt test` makes it/,
    );
    const other = contentHash("another");
    expect(problems(nep(line("test", TEST)), other).join()).to.match(
      /^parameter-changes\.0\.backtest: is missing/,
    );
    expect(problems(nep(line("test", TEST) + line("backtest", BACKTEST)), other)).to.deep.equal([]);
    expect(problems(nep(line("test", TEST), "ECON")).join()).to.include(
      "NEP-ECON may not change parameters of prompt; types that may: PROMPT, GOV",
    );
  });

  it("belongs to recipes alone", () => {
    const charter = nep(line("test", TEST), "GOV").replace("prompt.equity", "charter.roadmapHash");
    expect(problems(charter)).to.deep.equal([
      "parameter-changes.0.test: belongs to a recipe of the namespace prompt; remove it",
    ]);
  });

  it("is refused when it is of another recipe, of another kind, or another file than is named", async () => {
    const found = async (test: string, backtest: string, served: Record<string, string> = {}) => {
      const read = validateNep(nep(line("test", test) + line("backtest", backtest)));
      const files: Record<string, string> = {
        ...{ "contents/equity.json": RECIPE, "contents/test.json": test, "contents/backtest.json": backtest },
        ...served,
      };
      const beside = (path: string) => Promise.resolve(new TextEncoder().encode(files[path]));
      return (await documentProblems(read, { beside })).map(({ field, message }) => `${field}: ${message}`);
    };
    expect(await found(TEST, BACKTEST)).to.deep.equal([]);
    const other = contentHash("another");
    expect((await found(file("polity-prompt-test-v1", other), BACKTEST)).join()).to.include(
      `test: the test is of the recipe ${other}, and this is ${HASH}`,
    );
    expect((await found(TEST, file("polity-prompt-backtest-v1", other))).join()).to.include(
      `backtest: the backtest is of the recipe ${other}, and this is ${HASH}`,
    );
    expect((await found(BACKTEST, BACKTEST)).join()).to.include("test: it does not begin as a test does");
    expect((await found("null", "[")).join()).to.match(
      /test: it does not begin.*backtest: the backtest is no JSON/,
    );
    expect((await found(TEST, BACKTEST, { "contents/test.json": "{}" })).join()).to.include(
      "contents/test.json is another content",
    );
    expect((await found(TEST, BACKTEST, { "contents/equity.json": "{}" })).join()).to.match(/^document: /);
    // A backtest of a round with many entries is longer than a text for people may be.
    const long = (bytes: number) => file("polity-prompt-backtest-v1", HASH, { entries: "x".repeat(bytes) });
    expect(await found(TEST, long(5_500_000))).to.deep.equal([]);
    expect((await found(TEST, long(MAX_EVIDENCE))).join()).to.match(
      /^backtest: .* is larger than the 8388608 bytes/,
    );
  });

  it("is shown with its findings, and never breaks what shows it", () => {
    const lines = (said: object) => evidenceLines(said, (account) => account).join("\n");
    expect(lines({ test: TEST })).to.include("found nothing that speaks against it");
    const report = file("polity-prompt-test-v1", HASH, { passes: false, findings: ["a\u202eb", 7] });
    expect(lines({ test: report })).to.match(/its author says so:\n {2}- a[^\u202e]+b$/);
    expect(lines({ backtest: BACKTEST })).to.include("it cannot be shown: the backtest does not hold");
  });
});
