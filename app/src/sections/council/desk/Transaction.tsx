import { useState } from "react";

import { explain } from "@polity/sdk/errors";
import { describeSafeTransaction } from "@polity/sdk/safe/describe";
import { executeSafeTransaction } from "@polity/sdk/safe/execute";
import { addSignature, formatSafeFile, type SafeFile } from "@polity/sdk/safe/file";
import { formatSafeLink } from "@polity/sdk/safe/link";
import type { SafeState } from "@polity/sdk/safe/read";
import { safeService } from "@polity/sdk/safe/service";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { isSignable, rivalsOf, standingOf, type SafeStanding } from "@polity/sdk/safe/standing";
import { safeHashes } from "@polity/sdk/safe/transaction";
import { trySafeTransaction } from "@polity/sdk/safe/try";
import type { Network } from "@polity/sdk/deployment";
import { visible } from "@polity/sdk/nep/text";
import { requireCouncil } from "@polity/sdk/council/require";
import { useActions } from "../../../actions/context";
import { saveFile } from "../../../actions/SignedFile";
import { useChain } from "../../../data/chain";
import { useSite } from "../../../data/network";
import { Address, Badge, Copy, Facts, Icon, Loaded, sentence } from "../../../ui";
import { useWallet } from "../../../wallet";
import type { Desk } from "./desk";
import { hashOf } from "./shelf";

/** What a transaction would do now. */
interface Reading {
  lines: readonly string[];
  warnings: readonly string[];
  /** Why it would be refused on the newest block; absent where it would succeed. */
  refused?: string;
}

async function readOne(network: Network, file: SafeFile, state: SafeState): Promise<Reading> {
  const { safe, transaction } = file;
  const provider = network.governor.runner!.provider!;
  const [{ lines, warnings }, refused] = await Promise.all([
    describeSafeTransaction(network, safe, transaction, state),
    trySafeTransaction(provider, safe.address, transaction).then(() => undefined, explain),
  ]);
  return { lines, warnings, ...(refused !== undefined && { refused }) };
}

interface TransactionProps {
  file: SafeFile;
  desk: Desk;
  /** What else lies there: of those that want one nonce, one is carried out. */
  others: readonly SafeFile[];
}

/** One transaction of the Safe: what it does, who has signed, and what the reader can do. */
export function Transaction({ file, desk, others }: TransactionProps) {
  const { state } = desk;
  const hash = hashOf(file);
  const standing = standingOf(file, state);
  const query = useChain(["desk", hash, state.nonce], (network) => readOne(network, file, state));
  return (
    <article className="stack" aria-label={`Transaction with nonce ${file.transaction.nonce}`}>
      <Loaded query={query} rows={3}>
        {(reading) => (
          <>
            <Words reading={reading} />
            <Turn file={file} standing={standing} state={state} others={others} />
            <Signatures standing={standing} state={state} />
            <Trial reading={reading} standing={standing} />
            <Hashes file={file} />
            <Buttons file={file} desk={desk} standing={standing} reading={reading} />
          </>
        )}
      </Loaded>
    </article>
  );
}

function Words({ reading: { lines, warnings } }: { reading: Reading }) {
  return (
    <>
      <ul className="flow-words">
        {lines.map((line, i) => (
          <li key={i}>{visible(line)}</li>
        ))}
      </ul>
      {warnings.map((warning) => (
        <p key={warning} className="notice warn">
          {sentence(visible(warning))}.
        </p>
      ))}
    </>
  );
}

function Turn({
  file,
  standing,
  state,
  others,
}: Pick<TransactionProps, "file" | "others"> & { standing: SafeStanding; state: SafeState }) {
  const { nonce } = file.transaction;
  const rivals = rivalsOf(file, others).length;
  return (
    <>
      <p className="quiet">
        Nonce {nonce}
        {standing.nonce === "next" && ", the Safe’s next one"}
        {standing.nonce === "later" && `: ${nonce - state.nonce} before it, from nonce ${state.nonce} on`}
        {standing.nonce === "used" && ": used, by this transaction or by another one"}.
      </p>
      {rivals > 0 && (
        <p className="notice warn">
          {rivals === 1 ? "Another transaction wants" : `${rivals} other transactions want`} nonce {nonce}:
          the Safe carries out one of them, and the others never.
        </p>
      )}
    </>
  );
}

function Signatures({ standing, state }: { standing: SafeStanding; state: SafeState }) {
  const { signed, strangers, left } = standing;
  return (
    <>
      <p>
        {signed.length} of {state.threshold} signatures
        {left === 0 ? ": it can be carried out." : `, ${left} more needed.`}
      </p>
      <ul className="members">
        {state.owners.map((owner) => (
          <li key={owner}>
            <Address address={owner} />{" "}
            {signed.includes(owner) ? <Badge tone="good">has signed</Badge> : <Badge>has not signed</Badge>}
          </li>
        ))}
        {strangers.map((stranger) => (
          <li key={stranger}>
            <Address address={stranger} /> <Badge tone="warn">is no member, and does not count</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}

function Trial({ reading: { refused }, standing: { nonce } }: { reading: Reading; standing: SafeStanding }) {
  if (nonce === "used") return null;
  if (refused === undefined) {
    return <p className="quiet small">Tried as the Safe on the newest block: it succeeds.</p>;
  }
  return (
    <p className={nonce === "next" ? "notice bad" : "notice warn"}>
      Tried as the Safe on the newest block, it is refused: {visible(refused)}.
      {nonce === "later" && " What comes before it may change that."}
    </p>
  );
}

function Hashes({ file }: { file: SafeFile }) {
  const { transaction } = file;
  const { domain, message, hash } = safeHashes(file.safe, transaction);
  const mono = (text: string, what: string) => (
    <span className="long mono">
      {text} <Copy text={text} what={what} />
    </span>
  );
  return (
    <details>
      <summary>Compare it with your wallet</summary>
      <p className="hint">
        A wallet shows the fields, or a hash in their place. Sign only if what it shows is the same as here,
        on a page that you trust.
      </p>
      <Facts
        rows={[
          ["Hash", mono(hash, "the hash of the transaction")],
          ["Domain hash", mono(domain, "the domain hash")],
          ["Message hash", mono(message, "the message hash")],
          ["To", <Address key="to" address={transaction.to} full />],
          ["Value, in wei", String(transaction.value)],
          ["Data", mono(transaction.data, "the data")],
        ]}
      />
    </details>
  );
}

function Buttons({
  file,
  desk,
  standing,
  reading,
}: {
  file: SafeFile;
  desk: Desk;
  standing: SafeStanding;
  reading: Reading;
}) {
  const site = useSite();
  const { network, safeService: url } = site;
  const { account } = useWallet();
  const { run } = useActions();
  const [told, setTold] = useState<string>();
  const { safe, transaction } = file;
  const { nonce } = transaction;
  const isOn = desk.shelf.get().some((one) => hashOf(one) === hashOf(file));

  const sign = () =>
    run({
      title: `Sign nonce ${nonce} of the council`,
      work: async (signer) => {
        const council = requireCouncil(network);
        // The state may have changed since it was shown.
        if (standing.nonce === "next") await trySafeTransaction(site.provider, safe.address, transaction);
        const signature = await signSafeTransaction(council, signer, safe, transaction);
        const signed = addSignature(file, signature);
        desk.shelf.put(signed);
        const { left } = standingOf(signed, desk.state);
        const next = left === 0 ? "It can be carried out now." : `${left} more needed.`;
        if (url === undefined) return `It is signed. ${next} Hand the file or the link to the next.`;
        try {
          await safeService(url).share(signed);
          return `It is signed, and the service has it. ${next}`;
        } catch (error) {
          return `It is signed and lies here; ${explain(error)}. ${next}`;
        }
      },
    });
  const execute = () =>
    run({
      title: `Carry out nonce ${nonce} of the council`,
      work: async (signer) => {
        await executeSafeTransaction(requireCouncil(network), signer, safe, transaction, file.signatures);
        desk.shelf.remove(file);
        return "It is done.";
      },
    });
  const link = () => {
    try {
      const address = `${location.href.split("#", 1)[0]!}#/council/desk/${formatSafeLink(file)}`;
      navigator.clipboard.writeText(address).then(
        () => setTold("The link is copied."),
        () => setTold("The browser did not allow copying: send the file instead."),
      );
    } catch (error) {
      setTold(`${sentence(explain(error))}.`);
    }
  };
  const share = () => {
    setTold("Handing it over…");
    safeService(url!)
      .share(file)
      .then(
        () => setTold("The service has it."),
        (error: unknown) => setTold(`${sentence(explain(error))}.`),
      );
  };
  return (
    <>
      <p className="buttons">
        {standing.left === 0 && standing.nonce === "next" && reading.refused === undefined && (
          <button type="button" className="primary" onClick={execute}>
            Carry it out
          </button>
        )}
        {account !== undefined &&
          standing.missing.includes(account) &&
          isSignable(file, standing, reading.refused) && (
            <button type="button" className={standing.left > 0 ? "primary" : undefined} onClick={sign}>
              Sign
            </button>
          )}
        <button type="button" onClick={() => saveFile(`council-${nonce}.json`, formatSafeFile(file))}>
          <Icon name="down" /> Download the file
        </button>
        <button type="button" onClick={link}>
          Copy a link
        </button>
        {url !== undefined && file.signatures.length > 0 && (
          <button type="button" onClick={share}>
            Hand it to the service
          </button>
        )}
        {isOn && (
          <button type="button" onClick={() => desk.shelf.remove(file)}>
            Remove<span className="visually-hidden"> nonce {nonce} from the desk</span>
          </button>
        )}
      </p>
      <p role="status" className="quiet small">
        {told}
      </p>
    </>
  );
}
