// A market of many services and requests: what of it costs gas, and what time (docs/market.md).
import { PolityError } from "@polity/sdk/errors";
import { measureMarket } from "../devnet/scale/market";
import { options, run } from "./lib/cli";
import { compile } from "./lib/compile";

const USAGE = `npm run scale:market -- [--services N] [--payers N] [--requests N] [--processes N] [--json]
  Lists services on a chain in this process, has payers pay for requests, claims and splits it all, and says what it took.
  --services N   default 1000
  --payers N     each pays one service; default 1000
  --requests N   of each payer, 2 or more; default 1000, a million in all
  --processes N  in which payers sign and gateways check, at the same time; default 2`;

/** A million take a quarter of an hour of a processor. */
const MOST = 10_000_000;

async function main(): Promise<void> {
  const { services, payers, requests, processes, json } = options(USAGE, {
    services: { type: "string", default: "1000" },
    payers: { type: "string", default: "1000" },
    requests: { type: "string", default: "1000" },
    processes: { type: "string", default: "2" },
  });
  const number = (name: string, text: string): number => {
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
    throw new PolityError(`--${name} ${text} is no number`, { hint: "write one from 1 to 999999" });
  };
  const size = {
    services: number("services", services),
    payers: number("payers", payers),
    requests: number("requests", requests),
    processes: number("processes", processes),
  };
  if (size.payers < size.services)
    throw new PolityError("each service needs a payer", { hint: "give as many payers as services, or more" });
  const all = size.payers * size.requests;
  if (size.requests < 2 || all > MOST)
    throw new PolityError(`${size.payers} payers with ${size.requests} requests each are ${all} requests`, {
      hint: `give 2 requests to each or more, and ${MOST} in all at the most`,
    });
  if (size.processes > Math.min(32, size.payers - 1))
    throw new PolityError(`--processes ${size.processes} is more than there is work for`, {
      hint: "give as many as there are processors: 32 at the most, and fewer than payers",
    });
  const { default: hre } = await import("hardhat");
  await compile(hre);
  const { gas, seconds, transactions, memory, adds } = await measureMarket(hre, size, (line) => {
    if (!json) console.log(line);
  });
  const ms = (of: number) => `${(of * 1000).toFixed(2)} ms`;
  const text = [
    `${all} requests to ${size.services} services were paid; after the deposits they took ${transactions.claims} claims and ${transactions.sweeps} sweeps`,
    `gas: ${gas.list} to list, ${gas.deposit} for a deposit, ${gas.claim} to claim a channel (alone, after one request: ${gas.claimOfOne}), ${gas.sweep} to sweep`,
    `a request takes ${ms(seconds.payer)} of its payer's processor and ${ms(seconds.gateway)} of its gateway's, by the first payer's ${size.requests}, and ${ms(seconds.questions)} for what the gateway asks this chain`,
    `the others, with signatures in native code, took ${ms(seconds.native)} of a processor each, and ${Math.round(seconds.requests)} s in ${size.processes} processes, ${Math.round((all - size.requests) / seconds.requests)} a second; a process had ${memory} MB at the most`,
    `all services are read in ${seconds.reading.toFixed(1)} s, and the keeper looks at them in ${seconds.keeper.toFixed(1)} s`,
    adds
      ? "what was charged is what came into the tills"
      : "what was charged is NOT what came into the tills",
  ];
  console.log(
    json ? JSON.stringify({ ...size, gas, seconds, transactions, memory, adds }, null, 2) : text.join("\n"),
  );
  if (!adds) process.exitCode = 1;
}

void run(main);
