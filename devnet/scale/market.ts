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

/** How large a market is measured. */
export interface MarketSize {
  services: number;
  /** Each pays one service; as many as services, or more. */
  payers: number;
  /** Of each payer. */
  requests: number;
}

/** What it took. Gas of one, and seconds. */
export interface MarketFigures extends MarketSize {
  gas: { list: number; deposit: number; claim: number; claimOfOne: number; sweep: number };
  seconds: { request: number; reading: number; keeper: number };
  /** Transactions after the deposits, by what they were. */
  transactions: { claims: number; sweeps: number };
  /** Whether all that was charged has come into the tills, to the wei. */
  adds: boolean;
}

const PRICE = 10n ** 15n;
const DEPOSIT = parseEther("1");
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
  const kept = new Map<string, usage.Account>();
  const accounts: usage.Accounts = {
    get: (id) => Promise.resolve(kept.get(id)),
    all: () => Promise.resolve([...kept.values()]),
    set: (id, account) => Promise.resolve(void kept.set(id, account)),
  };
  const cashiers = tills.map(
    (till) =>
      new usage.Cashier(
        {
          ...{ ...settlement.where, till, authorizer: cleo!.address, withdrawDelay: sdk.DAY, minDeposit: 1n },
          token: { address: contracts.GovernanceToken, name: "AI1NET", version: "1" },
        },
        accounts,
        { ...settlement, deposit: () => Promise.reject(new Error("deposits are made before")) },
      ),
  );
  const payers: { wallet: { address: string } & Wallet; channel: usage.Channel; cashier: usage.Cashier }[] =
    [];
  for (let i = 0; i < size.payers; i++) {
    const wallet = new Wallet(hashText(`payer ${i}`));
    const { address } = wallet;
    await token.connect(finn).transfer(address, DEPOSIT);
    const channel: usage.Channel = {
      ...{ payer: address, payerAuthorizer: address, receiver: tills[i % tills.length]! },
      ...{ receiverAuthorizer: cleo!.address, token: contracts.GovernanceToken },
      ...{ withdrawDelay: sdk.DAY, salt: usage.appSalt(dan!.address, i) },
    };
    const signed = await usage.signDeposit(wallet, provider, settlement.where, channel, DEPOSIT);
    gas.deposit = gasOf(await send(cleo!, settlement.deposit(channel, DEPOSIT, signed)));
    payers.push({ wallet, channel, cashier: cashiers[i % tills.length]! });
  }

  // Vouchers are signed before: what a gateway does for a request is measured, and not what its payer does.
  say(`${size.payers * size.requests} requests are paid`);
  let served = 0n;
  const serve = async ({ wallet, channel, cashier }: (typeof payers)[number], charged: bigint) => {
    const voucher = await usage.signVoucher(
      ...([wallet, settlement.where, settlement.idOf(channel), charged + PRICE] as const),
    );
    const { channelId, ceiling, signature } = voucher;
    const header = usage.encodeHeader({
      ...{ x402Version: 2, accepted: { scheme: usage.SCHEME, network: `eip155:${LOCAL_CHAIN}` } },
      payload: {
        ...{ type: "voucher", channelConfig: channel },
        voucher: { channelId, maxClaimableAmount: ceiling, signature },
      },
    });
    const before = hrtime.bigint();
    const sale = await cashier.take(header, PRICE, "http://gateway");
    if ("refused" in sale) throw new Error(sale.refused);
    await sale.charge(PRICE);
    served += hrtime.bigint() - before;
  };
  const claim = (some: Parameters<typeof settlement.claim>[0]) => send(cleo!, settlement.claim(some));
  // The first payer is claimed after one request already: as dear as after many.
  const [first, ...others] = payers;
  await serve(first!, 0n);
  gas.claimOfOne = gasOf(await claim(await cashiers[0]!.claimable()));
  for (let i = 1; i < size.requests; i++) await serve(first!, BigInt(i) * PRICE);
  for (const payer of others) for (let i = 0; i < size.requests; i++) await serve(payer, BigInt(i) * PRICE);

  say("everything is claimed and swept");
  const due = await cashiers[0]!.claimable();
  const transactions = { claims: 0, sweeps: 0 };
  let claimed = 0;
  for (let i = 0; i < due.length; i += BATCH) {
    claimed += gasOf(await claim(due.slice(i, i + BATCH)));
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
    request: Number(served) / 1e9 / (size.payers * size.requests),
    reading: await timed(() => market.readServices(list)),
    keeper: await timed(() => keeping.watch(network, { fromBlock: 0 })!({ block, time })),
  };
  const adds = came === BigInt(size.payers * size.requests) * PRICE;
  return { ...size, gas, seconds, transactions, adds };
}
