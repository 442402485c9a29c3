// A market of many services and requests: what of it costs gas, and what time (docs/market.md).
import { PolityError } from "@polity/sdk/errors";
import { measureMarket } from "../devnet/scale/market";
import { options, run } from "./lib/cli";
import { compile } from "./lib/compile";

const USAGE = `npm run scale:market -- [--services N] [--payers N] [--requests N] [--json]
  Lists services on a chain in this process, has payers pay for requests, claims and splits it all, and says what it took.
  --services N  default 1000
  --payers N    each pays one service; default 1000
  --requests N  of each payer; default 20`;

async function main(): Promise<void> {
  const { services, payers, requests, json } = options(USAGE, {
    services: { type: "string", default: "1000" },
    payers: { type: "string", default: "1000" },
    requests: { type: "string", default: "20" },
  });
  const number = (name: string, text: string): number => {
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
    throw new PolityError(`--${name} ${text} is no number`, { hint: "write one from 1 to 999999" });
  };
  const size = {
    services: number("services", services),
    payers: number("payers", payers),
    requests: number("requests", requests),
  };
  if (size.payers < size.services)
    throw new PolityError("each service needs a payer", { hint: "give as many payers as services, or more" });
  const { default: hre } = await import("hardhat");
  await compile(hre);
  const { gas, seconds, transactions, adds } = await measureMarket(hre, size, (line) => {
    if (!json) console.log(line);
  });
  const all = size.payers * size.requests;
  const text = [
    `${all} requests to ${size.services} services were paid; after the deposits they took ${transactions.claims} claims and ${transactions.sweeps} sweeps`,
    `gas: ${gas.list} to list, ${gas.deposit} for a deposit, ${gas.claim} to claim a channel (alone, after one request: ${gas.claimOfOne}), ${gas.sweep} to sweep`,
    `a gateway takes ${(seconds.request * 1000).toFixed(2)} ms for a request beside the model: a million are ${Math.round((seconds.request * 1e6) / 60)} minutes of one processor`,
    `all services are read in ${seconds.reading.toFixed(1)} s, and the keeper looks at them in ${seconds.keeper.toFixed(1)} s`,
    adds
      ? "what was charged is what came into the tills"
      : "what was charged is NOT what came into the tills",
  ];
  console.log(
    json ? JSON.stringify({ ...size, gas, seconds, transactions, adds }, null, 2) : text.join("\n"),
  );
  if (!adds) process.exitCode = 1;
}

void run(main);
