import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { mine } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import { formatDeployment, indexerSource, readHistory, type HistorySource, type Network } from "@polity/sdk";
import { chainSource } from "@polity/sdk/history/source";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { fails } from "../../test/helpers/fails";
import { livelyNetwork } from "../../test/helpers/historic-network";
import { freePort } from "./port";
import { startPostgres, type Postgres } from "./postgres";

const INDEXER = join(__dirname, "..");

const FINALITY = 4;

/** Not found by the other tests: npm run indexer:test installs what it needs first. */
describe("The indexer", () => {
  const folder = mkdtempSync(join(tmpdir(), "polity-indexer-"));
  const deployment = join(folder, "polity.json");
  const running: ChildProcess[] = [];
  let network: Network;
  let source: HistorySource;
  let chain: LocalChain;
  let postgres: Postgres | undefined;

  before(async () => {
    network = await livelyNetwork();
    await mine(3);
    source = chainSource(network.governor.runner!.provider!);
    chain = await startChain(hre, 0);
    const { addresses: contracts } = network;
    writeFileSync(deployment, formatDeployment({ name: "neuroshard", chainId: 31_337, block: 0, contracts }));
  });

  after(async () => {
    for (const { pid } of running) end(pid!);
    await postgres?.stop();
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts one, and waits until it holds what is final. */
  async function indexer(database: Record<string, string>): Promise<string> {
    const port = await freePort();
    const ponder = spawn("npm", ["start", "--", "--port", String(port), "--hostname", "127.0.0.1"], {
      cwd: INDEXER,
      // npm and Ponder start others: they are ended as a group.
      detached: true,
      env: { ...process.env, DEPLOYMENT: deployment, RPC_URL: chain.url, ...database },
    });
    running.push(ponder);
    let output = "";
    for (const stream of [ponder.stdout, ponder.stderr])
      stream.on("data", (text) => (output += String(text)));
    const url = `http://127.0.0.1:${port}`;
    const late = Date.now() + 240_000;
    while (Date.now() < late && ponder.exitCode === null) {
      const answer = await fetch(`${url}/ready`).catch(() => undefined);
      if (answer?.ok) return url;
      await sleep(500);
    }
    throw new Error(`the indexer does not come up: ${output}`);
  }

  /** Reads the history by an indexer, and compares it with what the chain gives. */
  async function compare(url: string): Promise<void> {
    const asked: [number, number][] = [];
    const watched: HistorySource = {
      ...source,
      getLogs(filter) {
        asked.push([Number(filter.fromBlock), Number(filter.toBlock)]);
        return source.getLogs(filter);
      },
    };
    const options = { fromBlock: 0, finality: FINALITY };
    const indexed = indexerSource(url, watched, { chainId: 31_337, finality: FINALITY });
    const history = await readHistory(network, { ...options, source: indexed });
    const { block: head } = history.head;
    // What the indexer holds for final was not asked of the chain; Ponder itself waits for 30 blocks.
    expect(asked[0]![0]).to.be.greaterThan(head - 40);
    expect(asked.at(-1)![1]).to.equal(head);
    expect(history).to.deep.equal(await readHistory(network, options));
  }

  it("gives the history that the chain gives", async () => {
    const url = await indexer({ DATABASE_URL: "", DATA_FOLDER: join(folder, "db") });
    await compare(url);
    await fails(
      readHistory(network, { fromBlock: 0, source: indexerSource(url, source, { chainId: 1 }) }),
      /is of another network/,
    );
    end(running.pop()!.pid!);
  });

  it("gives the same out of a real PostgreSQL, by one setting", async () => {
    postgres = await startPostgres();
    await compare(await indexer({ DATABASE_URL: postgres.url, DATA_FOLDER: join(folder, "unused") }));
    expect(existsSync(join(folder, "unused")), "nothing lies in a folder").to.equal(false);
  });
});

const end = (pid: number) => process.kill(-pid, "SIGTERM");
