// A round of many contributors, from its opening to claims: what of it costs gas, and what time (docs/scale.md).
import { PolityError } from "@polity/sdk/errors";
import { ROUND_BOUNDS } from "@polity/sdk/rounds/bounds";
import { measureRound, type RoundFigures } from "../devnet/scale/rounds";
import { startLargeAnvil } from "./lib/anvil";
import { options, run } from "./lib/cli";
import { compile } from "./lib/compile";

const USAGE = `npm run scale:rounds -- [--entries N] [--claims N] [--json]
  Opens a round on a chain of its own, has contributors submit, seven runners judge by simulated models and reveal,
  tallies, verifies and pays, by what the commands call, and says what it took.
  --entries N  contributors, each with one entry; default 10000
  --claims N   how many of them are paid; default 500`;

async function main(): Promise<void> {
  const { entries, claims, json } = options(USAGE, {
    entries: { type: "string", default: "10000" },
    claims: { type: "string", default: "500" },
  });
  const number = (name: string, text: string): number => {
    const most = ROUND_BOUNDS.entries;
    if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= most) return Number(text);
    throw new PolityError(`--${name} ${text} is no number from 1 to ${most}`, {
      hint: "a round takes no more entries",
    });
  };
  const size = { entries: number("entries", entries), claims: number("claims", claims) };
  // Hardhat's chain in this process would keep every block's state in its memory: 14 GB of 10,000 entries.
  const anvil = await startLargeAnvil(0, "--accounts", "20");
  // Hardhat reads them as it is loaded.
  Object.assign(process.env, { HARDHAT_NETWORK: "localhost", LOCALHOST_RPC_URL: anvil.url });
  try {
    const { default: hre } = await import("hardhat");
    await compile(hre);
    report(
      await measureRound(hre, size, (line) => {
        if (!json) console.log(line);
      }),
      json,
    );
  } finally {
    anvil.stop();
  }
}

function report(figures: RoundFigures, json: boolean): void {
  const { gas, seconds, transactions, bytes, memory, problems } = figures;
  const mb = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
  const s = (what: keyof typeof seconds) => `${seconds[what].toFixed(1)} s`;
  const text = [
    `a round of ${figures.entries} contributors was tallied in ${transactions.tallies} transactions, and ${figures.claims} of them were paid in ${transactions.claims}`,
    `gas: ${gas.submit} to submit, ${gas.commit} to commit, ${gas.reveal} to reveal, ${gas.tally} to tally (${Math.round(gas.tally / figures.entries)} an entry), ${gas.settle} to settle, ${gas.claim} for each share that is paid`,
    `a runner collects in ${s("collect")}, asks and keeps the answers in ${s("judge")} beside the models, and bundles in ${s("bundle")}; anybody verifies in ${s("verify")}`,
    `submitting took ${s("submit")}, tallying ${s("tally")}, reading all shares ${s("shares")}, paying ${s("claim")}`,
    `a bundle has ${mb(bytes.bundle)}, a backtest ${mb(bytes.backtest)}; the process had ${memory} MB at the most, beside the chain`,
    ...(problems.length > 0
      ? problems
      : ["scores, shares and payments are what is computed beside the chain"]),
  ];
  console.log(json ? JSON.stringify(figures, null, 2) : text.join("\n"));
  if (problems.length > 0) process.exitCode = 1;
}

void run(main);
