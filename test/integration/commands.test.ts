import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { Contract } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import { deploymentFile, readDeployment } from "../../scripts/lib/deployments";
import { ChainProvider } from "../helpers/anvil";
import { newReader, type Reader } from "../helpers/reader";
import { follow, type Expected } from "../helpers/runbook";
import { DEMO_DEPLOYMENT, startDemo, type DemoChain } from "../helpers/shell";
import { VoteEscrow__factory, type VoteEscrow } from "../../typechain-types";

const HERE = "test/integration/commands.test.ts";
const DOCUMENT = "docs/escrow.md";

describe("The commands of the escrow", () => {
  let chain: DemoChain;
  let reader: Reader;
  let provider: ChainProvider | undefined;
  let escrow: VoteEscrow;
  const { ada, ben, cleo, eva } = LOCAL_ACCOUNTS;

  before("the demo leaves a chain with a network", async () => {
    chain = await startDemo();
    reader = newReader(chain);
    expect(chain.told).to.contain(`the contracts' addresses are in ${deploymentFile(31_337)}`);
    provider = new ChainProvider(chain.url);
    escrow = VoteEscrow__factory.connect(readDeployment(DEMO_DEPLOYMENT).contracts.VoteEscrow!, provider);
  });

  after(() => {
    provider?.destroy();
    reader.leave();
    chain.stop();
  });

  /** What the commands of the document lead to, in its order. */
  const EXPECTED: Expected[] = [
    [
      /lock .*--amount 1000/,
      /^lock 0: 1,000 tokens, permanent\ntx 0x\w{64}, [\d,]+ gas$/,
      async () => expect(await provider!.getTransactionCount(eva), "one transaction").to.equal(1),
    ],
    [/lock .*--amount 250\.5/, /^lock 1: 250\.5 tokens, permanent\n/],
    [
      /show/,
      /^eva 0x9965\S+ at \S+Z: delegates to itself, 1,498,749\.5 tokens unlocked\nlock +tokens +ends +power now( +\d{4}-\d\d-\d\d){3}\n0 +1,000 +never( +1,000){4}\n1 +250\.5 +never( +250\.5){4}\nall its locks +1,250\.5 .*\nvotes, with delegations .*\nthe whole network .*$/,
    ],
    [/increase/, /^lock 0: 1,005 tokens\n/],
    [/decay/, /^lock 1: until /],
    [/permanent/, /^lock 1: permanent\n/],
    [/allow-locker/, /^ada may create locks for eva\n/],
    [/lock .*--account eva/, /^lock 2 of eva: 10 tokens, permanent\n/],
    [/merge/, /^lock 1: 260\.5 tokens, permanent\n/],
    [
      /delegate .*--to ben/,
      /^eva delegates to ben/,
      async () => expect(await escrow.delegates(eva)).to.equal(ben),
    ],
    [
      /--sign/,
      /^$/,
      async () => {
        expect(JSON.parse(readFileSync(join(reader.folder, "delegation.json"), "utf8"))).to.include({
          delegator: eva,
          delegatee: cleo,
        });
        expect(await escrow.delegates(eva)).to.equal(ben);
      },
    ],
    [
      /--relay/,
      /^eva delegates to cleo/,
      async () => {
        expect(await escrow.delegates(eva)).to.equal(cleo);
      },
    ],
    [/decay --from eva --id 0/, /^lock 0: until /],
    [/pass/, /^28d later: /],
    [
      /withdraw/,
      /^lock 0 is withdrawn: 1,005 tokens/,
      async () => {
        const token = new Contract(
          await escrow.token(),
          ["function balanceOf(address) view returns (uint256)"],
          provider,
        );
        expect(await token.balanceOf!(eva)).to.equal(1_499_749_500_000_000_000_000_000n);
      },
    ],
  ];

  it(`do what ${DOCUMENT} says, line by line`, async () => {
    await follow(reader, DOCUMENT, HERE, EXPECTED);
  });

  it("answer machines in JSON, exactly", async () => {
    const { stdout } = await reader.type(
      "npx hardhat --network localhost escrow show --from ada --months 1 --json",
    );
    const told = JSON.parse(stdout) as {
      account: string;
      locked: string;
      locks: object[];
      forecast: object[];
    };
    expect(told).to.include({ account: ada, locked: "1200000000000000000000000" });
    expect([told.locks.length, told.forecast.length]).to.deep.equal([1, 1]);
  });

  for (const [what, command, sentence, rpc] of [
    [
      "a refusal",
      "--network localhost escrow lock --from ada --amount 99999999 --permanent",
      /^Error: 0x7099\w+ has [\d.]+ unlocked tokens, and 99999999 are needed; take less, or get more first\n$/,
    ],
    [
      "no network",
      "escrow show",
      /^Error: no network is chosen; write npx hardhat --network localhost escrow …/,
    ],
    [
      "a chain that does not answer",
      "--network localhost escrow show",
      /^Error: the network localhost does not answer; start it with npm run demo -- --keep, or check its address in .env\n$/,
      "http://127.0.0.1:9",
    ],
  ] as const) {
    it(`answer ${what} with a sentence, a way out and exit code 1`, async () => {
      const { code, stdout, stderr } = await chain.run(`node_modules/.bin/hardhat ${command}`, rpc);
      expect([code, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.match(sentence);
    });
  }

  it("show the stack when it is asked for", async () => {
    const { code, stderr } = await chain.run(
      "node_modules/.bin/hardhat --network localhost --show-stack-traces escrow withdraw --from ada --id 0",
    );
    expect(code).to.equal(1);
    expect(stderr).to.match(/PolityError: lock 0 is permanent\n\s+at /);
  });
});
