import { Suspense, useState } from "react";

import { Card, Loading, Page } from "../../ui";
import { useWallet, WrongNetwork } from "../../wallet";
import { inOrder, lazily, useSections } from "../section";
import { Drafts } from "./Drafts";

/** What the user's own account has of each section, and all it can do with it. */
export function AccountPage() {
  const { account, connect } = useWallet();
  const sections = useSections();
  const [parts] = useState(() => lazily(inOrder(sections, ({ account }) => account)));
  return (
    <Page lead="Tokens, locks, votes and grants of the account in your wallet, and what you can do with them.">
      <WrongNetwork />
      {account ? (
        <Suspense fallback={<Loading rows={12} />}>
          {parts.map((Show, i) => (
            <Show key={`${account} ${i}`} account={account} />
          ))}
        </Suspense>
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
      <Drafts />
    </Page>
  );
}
