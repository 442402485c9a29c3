import { expect } from "chai";

import { initialSupply, parseConfig, presets, type NetworkInput } from "../../config";
import { parseAmount, ValidationError } from "@polity/sdk";

type Input = { [field: string]: Input } & Input[];

/** Problems of NeuroShard's preset after `edit`, as `path: message`. */
function problemsAfter(edit: (input: Input) => void): string[] {
  const input = JSON.parse(JSON.stringify(presets.neuroshard)) as Input;
  edit(input);
  try {
    parseConfig(input);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.problems.map(({ field, message }) => `${field}: ${message}`);
  }
}

/** A field set by its dotted path; `undefined` removes it. */
type Edit = readonly [path: string, value: unknown];

function apply(input: Input, edits: readonly Edit[]): void {
  for (const [path, value] of edits) {
    const parts = path.split(".");
    const last = parts.pop()!;
    const parent = parts.reduce((node, part) => node[part]!, input) as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else parent[last] = value;
  }
}

const types = "governor.types";
const SCOPE = { target: "Treasury", function: "raiseBudget", types: ["ECON"] };
const COUNCIL = { members: ["ada", "ben", "cleo"], threshold: 2 };
const GRANT = { beneficiary: "june", amount: "1000", duration: "1460d", cliff: "365d" };
const BUDGET = {
  ...{ name: "grants", spender: "council", token: "governance", amount: "50000" },
  ...{ period: "30d", periods: 12, category: "grants" },
};
const withBudget = (budget: object): Edit => ["treasury.budgets", [{ ...BUDGET, ...budget }]];
const ADDRESS = "0x52908400098527886E0F7030069857D2E4169EE7";
const WITHOUT_TREASURY: readonly Edit[] = [
  ["treasury", undefined],
  ["token.allocation.0.to", "timelock"],
];
const MAX_96 = "79228162514.264337593543950335";

/** Adds a seventh type, PAY, like ECON. */
const withType = (rules: object): Edit => [
  `${types}.PAY`,
  { ...presets.neuroshard.governor.types.ECON, ...rules },
];
const withScope = (scope: object): Edit => ["governor.scopes.10", { ...SCOPE, ...scope }];
/** NeuroShard with votes held or staked, and a type, PAY, of its own namespace. */
const withVoice = (rules: object): Edit[] => [
  ["voteSource", "combined"],
  withType({ quorumFloor: "0", ...rules }),
  ["governor.scopes.1.types", ["ECON", "PAY"]],
];
const VETO = {
  ...{ vetoBps: 1000, proposers: ["council"], voting: "3d", late: "0s", fee: "0", threshold: "0" },
  quorumFloor: "0",
};
/** The place of the parameter that drives a figure. */
const DRIVING = presets.neuroshard.registry.parameters.findIndex((parameter) => "drives" in parameter);
/** Behind the preset's own. */
const ADDED = `registry.parameters.${presets.neuroshard.registry.parameters.length}`;
const withParameter = (parameter: object): Edit => [
  ADDED,
  { key: "econ.extra", readBy: ["node"], kind: "uint", value: 1, description: "A test", ...parameter },
];

describe("A network's configuration", () => {
  it("is parsed to seconds, base units and basis points", () => {
    const { governor, token, timelock, escrow, registry } = parseConfig(presets.neuroshard);
    expect(timelock.minDelay).to.equal(3600);
    expect(escrow).to.deep.equal({ maxWeeks: 4, minAmount: 10n ** 18n, locks: "permanent" });
    expect(token.hardCap).to.equal(parseAmount("100000000"));
    expect(governor.types.TRAIN).to.deep.equal({
      review: 604_800,
      voting: 604_800,
      graceMin: 604_800,
      graceMax: 2_592_000,
      window: 1_209_600,
      late: 86_400,
      quorumBps: 2000,
      quorumFloor: parseAmount("1000000"),
      approvalBps: 6600,
      threshold: parseAmount("100"),
      proposers: ["holders"],
      fee: parseAmount("10"),
    });
    expect(governor.scopes[0]).to.deep.equal({
      target: "ProtocolRegistry",
      function: "upgrade",
      namespace: "arch",
      types: ["ARCH"],
      unstoppable: false,
      allowValue: false,
    });
    expect(registry.parameters.find(({ key }) => key === "train.multiTokenHeads")).to.deep.include({
      namespace: "train",
      kind: "uint",
      min: 1n,
      max: 8n,
      value: 1n,
    });
  });

  const accepted: Record<string, readonly Edit[]> = {
    "the most that 96 bits hold as cap": [["token.hardCap", MAX_96]],
    "an allocation of exactly the cap": [["token.hardCap", "20000000"]],
    "an allocation and vesting of exactly the cap": [
      ["token.hardCap", "18751000"],
      ["token.supply", "18751000"],
      ["vesting", [GRANT]],
    ],
    "an address as account": [["token.allocation.1.to", "0x52908400098527886E0F7030069857D2E4169EE7"]],
    "208 weeks": [["escrow.maxWeeks", 208]],
    "no escrow when the token votes": [
      ["voteSource", "token"],
      ["escrow", undefined],
    ],
    "a small floor when the token votes": [
      ["voteSource", "token"],
      ["escrow", undefined],
      [`${types}.ECON.quorumFloor`, "0"],
    ],
    "votes held or staked": [["voteSource", "combined"]],
    "a type that stakes alone decide": withVoice({ source: "staked" }),
    "a type that passes unless it is vetoed": withVoice(VETO),
    "a veto of 1 %": withVoice({ ...VETO, vetoBps: 100 }),
    "a veto of half": withVoice({ ...VETO, vetoBps: 5000 }),
    "a floor of 2 % of the supply": [[`${types}.ECON.quorumFloor`, "400000"]],
    "a grace minimum equal to its maximum": [withType({ graceMin: "30d" }), [`${types}.GOV.graceMin`, "30d"]],
    "a grace minimum equal to the timelock's": [[`${types}.EMERG.graceMin`, "1h"]],
    "an extension as long as the vote": [[`${types}.ECON.late`, "7d"]],
    "sections that this network wants": [["proposals.sections", ["Community feedback"]]],
    "no word of its proposals' form": [
      ["proposals", undefined],
      [`registry.parameters.${DRIVING}.drives`, undefined],
    ],
    "headings of its own": [["proposals.aliases", { Motivation: "Problem", Background: "Problem" }]],
    "a parameter that drives a figure": [withParameter({ drives: "training_reward_multiplier" })],
    "a type of the council's own": [withType({ proposers: ["council"] })],
    "GOV proposed by the council too": [[`${types}.GOV.proposers`, ["holders", "council"]]],
    "approval of exactly 50 %": [[`${types}.ECON.approvalBps`, 5000]],
    "approval of 100 %": [[`${types}.EMERG.approvalBps`, 10_000]],
    "EMERG with five times the stake of GOV": [[`${types}.EMERG.threshold`, "500"]],
    "a fee above the threshold": [[`${types}.ECON.fee`, "1000"]],
    "a type that is easier than GOV": [
      withType({ review: "1d", quorumBps: 500, approvalBps: 5001, threshold: "1" }),
    ],
    "a plain transfer": [withScope({ function: "receive", allowValue: true })],
    "a function by its signature": [withScope({ function: "raiseBudget(uint id, uint128, uint32 periods)" })],
    "grants by another type": [withScope({ target: "VestingFactory", function: "create", types: ["ECON"] })],
    "a council": [["council", COUNCIL]],
    "a cliff as long as the grant": [
      ["token.supply", undefined],
      ["vesting", [{ ...GRANT, cliff: "1460d", start: "2026-01-01" }]],
    ],
    "no treasury where nothing goes to one": [...WITHOUT_TREASURY, ["governor.scopes", []]],
    "a short window for GOV where there is no treasury": [
      ...WITHOUT_TREASURY,
      ["governor.scopes", []],
      [`${types}.GOV.window`, "14d"],
    ],
    "a short window for GOV where another type pays": [
      [`${types}.GOV.window`, "14d"],
      withType({ window: "30d" }),
      withScope({ function: "pay", types: ["PAY"] }),
    ],
    "a budget's end that may be stopped where there is no council": [
      ["council", undefined],
      ["elections", undefined],
      ["governor.scopes.7.unstoppable", false],
    ],
    "an end of budgets by a type below GOV that nobody can stop: it only takes": [
      ["governor.scopes.7.types", ["ECON"]],
      ["governor.scopes.8.types", ["ECON", "NET"]],
    ],
    "a payment of GOV that nobody can stop": [
      withScope({ function: "pay", types: ["GOV"], unstoppable: true }),
    ],
    "another spender by a type below GOV where no council is there to be stopped": [
      ["council", undefined],
      ["elections", undefined],
      ["governor.scopes.9", { target: "Treasury", function: "setBudgetSpender", types: ["ECON"] }],
    ],
    "shares of a stated supply": [
      ["token.allocation.0.amount", "40%"],
      ["vesting.2.amount", "1.25%"],
      ["token.supply", "20000000"],
    ],
    "caps of other tokens, with their decimals": [
      ["treasury.caps.2", { token: ADDRESS, amount: "1000.000001", decimals: 6 }],
    ],
    "a budget that the launch asks for": [withBudget({})],
    "a budget of another token, for anything, from a day on": [
      ["treasury.caps.2", { token: ADDRESS, amount: "1000", decimals: 6 }],
      withBudget({
        token: ADDRESS,
        decimals: 6,
        amount: "0.000001",
        category: undefined,
        start: "2030-01-01",
      }),
    ],
    "targets of every kind": [
      [
        "targets",
        [
          { name: "Many take part", measure: "participation", types: ["GOV", "ECON"], atLeast: 10_000 },
          { name: "It grows", measure: "treasuryGrowth", token: "ETH", over: "365d", atLeast: 20_000 },
          { name: "It grows in money", measure: "treasuryGrowth", over: "90d", atLeast: 1 },
          { name: "It pays", measure: "paid", token: ADDRESS, decimals: 6, atLeast: "0.000001" },
          { name: "It pays in money", measure: "paid", categories: ["grants"], atLeast: "100000" },
          { name: "All are happy", measure: "satisfaction", atLeast: 8_000 },
        ],
      ],
    ],
    "a key of 31 characters": [withParameter({ key: `econ.${"x".repeat(26)}` })],
    "a value on its bounds": [withParameter({ min: 1, max: 1 })],
    "negative bounds of an int": [withParameter({ kind: "int", min: -5, max: "-1", value: -3n })],
  };

  for (const [what, edits] of Object.entries(accepted)) {
    it(`accepts ${what}`, () => {
      expect(problemsAfter((input) => apply(input, edits))).to.deep.equal([]);
    });
  }

  const refused: Record<string, readonly [edits: readonly Edit[], path: string, message: string]> = {
    "a cap above 96 bits": [
      [["token.hardCap", "79228162514.264337593543950336"]],
      "token.hardCap",
      "at most 79228162514",
    ],
    "a cap of zero": [[["token.hardCap", "0"]], "token.hardCap", "above 0"],
    "an amount as number": [[["token.hardCap", 100]], "token.hardCap", "as a text"],
    "a missing name": [[["name", undefined]], "name", "is missing"],
    "a padded name": [[["governor.name", " Gov"]], "governor.name", "padded"],
    "a lower-case symbol": [[["token.symbol", "neuro"]], "token.symbol", "A-Z"],
    "an unknown field": [[["token.total", "1"]], "token.total", "unknown field"],
    "a misspelt field": [[["token.hardcap", "1"]], "token.hardcap", 'did you mean "hardCap"?'],
    "inflation above 100 %": [
      [["token.yearlyInflationBps", 10_001]],
      "token.yearlyInflationBps",
      "0 to 10000",
    ],
    "an empty allocation": [[["token.allocation", []]], "token.allocation", "must not be empty"],
    "an allocation above the cap": [
      [["token.hardCap", "19999999.9"]],
      "token.allocation",
      "sums to 20000000",
    ],
    "vesting above the cap": [
      [
        ["token.hardCap", "18750000"],
        ["vesting", [GRANT]],
      ],
      "token.allocation",
      "sums to 18751000 with vesting",
    ],
    "a label twice": [[["token.allocation.1.to", "ben"]], "token.allocation.2.to", "appears twice"],
    "an address twice in two spellings": [
      [
        ["token.allocation.1.to", "0x52908400098527886E0F7030069857D2E4169EE7"],
        ["token.allocation.2.to", "0x52908400098527886e0f7030069857d2e4169ee7"],
      ],
      "token.allocation.2.to",
      "appears twice",
    ],
    "a malformed label": [[["token.allocation.1.to", "Ada L"]], "token.allocation.1.to", "write a label"],
    "a malformed address": [[["token.allocation.1.to", "0x12"]], "token.allocation.1.to", "not an address"],
    "an allocation of nothing": [
      [["token.allocation.1.amount", "0"]],
      "token.allocation.1.amount",
      "above 0",
    ],
    "0 weeks": [[["escrow.maxWeeks", 0]], "escrow.maxWeeks", "1 to 208"],
    "209 weeks": [[["escrow.maxWeeks", 209]], "escrow.maxWeeks", "1 to 208"],
    "half a week": [[["escrow.maxWeeks", 1.5]], "escrow.maxWeeks", "1 to 208"],
    "an unknown vote source": [[["voteSource", "nft"]], "voteSource", "token, escrow, combined"],
    "no escrow when it votes": [[["escrow", undefined]], "escrow", "is missing"],
    "no escrow when it votes beside the token": [
      [
        ["voteSource", "combined"],
        ["escrow", undefined],
      ],
      "escrow",
      "is missing",
    ],
    "a section that every proposal has": [
      [["proposals.sections", ["risks"]]],
      "proposals.sections.0",
      '"risks" is there in every proposal',
    ],
    "the section that carries the front matter": [
      [["proposals.sections", ["Metadata"]]],
      "proposals.sections.0",
      "is there in every proposal",
    ],
    "a section twice": [
      [["proposals.sections", ["Feedback", "Feedback"]]],
      "proposals.sections.1",
      "appears twice",
    ],
    "a section that is no heading": [
      [["proposals.sections", ["## Feedback"]]],
      "proposals.sections.0",
      "is no heading",
    ],
    "a section with invisible characters": [
      [["proposals.sections", ["Feed\u200bback"]]],
      "proposals.sections.0",
      "contains the character U+200B",
    ],
    "a heading of its own for a section that there is": [
      [["proposals.aliases", { Risks: "Impact" }]],
      "proposals.aliases.Risks",
      '"Risks" is a section by itself; it can stand for no other',
    ],
    "a heading of its own for no section": [
      [["proposals.aliases", { Motivation: "Reasons" }]],
      "proposals.aliases.Motivation",
      "must be one of Problem, Solution",
    ],
    "a heading of its own with a hidden character": [
      [["proposals.aliases", { "Motiv\u200bation": "Problem" }]],
      "proposals.aliases.Motiv\u200bation",
      "U+200B",
    ],
    "a figure in letters that a file does not take": [
      [["proposals.figures.0.name", "trainingReward"]],
      "proposals.figures.0.name",
      "is no figure's name",
    ],
    "a figure twice": [
      [["proposals.figures.1.name", "training_efficiency_multiplier"]],
      "proposals.figures.1.name",
      '"training_efficiency_multiplier" appears twice',
    ],
    "an impact that is always stated and has no figure": [
      [["proposals.figures", [{ name: "a", kind: "text", description: "A", optional: true }]]],
      "proposals.impact",
      "there is no figure that a proposal must state",
    ],
    "a parameter that drives no figure": [
      [withParameter({ drives: "training_rewards" })],
      `${ADDED}.drives`,
      '"training_rewards" is no multiplier or percentage of proposals.figures; known are training_efficiency_multiplier',
    ],
    "a parameter that drives a figure without proportion": [
      [withParameter({ drives: "min_memory_gb" })],
      `${ADDED}.drives`,
      "is no multiplier or percentage",
    ],
    "a text's hash that is a number": [
      [withParameter({ document: true })],
      `${ADDED}.document`,
      "a uint is the hash of no text; remove it",
    ],
    "a place of a text for a number": [
      [withParameter({ documentAt: "contents/a.md" })],
      `${ADDED}.documentAt`,
      "is of a parameter with document alone",
    ],
    "a text outside the NEPs' folder": [
      [
        withParameter({
          kind: "bytes32",
          min: undefined,
          max: undefined,
          value: `0x${"1".repeat(64)}`,
          document: true,
          documentAt: "../a.md",
        }),
      ],
      `${ADDED}.documentAt`,
      "is not where a document can be",
    ],
    "a flag that drives a figure": [
      [
        withParameter({
          kind: "bool",
          min: undefined,
          max: undefined,
          value: true,
          drives: "training_reward_multiplier",
        }),
      ],
      `${ADDED}.drives`,
      "a bool is in no proportion to a figure; remove it",
    ],
    "an escrow whose locks would have no votes": [
      [["voteSource", "token"]],
      "escrow",
      "must be left out: votes come from the token",
    ],
    "another default type": [[["governor.defaultType", "ECON"]], "governor.defaultType", "must be GOV"],
    "no GOV": [[[`${types}.GOV`, undefined]], `${types}.GOV`, "is missing"],
    "a malformed duration": [[[`${types}.ECON.review`, "7 days"]], `${types}.ECON.review`, "not a duration"],
    "a duration beyond 32 bits": [[["timelock.minDelay", "49711d"]], "timelock.minDelay", "at most 49710d"],
    "no review at all": [[[`${types}.ECON.review`, "0d"]], `${types}.ECON.review`, "at least 1m"],
    "a delay of nothing": [[["timelock.minDelay", "0s"]], "timelock.minDelay", "at least 1s"],
    "a grant beyond a hundred years": [
      [["vesting", [{ ...GRANT, duration: "36501d" }]]],
      "vesting.0.duration",
      "at most 36500d",
    ],
    "a 33rd type": [
      Array.from({ length: 27 }, (_, i): Edit => [`${types}.T${i}`, presets.neuroshard.governor.types.ECON]),
      types,
      "has 33 types, and a rulebook has room for 32",
    ],
    "no time to vote": [
      [
        [`${types}.EMERG.voting`, "0d"],
        [`${types}.EMERG.late`, "0d"],
      ],
      `${types}.EMERG.voting`,
      "at least 1m",
    ],
    "a grace minimum above its maximum": [
      [[`${types}.ECON.graceMax`, "6d"]],
      `${types}.ECON.graceMin`,
      "above graceMax",
    ],
    "an extension longer than the vote": [
      [[`${types}.ECON.late`, "8d"]],
      `${types}.ECON.late`,
      "above voting",
    ],
    "a quorum above 100 %": [[[`${types}.GOV.quorumBps`, 10_001]], `${types}.GOV.quorumBps`, "1 to 10000"],
    "approval above 100 %": [
      [[`${types}.GOV.approvalBps`, 10_001]],
      `${types}.GOV.approvalBps`,
      "5000 to 10000",
    ],
    "approval below 50 %": [
      [[`${types}.ECON.approvalBps`, 4999]],
      `${types}.ECON.approvalBps`,
      "5000 to 10000",
    ],
    "a fractional share": [[[`${types}.ECON.quorumBps`, 0.2]], `${types}.ECON.quorumBps`, "1 to 10000"],
    "a grace below the timelock's delay": [
      [["timelock.minDelay", "7h"]],
      `${types}.EMERG.graceMin`,
      "below timelock.minDelay",
    ],
    "a floor below 2 % of the supply": [
      [[`${types}.ECON.quorumFloor`, "399999.99"]],
      `${types}.ECON.quorumFloor`,
      "below 2 %",
    ],
    "a threshold that nobody could reach": [
      [[`${types}.EMERG.threshold`, "20000001"]],
      `${types}.EMERG.threshold`,
      "nobody",
    ],
    "a code of nine letters": [
      [[`${types}.TRAININGS`, presets.neuroshard.governor.types.ECON]],
      `${types}.TRAININGS`,
      "1 to 8",
    ],
    "a lower-case code": [
      [[`${types}.pay`, presets.neuroshard.governor.types.ECON]],
      `${types}.pay`,
      "1 to 8",
    ],
    "an unknown source of a type's votes": [
      withVoice({ source: "lottery" }),
      `${types}.PAY.source`,
      "staked",
    ],
    "a source that every type has already": [
      [withType({ source: "staked", quorumFloor: "0" })],
      `${types}.PAY.source`,
      "locks alone vote in every type",
    ],
    "a source of locks where none vote": [
      [["voteSource", "token"], ["escrow", undefined], withType({ source: "staked", quorumFloor: "0" })],
      `${types}.PAY.source`,
      "no locks vote",
    ],
    "GOV in silence": [
      [
        [`${types}.GOV.vetoBps`, 1000],
        [`${types}.GOV.quorumFloor`, "0"],
      ],
      `${types}.GOV.vetoBps`,
      "in an ordinary vote",
    ],
    "EMERG with a source of its own": [
      [
        ["voteSource", "combined"],
        [`${types}.EMERG.source`, "staked"],
        [`${types}.EMERG.quorumFloor`, "0"],
      ],
      `${types}.EMERG.source`,
      "in an ordinary vote",
    ],
    "a floor in votes that are not counted": [
      withVoice({ source: "staked", quorumFloor: "1" }),
      `${types}.PAY.quorumFloor`,
      "must be 0: with source",
    ],
    "a payment by what another source counts": [
      [...withVoice({ source: "staked" }), withScope({ types: ["PAY"] })],
      "governor.scopes.10.types",
      "not Treasury.raiseBudget",
    ],
    "a payment that passes in silence": [
      [...withVoice(VETO), withScope({ types: ["PAY"] })],
      "governor.scopes.10.types",
      "PAY has vetoBps",
    ],
    "a veto below 1 %": [withVoice({ ...VETO, vetoBps: 99 }), `${types}.PAY.vetoBps`, "100 to 5000"],
    "a veto above half": [withVoice({ ...VETO, vetoBps: 5001 }), `${types}.PAY.vetoBps`, "100 to 5000"],
    "silence that anybody may propose": [
      withVoice({ ...VETO, proposers: ["holders", "council"] }),
      `${types}.PAY.proposers`,
      "council alone",
    ],
    "silence of two days": [withVoice({ ...VETO, voting: "2d" }), `${types}.PAY.voting`, "below 3d"],
    "a veto that may be answered late": [
      withVoice({ ...VETO, late: "1h" }),
      `${types}.PAY.late`,
      "must be 0",
    ],
    "a fee for what passes in silence": [withVoice({ ...VETO, fee: "1" }), `${types}.PAY.fee`, "must be 0"],
    "a threshold for what passes in silence": [
      withVoice({ ...VETO, threshold: "1" }),
      `${types}.PAY.threshold`,
      "must be 0",
    ],
    "a veto that another source counts": [
      withVoice({ ...VETO, source: "staked" }),
      `${types}.PAY.source`,
      "the network's own votes veto",
    ],
    "a longer review than GOV": [[withType({ review: "8d" })], `${types}.PAY.review`, "GOV is the strictest"],
    "a longer vote than GOV": [[withType({ voting: "8d" })], `${types}.PAY.voting`, "GOV is the strictest"],
    "a higher quorum than GOV": [[withType({ quorumBps: 2001 })], `${types}.PAY.quorumBps`, "strictest"],
    "a higher floor than GOV": [
      [withType({ quorumFloor: "1000001" })],
      `${types}.PAY.quorumFloor`,
      "strictest",
    ],
    "a higher approval than GOV": [
      [withType({ approvalBps: 6601 })],
      `${types}.PAY.approvalBps`,
      "strictest",
    ],
    "a higher grace minimum than GOV": [[withType({ graceMin: "8d" })], `${types}.PAY.graceMin`, "strictest"],
    "a higher grace maximum than GOV": [
      [withType({ graceMax: "31d" })],
      `${types}.PAY.graceMax`,
      "strictest",
    ],
    "a higher threshold than GOV": [[withType({ threshold: "101" })], `${types}.PAY.threshold`, "strictest"],
    "EMERG with a higher quorum than GOV": [
      [[`${types}.EMERG.quorumBps`, 2001]],
      `${types}.EMERG.quorumBps`,
      "strictest",
    ],
    "EMERG below five times the stake of GOV": [
      [[`${types}.EMERG.threshold`, "499.9"]],
      `${types}.EMERG.threshold`,
      "below 5 times",
    ],
    "GOV closed to holders": [
      [[`${types}.GOV.proposers`, ["council"]]],
      `${types}.GOV.proposers`,
      "must include holders",
    ],
    "a type that nobody may propose": [
      [withType({ proposers: [] })],
      `${types}.PAY.proposers`,
      "must not be empty",
    ],
    "an unknown class of proposers": [
      [withType({ proposers: ["foundation"] })],
      `${types}.PAY.proposers.0`,
      "one of holders, council",
    ],
    "a class of proposers twice": [
      [withType({ proposers: ["holders", "holders"] })],
      `${types}.PAY.proposers.1`,
      "twice",
    ],
    "a scope of an unknown type": [
      [withScope({ types: ["ECOM"] })],
      "governor.scopes.10.types.0",
      'did you mean "ECON"?',
    ],
    "a scope without types": [[withScope({ types: [] })], "governor.scopes.10.types", "must not be empty"],
    "a scope of a malformed function": [
      [withScope({ function: "free ze" })],
      "governor.scopes.10.function",
      "no function",
    ],
    "a scope of a malformed signature": [
      [withScope({ function: "f(uint9)" })],
      "governor.scopes.10.function",
      "signature",
    ],
    "a scope of a misspelt function": [
      [withScope({ function: "raiseBugdet" })],
      "governor.scopes.10.function",
      'Treasury has no function raiseBugdet that changes anything; did you mean "raiseBudget"?',
    ],
    "a scope of a function by a wrong signature": [
      [withScope({ function: "raiseBudget(uint256)" })],
      "governor.scopes.10.function",
      "no function raiseBudget(uint256) that changes anything",
    ],
    "a scope of a function that changes nothing": [
      [withScope({ function: "booked" })],
      "governor.scopes.10.function",
      "no function booked that changes anything",
    ],
    "a scope of a misspelt contract": [
      [withScope({ target: "Tresury" })],
      "governor.scopes.10.target",
      'did you mean "Treasury"?',
    ],
    "a scope of a contract that obeys GOV alone": [
      [withScope({ target: "TimelockController", function: "updateDelay" })],
      "governor.scopes.10.target",
      "known are GovernanceToken, ProtocolRegistry, Treasury, VestingFactory",
    ],
    "a scope of grants where there are none": [
      [
        ["vesting", undefined],
        ["token.supply", undefined],
        withScope({ target: "VestingFactory", function: "create" }),
      ],
      "governor.scopes.10.target",
      "no section vesting",
    ],
    "a scope twice": [
      [withScope({}), ["governor.scopes.11", SCOPE]],
      "governor.scopes.11",
      "same function as scopes.10",
    ],
    "a scope twice, once by name and once by signature": [
      [withScope({}), ["governor.scopes.11", { ...SCOPE, function: "raiseBudget(uint256,uint128,uint32)" }]],
      "governor.scopes.11",
      "same function",
    ],
    "a scope twice, in two spellings": [
      [
        withScope({ function: "raiseBudget(uint x, uint128 amount, uint32 y)" }),
        ["governor.scopes.11", { ...SCOPE, function: "raiseBudget(uint256,uint128,uint32)" }],
      ],
      "governor.scopes.11",
      "same function",
    ],
    "upgrade without a namespace": [
      [withScope({ target: "ProtocolRegistry", function: "upgrade" })],
      "governor.scopes.10.namespace",
      "is missing",
    ],
    "a namespace elsewhere": [
      [withScope({ namespace: "econ" })],
      "governor.scopes.10.namespace",
      "upgrade only",
    ],
    "a namespace without parameters": [
      [["governor.scopes.1.namespace", "ecom"]],
      "governor.scopes.1.namespace",
      'did you mean "econ"?',
    ],
    "a plain transfer without value": [
      [withScope({ function: "receive" })],
      "governor.scopes.10.allowValue",
      "plain transfer",
    ],
    "no parameters": [[["registry.parameters", []]], "registry.parameters", "must not be empty"],
    "a key twice": [[withParameter({ key: "econ.rewardRate" })], `${ADDED}.key`, "defined twice"],
    "a key without namespace": [[withParameter({ key: "extra" })], `${ADDED}.key`, "namespace.name"],
    "a key of 32 characters": [
      [withParameter({ key: `econ.${"x".repeat(27)}` })],
      `${ADDED}.key`,
      "31 characters",
    ],
    "a value below its minimum": [[withParameter({ min: 2 })], `${ADDED}.value`, "out of bounds: 2 to"],
    "a value above its maximum": [[withParameter({ max: "0" })], `${ADDED}.value`, "to 0"],
    "bounds in the wrong order": [[withParameter({ min: 2, max: 1 })], `${ADDED}.min`, "above max"],
    "a negative uint": [[withParameter({ value: -1 })], `${ADDED}.value`, "not a uint"],
    "a fractional value": [[withParameter({ value: 1.5 })], `${ADDED}.value`, "must be the value"],
    "bounds of a bool": [[withParameter({ kind: "bool", value: true, max: 1 })], `${ADDED}.max`, "no bounds"],
    "a number as bool": [[withParameter({ kind: "bool" })], `${ADDED}.value`, "true or false"],
    "an unknown kind": [[withParameter({ kind: "address" })], `${ADDED}.kind`, "uint, int, bool, bytes32"],
    "a parameter without description": [
      [withParameter({ description: undefined })],
      `${ADDED}.description`,
      "is missing",
    ],
    "a council that cannot agree": [
      [["council", { ...COUNCIL, threshold: 4 }]],
      "council.threshold",
      "above the number",
    ],
    "a council member twice": [
      [["council", { ...COUNCIL, members: ["ada", "ben", "ada"] }]],
      "council.members.2",
      "appears twice",
    ],
    "the timelock in the council": [
      [["council", { ...COUNCIL, members: ["ada", "timelock"] }]],
      "council.members.1",
      "cannot sign",
    ],
    "the treasury in the council": [
      [["council", { ...COUNCIL, members: ["ada", "treasury"] }]],
      "council.members.1",
      "cannot sign",
    ],
    "a supply that the table does not add up to": [
      [["token.supply", "20000001"]],
      "token.supply",
      "20000001 is stated, and allocation and vesting add up to 20000000",
    ],
    "shares that do not add up": [
      [["token.allocation.0.amount", "40.01%"]],
      "token.supply",
      "add up to 20002000",
    ],
    "a share of a supply that is not stated": [
      [
        ["token.supply", undefined],
        ["token.allocation.0.amount", "40%"],
      ],
      "token.allocation.0.amount",
      "state token.supply",
    ],
    "a share of a malformed supply": [
      [
        ["token.supply", "many"],
        ["token.allocation.0.amount", "40%"],
      ],
      "token.supply",
      "not a decimal number",
    ],
    "a share of a hundredth of a hundredth": [
      [["token.allocation.0.amount", "40.001%"]],
      "token.allocation.0.amount",
      "not a decimal number",
    ],
    "a part above 96 bits": [
      [["token.allocation.0.amount", "79228162514.264337593543950336"]],
      "token.allocation.0.amount",
      "too much",
    ],
    "an allocation to a treasury that there is not": [
      [["treasury", undefined]],
      "token.allocation.0.to",
      "no section treasury",
    ],
    "scopes of a treasury that there is not": [
      [...WITHOUT_TREASURY],
      "governor.scopes.6.target",
      "no section treasury",
    ],
    "a treasury without a cap for the tokens it gets": [
      [["treasury.caps", [{ token: "ETH", amount: "1" }]]],
      "treasury.caps",
      "must have one for governance",
    ],
    "a treasury without caps": [[["treasury.caps", []]], "treasury.caps", "must not be empty"],
    "a token with two caps": [
      [["treasury.caps.2", { token: "ETH", amount: "1" }]],
      "treasury.caps.2.token",
      "has a cap already",
    ],
    "a cap of nothing": [[["treasury.caps.0.amount", "0"]], "treasury.caps.0.amount", "leave the token out"],
    "a cap above 128 bits": [
      [["treasury.caps.0.amount", "340282366920938463464"]],
      "treasury.caps.0.amount",
      "too much",
    ],
    "a cap of the zero address": [
      [["treasury.caps.2", { token: `0x${"0".repeat(40)}`, amount: "1", decimals: 18 }]],
      "treasury.caps.2.token",
      "write ETH",
    ],
    "a cap of an unknown token": [
      [["treasury.caps.2", { token: "USDC", amount: "1" }]],
      "treasury.caps.2.token",
      "write governance, ETH or an address",
    ],
    "another token's cap without its decimals": [
      [["treasury.caps.2", { token: ADDRESS, amount: "1" }]],
      "treasury.caps.2.decimals",
      "say how many",
    ],
    "decimals of ether": [[["treasury.caps.1.decimals", 18]], "treasury.caps.1.decimals", "is known"],
    "a cap finer than the token": [
      [["treasury.caps.2", { token: ADDRESS, amount: "0.0000001", decimals: 6 }]],
      "treasury.caps.2.amount",
      "at most 6 decimals",
    ],
    "a payment that could expire while the cap holds it up": [
      [[`${types}.GOV.window`, "29d"]],
      `${types}.GOV.window`,
      "29d is below 30d",
    ],
    "the same for a type that a scope lets pay": [
      [withType({}), withScope({ function: "pay", types: ["PAY"] })],
      `${types}.PAY.window`,
      "14d is below 30d",
    ],
    "a budget that the council could keep": [
      [["governor.scopes.7.unstoppable", false]],
      "governor.scopes.7.unstoppable",
      "keep its own budget",
    ],
    "a spender that a type below GOV replaces, where nobody can stop it": [
      [["governor.scopes.9.types", ["GOV", "ECON"]]],
      "governor.scopes.9.types",
      "setBudgetSpender may give to anybody, and nobody could stop it: only GOV may call it, not ECON",
    ],
    "a payment below GOV that nobody can stop": [
      [withScope({ function: "pay", types: ["ECON"], unstoppable: true })],
      "governor.scopes.10.types",
      "pay may give to anybody",
    ],
    "a namesake on another contract below GOV that nobody can stop": [
      [withScope({ target: "GovernanceToken", function: "endBudget", types: ["ECON"], unstoppable: true })],
      "governor.scopes.10.types",
      "endBudget may give to anybody",
    ],
    "a council without a scope that ends its budget": [
      [["governor.scopes.9", { target: "Treasury", function: "unfreezeBudget", types: ["GOV"] }]],
      "governor.scopes",
      "Treasury.setBudgetSpender, as unstoppable",
    ],
    "a budget of a token without a cap": [
      [withBudget({ token: ADDRESS, decimals: 6 })],
      "treasury.budgets.0.token",
      "has no cap",
    ],
    "a budget of nothing": [[withBudget({ amount: "0" })], "treasury.budgets.0.amount", "write more"],
    "a budget without periods": [
      [withBudget({ periods: 0 })],
      "treasury.budgets.0.periods",
      "1 to 4294967295",
    ],
    "a budget whose periods last no time": [
      [withBudget({ period: "0s" })],
      "treasury.budgets.0.period",
      "at least 1s",
    ],
    "a budget that is spent by what votes": [
      [withBudget({ spender: "timelock" })],
      "treasury.budgets.0.spender",
      "cannot disburse",
    ],
    "a budget of a council that there is not": [
      [["council", undefined], withBudget({})],
      "treasury.budgets.0.spender",
      "has no section council",
    ],
    "a budget for more than a word": [
      [withBudget({ category: "é".repeat(16) })],
      "treasury.budgets.0.category",
      "1 to 31 bytes",
    ],
    "two budgets of one name": [
      [["treasury.budgets", [BUDGET, BUDGET]]],
      "treasury.budgets.1.name",
      "appears twice",
    ],
    "a grant to the treasury": [
      [["vesting", [{ ...GRANT, beneficiary: "treasury" }]]],
      "vesting.0.beneficiary",
      "cannot claim",
    ],
    "a grant that is perhaps revocable": [
      [["vesting", [{ ...GRANT, revocable: "yes" }]]],
      "vesting.0.revocable",
      "true or false",
    ],
    "a cliff beyond the grant": [
      [["vesting", [{ ...GRANT, cliff: "1461d" }]]],
      "vesting.0.cliff",
      "beyond the duration",
    ],
    "a grant that starts on no day": [
      [["vesting", [{ ...GRANT, start: "2026-02-30" }]]],
      "vesting.0.start",
      "not a date",
    ],
  };

  for (const wrapper of [
    "multicall",
    "execute",
    "executeBatch",
    "schedule",
    "scheduleBatch",
    "execTransaction",
    "relay",
  ]) {
    refused[`the wrapper ${wrapper} below GOV`] = [
      [withScope({ function: `${wrapper}(bytes)`, types: ["GOV", "ECON"] })],
      "governor.scopes.10.types",
      "carries other calls",
    ];
  }
  const target = (parts: object) =>
    [["targets", [{ name: "Aim", measure: "participation", atLeast: 1, ...parts }]]] as const;
  for (const [what, [parts, field, message]] of Object.entries<[object, string, string]>({
    "a target of nothing known": [{ measure: "happiness" }, "measure", "must be one of participation"],
    "a target of no size": [{ atLeast: undefined }, "atLeast", "is missing; must be basis points"],
    "a target above all": [{ atLeast: 10_001 }, "atLeast", "must be basis points, 1 to 10000"],
    "a target of nothing": [{ measure: "holders", atLeast: 0 }, "atLeast", "must be a number above 0"],
    "a share as an amount": [{ atLeast: "80" }, "atLeast", "must be basis points"],
    "payments as a number": [{ measure: "paid", atLeast: 5 }, "atLeast", "must be an amount in whole tokens"],
    "payments of nothing": [{ measure: "paid", atLeast: "0" }, "atLeast", '"0" is refused'],
    "payments finer than the token": [
      { measure: "paid", token: ADDRESS, decimals: 6, atLeast: "0.0000001" },
      "atLeast",
      "at most 6 decimals",
    ],
    "payments of a token of unknown decimals": [
      { measure: "paid", token: ADDRESS, atLeast: "1" },
      "decimals",
      "is missing; say how many the token has",
    ],
    "decimals where nothing is counted in tokens": [{ decimals: 6 }, "decimals", "remove it"],
    "types of what has none": [{ measure: "holders", types: ["GOV"] }, "types", "says nothing of holders"],
    "a token of what has none": [{ token: "ETH" }, "token", "says nothing of participation"],
    "a time of what has none": [{ measure: "proposals", over: "30d" }, "over", "says nothing of proposals"],
    "an unknown type in a target": [{ types: ["GVO"] }, "types.0", "known are ARCH, ECON"],
    "a target of less than a day": [{ over: "1h" }, "over", "too short"],
    "a target without a name": [{ name: "" }, "name", "empty or padded"],
  })) {
    refused[what] = [target(parts), `targets.0.${field}`, message];
  }
  refused["the same target twice"] = [
    [["targets", [1, 2].map(() => ({ name: "Aim", measure: "holders", atLeast: 1 }))]],
    "targets.1.name",
    "appears twice",
  ];
  refused["growth of no treasury"] = [
    [...WITHOUT_TREASURY, ["targets", [{ name: "Aim", measure: "treasuryGrowth", atLeast: 1 }]]],
    "targets.0.measure",
    "has no section treasury",
  ];
  refused["more targets than anybody reads"] = [
    [["targets", Array.from({ length: 31 }, (_, i) => ({ name: `${i}`, measure: "holders", atLeast: 1 }))]],
    "targets",
    "at most 30",
  ];
  for (const [what, scope] of Object.entries({
    "a transfer": { function: "transfer" },
    "a mint": { target: "GovernanceToken", function: "mint" },
    "a role": { target: "TimelockController", function: "grantRole" },
    "a namesake on another contract": { target: "Treasury", function: "emergencyRollback" },
    "a rollback without limit of age": { target: "ProtocolRegistry", function: "rollback" },
    "a plain transfer": { function: "receive", allowValue: true },
  })) {
    refused[`EMERG with ${what}`] = [
      [withScope({ ...scope, types: ["EMERG"] })],
      "governor.scopes.10.types",
      "EMERG may only call",
    ];
  }
  refused["EMERG in an ordinary namespace"] = [
    [["governor.scopes.1.types", ["ECON", "EMERG"]]],
    "governor.scopes.1.types",
    "EMERG may only call",
  ];
  refused["EMERG with value"] = [
    [["governor.scopes.5.allowValue", true]],
    "governor.scopes.5.types",
    "EMERG may only call",
  ];

  for (const [what, [edits, path, message]] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      const found = problemsAfter((input) => apply(input, edits));
      expect(
        found.some((problem) => problem.startsWith(`${path}: `) && problem.includes(message)),
        found.join("\n") || "accepted",
      ).to.equal(true);
    });
  }

  it("refuses with one problem for one mistake", () => {
    for (const what of [
      "a cap above 96 bits",
      "a malformed duration",
      "a scope twice",
      "EMERG with a mint",
      "a key twice",
    ]) {
      const [edits] = refused[what]!;
      expect(
        problemsAfter((input) => apply(input, edits)),
        what,
      ).to.have.length(1);
    }
  });

  it("shows all problems at once, also rules across fields beside malformed ones", () => {
    const found = problemsAfter((input) =>
      apply(input, [
        ["token.symbol", "neuro"],
        ["escrow.maxWeeks", 0],
        ["token.hardCap", "19000000"],
        ["timelock.minDelay", "7h"],
        [`${types}.ECON.late`, "8d"],
        ["registry.parameters.0.value", 11],
        ["extra", true],
      ]),
    );
    expect(found.map((problem) => problem.split(":", 1)[0])).to.have.members([
      "token.symbol",
      "token.allocation",
      "escrow.maxWeeks",
      `${types}.ECON.late`,
      `${types}.EMERG.graceMin`,
      "registry.parameters.0.value",
      "extra",
    ]);
  });

  it("refuses what is no configuration at all, and names the network it refuses", () => {
    for (const input of [undefined, null, 1, "x", []]) {
      expect(() => parseConfig(input)).to.throw(ValidationError, /^configuration: /);
    }
    expect(() => parseConfig({ name: "Testnet" })).to.throw(
      ValidationError,
      /^configuration of Testnet: 6 problems/,
    );
  });

  it("counts vesting into the initial supply", () => {
    const { supply: _, ...token } = presets.neuroshard.token;
    const input: NetworkInput = { ...presets.neuroshard, token, vesting: [GRANT] };
    expect(initialSupply(parseConfig(presets.neuroshard))).to.equal(parseAmount("20000000"));
    expect(initialSupply(parseConfig(input))).to.equal(parseAmount("18751000"));
  });

  it("makes amounts of shares, exactly", () => {
    const input = JSON.parse(JSON.stringify(presets.neuroshard)) as Input;
    apply(input, [
      ["token.allocation.0.amount", "39.93%"],
      ["vesting.2.amount", "264000"],
    ]);
    const { token, vesting } = parseConfig(input);
    expect(token.allocation[0]!.amount).to.equal(parseAmount("7986000"));
    expect(vesting![2]).to.include({ amount: parseAmount("264000"), revocable: true });
  });

  it("gives caps in base units, ether as the zero address", () => {
    expect(parseConfig(presets.neuroshard).treasury).to.deep.equal({
      caps: [
        { token: "governance", amount: parseAmount("400000") },
        { token: `0x${"0".repeat(40)}`, amount: parseAmount("50") },
      ],
    });
  });
});
