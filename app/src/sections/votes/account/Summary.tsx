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
  const coming = comingWords(holder);
  return (
    <>
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
      {coming !== undefined && <p className="quiet">{coming}</p>}
    </>
  );
}

/** How an account's votes go on where it has no locks, whose decay is forecast beside them. */
export function comingWords({ escrow, held, heldDelegatee }: Holder): string | undefined {
  if (escrow && (escrow.locks.length > 0 || heldDelegatee === undefined)) return undefined;
  if (held > 0n && isNobody(heldDelegatee))
    return "Votes to come: none, as long as your tokens are delegated to nobody. Delegate them, to yourself or to somebody else: they count on proposals whose review ends after that.";
  return "Votes to come: as many as now. Tokens that are held vote without an end, and your votes change only when tokens move or are delegated anew. On a proposal those count that you have when its review ends.";
}

function GasNote({ gas }: { gas: bigint }) {
  if (gas === 0n) return <>and nothing to pay for gas with</>;
  return (
    <>
      and <Amount value={gas} unit={{ symbol: "ETH", decimals: 18 }} places={4} /> for gas
    </>
  );
}
