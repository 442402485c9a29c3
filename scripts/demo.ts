import { readFileSync } from "node:fs";
import { basename } from "node:path";

import hre from "hardhat";

import { loadLocalNetwork } from "../config/networks";
import { deployNetwork } from "../deploy/run";
import { readRoles } from "../sdk/audit/roles";
import { connect } from "../sdk/deployment";
import { PolityError } from "../sdk/errors";
import { encodeNep, parseNep, validateNep } from "../sdk/nep";
import { startChain } from "./demo/chain";
import { readClosing } from "./demo/closing";
import { Teller } from "./demo/print";
import * as scenes from "./demo/scenes";
import { options, run } from "./lib/cli";

const USAGE = `npm run demo -- [--nep FILE] [--keep] [--port PORT] [--json] [--verbose]
  Starts a local chain, deploys the neuroshard network and takes a NEP from draft to active.
  --nep FILE   the NEP to take; default neps/nep-0001-multi-token-prediction.md
  --keep       leave the chain running at the end
  --port PORT  where it listens; default 8545 with --keep, else any free port`;

async function main(): Promise<void> {
  const { nep: file, keep, port, json } = options(USAGE, {
    nep: { type: "string", default: "neps/nep-0001-multi-token-prediction.md" },
    keep: { type: "boolean", default: false },
    port: { type: "string" },
  });
  const tell = new Teller(json);

  tell.heading("A NEP from draft to active, on a chain of its own");
  tell.note("compiling the contracts: a moment, the first time");
  await hre.run("compile", { quiet: true });
  const chain = await startChain(hre, port ? Number(port) : keep ? 8545 : 0);
  tell.note(`the chain listens at ${chain.url}`);
}

void run(main);
