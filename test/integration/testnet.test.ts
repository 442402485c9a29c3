import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { computeAddress, parseEther } from "ethers";

import { readDeployment } from "../../scripts/lib/deployments";
import { audit, connect, DAY, TIMELOCK_ROLES } from "@polity/sdk";
import { startSepolia, type Sepolia } from "../helpers/anvil";
import { newReader, type Reader } from "../helpers/reader";
import { follow, type Expected } from "../helpers/runbook";

const HERE = "test/integration/testnet.test.ts";

/**
 * A new user on a testnet, with keys that this run makes. The chain is anvil's and passes for Sepolia: a faucet is one of
 * its accounts, and the weeks of a proposal pass by its clock (`evm_increaseTime`).
 */
describe("The runbooks of a testnet, followed to the letter", () => {
  let anvil: Sepolia;
  let reader: Reader;

  before(async () => {
    anvil = await startSepolia("--block-time", "1");
    reader = newReader();
  });
  after(() => {
    reader.leave();
    anvil.stop();
  });

  const give = async (to: string, ether: string) => {
    const faucet = await anvil.provider.getSigner(8);
    await (await faucet.sendTransaction({ to, value: parseEther(ether) })).wait();
  };
  const pass = (days: number) => async () => {
    await anvil.provider.send("evm_increaseTime", [days * DAY + 5]);
    await anvil.provider.send("evm_mine", []);
  };
  const people = () =>
    JSON.parse(readFileSync(join(reader.folder, "accounts.json"), "utf8")) as Record<string, string>;
  const deployer = () => computeAddress(reader.setting("DEPLOYER_KEY"));
  const deployment = () =>
    readDeployment(join(reader.folder, "deploy/deployments/chain-11155111/polity.json"));

  it("launch.md ends with a network that only its voters command", async () => {
    const lines: Expected[] = [
      [
        /^cp/,
        /^$/,
        () => {
          reader.set("SEPOLIA_RPC_URL", anvil.url);
          return Promise.resolve();
        },
      ],
      [
        /dao keys/,
        /^deployer +0x\w{40}\nada +0x\w{40}\n[^]*ivan +0x\w{40}\ntheir keys are in \.env, for a rehearsal/,
        async () => {
          expect(statSync(join(reader.folder, ".env")).mode & 0o777, "for its owner alone").to.equal(0o600);
          const { ada, ben, cleo } = people();
          const keys = reader.setting("SIGNER_KEYS").split(",");
          expect(keys.map((key) => computeAddress(key))).to.deep.equal(Object.values(people()));
          await Promise.all([give(deployer(), "0.05"), ...[ada, ben, cleo].map((who) => give(who!, "0.01"))]);
        },
      ],
      [
        /--dry-run/,
        /NeuroShard on sepolia: 20 steps to go\n[^]*\ncost +about 0\.0\d+ ETH: [^]*\nnothing was sent$/,
      ],
      [
        /--yes/,
        /audit before the hand-over: passed\n[^]*audit after the hand-over: passed\n[^]*NeuroShard is deployed and handed over\n/,
        async () => {
          const { timelock, token } = connect(deployment().contracts, anvil.provider);
          expect(await timelock.hasRole(TIMELOCK_ROLES.DEFAULT_ADMIN_ROLE, deployer())).to.equal(false);
          expect(await token.balanceOf(deployer())).to.equal(0);
          expect(deployment().accounts).to.deep.equal(people());
        },
      ],
      [/audit --preset/, /\n54 facts of 11 contracts are as they should be$/],
      [
        /status/,
        /^NeuroShard, version 1\.0\.0, .*\n(?:.*\n)*supply 20,000,000, of which 0 locked \(0 %\); 0 votes can be cast\n/,
      ],
      [/--from ada/, /^lock 0: 1,200,000 tokens, permanent\n/],
      [/--from ben/, /^lock 0: 900,000 tokens, permanent\n/],
      [/--from cleo/, /^lock 0: 700,000 tokens, permanent\n/],
      [/show/, /^ada 0x\w+ at .*\n[^]*the whole network +2,800,000 /],
    ];
    await follow(reader, "docs/runbooks/launch.md", HERE, lines);
  });

  it("first-proposal.md changes a parameter, and the audit after it is clean", async () => {
    const lines: Expected[] = [
      [/explain/, /\nNEP-TRAIN may make all actions$/],
      [/simulate/, /\nits action would succeed today$/],
      [/propose/, /^ada proposed NEP-1: Multi-token prediction training\n[^]*burned a fee of 10 tokens/],
      [/list/, /\nNEP-1: Multi-token prediction training +\d+ +TRAIN +REVIEW +the vote begins in /, pass(7)],
      [/--from ada/, /^ada votes for with 1,200,000 votes on NEP-1/],
      [/--from ben/, /^ben votes for with 900,000 votes on NEP-1/],
      [/--sign/, /^cleo signed a ballot against; ballots\.json has 1 now/],
      [/relay/, /^1 of 1 ballots are counted, with 700,000 votes\n/],
      [/show/, /\nVOTING: [^]*approval +75 % of the 66 % needed: reached\n/, pass(7)],
      [/advance/, /^NEP-1: Multi-token prediction training: queued, tx /, pass(14)],
      [/advance/, /^NEP-1: Multi-token prediction training: executed, tx /],
      [/status/, /^NeuroShard, version 1\.1\.0, [^]*\ntrain\.multiTokenHeads +4\n/],
      [
        /audit --preset/,
        /\nchanged by proposals since:\n {2}train\.multiTokenHeads = 1 in 1 to 8 → train\.multiTokenHeads = 4 in 1 to 8\n {4}by NEP-1: Multi-token prediction training, id \d+\n[^]*\n54 facts of 11 contracts are as they should be$/,
      ],
    ];
    await follow(reader, "docs/runbooks/first-proposal.md", HERE, lines);
    const { contracts, block } = deployment();
    const { NetworkGovernor } = contracts;
    const found = await audit({ provider: anvil.provider, contracts: { NetworkGovernor }, fromBlock: block });
    expect(found.deviations).to.deep.equal([]);
    expect(existsSync(join(reader.folder, "ballots.json"))).to.equal(true);
  });
});
