import { Address, Amount, Loaded, shareWords, Stat, Stats, VOTES } from "../../../ui";
import { isNobody, type Holder } from "./read";
import { useHolder } from "./useHolder";

/** What the account has, at a glance. */
export function Summary({ account }: { account: string }) {
  return <Loaded query={useHolder(account)}>{(holder) => <Figures holder={holder} />}</Loaded>;
}

function Figures({ holder }: { holder: Holder }) {
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
