import { owner, timelock } from "../audit/authority";
import { anything, is } from "../audit/facts";
import type { Auditing } from "../audit/types";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  Reputation: {
    setAwarder: timelock("says how many points an account may give in a quarter"),
    revoke: timelock("takes points away"),
    award: owner("gives points: those whom a vote has named, within their caps"),
  },
};

const getters: Own["getters"] = {
  Reputation: {
    "TIMELOCK() view returns (address)": is("TimelockController"),
    "endWeek() view returns (uint256)": anything,
  },
};

export const auditing: Own = {
  authority,
  getters,
  marks: { Reputation: "endWeek() view returns (uint256)" },
};
