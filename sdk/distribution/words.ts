import type { Distributor } from "../../typechain-types/contracts/distribution/Distributor";
import type { Sale } from "../../typechain-types/contracts/distribution/Sale";
import { governanceTokens, lossWarning, money, relayedDelegation, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { ArgsOf } from "../core/abi";
import type { AbiOf, Scene, Words } from "../core/domain";
import { formatDuration, formatTimestamp } from "../format";
import type { Network } from "../network";
import { budgetText } from "../treasury/granted";
import type { contracts } from "./contracts";
import {
  decodeDistributionTerms,
  decodeSaleTerms,
  type Delivery,
  type DistributionTerms,
  type SaleTerms,
} from "./terms";

type Own = Words<typeof contracts>;
type SaleScene = Scene<readonly [bigint, ...unknown[]], Sale>;
type DistributionScene = Scene<readonly [bigint, ...unknown[]], Distributor>;

export const describe: Own["describe"] = {
  Sale: {
    open: ({ network, args: [terms] }) => saleLines(network, decodeSaleTerms(saleFields(terms))),
    close: async ({ network, contract, args: [id], at }) => {
      const { sold, raised, terms } = await contract.sale(id, at);
      return [
        `ends sale ${id} at once, of which ${await governanceTokens(network, sold)} are sold`,
        raised < terms.least
          ? `it has raised ${await money(network, terms.payment, raised)}, less than it needs: its buyers take their payments back`
          : "what was bought stays bought",
      ];
    },
    buy: async ({ network, contract, args: [id, amount, maxPrice], at }) => {
      const { terms } = await contract.sale(id, at);
      const { bought, cost } = await contract.quote(id, amount, at);
      return [
        `buys ${await governanceTokens(network, bought)} in sale ${id}, for ${await money(network, terms.payment, cost)} now`,
        `pays at most ${await money(network, terms.payment, maxPrice)} for each`,
        ...(bought < amount
          ? [`of the ${await governanceTokens(network, amount)} asked for, no more is left`]
          : []),
      ];
    },
    refund: async (scene) => {
      const { network, args } = scene;
      const { terms } = await saleOf(scene);
      const to = args[1];
      return [
        `sends what the caller paid in sale ${args[0]} back to ${who(network, to)}`,
        ...lossWarning(network, to, terms.payment),
      ];
    },
    claim: ({ network, args: [id, account] }) => [
      `hands ${who(network, account)} what it bought in sale ${id}`,
    ],
    collect: async (scene) => {
      const { network, args } = scene;
      const { raised, collected, terms } = await saleOf(scene);
      const sum = await money(network, terms.payment, raised - collected);
      return [
        `deposits ${sum}, proceeds of sale ${args[0]}, in the treasury for ${wordText(terms.category)}`,
      ];
    },
    returnUnsold: async (scene) => {
      const { terms } = await saleOf(scene);
      return [`gives what is unsold of sale ${scene.args[0]} back to budget ${terms.budgetId}`];
    },
  },
  Distributor: {
    open: async ({ network, args: [struct] }) => {
      const terms = decodeDistributionTerms(distributionFields(struct));
      const list = `who gets how much is in the list with the sha256 ${terms.listHash} and the root ${terms.root}`;
      return [...(await distributionLines(network, terms)), list];
    },
    close: async (scene) => {
      const { left } = await distributionOf(scene);
      return [
        `ends distribution ${scene.args[0]} at once: ${await governanceTokens(scene.network, left)} that are not claimed go back`,
      ];
    },
    claim: claims,
    claimAndDelegate: async ({ network, args: [id, leaf, [delegatee]] }) => [
      await claimLine(network, id, leaf),
      relayedDelegation(network, delegatee, "tokens"),
    ],
    claimMany: ({ network, args: [id, leaves] }) =>
      Promise.all(leaves.map((leaf) => claimLine(network, id, leaf))),
    returnRest: async (scene) => {
      const { left, terms } = await distributionOf(scene);
      return [
        `gives ${await governanceTokens(scene.network, left)}, which nobody has claimed of distribution ${scene.args[0]}, back to budget ${terms.budgetId}`,
      ];
    },
  },
};

export const already: Own["already"] = {
  Sale: {
    close: async ({ contract, args: [id], at }) => {
      const status = await contract.statusOf(id, at);
      return status > 1n ? `sale ${id} is over already` : undefined;
    },
  },
  Distributor: {
    close: async ({ network, contract, args: [id], at }) => {
      const { end } = await contract.distribution(id, at);
      const now = await network.governor.clock(at);
      return now >= end ? `distribution ${id} is over already` : undefined;
    },
    claimMany: ({ args: [, leaves] }) => (leaves.length === 0 ? "it claims nothing" : undefined),
  },
};

export const logs: Own["logs"] = {
  Sale: {
    SaleOpened: async ({ network, args: [id, , terms] }) =>
      `sale ${id} is open: it ${(await saleLines(network, decodeSaleTerms(saleFields(terms)))).join("; ")}`,
    SaleClosed: ({ args: [id] }) => `sale ${id} has ended`,
    Bought: async ({ network, args: [id, buyer, payment, amount, cost] }) =>
      `${who(network, buyer)} buys ${await governanceTokens(network, amount)} in sale ${id}, for ${await money(network, payment, cost)}`,
    Delivered: async ({ network, args: [id, buyer, recipient, amount] }) =>
      `${await governanceTokens(network, amount)} of sale ${id} go to ${recipient === buyer ? who(network, buyer) : `the vault ${recipient} of ${who(network, buyer)}`}`,
    PaymentReturned: async ({ network, args: [id, buyer, to, payment, , amount] }) =>
      `${await money(network, payment, amount)} of sale ${id} go back to ${who(network, to)}, for ${who(network, buyer)}`,
    ProceedsCollected: async ({ network, args: [id, payment, , amount] }) =>
      `${await money(network, payment, amount)}, proceeds of sale ${id}, go to the treasury`,
    UnsoldReturned: async ({ network, args: [id, budgetId, amount] }) =>
      `${await governanceTokens(network, amount)}, unsold in sale ${id}, go back to budget ${budgetId}`,
  },
  Distributor: {
    DistributionOpened: async ({ network, args: [id, , terms, end] }) =>
      `distribution ${id} is open until ${formatTimestamp(end)}: it ${(await distributionLines(network, decodeDistributionTerms(distributionFields(terms)))).join("; ")}`,
    DistributionClosed: ({ args: [id] }) => `distribution ${id} has ended`,
    Claimed: async ({ network, args: [id, , account, , amount] }) =>
      `${who(network, account)} gets ${await governanceTokens(network, amount)} of distribution ${id}`,
    RestReturned: async ({ network, args: [id, budgetId, amount] }) =>
      `${await governanceTokens(network, amount)}, which nobody claimed of distribution ${id}, go back to budget ${budgetId}`,
  },
};

type Leaf = readonly [index: bigint, account: string, amount: bigint, ...unknown[]];

async function claims({ network, args: [id, leaf] }: Scene<readonly [bigint, Leaf]>): Promise<string[]> {
  return [await claimLine(network, id, leaf)];
}

const claimLine = async (network: Network, id: bigint, [, account, amount]: Leaf): Promise<string> =>
  `hands ${who(network, account)} ${await governanceTokens(network, amount)} of distribution ${id}`;

// Words get the fields of a struct by their place.
type SaleStruct = ArgsOf<AbiOf<(typeof contracts)["Sale"]>, "function", "open">[0];
const saleFields = (struct: SaleStruct) => {
  const [budgetId, payment, startPrice, endPrice, amount, start, least, cap, duration, ...rest] = struct;
  const [vestingSeconds, cliffSeconds, allowList, category] = rest;
  return {
    ...{ budgetId, payment, startPrice, endPrice, amount, start, least, cap, duration },
    ...{ vestingSeconds, cliffSeconds, allowList, category },
  };
};
type DistributionStruct = ArgsOf<AbiOf<(typeof contracts)["Distributor"]>, "function", "open">[0];
const distributionFields = (struct: DistributionStruct) => {
  const [budgetId, root, listHash, amount, duration, destination, ...rest] = struct;
  const [termSeconds, vestingStart, cliffSeconds] = rest;
  return {
    ...{ budgetId, root, listHash, amount, duration, destination },
    ...{ termSeconds, vestingStart, cliffSeconds },
  };
};

const saleOf = ({ contract, args: [id], at }: SaleScene) => contract.sale(id, at);
const distributionOf = ({ contract, args: [id], at }: DistributionScene) => contract.distribution(id, at);

/** What a sale's terms say, one sentence a line. */
async function saleLines(network: Network, terms: SaleTerms): Promise<string[]> {
  const { budgetId, payment, startPrice, endPrice, amount, start, duration, least, cap } = terms;
  const [first, last] = await Promise.all(
    [startPrice, endPrice].map((price) => money(network, payment, price)),
  );
  const begins = start === 0 ? "at once" : `from ${formatTimestamp(start)}`;
  return [
    `sells up to ${await governanceTokens(network, amount)} out of ${budgetText(budgetId)}, ${begins}, for ${formatDuration(duration)}`,
    startPrice === endPrice
      ? `each costs ${first!}`
      : `each costs ${first!} at first, and less every second until ${last!}`,
    ...(cap > 0n ? [`an account may buy ${await governanceTokens(network, cap)}`] : []),
    ...(terms.allowList ? [`only accounts of the list ${terms.allowList} may buy`] : []),
    ...(least > 0n
      ? [
          `it fails if it raises less than ${await money(network, payment, least)}; buyers then take their payments back`,
        ]
      : []),
    ...(terms.vesting
      ? [
          `what is bought vests over ${formatDuration(terms.vesting.duration)} from the end on${cliffOf(terms.vesting.cliff)}`,
        ]
      : []),
    `proceeds go to the treasury for ${wordText(terms.category)}, and so does what is unsold`,
  ];
}

async function distributionLines(network: Network, terms: DistributionTerms): Promise<string[]> {
  const { budgetId, amount, duration, delivery } = terms;
  return [
    `distributes ${await governanceTokens(network, amount)} out of ${budgetText(budgetId)}, to be claimed within ${formatDuration(duration)}`,
    deliveryText(delivery),
    "what nobody claims goes back to the treasury",
  ];
}

function deliveryText(delivery: Delivery): string {
  switch (delivery.destination) {
    case "wallet":
      return "claims go to each account itself";
    case "lock":
      return `claims are locked for ${delivery.seconds === 0 ? "good" : formatDuration(delivery.seconds)}, for accounts that allow it`;
    case "vault":
      return `claims vest over ${formatDuration(delivery.duration)} from ${formatTimestamp(delivery.start)}${cliffOf(delivery.cliff)}`;
  }
}

const cliffOf = (cliff: number) => (cliff === 0 ? "" : `, nothing in the first ${formatDuration(cliff)}`);
