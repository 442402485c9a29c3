import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { impersonateAccount, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { toQuantity } from "ethers";
import hre from "hardhat";

import type {} from "../../typechain-types/hardhat";
import {
  encodeCode,
  encodeNep,
  execute,
  findProposal,
  lock,
  nextStep,
  PERMANENT,
  queue,
  readSafe,
  TIMELOCK_ROLES,
  validateNep,
  vote,
} from "@polity/sdk";
import { parseConfig, presets } from "../../config";
import { connect, parseDeployment } from "@polity/sdk/deployment";
import { requireCouncil } from "@polity/sdk/council/require";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { deploymentFile, readDeployment } from "../../scripts/lib/deployments";
import type { Given } from "../../commands/core/run";
import { runCommand } from "../helpers/command";
import { readText } from "../helpers/files";
import { arraysOf } from "@polity/sdk/nep/actions";

const FOLDER = mkdtempSync(join(tmpdir(), "polity-dao-"));
const DEPLOYMENT = deploymentFile(31_337, FOLDER);

/** The chain in the process, answering that it is another one. */
const withId = (chainId: number) =>
  new Proxy(hre.network.provider, {
    get: (provider, name) => {
      const value: unknown = Reflect.get(provider, name);
      if (name !== "request") return typeof value === "function" ? (value.bind(provider) as unknown) : value;
      return (call: { method: string }) =>
        call.method === "eth_chainId" ? Promise.resolve(toQuantity(chainId)) : provider.request(call);
    },
  });

/** @param network The network's name; behind "sepolia", and "localhost at Sepolia", is a chain that says it is Sepolia. */
const run = (name: string, options: Given, network = "localhost") =>
  runCommand("dao", name, options, {
    name: network.split(" ")[0]!,
    ...(/sepolia/i.test(network) && { provider: withId(11_155_111) }),
    ...(network === "zkSync" && { provider: withId(324) }),
  });

describe("Commands of the scope dao, in the process", () => {
  let snapshot: unknown;

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
  });
  after(async () => {
    await hre.network.provider.send("evm_revert", [snapshot]);
    rmSync(FOLDER, { recursive: true });
  });

  const contracts = () => readDeployment(DEPLOYMENT).contracts;
  const network = () => connect(contracts(), hre.ethers.provider);

  it("show a plan that is measured, and send nothing, when it is a dry run", async () => {
    const { stdout, stderr, progress, code } = await run("deploy", {
      preset: "neuroshard",
      folder: FOLDER,
      dryRun: true,
    });
    expect([stdout, stderr, code]).to.deep.equal(["nothing was sent", "", 0]);
    expect(progress).to.match(/NeuroShard on localhost: 20 steps to go\n/);
    expect(progress).to.match(/Governor#NetworkGovernor +[\d,]{7,} gas\n/);
    expect(progress).to.contain(
      "voters, by a proposal of type GOV or ECON → NetworkGovernor → TimelockController\n",
    );
  });

  it("take a network from a file in any folder, in TypeScript of either kind of module, JavaScript or JSON", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "polity-elsewhere-"));
    const { name: _, ...rest } = presets.neuroshard;
    const text = JSON.stringify({ name: "My network", ...rest });
    const files: Record<string, string> = {
      "my-network.ts": `const network: { name: string } = ${text};\nexport default network;\n`,
      "my-network.mts": `export default ${text} as object;\n`,
      "my-network.cjs": `module.exports = ${text};\n`,
      "my-network.json": text,
    };
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(elsewhere, file), content);
      const options = { preset: join(elsewhere, file), folder: FOLDER, dryRun: true };
      const { stdout, stderr, progress } = await run("deploy", options);
      expect([stdout, stderr], file).to.deep.equal(["nothing was sent", ""]);
      expect(progress, file).to.match(/My network on localhost: 20 steps to go\n/);
    }
    const nep = "neps/nep-0003-wider-bounds-for-training.md";
    const explained = await runCommand("gov", "explain", { nep, preset: join(elsewhere, "my-network.ts") });
    expect(explained.stdout).to.contain("on My network as configured");
    rmSync(elsewhere, { recursive: true });
  });

  it("deploy nothing while nobody can say how many blocks are final", async () => {
    for (const confirmations of ["few", "0", "1.5"]) {
      const { stdout, stderr, code } = await run("deploy", {
        preset: "neuroshard",
        folder: FOLDER,
        confirmations,
      });
      expect([stdout, code, stderr]).to.deep.equal([
        ...[
          "",
          1,
          `Error: "${confirmations}" is no number from 1 to 1000; give --confirmations as a whole number`,
        ],
      ]);
    }
  });

  it("deploy, audit and write what the SDK and the app need", async () => {
    const { stdout, stderr, progress, code } = await run("deploy", { preset: "neuroshard", folder: FOLDER });
    expect([stderr, code]).to.deep.equal(["", 0]);
    expect(progress).to.match(
      /audit before the hand-over: passed\n[^]*renounce_administration[^]*audit after the hand-over: passed/,
    );
    expect(stdout).to.contain("NeuroShard is deployed and handed over");
    const written = parseDeployment(JSON.stringify(readDeployment(DEPLOYMENT)));
    expect(written.deployer).to.equal((await hre.ethers.getSigners())[0]!.address);
    // The council's Safe has no constructor of ours.
    expect([...Object.keys(written.details!), "Council"]).to.have.members(Object.keys(written.contracts));
    const { block, constructorArguments } = written.details!.VoteEscrow!;
    expect(block).to.be.above(written.block);
    const { interface: abi } = await hre.ethers.getContractFactory("VoteEscrow");
    const [token, name] = hre.ethers.AbiCoder.defaultAbiCoder().decode(
      abi.deploy.inputs,
      constructorArguments,
    );
    expect([token, name]).to.deep.equal([written.contracts.GovernanceToken, "Vote-escrowed NeuroShard"]);
  });

  it("say that a finished deployment is finished, and deploy nothing again", async () => {
    const nonce = await hre.ethers.provider.getTransactionCount((await hre.ethers.getSigners())[0]!);
    const { progress, code } = await run("deploy", { preset: "neuroshard", folder: FOLDER });
    expect(progress).to.match(/NeuroShard on localhost: 0 steps to go, 20 are done/);
    expect([
      code,
      await hre.ethers.provider.getTransactionCount((await hre.ethers.getSigners())[0]!),
    ]).to.deep.equal([0, nonce]);
  });

  it("show the network at a glance, with live proposals and what comes next", async () => {
    const [, ada] = await hre.ethers.getSigners();
    const { governor, token, rulebook } = network();
    await lock(requireEscrow(network()), ada!, { amount: 1_200_000n * 10n ** 18n, unlockTime: PERMANENT });
    const file = "neps/nep-0001-multi-token-prediction.md";
    const nep = validateNep(readText(file), {
      fileName: basename(file),
      network: parseConfig(presets.neuroshard),
    });
    const { fee } = await rulebook.rulesOf(encodeCode(nep.code));
    await token.connect(ada).approve(governor, fee);
    const { calls, description } = encodeNep(nep, {
      proposer: ada!.address,
      contracts: contracts(),
    });
    await hre.network.provider.send("evm_mine", []);
    await governor.connect(ada).propose(...arraysOf(calls), description);

    const { stdout, code } = await run("status", { deployment: DEPLOYMENT });
    expect(code).to.equal(0);
    expect(stdout).to.match(/^NeuroShard, version 1\.0\.0, at /);
    expect(stdout).to.match(
      /supply 19,999,990, of which 1,200,000 locked \(6 %\); 1,200,000 votes can be cast\n/,
    );
    expect(stdout).to.contain("no council in office");
    const { nonce } = await readSafe(requireCouncil(network()));
    expect(stdout).to.match(
      new RegExp(`council's Safe 0x\\w{40}: 3 of 5 sign, ${nonce} transactions so far\n( {2}0x\\w{40}\n){5}`),
    );
    expect(stdout).to.contain("\nvesting 1,250,000 in 3 vaults (6.25 %)\n");
    expect(stdout).to.match(
      /\ntreasury 0x\w{40}\n {2}8,000,000 NEURO; cap 400,000 NEURO; 400,000 NEURO of it left for votes, 200,000 NEURO for budgets\n/,
    );
    expect(stdout).to.match(
      /live proposals: 1, past ones: 0\n {2}.+\n {4}REVIEW, TRAIN: the vote begins \S+Z \(in (7d|6d 23h)\); 0 for, 0 against/,
    );
    expect(stdout).to.match(/train\.innerSteps +500/);
    const { proposals } = JSON.parse(
      (await run("status", { deployment: DEPLOYMENT, json: true })).stdout,
    ) as {
      proposals: { state: string }[];
    };
    expect(proposals.map(({ state }) => state)).to.deep.equal(["Pending"]);
  });

  it("say before anybody signs that a council without a mandate cannot propose", async () => {
    const options = {
      ...{ deployment: DEPLOYMENT, file: join(FOLDER, "proposal.json") },
      nep: "neps/nep-0004-pause-training-rewards.md",
    };
    const { stdout, stderr, code } = await runCommand("council", "propose", options);
    expect([stdout, stderr, code]).to.deep.equal([
      "",
      "Error: the council cannot propose without its mandate as guardian; a NEP-GOV gives it one: council mandate writes it",
      1,
    ]);
  });

  it("audit with exit code 0 when all is as it should be, and 1 with each difference named", async () => {
    const good = await run("audit", { deployment: DEPLOYMENT, preset: "neuroshard" });
    expect([good.stderr, good.code]).to.deep.equal(["", 0]);
    expect(good.stdout).to.match(/\n54 facts of 11 contracts are as they should be$/);

    const { governor, timelock, addresses } = network();
    const [, ada] = await hre.ethers.getSigners();
    const proposal = await findProposal(network(), "1", { fromBlock: 0 });
    await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
    await vote(governor, ada!, { proposalId: proposal.id, choice: "for" });
    await time.increaseTo((await governor.proposalDeadline(proposal.id)) + 1n);
    await queue(governor, ada!, proposal);
    await time.increaseTo(await governor.proposalEta(proposal.id));
    await execute(governor, ada!, proposal);
    const voted = await run("audit", { deployment: DEPLOYMENT, preset: "neuroshard" });
    expect([voted.stderr, voted.code]).to.deep.equal(["", 0]);
    const since = [
      "changed by proposals since:",
      "  train.headLossDecayBps = 10000 in 1000 to 10000 → train.headLossDecayBps = 7000 in 1000 to 10000",
      `    by NEP-1: Multi-token prediction training, id ${proposal.id}`,
      "  train.multiTokenHeads = 1 in 1 to 8 → train.multiTokenHeads = 4 in 1 to 8",
      `    by NEP-1: Multi-token prediction training, id ${proposal.id}`,
    ];
    expect(voted.stdout.split("\n")).to.include.members(since);
    expect(voted.stdout).to.match(/\n54 facts of 11 contracts are as they should be$/);

    await impersonateAccount(addresses.TimelockController);
    await setBalance(addresses.TimelockController, 10n ** 19n);
    const planter = await hre.ethers.getSigner(addresses.TimelockController);
    await timelock.connect(planter).updateDelay(60);
    await timelock.connect(planter).grantRole(TIMELOCK_ROLES.EXECUTOR_ROLE, hre.ethers.ZeroAddress);
    const bad = await run("audit", { deployment: DEPLOYMENT, preset: "neuroshard" });
    expect(bad.code).to.equal(1);
    expect(bad.stdout.split("\n")).to.include.members([...since, "2 deviations"]);
    expect(bad.stdout).to.match(/TimelockController, getMinDelay:\n {2}missing +3600\n {2}unexpected +60\n/);
    expect(bad.stdout).to.match(/✗ TimelockController\.EXECUTOR_ROLE +NetworkGovernor, everybody\n/);

    const alone = await run("audit", { governor: addresses.NetworkGovernor, fromBlock: "0", json: true });
    const { deviations } = JSON.parse(alone.stdout) as { deviations: { what: string }[] };
    expect([alone.code, deviations.map(({ what }) => what)]).to.deep.equal([1, ["EXECUTOR_ROLE"]]);
  });

  it("let time pass, and carry a proposal out, on a chain of test accounts alone, whatever its name", async () => {
    const before = await time.latest();
    for (const name of ["pass", "carry"] as const) {
      const { stderr, code } = await run(name, { for: "7d", id: "1" }, "localhost at Sepolia");
      expect([stderr, code]).to.deep.equal([
        `Error: this works on a local chain alone, whose id is 31337; this one's is 11155111; on localhost ${name === "pass" ? "time passes by itself" : "holders vote by themselves"}`,
        1,
      ]);
    }
    expect(await time.latest()).to.equal(before);
    const { stdout } = await run("pass", { for: "36h" });
    expect(await time.latest()).to.equal(before + 36 * 3600);
    expect(stdout).to.match(/^36h later: on the chain it is \d{4}-\S+Z$/);
  });

  const labels = join(FOLDER, "labels.json");
  const refusals: [name: string, options: Given, network: string, sentence: RegExp][] = [
    ["deploy", {}, "localhost", /^Error: --preset is missing; give one, like neuroshard, or a file with your own network/],
    ["deploy", { preset: "./no-network.ts" }, "localhost", /^Error: there is no file \.\/no-network\.ts; its path counts from/],
    ["deploy", { preset: join(FOLDER, "empty.ts") }, "localhost", /^Error: \S+empty\.ts exports no network; write export default/],
    ["deploy", { preset: join(FOLDER, "broken.ts") }, "localhost", /^Error: \S+broken\.ts cannot be loaded: .*; it must be/s],
    ["deploy", { preset: join(FOLDER, "wrong.json") }, "localhost", /^Error: configuration of Wrong: \d+ problems\n/],
    ["deploy", { preset: "neuroshard", accounts: labels }, "zkSync", /^Error: ZKsync Era \(chain 324\) is not supported: it derives the addresses/],
    ["deploy", { preset: "neurosard" }, "localhost", /^Error: there is no preset "neurosard"; did you mean "neuroshard"\?/],
    ["deploy", { preset: "neuroshard" }, "hardhat", /^Error: no network is chosen; write npx hardhat --network localhost dao/],
    ["deploy", { preset: "neuroshard" }, "sepolia", /^Error: accounts of chain 11155111: 9 problems\n {2}ada: has no address/],
    ["deploy", { preset: "neuroshard" }, "localhost at Sepolia", /^Error: accounts of chain 11155111: 9 problems\n {2}ada: has no address/],
    ["deploy", { preset: "neuroshard", accounts: "none.json" }, "sepolia", /^Error: none\.json cannot be read; write/],
    ["deploy", { preset: "neuroshard", accounts: labels, folder: FOLDER, name: "other" }, "sepolia", /^Error: nobody is there to confirm; look at --dry-run, then add --yes$/],
    ["deploy", { preset: "neuroshard", accounts: labels, folder: FOLDER, name: "other" }, "localhost at Sepolia", /^Error: nobody is there to confirm; look at --dry-run, then add --yes$/],
    ["audit", { governor: "0x12" }, "localhost", /^Error: "0x12" is not an address/],
    ["audit", { governor: `0x${"1".repeat(40)}` }, "localhost", /^Error: there is no governor of Polity at 0x1{40}; check the address/],
    ["audit", { deployment: "none.json" }, "localhost", /^Error: there is nothing to audit; give --governor, or --deployment$/],
    ["audit", { fromBlock: "first", governor: "0x12" }, "localhost", /^Error: "first" is no block; give the number/],
    ["status", { deployment: "none.json" }, "localhost", /^Error: there is no deployment at none\.json/],
    ["pass", {}, "localhost", /^Error: --for is missing; say how long, like --for 7d$/],
    ["pass", { for: "0d" }, "localhost", /^Error: no time would pass; say how long/],
    ["pass", { for: "a week" }, "localhost", /^Error: "a week" is not a duration; write days/],
    ["carry", { deployment: DEPLOYMENT }, "localhost", /^Error: --id is missing; say which proposal/],
    ["carry", { deployment: DEPLOYMENT, id: "1" }, "localhost", /^Error: NEP-1: Multi-token .* cannot be carried out: it is ACTIVE; /],
  ]; // prettier-ignore
  for (const [name, options, chain, sentence] of refusals) {
    const written = Object.entries(options).map(([option, value]) => `${option} ${String(value)}`);
    it(`refuse ${name} on ${chain} with ${written.join(", ").replaceAll(FOLDER, "…") || "nothing"}`, async () => {
      const people = await hre.ethers.getSigners();
      const names = ["deployer", "ada", "ben", "cleo", "dan", "eva", "finn", "gus", "hana", "ivan"];
      writeFileSync(
        labels,
        JSON.stringify(Object.fromEntries(names.map((who, i) => [who, people[i]!.address]))),
      );
      writeFileSync(join(FOLDER, "empty.ts"), "export const nothing = 1;\nexport default {};\n");
      writeFileSync(join(FOLDER, "broken.ts"), "export default {{;\n");
      writeFileSync(join(FOLDER, "wrong.json"), '{"name": "Wrong"}');
      const { stdout, stderr, code } = await run(name, options, chain);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(stderr).to.match(sentence);
    });
  }

  it("tell what a proposal waits for at every stage", () => {
    const at = { snapshot: 1, deadline: 2, eta: 3, expiry: 4 };
    const step = (state: string, now = 0) =>
      nextStep({ ...at, state } as Parameters<typeof nextStep>[0], now);
    expect(step("Pending")).to.deep.equal({ what: "the vote begins", at: 1, isLimit: false });
    expect(step("Active")).to.deep.equal({ what: "the vote ends", at: 2, isLimit: false });
    expect(step("Succeeded")).to.deep.equal({ what: "anyone can queue it", at: 4, isLimit: true });
    expect(step("Queued")).to.deep.equal({ what: "the grace period ends", at: 3, isLimit: false });
    expect(step("Queued", 3)).to.deep.equal({ what: "anyone can execute it", at: 4, isLimit: true });
  });
});
