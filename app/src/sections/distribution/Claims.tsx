import { useState } from "react";

import { formatUnits } from "@polity/sdk/calls/token";
import { claimLeaves } from "@polity/sdk/distribution/claim";
import { readDistributions, type DistributionView } from "@polity/sdk/distribution/distributions";
import { parseList } from "@polity/sdk/distribution/list";
import { returnRest } from "@polity/sdk/distribution/settle";
import { explain, PolityError } from "@polity/sdk/errors";
import type { Network } from "@polity/sdk/network";
import { useActions } from "../../actions/context";
import { useChain } from "../../data/chain";
import { useTokenUnit } from "../../data/units";
import { Amount, Badge, Card, Copy, Empty, FileDrop, Loaded, Progress, sentence, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { claimsIn, listBeside } from "./lists";

type Distributor = NonNullable<Network["distributor"]>;

/** All distributions, the newest first. */
export function Claims({ distributor }: { distributor: Distributor }) {
  const query = useChain(["distributions"], async () => (await readDistributions(distributor)).reverse());
  return (
    <Loaded query={query} rows={6}>
      {(views) =>
        views.length === 0 ? (
          <Card title="Distributions">
            <Empty>No vote has opened a distribution yet.</Empty>
          </Card>
        ) : (
          views.map((view) => (
            <OneDistribution key={view.id.toString()} distributor={distributor} view={view} />
          ))
        )
      }
    </Loaded>
  );
}

const WHERE = {
  wallet: "to the wallets of their accounts",
  lock: "into locks of accounts that have allowed it",
  vault: "into vaults of their accounts, where they vest",
} as const;

interface Props {
  distributor: Distributor;
  view: DistributionView;
}

function OneDistribution({ distributor, view }: Props) {
  const unit = useTokenUnit();
  const { run } = useActions();
  const { id, status, amount, left, end, delivery, listHash } = view;
  const open = status === "open";
  const onReturn = () =>
    run({
      title: `Give the rest of distribution ${id} back`,
      work: async (signer) => {
        const back = await returnRest(distributor, signer, id);
        return `${formatUnits(back.amount, unit)} went back to the budget.`;
      },
    });
  return (
    <Card
      title={`Distribution ${id}`}
      aside={<Badge {...(open && { tone: "good" })}>{open ? "open" : "over"}</Badge>}
    >
      <div className="stack tight">
        <Progress
          label={open ? "Left to claim" : "Not claimed, and not given back"}
          value={left}
          of={amount}
          told={
            <>
              <Amount value={left} unit={unit} /> of <Amount value={amount} unit={unit} />
            </>
          }
        />
        <p className="quiet">
          Claims go {WHERE[delivery.destination]}, {open ? "until" : "and could be made until"}{" "}
          <Time at={end} />. Anybody may claim for anybody. The list's sha256 is{" "}
          <span className="mono">{listHash.slice(0, 10)}…</span>{" "}
          <Copy text={listHash} what="the list's sha256" />
        </p>
        {open ? (
          <ClaimForm distributor={distributor} view={view} />
        ) : (
          left > 0n && (
            <p className="buttons">
              <button type="button" onClick={onReturn}>
                Give the rest back to the budget
              </button>
            </p>
          )
        )}
      </div>
    </Card>
  );
}

/** Claims what the list has for the account: a list that lies beside the page, or one that is given. */
function ClaimForm({ distributor, view }: Props) {
  const unit = useTokenUnit();
  const { account, connect } = useWallet();
  const { run } = useActions();
  const [given, setGiven] = useState<{ text: string; name: string }>();
  const [error, setError] = useState<string>();
  const claim = async () => {
    setError(undefined);
    if (!account) {
      connect();
      return;
    }
    try {
      const list = given ? parseList(given.text, given.name) : await listBeside(view.listHash);
      if (!list)
        throw new PolityError("this site does not have the list", {
          hint: "give the file that was published with the proposal",
        });
      const leaves = claimsIn(list, view, account);
      run({
        title: `Claim of distribution ${view.id}`,
        work: async (signer) => {
          const { amount } = await claimLeaves(distributor, signer, view.id, leaves);
          return `${formatUnits(amount, unit)} are claimed.`;
        },
      });
    } catch (problem) {
      setError(explain(problem));
    }
  };
  return (
    <FileDrop
      accept=".json,application/json"
      aria-label={`The list of distribution ${view.id}: choose a file`}
      onFile={(text, name) => setGiven({ text, name })}
    >
      <p className="hint">
        The list is taken from this site where it is there; otherwise give the file that was published with
        the proposal{given && `; ${given.name} is chosen`}.
      </p>
      <p className="buttons">
        <button type="button" className="primary" onClick={() => void claim()}>
          Claim yours
        </button>
      </p>
      {error !== undefined && (
        <p className="form-error" role="alert">
          {sentence(error)}
        </p>
      )}
    </FileDrop>
  );
}
