// What a network is meant for (docs/rows.md, A8), done on a chain: 100,000 holders, 1,000 voters, 50 proposals.
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { connect, type Network } from "@polity/sdk";
import { PolityError } from "@polity/sdk/errors";
import { startChain } from "../devnet/demo/chain";
import { startLargeAnvil } from "./lib/anvil";
import { options, run } from "./lib/cli";
import { compile } from "./lib/compile";
import { readDeployment, writeDeployment } from "./lib/deployments";
import { checkBeside, checkBesideSize, runBeside, type BesideSize } from "../devnet/scale/beside";
import { progressBar, type ShowProgress } from "../devnet/scale/progress";
import { checkLoad } from "../devnet/scale/check";
import { runLoad } from "../devnet/scale/load";
import { planOf, scaleConfig, type Size } from "../devnet/scale/plan";
import { besideReportOf, formatBesideReport, formatReport, reportOf } from "../devnet/scale/report";

/** Where --keep has written the addresses. */
const DEPLOYMENT = "deploy/deployments/chain-31337/polity.json";

const USAGE = `npm run scale -- [--holders N] [--voters N] [--proposals N] [--services N] [--entries N] [--jobs N]
  [--cases N] [--keep] [--port PORT] [--beside URL] [--node anvil|hardhat] [--json]
  Starts a local chain with a network on it and brings it holders, voters, proposals and votes; then holds
  all that the chain says against a model that was computed beside it, and the gas against the logarithm.
  After that a market, a round, jobs and cases before the court live on the same network, held against the model too.
  It is the same at every start, and takes minutes; when it was stopped, start it again.
  --holders N    who get tokens; default 100000
  --voters N     of them, who vote: 80 % of them on each proposal; default 1000. As many others delegate
  --proposals N  default 50
  --services N   on the market's list, every fifth of them paid; default 1000
  --entries N    of a round, each by another contributor; default 10000
  --jobs N       milestones of grants; default 300
  --cases N      about jobs, shares and payments; default 200
  --keep         leave the chain running at the end, for the commands and the app
  --port PORT    where it listens then; default 8545
  --beside URL   only what comes after the votes, on the chain there that --keep has left with the same sizes
  --node NAME    anvil, or Hardhat's chain in this process, which takes much more memory; default anvil`;

async function main(): Promise<void> {
  const { holders, voters, proposals, services, entries, jobs, cases, keep, port, beside, node, json } =
    options(USAGE, {
      holders: { type: "string", default: "100000" },
      voters: { type: "string", default: "1000" },
      proposals: { type: "string", default: "50" },
      services: { type: "string", default: "1000" },
      entries: { type: "string", default: "10000" },
      jobs: { type: "string", default: "300" },
      cases: { type: "string", default: "200" },
      keep: { type: "boolean", default: false },
      port: { type: "string", default: "8545" },
      beside: { type: "string" },
      node: { type: "string", default: "anvil" },
    });
  const size: Size = {
    holders: number("holders", holders, 50),
    voters: number("voters", voters, 10),
    proposals: number("proposals", proposals, 4),
  };
  const besides: BesideSize = {
    services: number("services", services, 10),
    entries: number("entries", entries, 32),
    jobs: number("jobs", jobs, 4),
    cases: number("cases", cases, 4),
  };
  if (size.holders < 3 * size.voters) {
    throw new PolityError(`${size.holders} holders are too few for ${size.voters} voters`, {
      hint: "a third at most votes: as many delegate, and the rest only hold",
    });
  }
  checkBesideSize(besides);
  if (node !== "anvil" && node !== "hardhat") {
    throw new PolityError(`--node ${node} is unknown`, { hint: "write anvil or hardhat" });
  }
  const listenAt = keep ? number("port", port, 0) : 0;
  const anvil =
    node === "anvil" && beside === undefined
      ? await startLargeAnvil(listenAt, "--accounts", "20")
      : undefined;
  const url = beside ?? anvil?.url;
  // Hardhat reads them as it is loaded.
  if (url !== undefined) Object.assign(process.env, { HARDHAT_NETWORK: "localhost", LOCALHOST_RPC_URL: url });
  const { default: hre } = await import("hardhat");
  await compile(hre);
  const show = progressBar();
  if (beside !== undefined) {
    const { block, contracts } = readDeployment(DEPLOYMENT);
    await goOn(hre, connect(contracts, hre.ethers.provider), { fromBlock: block, size, besides, show, json });
    return;
  }
  const chain = anvil ?? (keep ? await startChain(hre, listenAt) : undefined);
  try {
    const loaded = await runLoad(hre, size, show);
    const report = await reportOf(loaded, await checkLoad(loaded, show), anvil?.pid);
    console.log(json ? JSON.stringify(report, null, 2) : `\n${formatReport(report)}`);
    if (report.problems.length > 0) process.exitCode = 1;
    const { fromBlock, network } = loaded;
    const { name } = scaleConfig;
    const file = keep
      ? writeDeployment({ name, chainId: 31_337, block: fromBlock, contracts: network.addresses })
      : undefined;
    await goOn(hre, network, { fromBlock, size, besides, show, json });
    if (file !== undefined)
      console.error(`the addresses are in ${file}; the chain goes on at ${chain!.url}, until Ctrl-C`);
    else await chain?.stop();
  } catch (error) {
    await chain?.stop();
    throw error;
  }
}

/** What happens beside holders and votes, on a network that has them. */
async function goOn(
  hre: HardhatRuntimeEnvironment,
  network: Network,
  { fromBlock, size, besides, show, json }: Going,
): Promise<void> {
  const { voters, others } = planOf(size);
  const done = await runBeside(
    hre,
    {
      ...{ network, config: scaleConfig, fromBlock, size: besides },
      // Whoever has locked nothing has most of it at hand.
      lenders: (provider) =>
        Promise.resolve(voters.filter(({ lock }) => !lock).map(({ wallet }) => wallet.connect(provider))),
      beneficiaries: others.map(({ address }) => address),
    },
    show,
  );
  const report = await besideReportOf(done, await checkBeside(done, show));
  console.log(json ? JSON.stringify(report, null, 2) : `\n${formatBesideReport(report)}`);
  if (report.problems.length > 0) process.exitCode = 1;
}

interface Going {
  fromBlock: number;
  size: Size;
  besides: BesideSize;
  show: ShowProgress;
  json: boolean;
}

function number(name: string, text: string, least: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : -1;
  if (value >= least) return value;
  throw new PolityError(`--${name} ${text} is refused`, { hint: `give a whole number from ${least}` });
}

void run(main);
