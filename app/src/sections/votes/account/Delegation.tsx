import { ZeroAddress } from "ethers";
import { useState } from "react";
import { Link } from "wouter";

import { signDelegation } from "@polity/sdk/escrow/delegate";
import { DAY } from "@polity/sdk/format";
import { checkAddress } from "@polity/sdk/nep/actions";
import { useSite } from "../../../data/network";
import { Address, Card, shortAddress } from "../../../ui";
import { useActions } from "../../../actions/context";
import { useDraft } from "../../../actions/draft";
import { AddressField, Choices, Field, Submit, useForm } from "../../../actions/form";
import { useRelay } from "../../../actions/relay";
import { SignedFile } from "../../../actions/SignedFile";
import { contractOf, delegating, type VoteKind } from "../delegating";
import { isNobody } from "./read";

interface DelegationProps {
  kind: VoteKind;
  account: string;
  delegatee: string | undefined;
}

/** Gives the account's votes to somebody, by a transaction or by a signature that anybody can hand in. */
export function Delegation({ kind, account, delegatee }: DelegationProps) {
  const { network } = useSite();
  const { run } = useActions();
  const relay = useRelay();
  const [draft, change, clear] = useDraft(`delegate.${kind}`, { whom: "self", to: "", days: "7" });
  const [signed, setSigned] = useState<string>();

  const readTo = () =>
    draft.whom === "self" ? account : draft.whom === "nobody" ? ZeroAddress : checkAddress(draft.to.trim());
  const { errors, props } = useForm<{ to: string }>({ to: readTo }, ({ to }) =>
    run({ ...delegating(network, kind, to), onDone: clear }),
  );
  const sign = useForm<{ to: string }>({ to: readTo }, ({ to }) =>
    run({
      title: "Sign a delegation",
      work: async (signer) => {
        const contract = contractOf(network, kind);
        const expiry = Number(await contract.clock()) + Number(draft.days) * DAY;
        const text = `${JSON.stringify(await signDelegation(contract, signer, { to, expiry }), null, 2)}\n`;
        const counts = async () => (await contract.delegates(account)) === to;
        const sent = await relay?.send({ text, counts, done: "It is sent, and in force." });
        setSigned(sent?.file === false ? undefined : text);
        return sent?.said ?? "It is signed. Hand the file to whoever sends it.";
      },
    }),
  );
  const error = errors.to ?? sign.errors.to;
  return (
    <Card
      title={kind === "locked" ? "Delegate the votes of your locks" : "Delegate the votes of your tokens"}
    >
      <p>
        They count for{" "}
        {isNobody(delegatee) ? (
          <strong>nobody: nobody votes with them.</strong>
        ) : delegatee === account ? (
          <strong>yourself.</strong>
        ) : (
          <Address address={delegatee!} />
        )}
      </p>
      <form {...props}>
        <Choices
          legend="Let them count for"
          value={draft.whom}
          options={[
            ["self", "yourself"],
            ["other", "somebody else"],
            ["nobody", "nobody"],
          ]}
          onChange={(whom) => change({ whom })}
        />
        {draft.whom === "other" && (
          <AddressField
            label="Address"
            hint="The tokens stay yours; you can take the votes back at any time."
            error={error}
            value={draft.to}
            onChange={(to) => change({ to })}
          />
        )}
        <Submit primary>Delegate</Submit>
      </form>
      <details>
        <summary>Sign now, and let {relay ? relay.host : "anybody"} send it</summary>
        <form {...sign.props}>
          <Field label="Days that it can be sent in" hint="You pay no gas. Whoever sends it needs no tokens.">
            {(input) => (
              <select {...input} value={draft.days} onChange={({ target }) => change({ days: target.value })}>
                {["1", "7", "30"].map((days) => (
                  <option key={days}>{days}</option>
                ))}
              </select>
            )}
          </Field>
          <Submit>{relay ? "Sign, and let the relay send it" : "Sign"}</Submit>
        </form>
      </details>
      {signed !== undefined && (
        <SignedFile name={`delegation-${shortAddress(account).replace("…", "-")}.json`} text={signed}>
          Anybody can hand this in under <Link href="/files">Signed files</Link>, and pays the gas. You pay
          nothing.
        </SignedFile>
      )}
    </Card>
  );
}
