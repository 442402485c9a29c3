import { heldVotes } from "@polity/sdk/votes";
import { useSite } from "../../../data/network";
import { Loaded } from "../../../ui";
import { Delegation } from "./Delegation";
import { useHolder } from "./useHolder";

/** For whom what the account has locked, and what it holds, votes. */
export function Delegations({ account }: { account: string }) {
  const { network } = useSite();
  return (
    <Loaded query={useHolder(account)}>
      {({ escrow, heldDelegatee }) => (
        <div className="columns">
          {escrow && <Delegation kind="locked" account={account} delegatee={escrow.delegatee} />}
          {heldVotes(network) && <Delegation kind="held" account={account} delegatee={heldDelegatee} />}
        </div>
      )}
    </Loaded>
  );
}
