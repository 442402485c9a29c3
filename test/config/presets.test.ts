import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";

import {
  GOVERNANCE_TOKEN,
  initialSupply,
  LOCAL_ACCOUNTS,
  parseConfig,
  presets,
  type NetworkConfig,
  type PresetName,
} from "../../config";
import { inLastPhase } from "../../config/presets/last-phase";
import {
  capTable,
  DAY,
  firstHoldersOf,
  formatAmount,
  formatDuration,
  REQUIRED_SECTIONS,
  validateNep,
} from "@polity/sdk";
import { REBATE, REVENUE } from "../../config/presets/recipes";
import { contentHash } from "@polity/sdk/core/content";
import { recipeHash } from "@polity/sdk/rounds";
import { readText } from "../helpers/files";
import { nepText } from "../helpers/preset";

const load = (name: PresetName): NetworkConfig => parseConfig(presets[name]);

/** A type's rules in one line: review, voting, grace, quorum, approval, votes to propose, and who proposes. */
const lines = ({ governor: { types } }: NetworkConfig) =>
  Object.fromEntries(
    Object.entries(types).map(([code, rules]) => {
      const { review, voting, graceMin, graceMax, quorumBps, approvalBps, threshold, proposers } = rules;
      const times = [review, voting, graceMin, graceMax].map(formatDuration).join(" ");
      const shares = `${quorumBps / 100} % ${approvalBps / 100} %`;
      const { source, minVoters } = rules;
      const counted = [source, minVoters && `${minVoters} persons`].filter(Boolean).join(", ");
      const who = proposers.join("+") + (counted && ` | ${counted}`);
      return [code, `${times} | ${shares} | ${formatAmount(threshold)} | ${who}`];
    }),
  );

/** Which types may change which namespace. */
const openTo = ({ governor: { scopes } }: NetworkConfig) =>
  Object.fromEntries(
    scopes.flatMap(({ namespace, types }) => (namespace === undefined ? [] : [[namespace, types.join()]])),
  );

/** A call that any type may name while nobody asks which may make it. */
const MINT = [
  '- { target: GovernanceToken, function: "mint(address to, uint256 amount)", args: [TimelockController, tokens(1)] }',
];

describe("Every preset", () => {
  for (const name of Object.keys(presets) as PresetName[]) {
    describe(name, () => {
      const config = load(name);
      const { types, scopes } = config.governor;

      it("has a type EMERG that is in force within three days and touches pause flags alone in the registry", () => {
        const { review, voting, graceMin } = types.EMERG!;
        expect(review + voting + graceMin).to.be.below(3 * DAY);
        const open = scopes.filter(
          ({ target, types: codes }) => target === "ProtocolRegistry" && codes.includes("EMERG"),
        );
        expect(open.map(({ function: called, namespace }) => [called, namespace])).to.deep.equal([
          ["upgrade", "emerg"],
          ["emergencyRollback", undefined],
        ]);
        for (const { key, kind, value } of config.registry.parameters) {
          if (key.startsWith("emerg.")) expect([kind, value], key).to.deep.equal(["bool", false]);
        }
      });

      it("gives every call that a type may make to one type, but AI1NET's division of rewards, and every type but spending and GOV a call", () => {
        const shared = scopes.filter(({ types: codes }) => codes.length !== 1);
        expect(shared.map(({ namespace }) => namespace)).to.deep.equal(
          name === "ai1net" ? ["distribution"] : [],
        );
        const used = new Set(scopes.flatMap(({ types: codes }) => codes));
        const idle = Object.keys(types).filter((code) => !used.has(code));
        expect(["GOV", "TREASURY"]).to.include.members(idle);
      });

      it("leaves what nobody can stop and what also gives to GOV alone: a stranger is given no budget", () => {
        const unstoppable = scopes.filter((scope) => scope.unstoppable);
        const given = unstoppable.filter(({ function: called }) => !/^(end|lower)Budget$/.test(called));
        expect(given.map(({ function: called, types: codes }) => [called, ...codes])).to.have.deep.members([
          ["setBudgetSpender", "GOV"],
          ...(config.people ? [["setIssuer", "GOV"]] : []),
          ...(config.people?.reputation ? [["setAwarder", "GOV"]] : []),
          ...(config.phases ? ["advance", "loosen", "declare"].map((step) => [step, "GOV"]) : []),
          // The one exception decides a case that is open, and gives no power.
          ...(config.court ? [["overrule", "COURT"]] : []),
          ...(config.treasury?.disputes ? [["setInstructor", "GOV"]] : []),
          ...(config.work ? [["setReviewers", "GOV"]] : []),
        ]);
      });

      it("describes each parameter with its unit, and bounds each number", () => {
        for (const { key, kind, min, max, description } of config.registry.parameters) {
          expect(description.length, key).to.be.within(20, 120);
          if (kind === "uint") expect([typeof min, typeof max], key).to.deep.equal(["bigint", "bigint"]);
        }
      });

      it("leaves room for the mint under its cap, and its holders the votes for an emergency", () => {
        const supply = initialSupply(config);
        expect(supply < config.token.hardCap).to.equal(true);
        const largest = config.token.allocation
          .filter(({ to }) => to in LOCAL_ACCOUNTS)
          .reduce((most, { amount }) => (amount > most ? amount : most), 0n);
        expect(types.EMERG!.threshold <= largest).to.equal(true);
      });

      it("lets a payment wait for the treasury's cap: the types that will pay have a month to execute", () => {
        for (const code of Object.keys(types).filter((type) => type === "TREASURY")) {
          expect(types[code]!.window, code).to.be.at.least(30 * DAY);
        }
      });

      it("lets a NEP of each type choose every whole day of grace that its rules allow, and no other", () => {
        const sections = Object.fromEntries(config.proposals.sections.map((name) => [name, "Said."]));
        const check = (type: string, grace: number) =>
          validateNep(nepText({ type, grace, changes: {}, actions: MINT, sections }, config.proposals), {
            network: { ...config, governor: { ...config.governor, scopes: undefined } },
          });
        for (const [type, { graceMin, graceMax }] of Object.entries(types)) {
          const [least, most] = [Math.ceil(graceMin / DAY), Math.floor(graceMax / DAY)];
          expect(check(type, least).upgradePath!.gracePeriodDays, type).to.equal(least);
          expect(check(type, most).upgradePath!.gracePeriodDays, type).to.equal(most);
          if (least > 1)
            expect(() => check(type, least - 1), type).to.throw(`outside what NEP-${type} allows`);
          expect(() => check(type, most + 1), type).to.throw(`outside what NEP-${type} allows`);
        }
      });

      it("has a council of five, three of whom sign, if it has one", () => {
        if (!config.council) return expect(name).to.equal("neuroshard");
        expect([config.council.members.length, config.council.threshold]).to.deep.equal([5, 3]);
      });
    });
  }
});

describe("distributed-ai's preset", () => {
  const config = load("distributed-ai");

  it("D4: counts locks of up to four years, in proportion to their time", () => {
    expect(config.voteSource).to.equal("escrow");
    expect(config.escrow!.maxWeeks).to.equal(208);
  });

  it("D8: gives each kind of decision its thresholds", () => {
    expect(lines(config)).to.deep.equal({
      PROTOCOL: "3d 7d 7d 30d | 15 % 60 % | 2500 | holders",
      EQUITY: "7d 7d 7d 30d | 25 % 66 % | 2500 | holders",
      PROMPT: "7d 7d 7d 30d | 25 % 66 % | 2500 | holders",
      TREASURY: "5d 7d 2d 14d | 20 % 60 % | 5000 | holders",
      COURT: "3d 7d 1d 30d | 20 % 60 % | 500 | holders",
      GOV: "7d 10d 7d 30d | 30 % 66 % | 10000 | holders",
      EMERG: "12h 2d 6h 1d | 20 % 80 % | 50000 | holders+council",
    });
  });

  it("D3, D8: opens the core prompts to PROMPT, rounds to EQUITY, and leaves who rules about shares to GOV", () => {
    expect(openTo(config)).to.deep.equal({
      fee: "PROTOCOL",
      reward: "PROTOCOL",
      prompt: "PROMPT",
      emerg: "EMERG",
    });
    const { scopes } = config.governor;
    const ofRounds = scopes.filter(({ target }) => target === "Rounds");
    expect(ofRounds.map(({ function: called, types }) => [called, ...types])).to.deep.equal([
      ["createProgram", "EQUITY"],
      ["endProgram", "EQUITY"],
      ["strike", "EQUITY"],
    ]);
    expect(
      scopes.filter(({ types }) => types.includes("PROMPT")).map(({ namespace }) => namespace),
    ).to.deep.equal(["prompt"]);
  });

  it("D5, D7: shares out ownership, profits, and a little for taking part", () => {
    const programs = config.rounds!.programs.map(({ name, recipe, kind, asset, vestFor }) => [
      ...[name, recipe, kind, asset === GOVERNANCE_TOKEN ? "own" : asset, vestFor],
    ]);
    expect(programs).to.deep.equal([
      ["equity", "prompt.equity", "judge", "own", 365 * DAY],
      ["profit", "prompt.equity", "judge", ZeroAddress, 0],
      ["participation", "prompt.participation", "program", "own", 0],
    ]);
  });

  it("D1: gives contributors two thirds of what can vote on the first day, users a sixth, founders and investors a sixth", () => {
    const shares = capTable(firstHoldersOf(config)).map((row) => [row.class, row.supplyBps, row.outsideBps]);
    expect(shares).to.deep.equal([
      ["contributor", 4_000, 6_666],
      ["user", 1_000, 1_666],
      ["founder", 600, 1_000],
      ["investor", 400, 666],
      ["treasury", 4_000, undefined],
    ]);
    const written = presets["distributed-ai"];
    for (const { amount } of [...written.token.allocation, ...written.vesting!])
      expect(amount).to.match(/^\d+%$/);
    expect(formatAmount(initialSupply(config))).to.equal("50000000");
  });
});

describe("aitbc's preset", () => {
  const config = load("aitbc");

  it("A1: counts the tokens that are held, one vote each, and has no escrow", () => {
    expect([config.voteSource, config.escrow]).to.deep.equal(["token", undefined]);
  });

  it("A3: has technical, treasury, partnership and policy proposals, each decided in its own way", () => {
    expect(lines(config)).to.deep.equal({
      TECH: "5d 7d 7d 30d | 10 % 60 % | 100000 | holders",
      TREASURY: "7d 7d 3d 14d | 15 % 60 % | 250000 | holders",
      PARTNER: "3d 5d 2d 30d | 8 % 50 % | 100000 | holders+council",
      POLICY: "7d 10d 7d 30d | 15 % 66 % | 100000 | holders",
      PEOPLE: "5d 10d 2d 30d | 3 % 50 % | 10000 | holders | quadratic, 25 persons",
      COURT: "3d 10d 1d 30d | 15 % 60 % | 25000 | holders",
      PROMPT: "7d 7d 7d 30d | 15 % 60 % | 100000 | holders",
      GOV: "7d 14d 14d 30d | 20 % 67 % | 500000 | holders",
      EMERG: "12h 2d 6h 1d | 10 % 75 % | 2500000 | holders+council",
    });
    expect(new Set(Object.values(lines(config)).map((line) => line.split(" | ")[1])).size).to.equal(7);
    expect(openTo(config)).to.deep.equal({
      chain: "TECH",
      compute: "TECH",
      partner: "PARTNER",
      market: "POLICY",
      cert: "POLICY",
      policy: "POLICY",
      community: "PEOPLE",
      prompt: "PROMPT",
      emerg: "EMERG",
    });
  });

  it("A4: pays a small pot for taking part, by an exact function that is adopted from the first day", () => {
    const { rounds, registry, treasury } = config;
    expect(rounds!.programs.map(({ name, kind }) => [name, kind])).to.deep.equal([
      ["participation", "program"],
    ]);
    const recipe = registry.parameters.find(({ key }) => key === "prompt.participation")!;
    expect(recipe.value).to.equal(contentHash(readText(`neps/aitbc/${recipe.documentAt}`)));
    // A two-hundredth of what may leave in a month.
    expect(rounds!.programs[0]!.pot * 200n).to.equal(treasury!.caps[0]!.amount);
  });

  it("A3: wants the community's feedback in every proposal", () => {
    expect(config.proposals.sections).to.deep.equal(["Community feedback"]);
  });

  it("A8: measures the participation of 80 %, and demands no more than a fifth", () => {
    for (const { quorumBps } of Object.values(config.governor.types)) expect(quorumBps).to.be.at.most(2000);
  });
});

describe("ai1net's preset", () => {
  const config = load("ai1net");

  it("I2: counts each token, held or staked", () => {
    expect([config.voteSource, config.escrow!.maxWeeks]).to.deep.equal(["combined", 4]);
  });

  it("I3: has technical, economic and ecosystem proposals, and governance for the rest", () => {
    expect(lines(parseConfig(inLastPhase(presets.ai1net)))).to.deep.equal({
      TECH: "4d 5d 7d 30d | 10 % 60 % | 50000 | holders",
      ECON: "5d 7d 7d 30d | 15 % 66 % | 50000 | holders",
      ECOSYS: "3d 5d 3d 30d | 8 % 55 % | 25000 | holders | blended",
      MARKET: "3d 5d 3d 30d | 10 % 60 % | 50000 | holders",
      PEOPLE: "3d 5d 3d 30d | 3 % 55 % | 5000 | holders | quadratic, 25 persons",
      GOV: "7d 7d 7d 30d | 20 % 66 % | 100000 | holders",
      COURT: "3d 7d 1d 30d | 20 % 66 % | 10000 | holders",
      EMERG: "12h 2d 6h 1d | 10 % 75 % | 500000 | holders",
    });
    // Until then the council proposes what holders do not object to, and with them in emergencies.
    const first = lines(config);
    for (const code of ["TECH", "ECON", "ECOSYS"]) {
      expect(first[code], code).to.match(/ \| 0 \| council/);
      expect(config.governor.types[code]!.vetoBps).to.equal(1000);
    }
    expect(first.EMERG).to.equal("12h 2d 6h 1d | 10 % 75 % | 500000 | holders+council");
    for (const code of ["PEOPLE", "GOV"]) expect(config.governor.types[code]!.from, code).to.equal(undefined);
    expect(openTo(config)).to.deep.equal({
      routing: "TECH",
      infra: "TECH",
      fees: "ECON",
      market: "MARKET",
      providers: "ECOSYS",
      features: "PEOPLE",
      rewards: "ECON",
      distribution: "ECON,ECOSYS",
      emerg: "EMERG",
    });
  });

  it("I3: keeps every parameter that costs tokens or fees from the easiest type", () => {
    const easiest = config.governor.scopes.filter(({ types }) => types.includes("ECOSYS"));
    expect(easiest.map(({ namespace }) => namespace)).to.deep.equal(["providers", "distribution"]);
    const keys = config.registry.parameters.filter(({ namespace }) =>
      easiest.some((scope) => scope.namespace === namespace),
    );
    for (const { key, description } of keys) {
      expect(description, key).to.not.match(/\bfees?\b|Tokens a month/);
    }
    expect(config.registry.parameters.some(({ key }) => key === "infra.apiVersion")).to.equal(true);
  });

  it("I8: pays usage and stakes by exact functions that are adopted from the first day, and keeps a part of its fees", () => {
    const { rounds, registry, treasury } = config;
    const programs = rounds!.programs.map(({ name, kind, recipe, pot }) => [name, kind, recipe, pot]);
    expect(programs).to.deep.equal([
      ["usage", "program", "prompt.rebate", parseEther("500000")],
      ["staking", "program", "prompt.revenue", parseEther("250000")],
    ]);
    const at = (key: string) => registry.parameters.find((each) => each.key === key)!;
    for (const [key, recipe] of [
      ["prompt.rebate", REBATE],
      ["prompt.revenue", REVENUE],
    ] as const) {
      const { value, documentAt } = at(key);
      expect(value, key).to.equal(contentHash(readText(`neps/ai1net/${documentAt}`)));
      expect(value, key).to.equal(recipeHash(recipe));
    }
    // Rebates begin with half of their pot, so that ECON can double them.
    expect(BigInt(at("rewards.usagePool").value) * 2n * 10n ** 18n).to.equal(rounds!.programs[0]!.pot);
    // A month's pots are less than a tenth of what may leave in it.
    const drawn = rounds!.programs.reduce((sum, { pot, runnerFee }) => sum + pot + 15n * runnerFee, 0n);
    expect(drawn * 10n < treasury!.caps[0]!.amount).to.equal(true);
    // Of what the network gets of a payment, in basis points of basis points: burned, back to payers, to stakers.
    const burned = Number(at("fees.burnBps").value);
    const { rebateBps, shareBps } = { ...REBATE.parameters, ...REVENUE.parameters } as Record<string, number>;
    const given = rebateBps! + (shareBps! * (10_000 - burned)) / 10_000;
    expect(10_000 - burned - given, "what the treasury keeps").to.equal(1_750);
  });

  it("I1: comes in four phases from its founders, who are the council, to its holders", () => {
    const { founders, gates } = config.phases!;
    expect(founders).to.deep.equal(config.council!.members);
    expect(gates.map(({ latestAfter }) => latestAfter / DAY)).to.deep.equal([365, 730, 0]);
    expect(gates.map(({ maxFounderBps }) => maxFounderBps)).to.deep.equal([10_000, 4_000, 1_000]);
    expect(gates.at(-1)!.handsOff).to.equal(true);
  });

  it("I1: begins with the core team as its council, and the founders' tokens come over four years", () => {
    const founders = config.vesting!.map(({ beneficiary }) => beneficiary);
    expect(config.council!.members).to.include.members(founders);
    for (const { cliff, duration, revocable } of config.vesting!) {
      expect([cliff, duration, revocable]).to.deep.equal([365 * DAY, 1460 * DAY, false]);
    }
    const handed = config.token.allocation.map(({ to }) => to);
    for (const founder of founders) expect(handed).to.not.include(founder);
    for (const { note } of config.token.allocation) expect(note).to.not.match(/team|founder/i);
  });

  it("I6: wants problem, solution, impact, an implementation plan and risks, as every network does", () => {
    expect(REQUIRED_SECTIONS).to.include.members([
      "Problem",
      "Solution",
      "Impact",
      "Implementation plan",
      "Risks",
    ]);
  });
});
