import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { mine } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import { formatDeployment, indexerSource, readHistory, type HistorySource } from "@polity/sdk";
import { chainSource } from "@polity/sdk/history/source";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { fails } from "../../test/helpers/fails";
import { livelyNetwork } from "../../test/helpers/historic-network";

const INDEXER = join(__dirname, "..");

/** Not found by the other tests: npm run indexer:test installs what it needs first. */
describe("The indexer", () => {
  const folder = mkdtempSync(join(tmpdir(), "polity-indexer-"));
  let [chain, ponder]: [LocalChain?, ChildProcess?] = [];
  let output = "";

  after(async () => {
    // npm and Ponder start others: the whole group.
    if (ponder?.pid) process.kill(-ponder.pid, "SIGTERM");
    await chain?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives the history that the chain gives", async () => {
    const network = await livelyNetwork();
    await mine(3);
    const source = chainSource(network.governor.runner!.provider!);
    chain = await startChain(hre, 0);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const deployment = { name: "neuroshard", chainId: 31_337, block: 0, contracts: network.addresses };
    writeFileSync(join(folder, "polity.json"), formatDeployment(deployment));
    ponder = spawn("npm", ["start", "--", "--port", String(port), "--hostname", "127.0.0.1"], {
      cwd: INDEXER,
      detached: true,
      env: {
        ...process.env,
        ...{
          DEPLOYMENT: join(folder, "polity.json"),
          RPC_URL: chain.url,
          DATA_FOLDER: join(folder, "db"),
        },
      },
    });
    for (const stream of [ponder.stdout!, ponder.stderr!])
      stream.on("data", (text) => (output += String(text)));
    await ready(url);

    const asked: [number, number][] = [];
    const watched: HistorySource = {
      ...source,
      getLogs(filter) {
        asked.push([Number(filter.fromBlock), Number(filter.toBlock)]);
        return source.getLogs(filter);
      },
    };
    const finality = 4;
    const options = { fromBlock: 0, finality };
    const indexed = indexerSource(url, watched, { chainId: 31_337, finality });
    const history = await readHistory(network, { ...options, source: indexed });
    const { block: head } = history.head;
    // What the indexer holds for final was not asked of the chain; Ponder itself waits for 30 blocks.
    expect(asked[0]![0]).to.be.greaterThan(head - 40);
    expect(asked.at(-1)![1]).to.equal(head);
    expect(history).to.deep.equal(await readHistory(network, options));

    await fails(
      readHistory(network, { ...options, source: indexerSource(url, source, { chainId: 1 }) }),
      /is of another network/,
    );
  });

  async function ready(url: string): Promise<void> {
    for (const end = Date.now() + 240_000; Date.now() < end;) {
      if (ponder?.exitCode !== null) break;
      const answer = await fetch(`${url}/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(500);
    }
    throw new Error(`the indexer does not come up: ${output}`);
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
