import { fork } from "node:child_process";
import { cpuUsage, memoryUsage } from "node:process";

import { Wallet } from "ethers";

import * as usage from "@polity/sdk/usage";
import { useNativeCurve } from "./curve";

/** A payer with an open channel, as the chain knows it before its requests. */
export interface Paying {
  /** Of the payer's account: a made-up one of a chain for tests. */
  key: string;
  channel: usage.Channel;
  state: usage.ChannelState;
}

/** Requests of many payers to the gateways of their services. */
export interface Requests {
  /** What all gateways of it take payments by, but for their tills. */
  terms: Omit<usage.Terms, "till">;
  paying: Paying[];
  /** Of each payer. */
  requests: number;
  price: bigint;
}

/** What they came to. Seconds are of a processor. */
export interface Served {
  accounts: usage.Account[];
  seconds: { payers: number; gateways: number };
  /** The most memory that the process had after a payer's requests, in MB. */
  memory: number;
}

/**
 * Signs a voucher for each request as its payer, and has the gateway's cashier check and charge it. The cashier asks no chain:
 * its two questions about the channel are answered by what the chain has said before, which stays true while no block comes.
 * Vouchers are kept in memory, of each channel the highest.
 */
export async function serveRequests(
  { terms, paying, requests, price }: Requests,
  served: (payers: number) => void = () => undefined,
): Promise<Served> {
  const kept = new Map<string, usage.Account>();
  const states = new Map<string, usage.ChannelState>();
  const cashiers = new Map<string, usage.Cashier>();
  const cashierOf = (till: string) => {
    const known = cashiers.get(till);
    if (known) return known;
    const cashier = new usage.Cashier(
      { ...terms, till },
      {
        get: (id) => Promise.resolve(kept.get(id)),
        all: () => Promise.resolve([...kept.values()]),
        set: (id, account) => Promise.resolve(void kept.set(id, account)),
      },
      {
        idOf: (channel) => usage.channelIdOf(terms, channel),
        stateOf: (id) => Promise.resolve(states.get(id)!),
        deposit: () => Promise.reject(new Error("deposits are made before")),
      },
    );
    cashiers.set(till, cashier);
    return cashier;
  };
  const network = `eip155:${terms.chainId}`;
  const spent = { payers: 0, gateways: 0 };
  let memory = 0;
  for (const { key, channel, state } of paying) {
    const wallet = new Wallet(key);
    const cashier = cashierOf(channel.receiver);
    const channelId = usage.channelIdOf(terms, channel);
    states.set(channelId, state);
    for (let i = 1; i <= requests; i++) {
      const began = cpuUsage();
      const ceiling = state.claimed + BigInt(i) * price;
      const { signature } = await usage.signVoucher(wallet, terms, channelId, ceiling);
      const header = usage.encodeHeader({
        ...{ x402Version: 2, accepted: { scheme: usage.SCHEME, network } },
        payload: {
          ...{ type: "voucher", channelConfig: channel },
          voucher: { channelId, maxClaimableAmount: ceiling, signature },
        },
      });
      spent.payers += microseconds(began);
      const asked = cpuUsage();
      const sale = await cashier.take(header, price, "http://gateway");
      if ("refused" in sale) throw new Error(sale.refused);
      await sale.charge(price);
      spent.gateways += microseconds(asked);
    }
    // What the system calls the most of a child is its parent's where that had more.
    memory = Math.max(memory, memoryUsage.rss());
    served(1);
  }
  return {
    accounts: [...kept.values()],
    seconds: { payers: spent.payers / 1e6, gateways: spent.gateways / 1e6 },
    memory: Math.round(memory / 1e6),
  };
}

const microseconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = cpuUsage(since);
  return user + system;
};

/** The same in a process of its own, so that several serve at once, and with the curve's arithmetic in native code. */
export async function serveElsewhere(work: Requests, served: (payers: number) => void): Promise<Served> {
  const child = fork(__filename, { execArgv: ["--import", "tsx"], serialization: "advanced" });
  try {
    return await new Promise<Served>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`a process of gateways ended with ${code}`)));
      child.on("message", (said: number | Served) =>
        typeof said === "number" ? served(said) : resolve(said),
      );
      child.send(work);
    });
  } finally {
    child.kill();
  }
}

if (require.main === module)
  process.once("message", (work: Requests) => {
    useNativeCurve();
    serveRequests(work, (payers) => void process.send!(payers)).then(
      (served) => process.send!(served),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
