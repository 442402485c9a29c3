import { Loaded } from "../../../ui";
import { useHolder } from "../../votes/account/useHolder";
import { Forecast } from "./Forecast";
import { LockForm } from "./LockForm";
import { Locks } from "./Locks";

/** What the account has locked, and what can be done with it. */
export function Escrow({ account }: { account: string }) {
  return (
    <Loaded query={useHolder(account)}>
      {(holder) =>
        holder.escrow && (
          <>
            <div className="columns">
              <LockForm holder={holder} escrow={holder.escrow} />
              <Forecast account={holder.escrow} />
            </div>
            <Locks holder={holder} escrow={holder.escrow} />
          </>
        )
      }
    </Loaded>
  );
}
