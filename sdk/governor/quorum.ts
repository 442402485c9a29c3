import { dataSlice, getAddress, id } from "ethers";

/** The delegatee of tokens that cannot vote, which no quorum counts: the contracts' constant of that name. */
export const EXCLUDED = getAddress(dataSlice(id("polity.votes.excluded"), 0, 20));
