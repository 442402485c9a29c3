// What a network is meant for (docs/rows.md, A8), done on a chain: 100,000 holders, 1,000 voters, 50 proposals.
import { PolityError } from "@polity/sdk/errors";
import { startChain } from "../devnet/demo/chain";
import { startAnvil } from "./lib/anvil";
import { options, run } from "./lib/cli";
import { compile } from "./lib/compile";
import { writeDeployment } from "./lib/deployments";
import { progressBar } from "../devnet/scale/progress";
import { checkLoad } from "../devnet/scale/check";
import { runLoad } from "../devnet/scale/load";
import { scaleConfig, type Size } from "../devnet/scale/plan";
import { formatReport, reportOf } from "../devnet/scale/report";

const USAGE = `npm run scale -- [--holders N] [--voters N] [--proposals N] [--keep] [--port PORT] [--node anvil|hardhat] [--json]
  Starts a local chain with a network on it and brings it holders, voters, proposals and votes; then holds
  all that the chain says against a model that was computed beside it, and the gas against the logarithm.
  It is the same at every start, and takes minutes; when it was stopped, start it again.
  --holders N    who get tokens; default 100000
  --voters N     of them, who vote: 80 % of them on each proposal; default 1000. As many others delegate
  --proposals N  default 50
  --keep         leave the chain running at the end, for the commands and the app
  --port PORT    where it listens then; default 8545
  --node NAME    anvil, or Hardhat's chain in this process, which takes much more memory; default anvil`;

async function main(): Promise<void> {
  const { holders, voters, proposals, keep, port, node, json } = options(USAGE, {
    holders: { type: "string", default: "100000" },
    voters: { type: "string", default: "1000" },
    proposals: { type: "string", default: "50" },
    keep: { type: "boolean", default: false },
    port: { type: "string", default: "8545" },
    node: { type: "string", default: "anvil" },
  });
  const size: Size = {
    holders: number("holders", holders, 50),
    voters: number("voters", voters, 10),
    proposals: number("proposals", proposals, 4),
  };
  if (size.holders < 3 * size.voters) {
    throw new PolityError(`${size.holders} holders are too few for ${size.voters} voters`, {
      hint: "a third at most votes: as many delegate, and the rest only hold",
    });
  }
  if (node !== "anvil" && node !== "hardhat") {
    throw new PolityError(`--node ${node} is unknown`, { hint: "write anvil or hardhat" });
  }
  const listenAt = keep ? number("port", port, 0) : 0;
  const anvil =
    node === "anvil" ? await startAnvil(listenAt, "--accounts", "20", "--prune-history") : undefined;
  // Hardhat reads them as it is loaded.
  if (anvil) Object.assign(process.env, { HARDHAT_NETWORK: "localhost", LOCALHOST_RPC_URL: anvil.url });
  const { default: hre } = await import("hardhat");
  await compile(hre);
  const chain = anvil ?? (keep ? await startChain(hre, listenAt) : undefined);
  try {
    const show = progressBar();
    const loaded = await runLoad(hre, size, show);
    const report = await reportOf(loaded, await checkLoad(loaded, show), anvil?.pid);
    console.log(json ? JSON.stringify(report, null, 2) : `\n${formatReport(report)}`);
    if (report.problems.length > 0) process.exitCode = 1;
    if (keep) {
      const { fromBlock: block, network } = loaded;
      const { name } = scaleConfig;
      const file = writeDeployment({ name, chainId: 31_337, block, contracts: network.addresses });
      console.error(`the addresses are in ${file}; the chain goes on at ${chain!.url}, until Ctrl-C`);
    } else await chain?.stop();
  } catch (error) {
    await chain?.stop();
    throw error;
  }
}

function number(name: string, text: string, least: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : -1;
  if (value >= least) return value;
  throw new PolityError(`--${name} ${text} is refused`, { hint: `give a whole number from ${least}` });
}

void run(main);
