import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { Address, Amount, Card, Loaded, Page, shareWords, Stat, Stats, VOTES } from "../../ui";
import { useWallet, WrongNetwork } from "../../wallet";
import { Delegation } from "../../sections/votes/account/Delegation";
import { Forecast } from "../../sections/escrow/account/Forecast";
import { LockForm } from "../../sections/escrow/account/LockForm";
import { Locks } from "../../sections/escrow/account/Locks";
import { heldVotes, isNobody, readHolder, type Holder } from "../../sections/votes/account/read";
import { RelayDelegation } from "../../sections/votes/account/RelayDelegation";
import { Vesting } from "../../sections/vesting/Vesting";

/** What the user's own account has, and all it can do with it. */
export function AccountPage() {
  const { account, connect } = useWallet();
  return (
    <Page
      title="Your account"
      lead="Tokens, locks, votes and grants of the account in your wallet, and what you can do with them."
    >
      <WrongNetwork />
      {account ? (
        <Account account={account} />
      ) : (
        <Card>
          <p>
            No wallet is connected. Everything can be read without one; with one you lock tokens, delegate,
            vote, propose and claim.
          </p>
          <p className="buttons">
            <button type="button" className="primary" onClick={connect}>
              Connect a wallet
            </button>
          </p>
        </Card>
      )}
      <RelayDelegation />
    </Page>
  );
}

function Account({ account }: { account: string }) {
  const { provider } = useSite();
  const query = useChain(["holder", account], (network) => readHolder(network, provider, account));
  return <Loaded query={query}>{(holder) => <Held key={account} holder={holder} />}</Loaded>;
}

function Held({ holder }: { holder: Holder }) {
  const { network } = useSite();
  const { escrow, unit, account } = holder;
  return (
    <>
      <Summary holder={holder} />
      {escrow && (
        <>
          <div className="columns">
            <LockForm holder={holder} escrow={escrow} />
            <Forecast account={escrow} />
          </div>
          <Locks holder={holder} escrow={escrow} />
        </>
      )}
      <div className="columns">
        {escrow && <Delegation kind="locked" account={account} delegatee={escrow.delegatee} />}
        {heldVotes(network) && <Delegation kind="held" account={account} delegatee={holder.heldDelegatee} />}
      </div>
      {network.vesting && <Vesting account={account} unit={unit} factory={network.vesting} />}
    </>
  );
}

function Summary({ holder }: { holder: Holder }) {
  const { escrow, held, unit, votes, allVotes, heldDelegatee, gas } = holder;
  const delegatee = escrow ? escrow.delegatee : heldDelegatee;
  return (
    <Stats>
      <Stat label="Your votes now" note={`${shareWords(votes, allVotes)} of all that can be cast`}>
        <Amount value={votes} unit={VOTES} />
      </Stat>
      {escrow && (
        <Stat
          label="Locked"
          note={escrow.locks.length === 1 ? "in one lock" : `in ${escrow.locks.length} locks`}
        >
          <Amount value={escrow.locked} unit={unit} />
        </Stat>
      )}
      <Stat label="In your wallet" note={<GasNote gas={gas} />}>
        <Amount value={held} unit={unit} />
      </Stat>
      <Stat label={escrow && heldDelegatee !== undefined ? "Your locks count for" : "Your votes count for"}>
        {isNobody(delegatee) ? <span className="quiet">nobody</span> : <Address address={delegatee!} />}
      </Stat>
    </Stats>
  );
}

function GasNote({ gas }: { gas: bigint }) {
  if (gas === 0n) return <>and nothing to pay for gas with</>;
  return (
    <>
      and <Amount value={gas} unit={{ symbol: "ETH", decimals: 18 }} places={4} /> for gas
    </>
  );
}
