import type { Network } from "@polity/sdk/network";
import { heldVotes } from "@polity/sdk/votes";
import { useSite } from "../../data/network";
import { useWallet, WrongNetwork } from "../../wallet";
import { Loaded, shortAddress } from "../../ui";
import { ActionButton } from "../../actions/ActionButton";
import { delegating, type VoteKind } from "./delegating";
import { useHolder } from "./account/useHolder";

const WHAT = { locked: "your locks", held: "your tokens" } as const;

/** Gives one's own votes to the account of the page: a button for each kind of votes that the network has. */
export function DelegateTo({ address }: { address: string }) {
  const { network } = useSite();
  const { account } = useWallet();
  const kinds = kindsOf(network);
  return (
    <div className="stacked">
      <WrongNetwork />
      {account === undefined ? (
        <Buttons address={address} kinds={kinds} />
      ) : (
        <OfHolder address={address} kinds={kinds} account={account} />
      )}
    </div>
  );
}

/** Kinds of votes that the network has. */
const kindsOf = (network: Network): VoteKind[] => [
  ...(network.escrow ? (["locked"] as const) : []),
  ...(heldVotes(network) ? (["held"] as const) : []),
];

/** The same in a row of a list. */
export function DelegateButtons({ address }: { address: string }) {
  const { network } = useSite();
  const kinds = kindsOf(network);
  return (
    <span className="row-buttons">
      {kinds.map((kind) => (
        <ActionButton key={kind} kind="small" action={delegating(network, kind, address)}>
          Delegate{kinds.length > 1 && ` ${SHORT[kind]}`}
          <span className="visually-hidden"> to {shortAddress(address)}</span>
        </ActionButton>
      ))}
    </span>
  );
}
const SHORT = { locked: "locks", held: "tokens" } as const;

interface OfKinds {
  address: string;
  kinds: readonly VoteKind[];
}

function OfHolder({ address, kinds, account }: OfKinds & { account: string }) {
  return (
    <Loaded query={useHolder(account)} rows={1}>
      {({ escrow, heldDelegatee }) => {
        const given = { locked: escrow?.delegatee, held: heldDelegatee };
        const there = kinds.filter((kind) => given[kind] === address);
        return (
          <>
            {there.map((kind) => (
              <p key={kind}>
                The votes of {WHAT[kind]} count for {address === account ? "yourself" : "this account"}.
              </p>
            ))}
            <Buttons address={address} kinds={kinds.filter((kind) => !there.includes(kind))} />
          </>
        );
      }}
    </Loaded>
  );
}

function Buttons({ address, kinds }: OfKinds) {
  const { network } = useSite();
  if (kinds.length === 0) return null;
  return (
    <p className="buttons">
      {kinds.map((kind) => (
        <ActionButton key={kind} kind="primary" action={delegating(network, kind, address)}>
          Delegate the votes of {WHAT[kind]}
        </ActionButton>
      ))}
    </p>
  );
}
