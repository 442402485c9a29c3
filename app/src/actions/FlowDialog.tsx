import { formatCount, POINT } from "@polity/sdk/format";
import { formatUnits } from "@polity/sdk/calls/token";
import { visible } from "@polity/sdk/nep/text";
import { Dialog, Icon, sentence, shortAddress } from "../ui";
import { isPhone } from "../wallet/phone";
import type { Away, DoneStep, Flow, Step } from "./flow";
import type { Running } from "./runner";
import { TransactionLink } from "./TransactionLink";

interface FlowDialogProps {
  /** The action that is shown, if any. */
  running: Running | undefined;
  /** Where the wallet can be opened, if it is an app beside this browser. */
  app?: string | undefined;
  onAgree: (id: number) => void;
  onClose: (id: number) => void;
}

/** Shows an action: what the wallet will be asked for, before it is asked, and what becomes of it. */
export function FlowDialog({ running, app, onAgree, onClose }: FlowDialogProps) {
  const close = () => {
    if (running) onClose(running.id);
  };
  return (
    <Dialog title={running?.title ?? ""} open={running !== undefined} onClose={close}>
      {running && (
        <FlowView
          {...{ running, app }}
          onAgree={() => onAgree(running.id)}
          onClose={() => onClose(running.id)}
        />
      )}
    </Dialog>
  );
}

/** An action under way, in words. */
export function FlowView({
  running: { flow, account },
  app,
  onAgree,
  onClose,
}: {
  running: Pick<Running, "flow" | "account">;
  app?: string | undefined;
  onAgree: () => void;
  onClose: () => void;
}) {
  return (
    <div className="flow">
      {flow.done.map((step, i) => (
        <Done key={i} step={step} />
      ))}
      {"step" in flow && <StepWords step={flow.step} />}
      <div role="status" className="flow-state">
        <State flow={flow} app={app} />
      </div>
      <div role="alert">
        <Trouble flow={flow} account={account} />
      </div>
      <Buttons flow={flow} onAgree={onAgree} onClose={onClose} />
    </div>
  );
}

function Done({ step }: { step: DoneStep }) {
  return (
    <div className="flow-done">
      <Icon name="check" />
      <div>
        <span className="visually-hidden">Done: </span>
        {visible(step.words[0] ?? "")}
        {step.hash && <TransactionLink hash={step.hash} />}
      </div>
    </div>
  );
}

const ETHER = { symbol: "ETH", decimals: 18 };

function StepWords({ step: { kind, words, gas, cost } }: { step: Step }) {
  return (
    <div className="flow-step">
      <p className="quiet">{kind === "transaction" ? "This transaction" : "This signature"}</p>
      <Lines words={words.map(rounded)} />
      {words.some((line) => rounded(line) !== line) && (
        <details>
          <summary>The exact amounts</summary>
          <Lines words={words} />
        </details>
      )}
      {gas !== undefined && cost !== undefined && (
        <p className="quiet">
          Costs about {roughly(cost)} for {formatCount(gas)} units of gas. Tried on the newest block: it
          succeeds.
        </p>
      )}
    </div>
  );
}

function Lines({ words }: { words: readonly string[] }) {
  return (
    <ul className="flow-words">
      {words.map((line, i) => (
        <li key={i}>{visible(line)}</li>
      ))}
    </ul>
  );
}

const LONG = new RegExp(`(\\d[\\d,\u202f]*[${POINT}]\\d{4})\\d+`, "g");

/** A line whose amounts keep four decimals: nobody compares eighteen. */
function rounded(line: string): string {
  return line.replace(LONG, (exact, short: string) => (/[1-9]/.test(short) ? `about ${short}` : exact));
}

/** Costs are estimates: three digits tell all there is to know. */
function roughly(wei: bigint): string {
  const digits = wei.toString().length;
  const unit = 10n ** BigInt(Math.max(0, digits - 3));
  return formatUnits((wei / unit) * unit, ETHER);
}

function State({ flow, app }: { flow: Flow; app: string | undefined }) {
  switch (flow.at) {
    case "checking":
      return <p className="working">Asking the chain what would happen…</p>;
    case "reviewing":
      return flow.refusal ? null : (
        <p>
          Nothing is {flow.step.kind === "transaction" ? "sent" : "signed"} yet. The wallet asks you once
          more.
        </p>
      );
    case "asking":
      return (
        <>
          <p className="working">Your wallet asks for your confirmation.</p>
          {app !== undefined && isPhone() && (
            <a className="button" href={app}>
              Open the wallet app
            </a>
          )}
        </>
      );
    case "pending":
      return (
        <>
          <p className="working">
            {flow.waiting === "unreachable"
              ? "Sent. The connection to the chain is lost for the moment: the transaction goes on without this page, and is looked for again."
              : flow.waiting === "unknown"
                ? "Sent, but no node shows it: it may have been dropped, or wait in the wallet. Look there; if it shows nothing, begin again."
                : "Sent. Waiting until a block has it; you may close this and go on."}
          </p>
          <TransactionLink hash={flow.hash} />
        </>
      );
    case "succeeded":
      return (
        <p className="flow-good">
          <Icon name="check" /> {flow.result}
        </p>
      );
    case "failed":
    case "stopped":
      return null;
  }
}

function Trouble({ flow, account }: { flow: Flow; account: string }) {
  if (flow.at === "failed") {
    const { error, hash, done } = flow;
    return (
      <div className="error">
        <p className="error-message">{sentence(visible(error.message))}</p>
        {error.hint && <p>{error.hint}</p>}
        <p className="quiet">
          {hash
            ? "It is on chain:"
            : done.length
              ? "The steps above are done; nothing after them was sent."
              : "Nothing was sent, and nothing that you wrote is lost."}
        </p>
        {hash && <TransactionLink hash={hash} />}
      </div>
    );
  }
  if (flow.away && flow.at === "reviewing") return <p className="notice warn">{AWAY[flow.away](account)}</p>;
  if (flow.at !== "reviewing" || !flow.refusal) return null;
  return (
    <div className="notice warn">
      <p className="error-message">{sentence(visible(flow.refusal.message))}</p>
      {flow.refusal.hint && <p>{flow.refusal.hint}</p>}
    </div>
  );
}

const AWAY: Readonly<Record<Away, (account: string) => string>> = {
  account: (account) =>
    `Your wallet shows another account now. This was prepared for ${shortAddress(account)}: choose that account to go on, or stop and begin anew.`,
  chain: () => "Your wallet is on another network now. Switch it back to go on.",
  disconnected: () => "Your wallet is not connected any more. Connect it to go on.",
};

function Buttons({ flow, onAgree, onClose }: { flow: Flow; onAgree: () => void; onClose: () => void }) {
  if (flow.at === "reviewing") {
    const verb = flow.step.kind === "transaction" ? "Confirm in the wallet" : "Sign in the wallet";
    return (
      <p className="buttons">
        <button type="button" className="primary" onClick={onAgree} disabled={flow.away !== undefined}>
          {flow.refusal ? "Ask the wallet again" : verb}
        </button>
        <button type="button" onClick={onClose}>
          Stop
        </button>
      </p>
    );
  }
  return (
    <p className="buttons">
      <button type="button" onClick={onClose}>
        {flow.at === "succeeded" ? "Done" : flow.at === "failed" ? "Back" : "Put aside"}
      </button>
    </p>
  );
}
