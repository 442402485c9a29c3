import { expect } from "chai";

import { initialSupply, parseConfig, presets } from "../../config";
import { composeDescription, DAY, parseAmount, validateNep, ValidationError, type Nep } from "@polity/sdk";
import { ProtocolRegistry__factory } from "../../typechain-types";
import { markdownIn, readText } from "../helpers/files";

const config = parseConfig(presets.neuroshard);
const neps = markdownIn("neps").filter((file) => file !== "template.md");
const load = (file: string): Nep =>
  validateNep(readText(`neps/${file}`), { fileName: file, network: config });

describe("NeuroShard's preset", () => {
  const { types, scopes } = config.governor;

  it("has the six types of NEP", () => {
    expect(Object.keys(types)).to.deep.equal(["ARCH", "ECON", "TRAIN", "NET", "GOV", "EMERG"]);
  });

  it("gives each but EMERG 7 days of review, 7 of voting and 7 to 30 of grace", () => {
    for (const [code, rules] of Object.entries(types)) {
      if (code === "EMERG") continue;
      expect(rules, code).to.include({
        review: 7 * DAY,
        voting: 7 * DAY,
        graceMin: 7 * DAY,
        graceMax: 30 * DAY,
      });
    }
  });

  it("wants 100 staked tokens and a fee of 10 for a proposal, 20 % quorum and 66 % approval", () => {
    for (const rules of Object.values(types)) {
      expect(rules.fee).to.equal(parseAmount("10"));
      expect(rules.quorumBps).to.equal(2000);
    }
    expect(types.TRAIN).to.deep.include({ threshold: parseAmount("100"), approvalBps: 6600 });
    expect(types.EMERG!.threshold).to.equal(5n * types.GOV!.threshold);
  });

  it("puts an emergency patch in force within three days at the earliest", () => {
    const { review, voting, graceMin } = types.EMERG!;
    expect(review + voting + graceMin).to.be.below(3 * DAY);
  });

  it("lets payments wait for the treasury's cap, and has a council of five, of whom three sign", () => {
    expect(types.GOV!.window).to.equal(30 * DAY);
    expect(config.council).to.deep.include({ threshold: 3 });
    expect(config.council!.members).to.have.length(5);
  });

  it("vests the founders' tokens over four years, with a cliff of one", () => {
    for (const grant of config.vesting!)
      expect(grant).to.deep.include({ duration: 1460 * DAY, cliff: 365 * DAY });
  });

  it("has a supply that adds up, and not all tokens minted", () => {
    expect(initialSupply(config)).to.equal(config.token.supply);
    expect(Number(initialSupply(config) < config.token.hardCap)).to.equal(1);
  });

  it("scopes each namespace to its type, and leaves what it does not name to GOV", () => {
    expect(
      scopes.map(({ function: name, namespace, types: codes }) => [name, namespace, ...codes]),
    ).to.deep.equal([
      ["upgrade", "arch", "ARCH"],
      ["upgrade", "econ", "ECON"],
      ["upgrade", "train", "TRAIN"],
      ["upgrade", "net", "NET"],
      ["upgrade", "emerg", "EMERG"],
      ["emergencyRollback", undefined, "EMERG"],
      ["freezeBudget", undefined, "EMERG"],
      ["endBudget", undefined, "GOV"],
      ["lowerBudget", undefined, "GOV"],
      ["setBudgetSpender", undefined, "GOV"],
    ]);
  });
});

describe("The NEPs that ship", () => {
  for (const file of neps) {
    it(`${file} is valid on NeuroShard`, () => {
      expect(load(file).number).to.equal(Number(file.slice(4, 8)));
    });
  }

  it("N2: cover all six types", () => {
    const covered = new Set(neps.map((file) => load(file).code));
    expect([...covered].sort()).to.deep.equal(Object.keys(config.governor.types).sort());
  });

  it("hold NeuroShard's own example: twice the efficiency for the same reward, after 14 days", () => {
    expect(load("nep-0001-multi-token-prediction.md")).to.deep.include({
      economicImpact: {
        training_efficiency_multiplier: "2.0",
        training_reward_multiplier: "1.0",
        net_earnings_change_percent: "0",
      },
      upgradePath: { gracePeriodDays: 14, backwardCompatible: true },
    });
  });

  it("come with a template that lacks nothing but what its author has to write", () => {
    expect(() => validateNep(readText("neps/template.md"), { fileName: "template.md", network: config }))
      .to.throw(ValidationError, "6 problems")
      .with.property("problems")
      .that.satisfies((problems: { message: string }[]) =>
        problems.every(({ message }) => message.startsWith("is empty")),
      );
    const written = readText("neps/template.md").replace(
      /<!-- What|<!-- On|<!-- Exact|<!-- Releases/g,
      "Text $&",
    );
    expect(validateNep(written, { network: config }).code).to.equal("TRAIN");
  });
});

describe("A NEP against the rules of a network", () => {
  const train = readText("neps/nep-0001-multi-token-prediction.md");
  const gov = readText("neps/nep-0003-wider-bounds-for-training.md");

  for (const [reason, source, from, to, message] of [
    [
      "an unknown type",
      train,
      "type: TRAIN",
      "type: TRIAN",
      'line 4, type: TRIAN is no type of this network; did you mean "TRAIN"?',
    ],
    [
      "a type that may not touch the namespace",
      train,
      "type: TRAIN",
      "type: ECON",
      "may not change parameters of train",
    ],
    [
      "an unknown parameter",
      train,
      "multiTokenHeads",
      "multiTokenHead",
      'did you mean "train.multiTokenHeads"?',
    ],
    ["another kind", train, "kind: uint", "kind: int", "is int, but train.multiTokenHeads is a uint"],
    [
      "a value above its bounds",
      train,
      "value: 4",
      "value: 9",
      "line 14, parameter-changes.0.value: 9 is out of bounds: 1 to 8",
    ],
    ["a value below its bounds", train, "value: 4", "value: 0", "0 is out of bounds: 1 to 8"],
    [
      "an action that only GOV may make",
      gov,
      "type: GOV",
      "type: TRAIN",
      "may not call ProtocolRegistry.setBounds; types that may: GOV",
    ],
    [
      "an action that hides an upgrade",
      gov,
      "type: GOV",
      "type: ARCH",
      "may not call ProtocolRegistry.defineParameters",
    ],
  ] as const) {
    it(`is refused with ${reason}`, () => {
      expect(source).to.include(from);
      expect(() => validateNep(source.replace(from, to), { network: config })).to.throw(
        ValidationError,
        message,
      );
    });
  }

  it("accepts the ends of the bounds, and GOV everywhere", () => {
    for (const to of ["value: 1", "value: 8"])
      validateNep(train.replace("value: 4", to), { network: config });
    validateNep(train.replace("type: TRAIN", "type: GOV"), { network: config });
  });

  /** NeuroShard, with another grace for TRAIN, in seconds. */
  const withGrace = (graceMin: number, graceMax: number) => ({
    ...config,
    governor: {
      ...config.governor,
      types: { ...config.governor.types, TRAIN: { ...config.governor.types.TRAIN!, graceMin, graceMax } },
    },
  });
  const days = (text: string) => train.replace("grace_period_days: 14", text);

  it("N5: is refused with a grace that its type does not allow, whatever other types do", () => {
    const network = withGrace(15 * DAY, 16 * DAY);
    expect(() => validateNep(train, { network })).to.throw(
      ValidationError,
      "14 days are outside what NEP-TRAIN allows: 15d to 16d",
    );
    for (const within of [15, 16]) validateNep(days(`grace_period_days: ${within}`), { network });
    expect(() => validateNep(days("grace_period_days: 17"), { network })).to.throw("15d to 16d");
    validateNep(days("grace_period_days: 2"), { network: withGrace(2 * DAY, 3 * DAY) });
    expect(() =>
      validateNep(days("grace_period_days: 1"), { network: withGrace(2 * DAY, 3 * DAY) }),
    ).to.throw("1 day is outside what NEP-TRAIN allows: 2d to 3d");
  });

  it("N5: chooses its grace where its type lets it, and may leave it to a type that counts in hours", () => {
    expect(() => validateNep(days(""), { network: config })).to.throw(
      ValidationError,
      "line 25, upgrade-path.grace_period_days: is missing; NEP-TRAIN allows 7d to 30d",
    );
    validateNep(days(""), { network: withGrace(DAY / 4, DAY) });
    validateNep(days("grace_period_days: 1"), { network: withGrace(DAY / 4, DAY) });
    validateNep(days(""), { network: withGrace(2 * DAY, 2 * DAY) });
  });

  it("N5: chooses its grace although it changes no parameter", () => {
    const nep = validateNep(gov.replace("grace_period_days: 21", "grace_period_days: 30"), {
      network: config,
    });
    expect(nep).to.deep.include({ parameterChanges: [], code: "GOV" });
    expect(composeDescription(nep, "0x".padEnd(42, "1"))).to.match(/^# NEP-GOV 30d: /);
    expect(() =>
      validateNep(gov.replace("grace_period_days: 21", "grace_period_days: 31"), { network: config }),
    ).to.throw("31 days are outside what NEP-GOV allows: 7d to 30d");
  });

  it("may call what a scope names, by name or by signature, and send value only where the scope allows it", () => {
    const scope = { target: "ProtocolRegistry", types: ["TRAIN"], unstoppable: false };
    const withScopes = (allowValue: boolean, ...functions: string[]) => ({
      ...config,
      governor: {
        ...config.governor,
        scopes: functions.map((name) => ({ ...scope, allowValue, function: name })),
      },
    });
    const asTrain = gov.replace("type: GOV", "type: TRAIN");
    const both = ["setBounds(bytes32,bytes32,bytes32)", "defineParameters"];
    validateNep(asTrain, { network: withScopes(false, ...both) });
    expect(() =>
      validateNep(asTrain, { network: withScopes(false, "setBounds(bytes32)", "defineParameters") }),
    ).to.throw(ValidationError, "1 problem\n  line 18, actions.0: NEP-TRAIN may not call");
    const paying = asTrain.replace("uint(16)]", "uint(16)]\n    value: 5");
    expect(() => validateNep(paying, { network: withScopes(false, ...both) })).to.throw(
      ValidationError,
      "line 21, actions.0.value: must be 0",
    );
    validateNep(paying, { network: withScopes(true, ...both) });
  });

  it("may not upgrade a namespace through an action, nor a namesake on another contract", () => {
    const upgrade = ProtocolRegistry__factory.createInterface()
      .getFunction("upgrade")
      .format("full")
      .replace("function ", "");
    const args = "[key(econ), [[key(econ.rewardRate), uint(5000)]], true, uint(1), x]";
    const smuggled = `actions:\n  - { target: ProtocolRegistry, function: "${upgrade}", args: ${args} }\n`;
    expect(() =>
      validateNep(train.replace("economic-impact:", `${smuggled}economic-impact:`), { network: config }),
    ).to.throw(ValidationError, "NEP-TRAIN may not call ProtocolRegistry.upgrade; types that may: GOV");
    const namesake = "actions: [{ target: Other, function: emergencyRollback(uint256 id), args: [1] }]\n";
    const emergency = readText("neps/nep-0004-pause-training-rewards.md");
    const withAction = (text: string) => emergency.replace("economic-impact:", `${text}economic-impact:`);
    validateNep(withAction(namesake.replace("Other", "ProtocolRegistry")), { network: config });
    expect(() => validateNep(withAction(namesake), { network: config })).to.throw(
      ValidationError,
      "may not call Other",
    );
  });
});
