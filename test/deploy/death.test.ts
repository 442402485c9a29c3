import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { expect } from "chai";
import { BrowserProvider, getAddress, getCreateAddress, ZeroHash } from "ethers";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { artifactsOf } from "../../deploy/artifacts";
import { chainOf, type Rpc } from "../../deploy/chain";
import { carryOut } from "../../deploy/engine";
import { launch, type Launched } from "../../deploy/launch";
import { installSafe } from "../../deploy/safe";
import { randomFrom } from "../../devnet/lively/random";
import { readRoles } from "@polity/sdk/audit/roles";
import { TIMELOCK_ROLES } from "@polity/sdk";
import { TimelockController__factory } from "../../typechain-types";
import { mortalChain, type MortalChain } from "../helpers/mortal";

/** How many deaths at random moments; a scheduled run asks for more. */
const DEATHS = Number(process.env.DEATHS ?? 30);

const folder = mkdtempSync(join(tmpdir(), "polity-death-"));
after(() => rmSync(folder, { recursive: true }));

const accountsOf = async ({ send }: MortalChain) =>
  (await send<string[]>("eth_accounts")).map((at) => getAddress(at));

async function rolesOf(rpc: Rpc, timelock: string) {
  const provider = new BrowserProvider(rpc, undefined, { cacheTimeout: -1 });
  try {
    return await readRoles(TimelockController__factory.connect(timelock, provider), 0);
  } finally {
    provider.destroy();
  }
}

/**
 * Deploys and calls, several at once and one after another: whatever a network's modules do, in the fewest steps. A
 * journal knows no more kinds of lines than these make.
 */
const smallModule = (deployer: string) =>
  buildModule("Small", (m) => {
    const first = m.contract("TimelockController", [0, [], [], deployer], { id: "first" });
    const second = m.contract("TimelockController", [0, [], [], first], { id: "second" });
    const other = m.contract("TimelockController", [0, [], [], deployer], { id: "other" });
    const granted = [TIMELOCK_ROLES.PROPOSER_ROLE, TIMELOCK_ROLES.EXECUTOR_ROLE].map((role, i) =>
      m.call(first, "grantRole", [role, second], { id: `grant_${i}` }),
    );
    m.call(first, "renounceRole", [ZeroHash, deployer], { id: "renounce", after: [...granted, other] });
    return { first, second, other };
  });

/** What the chain was between two changes of it, and how long the journal was meanwhile. */
interface Moment {
  snapshot: string;
  from: number;
  to: number;
}

/** Deploys the small module undisturbed, and remembers every moment on the way, so that all of them can be gone back to. */
async function undisturbed() {
  const at = mkdtempSync(join(folder, "undisturbed-"));
  const journal = join(at, "journal.jsonl");
  const length = () => (existsSync(journal) ? readFileSync(journal, "utf8").length : 0);
  const moments: Moment[] = [];
  let recording = true;
  const chain = await mortalChain(async (when) => {
    if (!recording) return;
    if (when === "before") moments.at(-1)!.to = length();
    else moments.push({ snapshot: await chain.send("evm_snapshot"), from: length(), to: length() });
  });
  const [deployer] = (await accountsOf(chain)) as [string];
  const run = (where: string) =>
    carryOut(smallModule(deployer), {
      ...{ rpc: chain.rpc, artifacts: artifactsOf(hre), deployer, folder: where },
      ...{ confirmations: 1, startBlock: 0, poll: 1, patience: 5_000 },
    });
  const endOf = async (addresses: Record<string, string>) => ({
    addresses,
    sent: await chainOf(chain.rpc).count(deployer, "latest"),
    roles: await rolesOf(chain.rpc, addresses["Small#first"]!),
  });

  moments.push({ snapshot: await chain.send("evm_snapshot"), from: 0, to: 0 });
  const addresses = await run(at);
  moments.at(-1)!.to = length();
  recording = false;
  const text = readFileSync(journal, "utf8");
  const ends = [0, ...[...text.matchAll(/\}(?=\n|$)/g)].map(({ index }) => index + 1)];

  /** Puts chain and journal back to a moment, with the journal's first characters and half a line behind them. */
  async function goBack(moment: Moment, end: number, torn = ""): Promise<string> {
    await chain.send("evm_revert", moment.snapshot);
    moment.snapshot = await chain.send("evm_snapshot");
    const again = mkdtempSync(join(folder, "again-"));
    cpSync(join(at, "artifacts"), join(again, "artifacts"), { recursive: true });
    if (end > 0) writeFileSync(join(again, "journal.jsonl"), text.slice(0, end) + torn);
    return again;
  }
  const lastLine = (end: number) => text.slice(0, end).split("\n").at(-1)!;
  return { chain, deployer, moments, text, ends, lastLine, run, endOf, goBack, end: await endOf(addresses) };
}

describe("A deployment that dies", () => {
  it("goes on after every line of its journal, with the transaction under way sent, lost or mined, to the same end", async () => {
    const { moments, text, ends, lastLine, run, endOf, goBack, end: wanted } = await undisturbed();
    expect([wanted.sent, wanted.roles.DEFAULT_ADMIN_ROLE]).to.deep.equal([
      6,
      [wanted.addresses["Small#first"]],
    ]);
    const seen = new Set<string>();
    let deaths = 0;
    // Back in time, since a chain that has gone back forgets what came later.
    for (const moment of [...moments].reverse()) {
      for (const end of ends.filter((length) => length >= moment.from && length <= moment.to)) {
        // Every second death is in the middle of writing the next line.
        const again = await goBack(moment, end, ++deaths % 2 === 0 ? text.slice(end, end + 20) : "");
        const line = lastLine(end) || '{"type":"nothing"}';
        expect(await endOf(await run(again)), `after ${line.slice(0, 100)}`).to.deep.equal(wanted);
        seen.add((JSON.parse(line) as { type: string }).type);
      }
    }
    expect([...seen].sort()).to.deep.equal([
      "CALL_EXECUTION_STATE_COMPLETE",
      "CALL_EXECUTION_STATE_INITIALIZE",
      "DEPLOYMENT_EXECUTION_STATE_COMPLETE",
      "DEPLOYMENT_EXECUTION_STATE_INITIALIZE",
      "DEPLOYMENT_INITIALIZE",
      "NETWORK_INTERACTION_REQUEST",
      "TRANSACTION_CONFIRM",
      "TRANSACTION_PREPARE_SEND",
      "TRANSACTION_SEND",
      "nothing",
    ]);
    expect(deaths).to.be.above(ends.length);
  });

  it("goes on when its key has sent something else behind a transaction that was pending", async () => {
    const { chain, deployer, moments, ends, lastLine, run, endOf, goBack, end: wanted } = await undisturbed();
    // Of two steps that are independent of each other the first has been sent, and the second not yet.
    const end = ends.find((length) => lastLine(length).includes("TRANSACTION_SEND"))!;
    const again = await goBack(
      moments.find(({ from, to }) => from <= end && end <= to)!,
      end,
    );
    await chain.send("eth_sendTransaction", { from: deployer, to: deployer, value: "0x1" });
    const { addresses, sent, roles } = await endOf(await run(again));
    expect(sent).to.equal(wanted.sent + 1);
    expect(roles.DEFAULT_ADMIN_ROLE).to.deep.equal([addresses["Small#first"]]);
    expect(roles.PROPOSER_ROLE).to.deep.equal([addresses["Small#second"]]);
  });

  it(`goes on after ${DEATHS} deaths at random moments, to the same end`, async () => {
    const config = parseConfig(presets.neuroshard);
    const accounts = resolveAccounts(config, LOCAL_CHAIN);

    async function newChain() {
      const chain = await mortalChain();
      const [deployer, ...others] = (await accountsOf(chain)) as [string, ...string[]];
      await chain.send("evm_setAutomine", true);
      const provider = new BrowserProvider(chain.rpc, undefined, { cacheTimeout: -1 });
      await installSafe(await provider.getSigner(others[8]), 31_337);
      provider.destroy();
      await chain.send("evm_setAutomine", false);
      return { chain, deployer };
    }
    const start = (rpc: Rpc, root: string) =>
      launch(hre, {
        rpc,
        name: "mortal",
        config,
        accounts,
        confirmations: 1,
        root,
        poll: 1,
        patience: 5_000,
      });
    const endOf = async (chain: MortalChain, deployer: string, { contracts, audit }: Launched) => {
      expect(audit.deviations).to.deep.equal([]);
      const rpc = await chain.revive();
      const sent = await chainOf(rpc).count(deployer, "latest");
      const roles = Object.entries(await rolesOf(rpc, contracts.TimelockController));
      const nameOf = (holder: string) =>
        Object.entries(contracts).find(([, at]) => at === holder)?.[0] ?? holder;
      // Of steps that wait for nothing, another may be the next after a death: a contract then has another nonce's address,
      // but it is one of the deployer's, and no other contract has it.
      const own = Object.entries(contracts)
        .filter(([name]) => name !== "Council")
        .map(([, at]) => at);
      const made = Array.from({ length: sent }, (_, nonce) => getCreateAddress({ from: deployer, nonce }));
      expect(made).to.include.members(own);
      expect(new Set(own).size).to.equal(own.length);
      return {
        contracts: Object.keys(contracts).sort(),
        council: contracts.Council,
        sent,
        roles: roles.map(([role, holders]) => [role, holders.map(nameOf)]),
      };
    };

    const quiet = await newChain();
    const before = quiet.chain.requests;
    const uninterrupted = await endOf(
      quiet.chain,
      quiet.deployer,
      await start(quiet.chain.rpc, join(folder, "quiet")),
    );
    const requests = quiet.chain.requests - before;
    expect(uninterrupted.sent).to.equal(20);

    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
    const random = randomFrom(seed);
    for (let [deaths, round] = [0, 1]; deaths < DEATHS; round++) {
      const { chain, deployer } = await newChain();
      const root = join(folder, `round-${round}`);
      let rpc = chain.rpc;
      let done: Launched | undefined;
      let died = 0;
      while (!done) {
        // Half of the lives are short: it is in the first requests that a journal is made whole.
        const life = 1 + Math.floor(random() * (random() < 0.5 ? 40 : requests / 3));
        const death =
          deaths < DEATHS
            ? chain.dieAt(life, random() < 0.5 ? "before" : "after")
            : new Promise<void>(() => undefined);
        const outcome = start(rpc, root);
        const name = `seed ${seed}, round ${round}, death ${died}`;
        done = await Promise.race([
          outcome.catch((error: unknown) => expect.fail(`${name}: ${(error as Error).message}`)),
          death.then(() => undefined),
        ]);
        if (done) break;
        deaths++;
        died++;
        rpc = await chain.revive();
        abandonLock(root);
      }
      expect(await endOf(chain, deployer, done), `seed ${seed}, round ${round}`).to.deep.equal(uninterrupted);
    }
  });
});

/** The lock of a process that has died: this one's number, in an earlier life. */
function abandonLock(root: string): void {
  const file = (existsSync(root) ? readdirSync(root) : [])
    .map((name) => join(root, name, "deployment.lock"))
    .find((at) => existsSync(at));
  if (!file) return;
  const holder = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...holder, start: "an earlier life" }));
}
