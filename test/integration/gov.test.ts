import { expect } from "chai";
import { parseEther, ZeroHash } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import { readDeployment } from "../../scripts/lib/deployments";
import { arraysOf, composeTitle, connect, type Network } from "@polity/sdk";
import { ChainProvider, startProxy } from "../helpers/anvil";
import { newReader, type Reader } from "../helpers/reader";
import { follow, type Expected } from "../helpers/runbook";
import { DEMO_DEPLOYMENT, runInShell, startDemo, type DemoChain } from "../helpers/shell";

const HERE = "test/integration/gov.test.ts";
const DOCUMENT = "README.md";
/** Requests over HTTP to read the demo's network, each of them of up to 50 questions. */
const MOST_REQUESTS = { "gov list": 14, "dao status": 16, "dao audit": 50 };
/** Twelve proposals more are a few questions each: another page of questions at most. */
const [ADDED, PAGES] = [12, 2];
/** Which questions come together depends on when answers come: the best of so many counts. */
const TRIES = 4;

/** The whole life of a NEP by commands alone, as a reader would type them. */
describe("The commands of governance", () => {
  let chain: DemoChain;
  let reader: Reader;
  let provider: ChainProvider | undefined;
  let network: Network;

  before("the demo leaves a chain with a network", async () => {
    chain = await startDemo();
    reader = newReader(chain);
    provider = new ChainProvider(chain.url);
    network = connect(readDeployment(DEMO_DEPLOYMENT).contracts, provider);
  });

  after(() => {
    provider?.destroy();
    reader.leave();
    chain.stop();
  });

  let height: number;

  /** What the commands of the document lead to, in its order. */
  const EXPECTED: Expected[] = [
    [
      /explain/,
      /this call is open to NEP-ECON and NEP-GOV, .*\n.*\nNEP-ECON or NEP-GOV: \w+ could cast [\d,]+ votes, as of .*\nNEP-ECON may make all actions$/,
      async () => (height = await provider!.getBlockNumber()),
    ],
    [
      /simulate/,
      /econ\.rewardRate: 2500 → 2750\n[^]*its action would succeed today$/,
      async () => expect(await provider!.getBlockNumber(), "no trace").to.equal(height),
    ],
    [
      /propose/,
      /^ada proposed NEP-2: Pay training .*\nid \d+\nburned a fee of 10 tokens, approved exactly; /,
    ],
    [
      /list/,
      /\nNEP-2: .* ECON +REVIEW +the vote begins in .*\nNEP-5: .* GOV +ACTIVE +final +3,100,000 +0 +0\nNEP-1: .* TRAIN +ACTIVE +final +3,100,000 +700,000 +0$/,
    ],
    [/show/, /^NEP-2: Pay training [^]*econ\.feeBurnBps: 5000 → 4000 \(Part of/],
    [/pass --for 8d/, /^8d later: on the chain it is 20\d\d-\S+Z$/],
    [/--split/, /^ada votes 90 % for, 10 % abstain with 2,100,000 votes on NEP-2: /],
    [/--sign/, /^cleo signed a ballot for; ballots\.json has 1 now/],
    [/--sign/, /^dan signed a ballot against; ballots\.json has 2 now/],
    [/relay/, /^2 of 2 ballots are counted, with 1,700,000 votes\n/],
    [/pass/, /^7d later: /],
    [/advance/, /^NEP-2: .*: queued, tx 0x\w{64}$/],
    [/pass/, /^7d later: /],
    [
      /advance/,
      /^NEP-2: .*: executed, tx 0x\w{64}$/,
      async () => expect(await network.registry.semver()).to.equal("1.2.0"),
    ],
    [
      /show/,
      /ACTIVE: final\n[^]*for +2,890,000\n +against +700,000\n +abstain +210,000\n[^]*what it changed\n +the network runs version 1\.2\.0\n/,
    ],
    [
      /--preset/,
      /on NeuroShard as configured\n[^]*NEP-GOV only, because no scope names ProtocolRegistry\.setBounds\n/,
    ],
  ];

  it(`take a NEP from its file to the end as ${DOCUMENT} says, line by line`, async () => {
    await follow(reader, DOCUMENT, HERE, EXPECTED);
  });

  it("can be typed in a second terminal as the demo says", async () => {
    const line = /in a second terminal: (LOCALHOST_RPC_URL=\S+ npx hardhat .*)/.exec(chain.told)![1]!;
    const { code, stdout, stderr } = await runInShell(line);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include("NEP-1: ");
  });

  it("answer what does not work with a sentence, a way out and exit code 1", async () => {
    const { code, stdout, stderr } = await chain.run(
      "node_modules/.bin/hardhat --network localhost gov vote --id 2 --support for",
    );
    expect([code, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.match(/^Error: the vote was open until .*; the proposal is ACTIVE now; nothing can be/);
  });

  it("read a network in as few requests when there are many proposals as when there are few", async () => {
    const proxy = await startProxy(chain.url, () => "pass");
    const distant = newReader({ ...chain, url: proxy.url });
    try {
      const requestsOf = async (command: string): Promise<number> => {
        const before = proxy.posts;
        const { code, stderr } = await distant.type(`npx hardhat --network localhost ${command}`);
        expect(code, stderr).to.equal(0);
        return proxy.posts - before;
      };
      const ofAll = async () => {
        const counts: number[] = [];
        for (const command of Object.keys(MOST_REQUESTS)) {
          const tries: number[] = [];
          for (let i = 0; i < TRIES; i++) tries.push(await requestsOf(command));
          counts.push(Math.min(...tries));
        }
        return counts;
      };
      const few = await ofAll();
      for (const [i, [command, most]] of Object.entries(MOST_REQUESTS).entries())
        expect(few[i], command).to.be.within(2, most);

      const { governor, token, registry } = network;
      const ada = await provider!.getSigner(LOCAL_ACCOUNTS.ada);
      await (await token.connect(ada).approve(governor, parseEther("1000"))).wait();
      for (let i = 0; i < ADDED; i++) {
        const calldata = registry.interface.encodeFunctionData("retire", [[ZeroHash]]);
        const title = `${composeTitle({ code: "GOV", title: `Retire what is not there, ${i}` })}\n`;
        const call = arraysOf([{ target: registry.target as string, value: 0n, calldata }]);
        await (await governor.connect(ada).propose(...call, title)).wait();
      }
      const many = await ofAll();
      for (const [i, command] of Object.keys(MOST_REQUESTS).entries())
        expect(many[i], command).to.be.at.most(few[i]! + PAGES);
    } finally {
      distant.leave();
      proxy.stop();
    }
  });
});
