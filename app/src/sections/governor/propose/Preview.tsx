import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { TokenUnit } from "@polity/sdk/calls/token";
import { formatProblem } from "@polity/sdk/errors";
import type { ProposerCheck } from "@polity/sdk/governor/propose";
import type { Nep } from "@polity/sdk/nep/validate";
import { useSite } from "../../../data/network";
import { Amount, Badge, Card, Loaded, Markdown, Stat, Stats, VOTES } from "../../../ui";
import { useWallet } from "../../../wallet";
import { Contradictions } from "../proposal/Text";
import { previewNep, type Preview as Previewed, type TriedAction } from "./check";

/** The value once it has stayed the same for so many milliseconds. */
function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

interface PreviewProps {
  nep: Nep;
  account: string | undefined;
  onPropose: (maxFee: bigint) => void;
}

/** What a valid NEP would do, by the chain of today, and the button that proposes it. */
export function Preview({ nep: current, account, onPropose }: PreviewProps) {
  const { network, provider, deployment } = useSite();
  const { conventions } = deployment;
  const nep = useSettled(current, 500);
  const query = useQuery({
    queryKey: ["chain", "preview", nep.specHash, nep.fileName, account ?? ""],
    queryFn: () => previewNep(network, provider, nep, { account, conventions }),
  });
  return (
    <Card title="What will happen">
      <Loaded query={query}>
        {(preview) => (
          <div className="stacked">
            <Verdict preview={preview} />
            <ol className="tried">
              {preview.actions.map((action, i) => (
                <Action key={i} action={action} tried={preview.tried !== undefined} />
              ))}
            </ol>
            <Simulation preview={preview} />
            {preview.outdated.map((line) => (
              <p key={line} className="notice warn">
                {line}
              </p>
            ))}
            {preview.missing.map((line) => (
              <p key={line} className="notice bad">
                Nobody could read what is voted on: {line}.
              </p>
            ))}
            <Contradictions found={preview.contradictions} />
            <Refused preview={preview} />
            <details>
              <summary>The text that goes on chain</summary>
              <Markdown text={preview.proposal.description} />
            </details>
            <Send preview={preview} account={account} settled={nep === current} onPropose={onPropose} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

const isRefused = ({ error, unsure }: TriedAction) => error !== undefined && !unsure;

function Verdict({ preview: { verdict, allowed } }: { preview: Previewed }) {
  return (
    <p className={allowed ? "notice good" : "notice bad"} role="status">
      {verdict}
    </p>
  );
}

function Action({ action, tried }: { action: TriedAction; tried: boolean }) {
  const { name, words, why, error, unsure } = action;
  return (
    <li>
      <p>
        <strong>{name}</strong>{" "}
        {tried && !unsure && (
          <Badge tone={error ? "bad" : "good"}>{error ? "would be refused" : "would succeed"}</Badge>
        )}
      </p>
      <ul>
        {words.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="hint">{why}</p>
      {error &&
        (unsure ? (
          <p className="hint">Alone it is refused ({error}); it may need the actions before it.</p>
        ) : (
          <p className="form-error">{error}</p>
        ))}
    </li>
  );
}

/** What keeps it from being proposed, beside its type: nothing is burned for a draft, or for no change. */
function Refused({ preview: { open, needless } }: { preview: Previewed }) {
  return (
    <>
      {open.map((problem) => (
        <p key={formatProblem(problem)} className="notice bad">
          The text is not finished: {formatProblem(problem)}.
        </p>
      ))}
      {needless.length > 0 && <p className="notice bad">It would change nothing: {needless.join("; ")}.</p>}
    </>
  );
}

function Simulation({ preview: { tried, actions } }: { preview: Previewed }) {
  if (!tried) {
    return (
      <p className="notice">
        Nothing was tried: this RPC endpoint can try neither all actions together (it has no{" "}
        <code>eth_simulateV1</code>) nor single ones. Whether they work shows when the proposal is executed;{" "}
        <code>gov simulate</code> tries them on a copy of the chain.
      </p>
    );
  }
  const refused = actions.filter(isRefused).length;
  if (tried === "alone" && actions.length > 1 && refused === 0) {
    return (
      <p className="notice">
        Each action was tried alone on the newest block: this RPC endpoint cannot try them one after another
        (it has no <code>eth_simulateV1</code>). <code>gov simulate</code> does, on a copy of the chain.
      </p>
    );
  }
  return (
    <p className={refused ? "notice bad" : "notice good"}>
      {refused
        ? `Tried on the newest block: ${refused} of ${actions.length} would be refused today, and so the proposal as a whole.`
        : `Tried on the newest block: ${actions.length === 1 ? "the action works" : `all ${actions.length} actions work`} today.`}
    </p>
  );
}

function Send({
  preview: { proposer, allowed, actions, needless, missing, open, unit },
  account,
  settled,
  onPropose,
}: {
  preview: Previewed;
  account: string | undefined;
  settled: boolean;
  onPropose: (maxFee: bigint) => void;
}) {
  const { connect } = useWallet();
  const [anyway, setAnyway] = useState(false);
  if (!account || !proposer) {
    return (
      <p className="buttons">
        <button type="button" className="primary" onClick={connect}>
          Connect a wallet to propose
        </button>
      </p>
    );
  }
  if ("missing" in proposer)
    return <p className="notice bad">You cannot propose it now: {proposer.missing}.</p>;
  const refused = actions.some(isRefused);
  const later = refused || needless.length > 0 || missing.length > 0;
  return (
    <>
      <Costs check={proposer} unit={unit} />
      {later && (
        <label className="check">
          <input type="checkbox" checked={anyway} onChange={({ target }) => setAnyway(target.checked)} />
          <span>
            {refused || needless.length > 0
              ? `Propose it although it would ${refused ? "be refused" : "change nothing"} today: it works only later`
              : "Propose it although a text is missing that is voted on"}
          </span>
        </label>
      )}
      <p className="buttons">
        <button
          type="button"
          className="primary"
          disabled={!allowed || !settled || open.length > 0 || (later && !anyway)}
          onClick={() => onPropose(proposer.fee)}
        >
          Propose
        </button>
        {proposer.allowance !== proposer.fee && (
          <span className="hint">
            In two transactions: first the governor is allowed exactly the fee, then it is burned.
          </span>
        )}
      </p>
    </>
  );
}

function Costs({
  check: { threshold, votes, fee, balance },
  unit,
}: {
  check: ProposerCheck;
  unit: TokenUnit;
}) {
  return (
    <Stats>
      <Stat
        label="Votes that proposing takes"
        note={
          <>
            you have <Amount value={votes} unit={VOTES} />
          </>
        }
      >
        <Amount value={threshold} unit={VOTES} />
      </Stat>
      <Stat
        label="Fee, burned"
        note={
          <>
            you have <Amount value={balance} unit={unit} />
          </>
        }
      >
        <Amount value={fee} unit={unit} />
      </Stat>
    </Stats>
  );
}
