import { readFileSync } from "node:fs";

import { expect } from "chai";
import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { decodeBytes32String, encodeBytes32String } from "ethers";
import { ethers } from "hardhat";

import { encodeCode, formatAmount, formatDuration, parseAmount, ValidationError } from "@polity/sdk";
import {
  EMERGENCY_THRESHOLD_FACTOR,
  MAX_TYPES,
  MIN_VETO_VOTING,
  NONE_WITH_VETO,
  RULE_BOUNDS,
  STRICTER_IN_EMERGENCIES,
  STRICTEST,
  VOICE_BOUNDS,
} from "@polity/sdk/governor/bounds";
import { BUDGET_BOUNDS } from "@polity/sdk/treasury/bounds";
import { parseConfig, presets } from "../../config";
import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import { deployTreasury } from "../treasury/fixture";
import { GOV, HOUR, type Rules } from "../helpers/governor";
import { PEOPLE, TECH } from "../helpers/voices";

const FILE = "contracts/governor/Rulebook.sol";
type Field = keyof typeof RULE_BOUNDS;
const FIELDS = Object.keys(RULE_BOUNDS) as Field[];

/** The names that the rulebook gives to a check of its own, wherever it makes it. */
const namedIn = (check: string) => [
  ...new Set(
    [...readFileSync(FILE, "utf8").matchAll(new RegExp(`${check}\\(code, "(\\w+)"`, "g"))].map(
      ([, name]) => name!,
    ),
  ),
];

async function book() {
  const [deployer] = await ethers.getSigners();
  const timelock = await ethers.deployContract("TimelockController", [HOUR, [], [], deployer!]);
  const deploy = (rules: Rules, code = "GOV") =>
    ethers.deployContract("Rulebook", [
      timelock,
      [
        { code: encodeCode("GOV"), rules: code === "GOV" ? rules : GOV },
        ...(code === "GOV" ? [] : [{ code: encodeCode(code), rules }]),
      ],
      [],
    ]);
  const { interface: abi } = await deploy(GOV);
  return { deploy, abi };
}

/** What the contract says of a deployment that it refuses. */
async function refusalOf(deployment: Promise<unknown>): Promise<string> {
  const error = await deployment.then(
    () => new Error("it was deployed"),
    (refusal: unknown) => refusal as Error & { data?: string },
  );
  if (!("data" in error) || error.data === undefined) throw error;
  return error.data;
}

/** Problems of NeuroShard's preset with another rule of GOV, by field. */
function problemsWith(field: string, value: unknown): string[] {
  const { governor } = presets.neuroshard;
  const types = { ...governor.types, GOV: { ...governor.types.GOV!, [field]: value } };
  try {
    parseConfig({ ...presets.neuroshard, governor: { ...governor, types } });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.problems.map((problem) => problem.field);
  }
}

describe("The bounds of rules that schema and Rulebook share", () => {
  it("are those of every rule that the Rulebook bounds", () => {
    const others = ["proposers", "threshold", "fee", "voteSource", "vetoBps", "minVoters"];
    expect(namedIn("_inRange")).to.have.members([...FIELDS, "quorumFloor", ...others]);
    expect(namedIn("_notAbove")).to.have.members([...STRICTEST]);
  });

  for (const field of FIELDS) {
    it(`are the contract's own for ${field}, at both ends, and the schema's`, async () => {
      const { deploy, abi } = await book();
      const { graceMin, graceMax, voting } = GOV;
      const measured: Record<string, bigint> = { graceMin, graceMax, voting, "timelock.minDelay": HOUR };
      const { min, max } = RULE_BOUNDS[field];
      const [least, most] = [min, max].map((bound) =>
        typeof bound === "number" ? BigInt(bound) : measured[bound]!,
      ) as [bigint, bigint];
      for (const value of [least, most]) await deploy({ ...GOV, late: 0n, [field]: value });
      for (const value of [least - 1n, most + 1n].filter(
        (each) => each >= 0n && each !== GOV.graceMin - 1n,
      )) {
        const rules = { ...GOV, late: 0n, [field]: value };
        const data = await refusalOf(deploy(rules));
        const { name, args } = abi.parseError(data)!;
        expect([name, decodeBytes32String(args[1] as string), args[2]]).to.deep.equal([
          "Rulebook_RuleOutOfRange",
          field,
          value,
        ]);
        expect([args[3], args[4]], "the contract's bounds").to.deep.equal([least, most]);
        const written = field.endsWith("Bps") ? Number(value) : formatDuration(Number(value));
        const said = problemsWith(field, written);
        expect(
          said.some((each) => each.startsWith("governor.types.GOV.")),
          `${field} of ${written}`,
        ).to.equal(true);
      }
    });
  }

  it("are the same for how strict a type may be, and by how much an emergency may be stricter", async () => {
    const { deploy, abi } = await book();
    for (const field of STRICTEST) {
      const rules = { ...GOV, [field]: GOV[field] + 1n };
      const data = await refusalOf(deploy(rules, "OTHER"));
      expect(abi.parseError(data)!.args[1], field).to.equal(encodeBytes32String(field));
    }
    const enough = GOV.threshold * EMERGENCY_THRESHOLD_FACTOR;
    const stricter = Object.fromEntries(
      STRICTER_IN_EMERGENCIES.map((field) => [field, (GOV[field as keyof Rules] as bigint) + 1n]),
    );
    await deploy({ ...GOV, ...stricter, threshold: enough }, "EMERG");
    const data = await refusalOf(deploy({ ...GOV, threshold: enough - 1n }, "EMERG"));
    expect(abi.parseError(data)!.args[3]).to.equal(enough);
    expect(enough).to.be.below(parseAmount("1000000"));
  });

  it("are the same for what counts in another way: veto, voters, and the time that a veto takes", async () => {
    const { deploy, abi } = await book();
    const source = await (await ethers.deployContract("ToldVotes")).getAddress();
    const people = { ...PEOPLE, voteSource: source };
    const refused = async (rules: Rules, field: string, min: number, max: number) => {
      const { name, args } = abi.parseError(await refusalOf(deploy(rules, "OTHER")))!;
      expect(name).to.equal("Rulebook_RuleOutOfRange");
      expect([decodeBytes32String(args[1] as string), args[3], args[4]]).to.deep.equal([
        field,
        BigInt(min),
        BigInt(max),
      ]);
    };
    const { vetoBps, minVoters } = VOICE_BOUNDS;
    for (const share of [vetoBps.min, vetoBps.max])
      await deploy({ ...TECH, vetoBps: BigInt(share) }, "OTHER");
    for (const share of [vetoBps.min - 1, vetoBps.max + 1])
      await refused({ ...TECH, vetoBps: BigInt(share) }, "vetoBps", vetoBps.min, vetoBps.max);
    await deploy({ ...people, minVoters: BigInt(minVoters.max) }, "OTHER");
    await refused({ ...people, minVoters: BigInt(minVoters.max + 1) }, "minVoters", 0, minVoters.max);
    const voting = BigInt(MIN_VETO_VOTING);
    await deploy({ ...TECH, voting }, "OTHER");
    await refused({ ...TECH, voting: voting - 1n }, "voting", MIN_VETO_VOTING, 2 ** 32 - 1);
    for (const field of NONE_WITH_VETO) await refused({ ...TECH, [field]: 1n }, field, 0, 0);
  });

  it("are the same for how many types there are", () => {
    expect(Number(/MAX_TYPES = (\d+)/.exec(readFileSync(FILE, "utf8"))![1])).to.equal(MAX_TYPES);
  });
});

describe("The bounds of budgets that schema and Treasury share", () => {
  const END = 2n ** 48n - 1n;
  const PERIOD = 49_710n * 86_400n;

  /** What the schema says of a budget with these terms, and what the contract does. */
  async function ask(terms: { amount: bigint; period: bigint; periods: bigint; start: bigint }) {
    const { treasury, grant } = await loadFixture(deployTreasury);
    const granted = await grant(terms).then(
      () => true,
      (error: unknown) => {
        expect(String(error)).to.include("Budgets_InvalidTerms");
        return false;
      },
    );
    expect(await treasury.budgetCount()).to.equal(granted ? 1n : 0n);
    const { treasury: section } = presets.neuroshard;
    const budget = {
      ...{ name: "asked", spender: "council", token: "governance", amount: formatAmount(terms.amount) },
      ...{ period: formatDuration(Number(terms.period)), periods: Number(terms.periods) },
      start: new Date(Number(terms.start) * 1000).toISOString().slice(0, 10),
    };
    let accepted = true;
    try {
      parseConfig({ ...presets.neuroshard, treasury: { ...section, budgets: [budget] } });
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      expect(error.problems.every(({ field }) => field.startsWith("treasury.budgets.0."))).to.equal(true);
      accepted = false;
    }
    return { granted, accepted };
  }

  const start = 4_102_444_800n;
  const usual = { amount: 1n, period: 86_400n, periods: 12n, start };
  const both = { granted: true, accepted: true };
  const neither = { granted: false, accepted: false };
  const longest = (END - start) / PERIOD;

  for (const [what, change, answer] of [
    ["an amount of nothing", { amount: 0n }, neither],
    ["no periods", { periods: 0n }, neither],
    ["periods of no time", { period: 0n }, neither],
    ["all that fits into 120 bits", { amount: 2n ** 120n - 1n, periods: 1n }, both],
    ["one unit more", { amount: 2n ** 120n, periods: 1n }, neither],
    ["a sum that fits into 120 bits", { amount: (2n ** 120n - 1n) / 7n, periods: 7n }, both],
    ["a sum that does not", { amount: (2n ** 120n - 1n) / 7n + 1n, periods: 7n }, neither],
    ["a last period that ends in time", { period: PERIOD, periods: longest }, both],
    ["a last period that ends after time does", { period: PERIOD, periods: longest + 1n }, neither],
  ] as const) {
    it(`are the same for ${what}`, async () => {
      expect(await ask({ ...usual, ...change })).to.deep.equal(answer);
    });
  }

  it("are the same for how many periods there are", () => {
    const periods = Treasury__factory.createInterface()
      .getFunction("grantBudget")
      .inputs[0]!.components!.find(({ name }) => name === "periods");
    expect(periods!.type).to.equal("uint32");
    expect(BUDGET_BOUNDS.periods).to.equal(2 ** 32 - 1);
  });
});
