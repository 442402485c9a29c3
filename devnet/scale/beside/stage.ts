import { impersonateAccount, setBalance } from "@nomicfoundation/hardhat-network-helpers";
import {
  id,
  JsonRpcSigner,
  parseEther,
  Wallet,
  type JsonRpcProvider,
  type ContractTransaction,
  type Signer,
  type TransactionReceipt,
} from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_ACCOUNTS, type NetworkConfig } from "../../../config";
import { MAX_TRANSACTION_GAS, send, type Network } from "@polity/sdk";
import { type Model, modelOf } from "../model";
import { chunks, type Pace } from "../pace";

/** How much happens beside holders, voters and proposals. */
export interface BesideSize {
  /** Milestones of grants, two a grant. */
  jobs: number;
  /** Contributors of a round, each with one entry. */
  entries: number;
  /** On the market's list; every fifth is paid. */
  services: number;
  /** Before the court: half of them about jobs, three tenths about shares of the round, the rest about payments. */
  cases: number;
}

/** What all stages work with. */
export interface Stage extends Pace {
  network: Network;
  config: NetworkConfig;
  size: BesideSize;
  /** The first block that may have something of the network. */
  fromBlock: number;
  /** Of everybody's tokens, from what the chain says before the first stage on. */
  model: Model;
  /** People with keys of their own and with ether, made from their role and number. */
  people: (role: string, count: number) => Promise<Wallet[]>;
  signer: (name: keyof typeof LOCAL_ACCOUNTS) => Promise<Signer>;
  /** One of the network's contracts, as what commands it would have it act. */
  as: (contract: string) => Promise<Signer>;
  /** Tokens out of what was lent, many in a transaction. */
  pay: (name: string, payments: readonly { to: string; amount: bigint }[]) => Promise<void>;
  /** Calls that anybody can make, so many in a transaction. */
  batch: (name: string, most: number, calls: readonly Promise<ContractTransaction>[]) => Promise<void>;
  /** What each has to send by its own sender: one after the other for one sender, senders at the same time. */
  bySender: <T>(
    name: string,
    list: readonly T[],
    senderOf: (one: T) => string,
    act: (one: T) => Promise<void>,
  ) => Promise<void>;
  /** Many calls of one sender, in their order, of which none waits for the one before. @returns Their receipts. */
  inOrder: (
    name: string,
    sender: Signer,
    calls: readonly Promise<ContractTransaction>[],
  ) => Promise<TransactionReceipt[]>;
  /** What makes batches, and holds what was lent. */
  helper: string;
}

/** Transfers in a transaction: each takes some 33,000 gas. */
const TRANSFERS = 350;
/** More than what the council does takes: it is not estimated, since it may need what was sent just before. */
const GAS_OF_ONE = 2_000_000n;

/** Makes a stage on a network that is there. @param beneficiaries Who may be paid, and may have something already. */
export async function stageOf(
  hre: HardhatRuntimeEnvironment,
  pace: Pace,
  of: Pick<Stage, "network" | "config" | "size" | "fromBlock"> & { known: readonly string[] },
): Promise<Stage> {
  const { provider, each, atOnce } = pace;
  const { network, known, ...rest } = of;
  const { token, addresses } = network;
  const model = modelOf(addresses);
  const signer = (name: keyof typeof LOCAL_ACCOUNTS) => provider.getSigner(LOCAL_ACCOUNTS[name]);
  const deployed = await hre.ethers.deployContract(
    "Batcher",
    await hre.ethers.getSigner(LOCAL_ACCOUNTS.june),
  );
  const helper = deployed.target as string;
  const june = await signer("june");
  const run = async (calls: readonly { to: string; data: string }[]) => {
    const data = deployed.interface.encodeFunctionData("run", [
      calls.map(({ to }) => to),
      calls.map(({ data }) => data),
    ]);
    const sent = await june.sendTransaction({ to: helper, data, gasLimit: MAX_TRANSACTION_GAS });
    await sent.wait();
  };
  const stage: Stage = {
    ...{ ...pace, ...rest, network, model, helper, signer },
    async people(role, count) {
      const made = Array.from({ length: count }, (_, i) =>
        new Wallet(id(`scale ${role} ${i}`)).connect(provider),
      );
      await each(`${role}s, who come`, made, ({ address }) => setBalance(address, parseEther("10")), atOnce);
      return made;
    },
    async as(contract) {
      await impersonateAccount(contract);
      await setBalance(contract, parseEther("10"));
      return provider === hre.ethers.provider
        ? hre.ethers.getSigner(contract)
        : new JsonRpcSigner(provider as JsonRpcProvider, contract);
    },
    async pay(name, payments) {
      await each(name, chunks(payments, TRANSFERS), async (some) => {
        const to = addresses.GovernanceToken;
        const call = ({ to, amount }: { to: string; amount: bigint }) =>
          token.interface.encodeFunctionData("transfer", [to, amount]);
        await run(some.map((payment) => ({ to, data: call(payment) })));
        for (const { to, amount } of some) model.move(helper, to, amount);
      });
    },
    async batch(name, most, calls) {
      await each(name, chunks(calls, most), async (some) => run(await Promise.all(some)));
    },
    async inOrder(name, sender, calls) {
      const receipts: TransactionReceipt[] = [];
      await each(name, chunks(calls, atOnce), async (some) => {
        const nonce = await sender.getNonce();
        const sent = await Promise.all(
          some.map(async (call, i) =>
            sender.sendTransaction({ ...(await call), nonce: nonce + i, gasLimit: GAS_OF_ONE }),
          ),
        );
        receipts.push(...(await Promise.all(sent.map(async (one) => (await one.wait())!))));
      });
      return receipts;
    },
    async bySender(name, list, senderOf, act) {
      const queues = new Map<string, (typeof list)[number][]>();
      for (const one of list) queues.set(senderOf(one), [...(queues.get(senderOf(one)) ?? []), one]);
      const inTurn = async (queue: typeof list) => {
        for (const one of queue) await act(one);
      };
      await each(name, [...queues.values()], inTurn, atOnce);
    },
  };
  const accounts = [
    ...[...known, ...Object.values(LOCAL_ACCOUNTS), helper],
    ...Object.values<string>(addresses),
  ];
  await each(
    "what everybody has",
    [...new Set(accounts)],
    async (account) => model.mint(account, await token.balanceOf(account)),
    100,
  );
  return stage;
}

/** Hands the helper what the stages need, by those who have most. @throws when they have less. */
export async function lend({ network, model, helper }: Stage, lenders: readonly Signer[], needed: bigint) {
  const { token } = network;
  const rich = await Promise.all(
    lenders.map(async (lender) => ({ lender, has: await token.balanceOf(lender) })),
  );
  rich.sort((a, b) => (a.has > b.has ? -1 : 1));
  let left = needed;
  for (const { lender, has } of rich) {
    // Each keeps a tenth, and its votes.
    const amount = (has * 9n) / 10n < left ? (has * 9n) / 10n : left;
    if (amount === 0n) break;
    await send(lender, token.transfer.populateTransaction(helper, amount));
    model.move(await lender.getAddress(), helper, amount);
    left -= amount;
  }
  if (left > 0n) throw new Error(`those who lend have ${left} base units less than the stages need`);
}
