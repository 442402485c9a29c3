import type { Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { answer } from "../audit/discover";
import { anything, is } from "../audit/facts";
import type { AuditedContracts, Auditing } from "../audit/types";
import type { contracts } from "./contracts";

type Own = Auditing<typeof contracts>;

const authority: Own["authority"] = {
  CombinedVotes: {},
  SuccessiveVotes: {},
};

const getters: Own["getters"] = {
  CombinedVotes: {
    "TOKEN() view returns (address)": is("GovernanceToken"),
    "ESCROW() view returns (address)": ({ contracts }) => contracts.SuccessiveVotes ?? contracts.VoteEscrow,
  },
  SuccessiveVotes: {
    "CURRENT() view returns (address)": is("VoteEscrow"),
    "FORMER() view returns (address)": anything,
  },
};

/** The governor's votes are the token's, an escrow's, both, or those of a former escrow, too. */
async function leadsTo({ NetworkGovernor }: AuditedContracts, provider: Provider): Promise<AuditedContracts> {
  const governor = NetworkGovernor__factory.connect(NetworkGovernor!, provider);
  const [counted, token] = await Promise.all([governor.token(), governor.feeToken()]);
  const escrow = await answer(provider, counted, "ESCROW() view returns (address)");
  const locks = escrow ?? (counted === token ? undefined : counted);
  if (locks === undefined) return {};
  const current = await answer(provider, locks, "CURRENT() view returns (address)");
  return {
    ...(escrow !== undefined && { CombinedVotes: counted }),
    ...(current !== undefined && { SuccessiveVotes: locks }),
    VoteEscrow: current ?? locks,
  };
}

export const auditing: Own = { authority, getters, leadsTo };
