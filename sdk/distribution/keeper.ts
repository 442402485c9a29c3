import type { ContractTransaction } from "ethers";

import type { Keeping, Step } from "../keeper/types";
import { readDistributions } from "./distributions";
import { readSales, type SaleView } from "./sales";
import { dueOf } from "./settle";

/**
 * Settles what is over: proceeds go to the treasury, what nobody bought or claimed to its budget. An open sale waits, since
 * every purchase would make proceeds worth another transaction.
 */
export const keeping: Keeping = {
  verbs: { collect: "deposit proceeds", giveback: "give back the rest" },

  watch({ sale, distributor }) {
    if (!sale && !distributor) return undefined;
    return async ({ block }) => {
      const [sales, distributions] = await Promise.all([
        sale ? readSales(sale, block) : [],
        distributor ? readDistributions(distributor, block) : [],
      ]);
      const steps: Promise<Step>[] = [];
      for (const { id, proceeds, unsold } of sales
        .filter(isOver)
        .map((each) => ({ ...each, ...dueOf(each) }))) {
        if (proceeds > 0n) steps.push(step("collect", `sale ${id}`, sale!.collect.populateTransaction(id)));
        if (unsold > 0n)
          steps.push(step("giveback", `sale ${id}`, sale!.returnUnsold.populateTransaction(id)));
      }
      for (const { id, status, left } of distributions)
        if (status === "over" && left > 0n)
          steps.push(step("giveback", `distribution ${id}`, distributor!.returnRest.populateTransaction(id)));
      return Promise.all(steps);
    };
  },
};

/** Nothing is bought any more, so that each step is taken once. */
const isOver = ({ status }: SaleView) => status === "succeeded" || status === "failed";

const step = async (kind: string, name: string, call: Promise<ContractTransaction>): Promise<Step> => ({
  ...{ kind, key: `${kind} ${name}`, name },
  call: await call,
});
