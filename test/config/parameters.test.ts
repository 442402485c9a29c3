import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { parseConfig, presets, type NetworkInput, type PresetName } from "../../config";
import { RECIPES } from "../../config/presets/recipes";
import { THEIRS } from "../../config/presets/theirs";
import { ValidationError } from "@polity/sdk";
import { presetsPage } from "../../scripts/presets";
import { readText } from "../helpers/files";

/** Who reads which parameter: what nobody reads is not here, and a new one is added on purpose. */
const LIST: Record<PresetName, Record<string, string[]>> = {
  neuroshard: {
    node: [
      "arch.layers",
      "arch.hiddenSize",
      "arch.attentionHeads",
      "arch.kvHeads",
      "arch.contextTokens",
      "econ.rewardRate",
      "econ.validatorShareBps",
      "econ.inferenceFeeBps",
      "econ.feeBurnBps",
      "econ.slashBps",
      "train.innerSteps",
      "train.outerLearningRateBps",
      "train.outerMomentumBps",
      "train.multiTokenHeads",
      "train.headLossDecayBps",
      "train.minWorkers",
      "net.gossipFanout",
      "net.maxMessageBytes",
      "net.heartbeatSeconds",
      "net.peerTimeoutSeconds",
      "net.minProtocolHash",
      "net.switchBlocks",
      "emerg.pauseTraining",
      "emerg.pauseRewards",
      "emerg.pauseInference",
    ],
    "node and people": ["arch.specHash", "train.specHash", "net.specHash"],
    people: ["charter.roadmapHash", "charter.legalHash"],
  },
  "distributed-ai": {
    gateway: ["fee.usageBps"],
    contract: ["fee.treasuryShareBps", "emerg.pauseScoring", "emerg.pauseDistribution"],
    recipe: ["prompt.equity", "prompt.participation"],
    people: [
      "reward.reviewerPool",
      "reward.maxBounty",
      "charter.roadmapHash",
      "charter.productHash",
      "charter.legalHash",
    ],
  },
  aitbc: {
    node: [
      "chain.blockSeconds",
      "chain.maxBlockBytes",
      "chain.minValidators",
      "compute.minBond",
      "compute.recheckBps",
      "compute.forgeryBps",
      "compute.timeoutSeconds",
      "emerg.pauseCompute",
    ],
    contract: ["partner.revenueShareBps", "market.feeBps", "market.listingBond"],
    gateway: ["market.minRatingMilli"],
    recipe: ["prompt.participation"],
    "contract and gateway": ["emerg.pauseMarket"],
    people: [
      "partner.listHash",
      "market.rulesHash",
      "cert.validDays",
      "cert.examiners",
      "community.wishesHash",
      "community.meetings",
      "policy.codeHash",
      "charter.roadmapHash",
    ],
  },
  ai1net: {
    gateway: [
      "routing.maxLatencyMs",
      "routing.fallbacks",
      "routing.priceWeightBps",
      "infra.minUptimeBps",
      "infra.minNodes",
      "infra.apiVersion",
      "fees.tokenDiscountBps",
      "providers.trialRequests",
      "providers.maxShareBps",
      "features.images",
      "features.agents",
    ],
    contract: [
      "fees.usageBps",
      "fees.burnBps",
      "market.minStake",
      "rewards.developerBps",
      "emerg.pauseListing",
      "emerg.pauseDistribution",
    ],
    "contract and gateway": ["emerg.pausePayments"],
    recipe: ["rewards.usagePool", "distribution.maxShareBps", "prompt.rebate", "prompt.revenue"],
    people: ["rewards.contributorPool", "charter.structureHash", "charter.roadmapHash", "partner.listHash"],
  },
};

describe("The parameters of the presets", () => {
  for (const name of Object.keys(presets) as PresetName[]) {
    it(`say who reads them, in ${name}, and are exactly those of the list`, () => {
      const byReader: Record<string, string[]> = {};
      for (const { key, readBy } of parseConfig(presets[name]).registry.parameters)
        (byReader[readBy.join(" and ")] ??= []).push(key);
      expect(byReader).to.deep.equal(LIST[name]);
    });
  }

  it("name a contract as a reader only where a contract's code has the key", () => {
    const code = readdirSync("contracts", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".sol"))
      .map((file) => readText(join("contracts", file)))
      .join("\n");
    for (const name of Object.keys(presets) as PresetName[]) {
      const { market, feeTill, work } = parseConfig(presets[name]);
      // What a contract is made with, as the configuration says.
      const { discountBps, minRating, ...keys } = market?.keys ?? {};
      const told = [...Object.values(keys), feeTill?.treasuryBps, work?.pauseFlag];
      for (const [reader, read] of Object.entries(LIST[name])) {
        if (!reader.includes("contract")) continue;
        for (const key of read) if (!told.includes(key)) expect(code, key).to.include(`"${key}"`);
      }
      for (const key of told.filter((one) => one !== undefined))
        expect(
          Object.entries(LIST[name]).some(
            ([reader, read]) => reader.includes("contract") && read.includes(key),
          ),
          key,
        ).to.equal(true);
      for (const key of [discountBps, minRating].filter((one) => one !== undefined))
        expect(LIST[name].gateway, key).to.include(key);
    }
  });

  it("name a recipe as a reader only of recipes, and of what one that ships names", () => {
    const named = RECIPES.flatMap(({ parameters }) => Object.values(parameters));
    for (const [name, { recipe = [] }] of Object.entries(LIST))
      for (const key of recipe)
        if (!key.startsWith("prompt.")) expect(named, `${name}: ${key}`).to.include(key);
  });

  it("have no one left that nobody reads", () => {
    const keys = Object.values(LIST).flatMap((list) => Object.values(list).flat());
    for (const retired of [
      ...["dispute.bond", "dispute.jurors", "dispute.windowDays", "providers.minStake", "reward.voterPool"],
    ])
      expect(keys).to.not.include(retired);
    // What programs of rounds and their recipes say, no parameter says beside them.
    expect(keys.filter((key) => /^(?:llm|equity)\./.test(key))).to.deep.equal([]);
  });

  for (const [what, readBy, message] of [
    ["no reader", undefined, /readBy: is missing|readBy: must be a list of contract, recipe/],
    ["an empty list of readers", [], /readBy: must not be empty: must be a list of contract, recipe/],
    ["an unknown reader", ["nobody"], /readBy\.0: .*contract, recipe, node, gateway, people/],
    ["a reader twice", ["node", "node"], /readBy\.1: "node" appears twice/],
  ] as const) {
    it(`are refused with ${what}`, () => {
      const [first, ...others] = presets.neuroshard.registry.parameters;
      const broken = {
        ...presets.neuroshard,
        registry: { parameters: [{ ...first, readBy }, ...others] },
      } as unknown as NetworkInput;
      expect(() => parseConfig(broken)).to.throw(ValidationError, message);
    });
  }
});

describe("The figures of the presets", () => {
  it("are the networks' own where their documents name them, to the letter", () => {
    for (const [name, sayings] of Object.entries(THEIRS)) {
      const figures = sayings.flatMap((saying) => Object.entries(saying.figures));
      expect(new Set(figures.map(([path]) => path)).size, name).to.equal(figures.length);
      for (const [path, value] of figures) {
        const at = path
          .split(".")
          .reduce<unknown>(
            (inner, key) => (inner as Record<string, unknown>)[key],
            presets[name as PresetName],
          );
        expect(at, `${name}: ${path}`).to.equal(value);
      }
    }
  });

  it("are on a page that marks them so, with every parameter's reader", async () => {
    const page = readText("docs/presets.md");
    expect(page, "run npx tsx scripts/presets.ts").to.equal(await presetsPage());
    const [, bold] = /\| `threshold` +\|(.*)\|\n/.exec(page)!;
    expect(bold!.split("|").map((cell) => cell.trim())).to.deep.equal([
      ...Array<string>(5).fill("**100**"),
      "500",
    ]);
  });
});
