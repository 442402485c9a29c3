import { dataSlice, getAddress, id } from "ethers";

import { addressKey } from "./address";

/** Tokens that are delegated to it count in no quorum: the constant of contracts/votes/Excluded.sol. */
export const EXCLUDED = getAddress(dataSlice(id("polity.votes.excluded"), 0, 20));
export const EXCLUDED_KEY = addressKey(EXCLUDED);
