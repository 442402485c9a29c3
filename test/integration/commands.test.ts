import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { Contract, JsonRpcProvider } from "ethers";

import { LOCAL_ACCOUNTS } from "../../config";
import { WEEK } from "../../sdk";
import { deploymentFile, readDeployment } from "../../scripts/lib/deployments";
import { VoteEscrow__factory, type VoteEscrow } from "../../typechain-types";

const ROOT = join(__dirname, "../..");
const DOCUMENT = "docs/escrow.md";
const FILE = join(ROOT, deploymentFile(31_337));
const SAVED = `${FILE}.saved`;
const SIGNED = join(ROOT, "delegation.json");

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

describe("The commands of the escrow", function () {
  this.timeout(180_000);
  let chain: ChildProcess | undefined;
  let provider: JsonRpcProvider | undefined;
  let escrow: VoteEscrow;
  let url: string;
  const { ada, ben, cleo, eva } = LOCAL_ACCOUNTS;

  function start(command: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
    const inherited: NodeJS.ProcessEnv = { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" };
    // Children run what a person would, not what coverage instruments.
    delete inherited.SOLIDITY_COVERAGE;
    return spawn(command, { shell: true, cwd: ROOT, env: { ...inherited, ...env }, detached: true });
  }

  /** Runs a command as a shell does, against the demo's chain. */
  function run(command: string, rpc = url): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = start(command, { LOCALHOST_RPC_URL: rpc });
      const outcome: Outcome = { code: null, stdout: "", stderr: "" };
      child.stdout!.on("data", (chunk) => (outcome.stdout += String(chunk)));
      child.stderr!.on("data", (chunk) => (outcome.stderr += String(chunk)));
      child.on("error", reject);
      child.on("close", (code) => resolve({ ...outcome, code }));
    });
  }

  before("the demo leaves a chain with a network", async () => {
    if (existsSync(FILE)) renameSync(FILE, SAVED);
    const demo = start("node_modules/.bin/tsx scripts/demo.ts --keep --port 0");
    chain = demo;
    let told = "";
    url = await new Promise((resolve, reject) => {
      const listen = (chunk: unknown) => {
        told += String(chunk);
        const found = /the chain goes on at (\S+)/.exec(told)?.[1];
        if (found) resolve(found);
      };
      demo.stdout!.on("data", listen);
      demo.stderr!.on("data", listen);
      demo.on("close", () => reject(new Error(told)));
    });
    expect(told).to.contain(`the contracts' addresses are in ${deploymentFile(31_337)}`);
    provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1 });
    escrow = VoteEscrow__factory.connect(readDeployment(FILE).contracts.VoteEscrow!, provider);
  });

  after(() => {
    provider?.destroy();
    if (chain?.exitCode === null) process.kill(-chain.pid!, "SIGKILL");
    if (existsSync(SAVED)) renameSync(SAVED, FILE);
    else rmSync(FILE, { force: true });
    rmSync(SIGNED, { force: true });
  });

  /** What the commands of the document lead to, in its order. */
  const EXPECTED: [command: RegExp, stdout: RegExp, state?: () => Promise<unknown>][] = [
    [
      /lock .*--weeks 2/,
      /^lock 0: 1,000 tokens, until \d{4}-\d\d-\d\dT00:00:00Z\ntx 0x\w{64}, [\d,]+ gas\n$/,
      async () => expect(await provider!.getTransactionCount(eva), "one transaction").to.equal(1),
    ],
    [/lock .*--permanent/, /^lock 1: 250\.5 tokens, permanent\n/],
    [
      /show/,
      /^eva 0x9965\S+ at \S+Z: delegates to itself, 1,498,749\.5 tokens unlocked\nlock +tokens +ends +power now( +\d{4}-\d\d-\d\d){3}\n0 +1,000 .*\n1 +250\.5 +never( +250\.5){4}\nall its locks +1,250\.5 .*\nvotes, with delegations .*\nthe whole network .*\n$/,
    ],
    [/increase/, /^lock 0: 1,005 tokens\n/],
    [/extend/, /^lock 0: until /],
    [/decay/, /^lock 1: until /],
    [/permanent/, /^lock 1: permanent\n/],
    [/allow-locker/, /^ada may create locks for eva\n/],
    [/lock .*--account eva/, /^lock 2 of eva: 10 tokens, permanent\n/],
    [/merge/, /^lock 1: 260\.5 tokens, permanent\n/],
    [
      /delegate .*--to ben/,
      /^eva delegates to ben\n/,
      async () => expect(await escrow.delegates(eva)).to.equal(ben),
    ],
    [
      /--sign/,
      /^$/,
      async () => {
        expect(JSON.parse(readFileSync(SIGNED, "utf8"))).to.include({ delegator: eva, delegatee: cleo });
        expect(await escrow.delegates(eva)).to.equal(ben);
      },
    ],
    [
      /--relay/,
      /^eva delegates to cleo\n/,
      async () => {
        expect(await escrow.delegates(eva)).to.equal(cleo);
        // The next one is about a lock that has ended.
        await provider!.send("evm_increaseTime", [4 * WEEK]);
        await provider!.send("evm_mine", []);
      },
    ],
    [
      /withdraw/,
      /^lock 0 is withdrawn: 1,005 tokens\n/,
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
    const document = readFileSync(join(ROOT, DOCUMENT), "utf8");
    const commands = [...document.matchAll(/<!-- run by (\S+) -->\n+```sh\n([^]*?)```/g)].flatMap(
      ([, runner, body]) => (runner === "test/integration/commands.test.ts" ? body!.trim().split("\n") : []),
    );
    expect(commands.length).to.equal(EXPECTED.length);
    for (const [i, command] of commands.entries()) {
      const [expected, stdout, state] = EXPECTED[i]!;
      expect(command).to.match(expected);
      const outcome = await run(command);
      expect(outcome.code, `${command}\n${outcome.stderr}`).to.equal(0);
      expect(outcome.stdout, command).to.match(stdout);
      await state?.();
    }
  });

  it("answer machines in JSON, exactly", async () => {
    const { stdout } = await run("npx hardhat --network localhost escrow show --from ada --months 1 --json");
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
      /^Error: the network localhost does not answer; start it with npm run demo -- --keep, or check its address\n$/,
      "http://127.0.0.1:9",
    ],
  ] as const) {
    it(`answer ${what} with a sentence, a way out and exit code 1`, async () => {
      const { code, stdout, stderr } = await run(`node_modules/.bin/hardhat ${command}`, rpc);
      expect([code, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.match(sentence);
    });
  }

  it("show the stack when it is asked for", async () => {
    const { code, stderr } = await run(
      "node_modules/.bin/hardhat --network localhost --show-stack-traces escrow withdraw --from ada --id 0",
    );
    expect(code).to.equal(1);
    expect(stderr).to.match(/PolityError: lock 0 is permanent\n\s+at /);
  });
});
