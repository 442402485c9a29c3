import { expect } from "chai";

import { parseConfig, presets } from "../../config";
import {
  contradictionsOf,
  contradictionWords,
  declaredIn,
  composeDescription,
  impactLines,
  PLAIN_FORM,
  validateNep,
  ValidationError,
  type Figure,
  type NetworkRules,
  type ProposalForm,
} from "@polity/sdk";
import { nepText, type NepFile } from "../helpers/preset";
import { readText } from "../helpers/files";

const neuroshard = parseConfig(presets.neuroshard);
const MINT =
  '- { target: GovernanceToken, function: "mint(address to, uint256 amount)", args: [Treasury, tokens(1000000)] }';

/** NeuroShard with another form of its proposals. */
const withForm = (form: Partial<ProposalForm>): NetworkRules => ({
  ...neuroshard,
  proposals: { ...neuroshard.proposals, ...form },
});

const refused = (source: string, network: NetworkRules = neuroshard) => {
  try {
    validateNep(source, { network });
  } catch (error) {
    if (error instanceof ValidationError)
      return error.problems.map(({ field, message }) => `${field}: ${message}`);
    throw error;
  }
  return [];
};

/** What NeuroShard says of a NEP's file, with one part of it replaced. */
const changed = (file: NepFile, from: RegExp, to: string) => refused(nepText(file).replace(from, to));
const reward = (value: number, impact?: Record<string, string>): NepFile => ({
  ...{ type: "ECON", changes: { "econ.rewardRate": value } },
  ...(impact && { impact }),
});

describe("The economic impact of a NEP", () => {
  it("N6: is stated by every NEP of NeuroShard, also by one that only mints a million tokens", () => {
    const mint: NepFile = { type: "GOV", changes: {}, actions: [MINT] };
    expect(refused(nepText(mint))).to.deep.equal([]);
    expect(changed(mint, /economic-impact:\n(?: {2}.*\n)+/, "")).to.deep.equal([
      "economic-impact: is missing; every proposal of this network states it: training_efficiency_multiplier, training_reward_multiplier, net_earnings_change_percent, min_memory_gb, inference_price_multiplier, excluded_nodes_percent",
    ]);
    expect(changed(mint, /upgrade-path:\n(?: {2}.*\n)+/, "")).to.deep.equal([
      "upgrade-path: is missing; every proposal of this network states it",
    ]);
  });

  it("N6: is asked for with parameter changes alone where the network says so, and by no network that names no figures", () => {
    const mint = nepText({ type: "GOV", changes: {}, actions: [MINT] }, PLAIN_FORM);
    const change = nepText({ type: "TRAIN", changes: { "train.innerSteps": 400 } }, PLAIN_FORM);
    const parameters = withForm({ impact: "parameters" });
    expect(refused(mint, parameters)).to.deep.equal([]);
    expect(refused(change, parameters).join()).to.match(
      /^economic-impact: is missing; parameter changes need it: training_efficiency_multiplier, /,
    );
    const none = withForm(PLAIN_FORM);
    expect(refused(change, none)).to.deep.equal([]);
    const stating = nepText({ type: "TRAIN", changes: { "train.innerSteps": 400 } });
    expect(refused(stating, none)[0]).to.equal(
      "economic-impact.training_efficiency_multiplier: is no figure of this network; it names none",
    );
  });

  it("N6: has every figure that the network names, may have those that can be left out, and no others", () => {
    const steps: NepFile = { type: "TRAIN", changes: { "train.innerSteps": 400 } };
    expect(changed(steps, / {2}training_reward_multiplier: .*\n/, "")).to.deep.equal([
      "economic-impact.training_reward_multiplier: is missing; must be a multiplier above 0 with at most 4 decimals, like 2.0",
    ]);
    const more = { min_memory_gb: "12", inference_price_multiplier: "0.95", excluded_nodes_percent: "4.5" };
    expect(refused(nepText({ ...steps, impact: more }))).to.deep.equal([]);
    expect(changed(steps, /training_reward/, "training_rewrad")).to.deep.equal([
      "economic-impact.training_reward_multiplier: is missing; must be a multiplier above 0 with at most 4 decimals, like 2.0",
      'economic-impact.training_rewrad_multiplier: is no figure of this network; did you mean "training_reward_multiplier"?',
    ]);
  });

  for (const [reason, impact, message] of [
    ["an efficiency of 0", { training_efficiency_multiplier: "0" }, '"0" is out of range'],
    ["a negative efficiency", { training_efficiency_multiplier: "-1" }, '"-1" is out of range'],
    [
      "an efficiency beyond 32 bits",
      { training_efficiency_multiplier: "429496.7296" },
      "at most 429496.7295",
    ],
    ["five decimals", { training_efficiency_multiplier: "1.05000" }, "at most 4 decimals"],
    ["a float's notation", { training_efficiency_multiplier: "1e1" }, "at most 4 decimals"],
    ["earnings below -100 %", { net_earnings_change_percent: "-100.01" }, "-100 to"],
    ["three decimals of a percentage", { net_earnings_change_percent: "-0.555" }, "at most 2 decimals"],
    ["earnings beyond 32 bits", { net_earnings_change_percent: "21474836.48" }, "21474836.47"],
    ["a negative number", { min_memory_gb: "-1" }, "is negative; write a number from 0"],
    ["a number in words", { min_memory_gb: "twelve" }, "must be a number from 0"],
  ] as const) {
    it(`is refused with ${reason}`, () => {
      const found = refused(nepText({ type: "TRAIN", changes: { "train.innerSteps": 400 }, impact }));
      expect(found).to.have.length(1);
      expect(found[0])
        .to.match(new RegExp(`^economic-impact\\.${Object.keys(impact)[0]!}: `))
        .and.include(message);
    });
  }

  it("takes the ends of each range", () => {
    const ends: Record<string, string>[] = [
      { training_efficiency_multiplier: "429496.7295", net_earnings_change_percent: "-100" },
      { training_efficiency_multiplier: "0.0001", net_earnings_change_percent: "21474836.47" },
      { min_memory_gb: "0.000001", excluded_nodes_percent: "0" },
    ];
    for (const impact of ends)
      expect(refused(nepText({ type: "TRAIN", changes: { "train.innerSteps": 400 }, impact }))).to.deep.equal(
        [],
      );
  });

  it("has names and texts that every reader can take, whatever the network", () => {
    const file = nepText({ type: "TRAIN", changes: { "train.innerSteps": 400 } });
    const read = (from: string, to: string) => () => validateNep(file.replace(from, () => to));
    expect(read("training_reward_multiplier", "trainingReward")).to.throw("is no figure's name");
    expect(
      read("training_reward_multiplier: 1.0", `training_reward_multiplier: ${"x".repeat(201)}`),
    ).to.throw("is longer than 200 characters");
    expect(read("training_reward_multiplier: 1.0", "training_reward_multiplier: [1.0]")).to.throw(
      "must be a figure",
    );
    expect(read("training_reward_multiplier: 1.0", 'training_reward_multiplier: " "')).to.throw("is empty");
    expect(read("training_reward_multiplier: 1.0", "__proto__: 1.0")).to.throw("is no figure's name");
  });

  it("is shown in the network's words, and as it was written where these are unknown or do not fit", () => {
    const figures: Figure[] = [
      { name: "reward", kind: "multiplier", description: "Reward", optional: false },
      { name: "earnings", kind: "percent", description: "Earnings", optional: false },
      { name: "memory", kind: "number", description: "Memory, in GB", optional: true },
    ];
    const impact = { other_figure: "a\u202eb", earnings: "-2.5", reward: "2" };
    const shown = (known?: Figure[]) =>
      impactLines(impact, known).map(({ label, value }) => `${label}: ${value}`);
    expect(shown(figures)).to.deep.equal(["Reward: × 2.0", "Earnings: -2.5 %", "Other figure: a\ufffdb"]);
    expect(shown()).to.deep.equal(["Other figure: a\ufffdb", "Earnings: -2.5", "Reward: 2"]);
    expect(impactLines({ reward: "many" }, figures)[0]!.value).to.equal("many");
  });

  it("is read back from a proposal's description, whatever else is wrong with its text", () => {
    const nep = validateNep(nepText(reward(2750, { training_reward_multiplier: "1.1" })));
    const description = composeDescription(nep, "0x".padEnd(42, "1"));
    expect(declaredIn(description).impact).to.deep.equal(nep.economicImpact);
    expect(declaredIn(description.replace("## Risks", "## Dangers")).impact).to.deep.equal(
      nep.economicImpact,
    );
    const linked = description.replace("type: ECON", "type: ECON\nreplaces: [1, 2]\nimplements: 4");
    expect(declaredIn(linked).links).to.deep.equal({ requires: [], replaces: [1, 2], implements: [4] });
    for (const foreign of ["", "# Thanks", description.replace("economic-impact:", "economic-impact: x #")])
      expect(declaredIn(foreign).impact).to.deep.equal({});
  });
});

describe("An economic impact that contradicts the changes", () => {
  it("N6: is refused by NeuroShard, with both figures: nobody learns after the vote that miners earn half", () => {
    expect(refused(nepText(reward(1250)))).to.deep.equal([
      "economic-impact.training_reward_multiplier: says 1.0, and what follows from econ.rewardRate from 2500 to 1250 is 0.5",
    ]);
    expect(refused(nepText(reward(1250, { training_reward_multiplier: "0.5" })))).to.deep.equal([]);
  });

  it("is shown and not refused where the network says so", () => {
    const network = withForm({ contradictions: "show" });
    const nep = validateNep(nepText(reward(1250)), { network });
    const [found] = contradictionsOf(nep, network);
    expect(found).to.deep.include({ figure: "training_reward_multiplier", stated: "1.0", implied: "0.5" });
    expect(contradictionWords(found!)).to.equal(
      "says 1.0, and what follows from econ.rewardRate from 2500 to 1250 is 0.5",
    );
  });

  it("leaves a hundredth to its author, and not more", () => {
    const says = (value: number, figure: string) =>
      refused(nepText(reward(value, { training_reward_multiplier: figure }))).length;
    // 1000 of 2500 are 0.4.
    expect(["0.396", "0.404", "0.4"].map((figure) => says(1000, figure))).to.deep.equal([0, 0, 0]);
    expect(["0.3959", "0.4041", "1.0"].map((figure) => says(1000, figure))).to.deep.equal([1, 1, 1]);
  });

  it("is measured from the chain's value, else from the one that the file names, else from the network's first", () => {
    const parameters = (now?: string) =>
      neuroshard.registry.parameters.map((one) =>
        one.key === "econ.rewardRate" && now ? { ...one, now } : one,
      );
    const network = (now?: string): NetworkRules => ({
      ...neuroshard,
      registry: { parameters: parameters(now) },
    });
    const file = nepText(reward(2000, { training_reward_multiplier: "0.8" }));
    const was = (value: number) => file.replace('value: "2000"', `was: ${value}, value: 2000`);
    expect(refused(file, network())).to.deep.equal([]);
    expect(refused(was(4000), network()).join()).to.include("from 4000 to 2000 is 0.5");
    // The author cannot hide what the chain says.
    expect(refused(was(2500), network("4000")).join()).to.include("from 4000 to 2000 is 0.5");
  });

  it("multiplies what several parameters drive, reads percentages as a change, and says so of a figure that is not stated", () => {
    const kinds = { price: "multiplier", earnings: "percent" } as const;
    const figures = Object.entries(kinds).map(([name, kind]): Figure => ({
      name,
      kind,
      description: name,
      optional: true,
    }));
    const rules = (drives: string, before: [bigint, bigint]) => ({
      proposals: { ...PLAIN_FORM, figures },
      registry: {
        parameters: before.map((now, i) => ({ key: `econ.p${i}`, kind: "int" as const, now, drives })),
      },
    });
    const told = (drives: string, before: [bigint, bigint], after: [bigint, bigint], stated?: string) =>
      contradictionsOf(
        {
          parameterChanges: after.map((value, i) => ({
            key: `econ.p${i}`,
            namespace: "econ",
            kind: "int",
            value,
          })),
          ...(stated !== undefined && { economicImpact: { [drives]: stated } }),
        },
        rules(drives, before),
      ).map(contradictionWords);
    expect(told("price", [10n, 10n], [20n, 5n], "1.0")).to.deep.equal([]);
    expect(told("price", [10n, 10n], [20n, 10n], "1.0")).to.deep.equal([
      "says 1.0, and what follows from econ.p0 from 10 to 20 and econ.p1 from 10 to 10 is 2.0",
    ]);
    expect(told("earnings", [100n, 1n], [97n, 1n], "-2")).to.deep.equal([]);
    expect(told("earnings", [100n, 1n], [97n, 1n], "3")).to.deep.equal([
      "says 3 %, and what follows from econ.p0 from 100 to 97 and econ.p1 from 1 to 1 is -3 %",
    ]);
    expect(told("price", [10n, 1n], [20n, 1n])[0]).to.match(
      /^is not stated, and what follows from .* is 2\.0$/,
    );
    expect(told("price", [10n, 1n], [10n, 1n])).to.deep.equal([]);
    // Nothing is in proportion to nothing, and what comes to nothing is.
    expect(told("price", [0n, 1n], [20n, 1n], "1.0")).to.deep.equal([]);
    expect(told("price", [20n, 1n], [0n, 1n], "1.0")[0]).to.match(/is 0\.0$/);
    expect(told("price", [20n, 1n], [-20n, 1n], "1.0")[0]).to.match(/is -1\.0$/);
  });

  it("is not in any NEP that ships", () => {
    for (const file of ["nep-0001-multi-token-prediction.md", "nep-0002-reward-rate-and-fees.md"])
      expect(contradictionsOf(validateNep(readText(`neps/${file}`)), neuroshard)).to.deep.equal([]);
  });
});
