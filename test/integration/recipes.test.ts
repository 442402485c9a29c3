import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { encodeBytes32String, id as hashOf, parseEther, ZeroHash } from "ethers";
import hre from "hardhat";

import type { Given } from "../../commands/core/run";
import type { Scope } from "../../commands/scopes";
import { conventionsOf, formatDeployment, requireEscrow, WEEK, weekOf } from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import { requireMarket } from "@polity/sdk/market";
import { encodeKey } from "@polity/sdk/nep";
import { encodeAction, type NepAction } from "@polity/sdk/nep/actions";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import {
  computeShares,
  readRound,
  recipeText,
  requireRounds,
  SOURCES,
  type ProgramRecipe,
} from "@polity/sdk/rounds";
import { appSalt, Payer, priceOf } from "@polity/sdk/usage";
import { runCommand } from "../helpers/command";
import { fails } from "../helpers/fails";
import { asAccount } from "../helpers/governor";
import { DAY, listService, PRICE, question, settlementIn, startGateway } from "../helpers/market";
import { asCouncil } from "../helpers/persons";
import { deployPreset } from "../helpers/preset";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-recipes-"));
const at = (name: string) => join(FOLDER, name);
const provider = hre.ethers.provider;
const USED = priceOf(30n, PRICE);
const RUNNERS = ["kofi", "lena", "milo"] as const;
const recipeOf = (
  name: "usage-rebate" | "revenue",
  parameters: ProgramRecipe["parameters"],
): ProgramRecipe => ({
  ...{ kind: "program", name, version: 1, source: SOURCES[`${name}-v1`], parameters },
});

after(() => rmSync(FOLDER, { recursive: true }));

/** A preset whose votes have opened its programs, and adopted a recipe for the one that pays for taking part. */
async function withRecipe(name: "aitbc" | "distributed-ai", recipe: ProgramRecipe) {
  const deployed = await deployPreset(name, "none");
  const { network, config } = deployed;
  const { registry, addresses } = network;
  const deployment = at(`${name}.json`);
  const conventions = conventionsOf(config);
  writeFileSync(
    deployment,
    formatDeployment({ name: config.name, chainId: 31_337, block: 0, contracts: addresses, conventions }),
  );
  const ran = async (scope: Scope, command: string, options: Given = {}): Promise<string> => {
    const { stdout, stderr } = await runCommand(scope, command, { deployment, ...options });
    expect(stderr, `${scope} ${command}`).to.equal("");
    return stdout;
  };
  const json = async <T>(scope: Scope, command: string, options: Given = {}) =>
    JSON.parse(await ran(scope, command, { ...options, json: true })) as T;

  const timelock = await asAccount(addresses.TimelockController);
  const known: Readonly<Record<string, string>> = { ...addresses };
  const { actions } = await json<{ actions: NepAction[] }>("round", "plan", { preset: name });
  for (const action of actions) {
    const { target, calldata } = encodeAction({ ...action, value: 0n }, (each) => known[each]!);
    await timelock.sendTransaction({ to: target, data: calldata });
  }
  const text = recipeText(recipe);
  writeFileSync(at(`${recipe.name}.json`), text);
  await ran("prompt", "publish", { recipe: at(`${recipe.name}.json`), from: "june" });
  const change = { key: encodeKey("prompt.participation"), value: contentHash(text) };
  await registry.connect(timelock).upgrade(encodeBytes32String("prompt"), [change], true, hashOf("NEP"), "");

  const rounds = requireRounds(network);
  const out = at(`shares-${name}.json`);
  return {
    ...{ ...deployed, ran, json, rounds, bundle: out },
    open: async (program: number) => {
      const { round } = await json<{ round: string }>("round", "open", { program: `${program}` });
      await time.increaseTo((await rounds.roundOf(round)).closes);
      return round;
    },
    compute: async (round: string) => {
      await ran("round", "tally", { round });
      await mine(33);
      await ran("round", "tally", { round });
      return json<{ shares: { account: string; amount: string }[]; root: string }>("round", "compute", {
        ...{ round, out },
      });
    },
    /** What other recipes would compute of a round. */
    computing: async (round: string, other: ProgramRecipe) =>
      computeShares(network, await readRound(rounds, BigInt(round)), recipeText(other), { fromBlock: 0 }),
  };
}

/** Shares in the order of their accounts, as runners list them. */
const listed = (shares: [account: string, amount: bigint][]) =>
  shares
    .sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .map(([account, amount]) => ({ account, amount: `${amount}` }));

describe("Rebates for usage", () => {
  it("I8: half of what the network got of a payer's requests comes back, to nobody more, and anybody verifies it", async () => {
    const { network, people, rounds, ran, open, compute, computing, bundle } = await withRecipe(
      "aitbc",
      recipeOf("usage-rebate", { rebateBps: 5_000 }),
    );
    const { token, addresses } = network;
    const { eva, finn, june } = people;
    const credentials = requireCredentials(network);
    const { kind } = await classNamed(credentials, "RUNNER");
    const council = await asCouncil(addresses.Council);
    for (const name of RUNNERS) {
      await credentials.connect(council).issue(kind, people[name].address, ZeroHash);
      await token.connect(eva).transfer(people[name], parseEther("1000"));
    }

    // Finn asks through two apps, and Eva, whose service it is, asks herself.
    const { id, till } = await listService(network, eva, { kind: 1, stake: parseEther("1000") });
    const gateway = await startGateway(network, eva, till.target as string);
    const settlement = await settlementIn(network);
    const market = requireMarket(network);
    const asks = async (who: typeof finn, salt: string, requests: number) => {
      const paying = new Payer(who, provider, settlement, {
        ...{ till: till.target as string, token: token.target as string, salt },
        authorizer: (account) => market.isAuthorizer(id, account),
        ...{ perRequest: parseEther("1"), deposit: parseEther("10"), withdrawDelay: DAY },
      });
      for (let i = 0; i < requests; i++) await paying.fetch(gateway.url, question());
    };
    await asks(finn, appSalt(june.address), 3);
    await asks(finn, ZeroHash, 2);
    await asks(eva, ZeroHash, 10);
    await gateway.claim();
    gateway.close();
    await till.connect(june).sweep(token);

    const round = await open(1);
    const computed = await compute(round);
    const half = (requests: bigint) => (requests * USED * 500n) / 10_000n / 2n;
    const due = listed([
      [finn.address, half(5n)],
      [eva.address, half(10n)],
    ]);
    expect(computed.shares).to.deep.equal(due);
    const lines = due.map(({ account, amount }, i) => [`${i}`, account, amount]);
    const { root } = StandardMerkleTree.of(lines, ["uint256", "address", "uint256"]);
    expect(computed.root).to.equal(root);

    for (const from of RUNNERS) await ran("round", "commit", { round, bundle, from });
    await time.increaseTo((await rounds.roundOf(round)).commitUntil);
    for (const from of RUNNERS) await ran("round", "reveal", { round, bundle, from });
    await time.increaseTo((await rounds.roundOf(round)).revealUntil);
    await ran("round", "tally", { round });
    expect((await rounds.roundOf(round)).root).to.equal(root);
    // What is swept afterwards changes nothing.
    await token.connect(finn).transfer(till, 10_000n);
    await till.connect(june).sweep(token);
    expect(await ran("round", "verify", { round, run: "2", bundle })).to.equal(
      `Run 2 of round ${round} holds: its root is that of the 2 shares that the recipe computes from the chain.`,
    );
    await time.increaseTo((await rounds.roundOf(round)).windowUntil);
    const had = await token.balanceOf(finn);
    await ran("round", "claim", { round, shares: bundle, from: "june" });
    expect((await token.balanceOf(finn)) - had).to.equal(half(5n));
    expect(readFileSync(bundle, "utf8")).to.include(`"amount":"${half(10n)}"`);

    // Recipes that would pay for paying oneself, or say what nothing reads, compute nothing; nor does one that needs locks.
    for (const [recipe, words] of [
      [recipeOf("usage-rebate", { rebateBps: 5_001 }), /gives back 5001 basis points/],
      [recipeOf("usage-rebate", {}), /the recipe usage-rebate has the parameters \{\}/],
      [recipeOf("usage-rebate", { rebateBps: 1, least: 1 }), /has the parameters/],
      [recipeOf("usage-rebate", { rebateBps: "1" }), /has the parameters/],
      [recipeOf("revenue", { shareBps: 5_000 }), /this network has no locks/],
    ] as const)
      await fails(computing(round, recipe), words);
  });
});

describe("Revenue", () => {
  it("D7: half of what came in for usage is shared by what each has locked, whoever votes with it", async () => {
    const { network, people, rounds, open, compute, computing } = await withRecipe(
      "distributed-ai",
      recipeOf("revenue", { shareBps: 5_000 }),
    );
    const { token, feeTill } = network;
    const { ada, ben, cleo, gus, june } = people;
    const escrow = requireEscrow(network);
    const start = await time.latest();
    const lock = async (who: typeof ada, amount: string, delegatee: string, weeks = 20) => {
      await token.connect(who).approve(escrow, parseEther(amount));
      await escrow.connect(who).createLock(parseEther(amount), weekOf(start + weeks * WEEK));
      await escrow.connect(who).delegate(delegatee);
    };
    await lock(ada, "940000", ada.address, 100);
    await lock(ben, "50000", ben.address);
    await lock(cleo, "10000", ada.address);

    // What products pay is split, and seven tenths of it are income for usage.
    const earn = async (amount: string) => {
      await token.connect(gus).transfer(feeTill!, parseEther(amount));
      await feeTill!.connect(june).sweep(token);
    };
    await earn("600");
    await earn("400");
    const round = await open(3);
    // Too late for this round, both the income and the lock.
    await earn("5000");
    await lock(gus, "1000000", gus.address);
    const { shares } = await compute(round);

    const due = parseEther("700") / 2n;
    const { closes } = await rounds.roundOf(round);
    const [all, own] = await Promise.all([
      escrow.getPastTotalSupply(closes),
      escrow.getPastVotes(ben, closes),
    ]);
    // A fifth of Ben's is Cleo's, but for what is rounded away.
    const small = (due * own) / all;
    expect(shares.map(({ account }) => account)).to.deep.equal(
      listed([ada, ben, cleo].map(({ address }) => [address, 0n])).map(({ account }) => account),
    );
    const of = ({ address }: typeof ada) => BigInt(shares.find(({ account }) => account === address)!.amount);
    expect([of(ada), of(ben)], "up to the cap, and below it").to.deep.equal([due / 10n, small]);
    expect(small < due / 10n).to.equal(true);
    const off = of(cleo) * 5n - small;
    expect(off >= -5n && off <= 5n, `${off}`).to.equal(true);

    const rebate = recipeOf("usage-rebate", { rebateBps: 5_000 });
    await fails(computing(round, rebate), /this network has no market/);
  });
});
