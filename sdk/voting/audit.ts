import { owner, timelock } from "../audit/authority";
import { anything, is } from "../audit/facts";
import type { Auditing } from "../audit/types";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  Ballots: {
    admit: timelock("lets a contract open ballots whatever votes it has, or no longer"),
    open: owner("opens a ballot: whoever has the share of votes, the timelock, and what it has admitted"),
    nominate: owner("stands as an option: whoever has the share that the ballot asks for"),
    cast: owner("votes, once in each ballot"),
  },
};

const getters: Own["getters"] = {
  Ballots: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "VOTES() view returns (address)": anything,
    "OPEN_BPS() view returns (uint256)": anything,
    "ballotCount() view returns (uint256)": anything,
  },
};

export const auditing: Own = {
  authority,
  getters,
  marks: { Ballots: "ballotCount() view returns (uint256)" },
};
