import { connectDeployment } from "../../sdk/deployment";
import { formatPercent, formatTimestamp } from "../../sdk/format";
import { nextStep, readStatus } from "../../sdk/status";
import { tokens } from "../demo/print";
import { deploymentFile, readDeployment } from "../lib/deployments";
import { formatTable } from "../lib/table";
import type { DaoAnswer, DaoContext } from "./dao-run";

/** The network at a glance; it never writes. */
export async function statusCommand({ hre, text }: DaoContext): Promise<DaoAnswer> {
  const { provider } = hre.ethers;
  const { chainId } = await provider.getNetwork();
  const deployment = readDeployment(text("deployment") ?? deploymentFile(chainId));
  const network = await connectDeployment(deployment, provider);
  const status = await readStatus(network, deployment.block);
  const { now, block, version, parameters, proposals, past, supply, locked, votes, guardian } = status;

  const share = supply === 0n ? 0n : ((locked ?? 0n) * 10_000n) / supply;
  const staked = locked === undefined ? "" : `, of which ${tokens(locked)} locked (${formatPercent(share)})`;
  const lines = [
    `${deployment.name}, version ${version}, at ${formatTimestamp(now)}, block ${block}`,
    `supply ${tokens(supply)}${staked}; ${tokens(votes)} votes`,
    guardian === undefined
      ? "no council in office"
      : `council ${guardian.account}, ${until(guardian.until, now, "its mandate ends", "its mandate ended")}`,
    "",
    `live proposals: ${proposals.length}, past ones: ${past}`,
    ...proposals.map((proposal) => {
      const { what, at } = nextStep(proposal, now);
      return `  ${proposal.title}\n    ${proposal.stage}, ${proposal.type}: ${at === undefined ? what : until(at, now, what, what)}; ${tokens(proposal.votes.for)} for, ${tokens(proposal.votes.against)} against, quorum ${tokens(proposal.quorum)}`;
    }),
    "",
    formatTable(parameters.map(({ key, value }) => [key, value])),
  ];
  return { text: lines.join("\n"), json: status };
}

function until(at: number, now: number, coming: string, gone: string): string {
  return `${at >= now ? coming : gone} ${formatTimestamp(at)} (${countdown(Math.abs(at - now))}${at >= now ? "" : " ago"})`;
}

/** 200,000 → `2 d 7 h`. */
function countdown(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  return days > 0 ? `${days} d ${hours} h` : hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
