import { hrtime } from "node:process";

import { Wallet, id as hashText, parseEther } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import * as sdk from "@polity/sdk";
import * as market from "@polity/sdk/market";
import { keeping } from "@polity/sdk/market/keeper";
import { send } from "@polity/sdk/transaction";
import * as usage from "@polity/sdk/usage";
import { serveElsewhere, serveRequests, type Paying, type Served } from "./requests";

/** How large a market is measured. */
export interface MarketSize {
  services: number;
  /** Each pays one service; as many as services, or more. */
  payers: number;
  /** Of each payer; 2 or more. */
  requests: number;
  /** Among which the payers and their gateways are divided, but for the first payer, who pays in this one. */
  processes: number;
}

/** What it took. Gas of one, and seconds. */
export interface MarketFigures extends MarketSize {
  gas: { list: number; deposit: number; claim: number; claimOfOne: number; sweep: number };
  seconds: {
    /** Of a processor, for a request of the first payer: what it signs, and what the gateway checks and charges. */
    payer: number;
    gateway: number;
    /** Both, for a request of the others, whose signatures are made and checked by native code. */
    native: number;
    /** All requests but those of the first payer, by the clock. */
    requests: number;
    /** What a gateway asks the chain for a request, on this chain. */
    questions: number;
    reading: number;
    keeper: number;
  };
  /** Transactions after the deposits, by what they were. */
  transactions: { claims: number; sweeps: number };
  /** The most that a process of gateways had, in MB. */
  memory: number;
  /** Whether all that was charged has come into the tills, to the wei. */
  adds: boolean;
}

const PRICE = 10n ** 15n;
const STAKE = parseEther("25000");
const BATCH = 50;

/** A market of many services, each paid by many requests: what of it costs gas, and what time. */
export async function measureMarket(
  hre: HardhatRuntimeEnvironment,
  size: MarketSize,
  say: (line: string) => void,
): Promise<MarketFigures> {
  const { provider } = hre.ethers;
  const config = parseConfig(presets.ai1net);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = sdk.connect(contracts, provider);
  const list = market.requireMarket(network);
  const [cleo, dan, finn] = await Promise.all(
    (["cleo", "dan", "finn"] as const).map((name) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name])),
  );
  const { token } = network;
  await token.connect(dan).transfer(cleo!, parseEther("30000000"));
  const gasOf = ({ gasUsed }: { gasUsed: bigint }) => Number(gasUsed);
  const gas = { list: 0, deposit: 0, claim: 0, claimOfOne: 0, sweep: 0 };

  say(`${size.services} services are listed`);
  const tills: string[] = [];
  for (let i = 0; i < size.services; i++) {
    const { service, till, receipt } = await market.listService(list, cleo!, {
      ...{ kind: 0, developerBps: 2000n, stake: STAKE, metadata: hashText(`card ${i}`), uri: "ipfs://card" },
    });
    gas.list = gasOf(receipt);
    tills.push(till);
    await list.connect(cleo).addAuthorizer(service, cleo!);
  }

  const settlement = usage.settlementOf(
    { chainId: BigInt(LOCAL_CHAIN), settlement: await list.SETTLEMENT() },
    provider,
  );
  say(`${size.payers} payers open channels`);
  const deposit = BigInt(size.requests) * PRICE;
  const channels: { key: string; channel: usage.Channel }[] = [];
  for (let i = 0; i < size.payers; i++) {
    const key = hashText(`payer ${i}`);
    const wallet = new Wallet(key);
    const { address } = wallet;
    await token.connect(finn).transfer(address, deposit);
    const channel: usage.Channel = {
      ...{ payer: address, payerAuthorizer: address, receiver: tills[i % tills.length]! },
      ...{ receiverAuthorizer: cleo!.address, token: contracts.GovernanceToken },
      ...{ withdrawDelay: sdk.DAY, salt: usage.appSalt(dan!.address, i) },
    };
    const signed = await usage.signDeposit(wallet, provider, settlement.where, channel, deposit);
    gas.deposit = gasOf(await send(cleo!, settlement.deposit(channel, deposit, signed)));
    channels.push({ key, channel });
  }

  say(`${size.payers * size.requests} requests are paid`);
  const terms = {
    ...{ ...settlement.where, authorizer: cleo!.address, withdrawDelay: sdk.DAY, minDeposit: 1n },
    token: { address: contracts.GovernanceToken, name: "AI1NET", version: "1" },
  };
  const paying = async (some: typeof channels): Promise<Paying[]> =>
    Promise.all(
      some.map(async (each) => ({ ...each, state: await settlement.stateOf(settlement.idOf(each.channel)) })),
    );
  const claim = async (accounts: readonly usage.Account[]) =>
    gasOf(await send(cleo!, settlement.claim(accounts)));
  const asking = { terms, requests: size.requests, price: PRICE };
  // The first payer is claimed after one request already: as dear as after many.
  const [first, ...others] = channels;
  const once = await serveRequests({ ...asking, requests: 1, paying: await paying([first!]) });
  gas.claimOfOne = await claim(once.accounts);
  const again = await serveRequests({
    ...{ ...asking, requests: size.requests - 1, paying: await paying([first!]) },
  });
  const began = hrtime.bigint();
  const rest = await paying(others);
  const shares = Array.from({ length: size.processes }, (_, i) =>
    rest.filter((__, at) => at % size.processes === i),
  );
  let done = 0;
  const count = () => {
    if (++done % 100 === 0) say(`${done} payers have paid`);
  };
  const served = await Promise.all(shares.map((some) => serveElsewhere({ ...asking, paying: some }, count)));
  const lasted = Number(hrtime.bigint() - began) / 1e9;
  const of = (who: "payers" | "gateways", some: readonly Served[], payers: number) =>
    some.reduce((sum, { seconds }) => sum + seconds[who], 0) / (payers * size.requests);

  say("everything is claimed and swept");
  const due = [again, ...served].flatMap(({ accounts }) => accounts);
  const transactions = { claims: 0, sweeps: 0 };
  let claimed = 0;
  for (let i = 0; i < due.length; i += BATCH) {
    claimed += await claim(due.slice(i, i + BATCH));
    transactions.claims++;
  }
  gas.claim = Math.round(claimed / due.length);
  let came = 0n;
  for (const place of tills.slice(0, size.payers)) {
    const till = Till__factory.connect(place, cleo);
    came += await till.sweep.staticCall(token);
    gas.sweep = gasOf(await send(cleo!, till.sweep.populateTransaction(token)));
    transactions.sweeps++;
  }

  const timed = async (act: () => Promise<unknown>) => {
    const before = hrtime.bigint();
    await act();
    return Number(hrtime.bigint() - before) / 1e9;
  };
  const { number: block, timestamp: time } = (await provider.getBlock("latest"))!;
  const seconds = {
    payer: of("payers", [once, again], 1),
    gateway: of("gateways", [once, again], 1),
    native: of("payers", served, others.length) + of("gateways", served, others.length),
    requests: lasted,
    questions: (await timed(() => paying(channels.slice(0, 100)))) / Math.min(100, channels.length),
    reading: await timed(() => market.readServices(list)),
    keeper: await timed(() => keeping.watch(network, { fromBlock: 0 })!({ block, time })),
  };
  const adds = came === BigInt(size.payers * size.requests) * PRICE;
  const memory = Math.max(...served.map((each) => each.memory));
  return { ...size, gas, seconds, transactions, memory, adds };
}
