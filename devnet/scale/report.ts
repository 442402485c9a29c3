import { execFileSync } from "node:child_process";
import { resourceUsage } from "node:process";

import { formatCount } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import type { Beside } from "./beside";
import type { BesideSize } from "./beside/stage";
import type { Check } from "./compare";
import type { Loaded } from "./load";
import type { Gas } from "./meter";
import type { Size } from "./plan";

/** What a load came to. */
export interface Report {
  size: Size;
  transactions: number;
  blocks: number;
  ballots: { single: number; relayed: number };
  seconds: Record<string, number>;
  gas: Gas[];
  checks: Check[];
  /** The most memory that this process ever had, and what the chain has at the end, in bytes. */
  memory: { load: number; node?: number };
  /** Everything that is not as it has to be, in sentences. */
  problems: string[];
}

/** What happened beside, and how it compares. */
export interface BesideReport {
  size: BesideSize;
  blocks: number;
  seconds: Record<string, number>;
  checks: Check[];
  problems: string[];
}

export async function besideReportOf(
  { stage: { size, seconds, provider, fromBlock } }: Beside,
  checks: Check[],
): Promise<BesideReport> {
  const blocks = (await provider.getBlockNumber()) - fromBlock;
  return { size, blocks, seconds, checks, problems: problemsOf(checks) };
}

/** @param node The chain's process, where it is another one than this. */
export async function reportOf(loaded: Loaded, checks: Check[], node?: number): Promise<Report> {
  const { plan, meter, motions, network, fromBlock, seconds } = loaded;
  const gas = meter.report();
  const all = motions.reduce((sum, { expected }) => sum + expected.ballots.size, 0);
  const single = gas
    .filter(({ action }) => action.startsWith("vote "))
    .reduce((sum, { count }) => sum + count, 0);
  return {
    size: plan.size,
    transactions: meter.transactions,
    blocks: (await network.governor.runner!.provider!.getBlockNumber()) - fromBlock,
    ballots: { single, relayed: all - single },
    seconds,
    gas,
    checks,
    memory: { load: resourceUsage().maxRSS * 1024, ...(node && { node: memoryOf(node) }) },
    problems: [
      ...problemsOf(checks),
      ...gas
        .filter(({ last, limit }) => last > limit)
        .map(
          ({ action, first, last, limit }) =>
            `${action}: ${round(last)} gas at the end, ${round(first)} at the start; at most ${round(limit)} is growth by the logarithm`,
        ),
    ],
  };
}

function problemsOf(checks: readonly Check[]): string[] {
  return [
    ...checks
      .filter(({ compared }) => compared === 0)
      .map(({ what }) => `${what}: there was nothing to compare`),
    ...checks
      .filter(({ differences }) => differences.length > 0)
      .map(
        ({ what, compared, differences }) =>
          `${what}: ${differences.length} of ${compared} differ from the model; the first is ${differences[0]!}`,
      ),
  ];
}

/** The report for a person. */
export function formatReport(report: Report): string {
  const { size, transactions, blocks, ballots, seconds, gas, checks, memory, problems } = report;
  const [turnout] = [(ballots.single + ballots.relayed) / (size.voters * size.proposals)];
  const costs = gas.map(({ action, count, first, last, limit }) => [
    action,
    formatCount(count),
    ...[first, last, last - first, limit].map(round),
  ]);
  return [
    `${formatCount(size.holders)} holders, ${formatCount(size.voters)} voters, ${size.proposals} proposals: ` +
      `${formatCount(transactions)} transactions in ${formatCount(blocks)} blocks, ` +
      `${formatCount(ballots.single)} ballots by their voters and ${formatCount(ballots.relayed)} relayed, ` +
      `${(turnout * 100).toFixed(1)} % of the voters`,
    timesOf(seconds),
    formatTable([["gas of", "measured", "at the start", "at the end", "growth", "limit"], ...costs]),
    comparedOf(checks),
    memory.node === undefined
      ? `memory: ${megabytes(memory.load)} at the most, of the node and the load in one process`
      : `memory: ${megabytes(memory.load)} at the most of the load, ${megabytes(memory.node)} of the node at the end`,
    problems.length === 0 ? "the chain is as the model says" : problems.join("\n"),
  ].join("\n\n");
}

export function formatBesideReport({ size, blocks, seconds, checks, problems }: BesideReport): string {
  return [
    `beside: ${formatCount(size.services)} services, a round of ${formatCount(size.entries)} entries, ` +
      `${formatCount(size.jobs)} jobs and ${formatCount(size.cases)} cases; ${formatCount(blocks)} blocks in all`,
    timesOf(seconds),
    comparedOf(checks),
    problems.length === 0 ? "what happened beside is as the model says" : problems.join("\n"),
  ].join("\n\n");
}

function timesOf(seconds: Readonly<Record<string, number>>): string {
  const times = Object.entries(seconds).map(([name, took]) => [name, took.toFixed(1)]);
  const total = Object.values(seconds).reduce((a, b) => a + b, 0);
  return formatTable([["phase", "seconds"], ...times, ["all", total.toFixed(1)]]);
}

function comparedOf(checks: readonly Check[]): string {
  const lines = checks.map(({ what, compared, differences }) => [
    what,
    formatCount(compared),
    String(differences.length),
  ]);
  return formatTable([["held against the model", "compared", "different"], ...lines]);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** What a process has in memory now, in bytes. */
function memoryOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
}

const round = (gas: number) => formatCount(Math.round(gas));
