import { readFileSync } from "node:fs";

import { expect } from "chai";
import { decodeBytes32String, encodeBytes32String } from "ethers";
import { ethers } from "hardhat";

import { encodeCode, formatDuration, parseAmount, ValidationError } from "../../sdk";
import {
  EMERGENCY_THRESHOLD_FACTOR,
  MAX_TYPES,
  RULE_BOUNDS,
  STRICTER_IN_EMERGENCIES,
  STRICTEST,
} from "../../sdk/governor/bounds";
import { parseConfig, presets } from "../../config";
import { GOV, HOUR, type Rules } from "../helpers/governor";

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
    const others = ["proposers", "threshold", "voteSource", "vetoBps", "minVoters"];
    expect(namedIn("_inRange")).to.have.members([...FIELDS, ...others]);
    expect(namedIn("_notAbove")).to.have.members([...STRICTEST]);
  });

  for (const field of FIELDS) {
    it(`are the contract's own for ${field}, at both ends, and the schema's`, async () => {
      const { deploy, abi } = await book();
      const measured: Record<string, bigint> = { ...GOV, "timelock.minDelay": HOUR };
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
      STRICTER_IN_EMERGENCIES.map((field) => [field, GOV[field as keyof Rules] + 1n]),
    );
    await deploy({ ...GOV, ...stricter, threshold: enough }, "EMERG");
    const data = await refusalOf(deploy({ ...GOV, threshold: enough - 1n }, "EMERG"));
    expect(abi.parseError(data)!.args[3]).to.equal(enough);
    expect(enough).to.be.below(parseAmount("1000000"));
  });

  it("are the same for how many types there are", () => {
    expect(Number(/MAX_TYPES = (\d+)/.exec(readFileSync(FILE, "utf8"))![1])).to.equal(MAX_TYPES);
  });
});
