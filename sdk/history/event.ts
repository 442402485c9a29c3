import type { BaseContract } from "ethers";

import type { TypedContractEvent } from "../../typechain-types/common";
import type { Draft } from "./state";
import type { Moment } from "./types";

/** What each event of a contract does to a history. Texts come as bytes in hex: see `textOf`. */
export type EventFolds<C extends BaseContract> = {
  [Name in keyof C["filters"]]?: (
    draft: Draft,
    args: C["filters"][Name] extends TypedContractEvent<infer _I, infer _T, infer Args> ? Args : never,
    moment: Moment,
  ) => void;
};
