import { basename } from "node:path";

import hre from "hardhat";

import {
  LOCAL_ACCOUNTS,
  LOCAL_CHAIN,
  parseConfig,
  presets,
  resolveAccounts,
  type NetworkConfig,
} from "../config";
import { deployNetwork } from "../deploy/run";
import { readRoles } from "@polity/sdk/audit/roles";
import { connect, type Network } from "@polity/sdk/deployment";
import { encodeNep, validateNep, type Nep } from "@polity/sdk/nep";
import { startChain } from "../devnet/demo/chain";
import { readClosing } from "../devnet/demo/closing";
import { dispute } from "../devnet/demo/dispute";
import { sellRequests } from "../devnet/demo/market";
import { openSecond } from "../devnet/demo/network";
import { begin } from "../devnet/demo/phases";
import { hear } from "../devnet/demo/voices";
import { Teller } from "../devnet/demo/print";
import { shareOut } from "../devnet/demo/rounds";
import { sell } from "../devnet/demo/sale";
import * as scenes from "../devnet/demo/scenes";
import * as money from "../devnet/demo/treasury";
import { work } from "../devnet/demo/work";
import { options, portOf, run } from "./lib/cli";
import { compile } from "./lib/compile";
import { writeDeployment } from "./lib/deployments";
import { readNep } from "./lib/neps";

/** What the council's budget comes from. */
const BUDGET = "neps/nep-0005-budget-for-grants.md";

const USAGE = `npm run demo -- [--nep FILE] [--sale] [--dispute] [--work] [--rounds] [--phases] [--voices] [--market] [--keep] [--port PORT] [--json] [--verbose]
  Starts a local chain, deploys the neuroshard network and takes a NEP from draft to active;
  then a vote grants a budget, the council pays out of it, and a founder claims what has vested.
  --nep FILE   the NEP to take; default neps/nep-0001-multi-token-prediction.md
  --sale       then a second network, Distributed.ai, sells tokens of its treasury
  --dispute    there the council pays, somebody disputes it, and jurors send it back
  --work       there a grant and a bounty are done and paid, by silence and by jurors too
  --rounds     there models judge what people did, and ownership is shared out by it
  --phases     then AI1NET begins with its founders, and goes on to its second phase
  --voices     then AITBC counts persons, asks a ballot, and elects its council
  --market     then AI1NET's providers are paid for requests, and split what they got
  --keep       leave the chain running at the end, for the commands to go on with
  --port PORT  where it listens; default 8545 with --keep, else any free port`;

async function main(): Promise<void> {
  const {
    nep: file,
    sale,
    dispute: disputed,
    work: worked,
    rounds,
    phases,
    voices,
    market,
    keep,
    port,
    json,
  } = options(USAGE, {
    nep: { type: "string", default: "neps/nep-0001-multi-token-prediction.md" },
    sale: { type: "boolean", default: false },
    dispute: { type: "boolean", default: false },
    work: { type: "boolean", default: false },
    rounds: { type: "boolean", default: false },
    phases: { type: "boolean", default: false },
    voices: { type: "boolean", default: false },
    market: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    port: { type: "string" },
  });
  const listenAt = portOf(port ?? (keep ? "8545" : "0"));
  const config = parseConfig(presets.neuroshard);
  const nep = validateNep(readNep(file), { fileName: basename(file), network: config });
  const tell = new Teller(json);

  tell.heading("A NEP from draft to active, on a chain of its own");
  tell.note("compiling the contracts: a moment, the first time");
  await compile(hre);
  const chain = await startChain(hre, listenAt);
  const block = await hre.ethers.provider.getBlockNumber();
  tell.note(`the chain listens at ${chain.url}`);

  try {
    const { contracts, ...closing } = await play(tell, config, nep);
    if (sale || disputed || worked || rounds) {
      const stage = await openSecond(tell, await castOf());
      if (sale) await sell(stage);
      if (disputed) await dispute(stage);
      if (worked) await work(stage);
      if (rounds) await shareOut(stage);
    }
    if (phases) await begin(tell, await castOf());
    if (voices) await hear(tell, await castOf());
    if (market) await sellRequests(tell);
    if (keep) {
      const file = writeDeployment({ name: config.name, chainId: 31_337, block, contracts });
      tell.note(`the contracts' addresses are in ${file}, where the commands look for them`);
      const here = chain.url === "http://127.0.0.1:8545" ? "" : `LOCALHOST_RPC_URL=${chain.url} `;
      tell.note(`in a second terminal: ${here}npx hardhat --network localhost gov list`);
      tell.note(`the chain goes on at ${chain.url} (chain id 31337); stop it with Ctrl-C`);
    }
    tell.finish({ contracts, ...closing });
  } catch (error) {
    await chain.stop();
    throw error;
  }
  if (!keep) await chain.stop();
}

async function play(tell: Teller, config: NetworkConfig, nep: Nep) {
  tell.heading(`${config.name} is deployed from its preset`);
  const network = connect(
    await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN)),
    hre.ethers.provider,
  );
  const { addresses: contracts } = network;
  for (const [name, address] of Object.entries(contracts)) tell.note(`${name.padEnd(19)}${address}`);
  for (const [role, who] of Object.entries(await readRoles(network.timelock, 0))) {
    tell.note(`${role.padEnd(19)}${who.map((address) => nameOf(network, address)).join(", ") || "nobody"}`);
  }

  const cast = await castOf();
  const stage = { network, cast, tell };
  const proposal = encodeNep(nep, { proposer: await cast.ada.getAddress(), contracts });
  await scenes.stake(stage);
  await scenes.propose(stage, nep, proposal);
  await scenes.vote(stage, proposal);
  await scenes.activate(stage, proposal);

  const closing = await readClosing(network, proposal, 0);
  tell.table(`NEP-${nep.number}, read back from the chain`, closing.timeline);
  tell.table("The vote", closing.tally);
  tell.table("The network", closing.state);

  const budget = validateNep(readNep(BUDGET), { fileName: basename(BUDGET), network: config });
  const grant = encodeNep(budget, { proposer: await cast.ada.getAddress(), contracts });
  await scenes.propose(stage, budget, grant);
  await money.grant(stage, grant);
  await money.disburse(stage, await signersOf());
  await money.claim(stage);
  return { contracts, ...closing };
}

/** The local people by name, as {@link LOCAL_ACCOUNTS} has them. */
async function castOf(): Promise<scenes.Cast> {
  const { ada, ben, cleo, dan, june } = LOCAL_ACCOUNTS;
  const [a, b, c, d, j] = await Promise.all(
    [ada, ben, cleo, dan, june].map((address) => hre.ethers.getSigner(address)),
  );
  return { ada: a!, ben: b!, cleo: c!, dan: d!, june: j! };
}

async function signersOf(): Promise<money.Signers> {
  const { eva, hana, ivan } = LOCAL_ACCOUNTS;
  const [Eva, Hana, Ivan] = await Promise.all(
    [eva, hana, ivan].map((address) => hre.ethers.getSigner(address)),
  );
  return { Eva: Eva!, Hana: Hana!, Ivan: Ivan! };
}

function nameOf(network: Network, address: string): string {
  return Object.entries(network.addresses).find(([, known]) => known === address)?.[0] ?? address;
}

void run(main);
