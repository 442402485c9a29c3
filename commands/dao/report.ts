import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN } from "../../config/local";
import { buildReport, filesOf, parsePeriod, readMeasured, type ReportInput } from "../../report";
import { readTokenUnit } from "@polity/sdk/calls";
import type { Network } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { blockBefore } from "@polity/sdk/events";
import { chainSource, indexerSource, readHistory } from "@polity/sdk/history";
import { readVoteSource } from "@polity/sdk/votes";
import { command, required, text } from "../core/command";
import { connected, DEPLOYMENT } from "../core/context";

const hint = "write --from 2026-01-01 --to 2026-03-31 --out report";

/** Writes the transparency report of a period into a folder. Sends nothing. */
export default command({
  words: "Writes the transparency report of a period: one HTML page, Markdown, pictures and tables",
  options: {
    from: required("The first day, YYYY-MM-DD (UTC), or the first second since 1970", hint),
    to: required("The last day, which is in it, or the second before which it ends", hint),
    out: required("The folder to write to", hint),
    explorer: text("Address of a block explorer, for links to transactions and accounts"),
    indexer: text("Address of an indexer to read final events from; default the chain alone"),
    ...DEPLOYMENT,
  },
  async run(context) {
    const { options, say } = context;
    const { provider } = context.host;
    const { out, indexer } = options;
    const period = parsePeriod(options.from, options.to);
    const explorer = explorerOf(options.explorer);
    const { network, deployment } = await connected(context);

    const toBlock = await blockBefore(provider, period.to, deployment.block);
    const [chain, chainId] = [chainSource(provider), BigInt(deployment.chainId)];
    const history = await readHistory(network, {
      ...{ fromBlock: deployment.block, toBlock },
      source: indexer === undefined ? chain : indexerSource(indexer, chain, { chainId }),
      onProgress: ({ fromBlock, block, found }) =>
        say(`read ${block - fromBlock + 1} of ${toBlock - fromBlock + 1} blocks, ${found} events`),
    });
    const labels = new Map<string, string>(
      deployment.chainId === LOCAL_CHAIN
        ? Object.entries(LOCAL_ACCOUNTS).map(([name, at]) => [at, name])
        : [],
    );
    const source = await readVoteSource(network);
    const { measured, tokens } = await readMeasured(network.domains, history, { period, source });
    const report = buildReport({
      ...{ history, deployment, period, explorer, source, measured },
      units: await unitsOf(network, tokens),
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
  },
});

function explorerOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) && !/[\s"'<>()?#]/.test(given)) {
    return given.replace(/\/+$/, "");
  }
  throw new PolityError(`"${given}" is no address of an explorer`, {
    hint: "write one like https://sepolia.etherscan.io",
  });
}

async function unitsOf(network: Network, tokens: readonly string[]): Promise<ReportInput["units"]> {
  const each = tokens.map(async (token) => [token, await readTokenUnit(network, token)] as const);
  const votes = await readTokenUnit(network, network.addresses.GovernanceToken);
  return { votes, tokens: new Map(await Promise.all(each)) };
}

/** Who owned the council's Safe at that block; undefined if there was no Safe, or if the provider has forgotten the state. */
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
