import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN } from "../../config/local";
import { buildReport, filesOf, parsePeriod, type ReportInput } from "../../report";
import { readTokenUnit } from "../../sdk/calls";
import { connectDeployment, type Network } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { blockBefore } from "../../sdk/events";
import { chainSource, indexerSource, readHistory, type History } from "../../sdk/history";
import { readVoteSource } from "../../sdk/votes";
import { deploymentFile, readDeployment } from "../lib/deployments";
import type { DaoAnswer, DaoContext } from "./dao-run";

/** Writes the transparency report of a period into a folder. Sends nothing. */
export async function reportCommand(context: DaoContext): Promise<DaoAnswer> {
  const { hre, say } = context;
  const { provider } = hre.ethers;
  const period = parsePeriod(needed(context, "from"), needed(context, "to"));
  const out = needed(context, "out");
  const explorer = explorerOf(context);
  const { chainId } = await provider.getNetwork();
  const deployment = readDeployment(context.text("deployment") ?? deploymentFile(chainId));
  const network = await connectDeployment(deployment, provider);

  const toBlock = await blockBefore(provider, period.to, deployment.block);
  const [chain, indexer] = [chainSource(provider), context.text("indexer")];
  const history = await readHistory(network, {
    ...{ fromBlock: deployment.block, toBlock },
    source: indexer === undefined ? chain : indexerSource(indexer, chain, { chainId }),
    onProgress: ({ fromBlock, block, found }) =>
      say(`read ${block - fromBlock + 1} of ${toBlock - fromBlock + 1} blocks, ${found} events`),
  });
  const labels = new Map<string, string>(
    Number(chainId) === LOCAL_CHAIN ? Object.entries(LOCAL_ACCOUNTS).map(([name, at]) => [at, name]) : [],
  );
  const report = buildReport({
    ...{ history, deployment, period, explorer },
    source: await readVoteSource(network),
    units: await unitsOf(network, history),
    council: await councilOf(network, toBlock),
    nameOf: (address) => labels.get(address),
  });

  const files = filesOf(report);
  for (const [name, text] of files) {
    const file = join(out, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const { periodName, head, summary, key } = report;
  const written = [...files.keys()];
  return {
    text: [
      `${report.network}, ${periodName}, up to block ${head.block}`,
      ...summary.map((sentence) => `  ${sentence}`),
      `${written.length} files are in ${out}: open ${join(out, "report.html")}`,
    ].join("\n"),
    json: { period, head, key, summary, folder: out, files: written },
  };
}

function needed({ text }: DaoContext, option: string): string {
  const value = text(option);
  if (value !== undefined) return value;
  throw new PolityError(`--${option} is missing`, {
    hint: "write --from 2026-01-01 --to 2026-03-31 --out report",
  });
}

function explorerOf({ text }: DaoContext): string | undefined {
  const given = text("explorer");
  if (given === undefined) return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) && !/[\s"'<>()?#]/.test(given)) {
    return given.replace(/\/+$/, "");
  }
  throw new PolityError(`"${given}" is no address of an explorer`, {
    hint: "write one like https://sepolia.etherscan.io",
  });
}

async function unitsOf(network: Network, { movements, budgets }: History): Promise<ReportInput["units"]> {
  const tokens = new Set([...movements, ...budgets].map(({ token }) => token));
  const each = [...tokens].map(async (token) => [token, await readTokenUnit(network, token)] as const);
  const votes = await readTokenUnit(network, network.addresses.GovernanceToken);
  return { votes, tokens: new Map(await Promise.all(each)) };
}

/** The owners of the council's Safe then; undefined where there is none, or the provider keeps no state that old. */
async function councilOf({ council, addresses }: Network, blockTag: number): Promise<ReportInput["council"]> {
  if (!council) return undefined;
  try {
    const [owners, threshold] = await Promise.all([
      council.getOwners({ blockTag }),
      council.getThreshold({ blockTag }),
    ]);
    return { address: addresses.Council!, owners, threshold: Number(threshold) };
  } catch {
    return undefined;
  }
}
