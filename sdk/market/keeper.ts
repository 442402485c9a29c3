import type { ContractTransaction } from "ethers";

import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import type { Keeping, Step } from "../keeper/types";
import { receiptsOf } from "../usage/settlement";
import { inChunks } from "./chunks";
import { readServices, type Service } from "./read";

/** A sweep is worth its gas from this part of the least stake on: what is below waits for more. */
const PART = 100n;

/**
 * Splits what has come into tills, in the network's token; gives providers who have left their stakes, and burns what
 * rulings took. Vouchers are the gateways' own: they claim, before a payer's money goes back.
 */
export const keeping: Keeping = {
  verbs: { sweep: "split what was paid to", exit: "give the stake of", burn: "burn what rulings took" },

  watch({ market, token, registry }) {
    if (!market) return undefined;
    return async ({ block: blockTag, time }) => {
      const at = { blockTag };
      const [services, keys, settlementAt, forfeited, own] = await Promise.all([
        readServices(market, blockTag),
        market.keys(at),
        market.SETTLEMENT(at),
        market.forfeited(at),
        token.getAddress(),
      ]);
      const receipts = receiptsOf(settlementAt, market.runner!);
      const stopped = !/^0x0+$/.test(keys.pauseSweep) && (await registry.paused(keys.pauseSweep, at));
      const least = ((await registry.getUint(keys.minStake, at)) * 10n ** 18n) / PART;
      const due = async (service: Service): Promise<Step[]> => {
        const { id, till: place, exitAt, openDisputes, status } = service;
        const isFree = status !== "gone" && exitAt !== undefined && exitAt <= time && openDisputes === 0;
        const steps = isFree
          ? [await step("exit", String(id), `service ${id}`, market.exit.populateTransaction(id))]
          : [];
        if (stopped) return steps;
        const till = Till__factory.connect(place, market.runner);
        const [book, balance, { claimed, settled }] = await Promise.all([
          till.bookOf(own, at),
          token.balanceOf(place, at),
          receipts(place, own, blockTag),
        ]);
        const came = balance - book.owed + claimed - settled;
        if (came === 0n || came < least) return steps;
        const key = `${id} ${book.settled} ${balance} ${claimed}`;
        return [...steps, await step("sweep", key, `service ${id}`, till.sweep.populateTransaction(own))];
      };
      const steps = (await inChunks(services, due)).flat();
      if (forfeited > 0n)
        steps.push(
          await step("burn", String(forfeited), "the market", market.burnForfeited.populateTransaction()),
        );
      return steps;
    };
  },
};

const step = async (
  kind: string,
  key: string,
  name: string,
  call: Promise<ContractTransaction>,
): Promise<Step> => ({
  ...{ kind, key: `market ${kind} ${key}`, name },
  call: await call,
});
