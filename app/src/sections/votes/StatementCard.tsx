import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { readDocument } from "@polity/sdk/nep/documents";
import {
  checkStatement,
  parseStatement,
  STATEMENT_BOUNDS,
  type Statement,
} from "@polity/sdk/votes/statement";
import { askedFor, documents } from "../../data/documents";
import { useSite, type Site } from "../../data/network";
import type { StatementRef } from "../../data/network-file";
import { Card, Empty, Loaded, Markdown, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { WriteStatement } from "./WriteStatement";

/** What an account says it stands for: shown only if hash and signature hold. */
export function StatementCard({ address }: { address: string }) {
  const { statements } = useSite();
  const { account } = useWallet();
  const ref = Object.hasOwn(statements, address) ? statements[address] : undefined;
  return (
    <Card title="What it stands for">
      {ref ? (
        <Referred key={ref.hash} address={address} reference={ref} />
      ) : (
        <Empty>It has said nothing here.</Empty>
      )}
      {account === address ? (
        <details>
          <summary>{ref ? "Say something else" : "Say what you stand for"}</summary>
          <WriteStatement account={address} />
        </details>
      ) : (
        !ref && (
          <p className="quiet small">
            Is it your account? Connect its wallet, and write here what you stand for.
          </p>
        )
      )}
    </Card>
  );
}

function Referred({ address, reference }: { address: string; reference: StatementRef }) {
  const site = useSite();
  const host = askedFor(reference.at);
  // Whoever serves it from elsewhere learns who reads it: that is the reader's to allow.
  const [allowed, setAllowed] = useState(host === undefined);
  const query = useQuery({
    queryKey: ["statement", address, reference.hash],
    queryFn: () => readStatement(site, address, reference),
    enabled: allowed,
  });
  if (!allowed) {
    return (
      <p className="buttons">
        <button type="button" onClick={() => setAllowed(true)}>
          Ask {host} for its statement
        </button>
      </p>
    );
  }
  return (
    <Loaded query={query} rows={3}>
      {({ text, written }) => (
        <>
          <Markdown text={text} />
          <p className="quiet small">
            Signed by this account, which dates it <Time at={written} show="date" />. Nobody has checked what
            it says.
          </p>
        </>
      )}
    </Loaded>
  );
}

/** Reads a statement by its hash, and checks whose it is. @throws PolityError for what does not hold. */
export async function readStatement(
  { network }: Pick<Site, "network">,
  address: string,
  { hash, at = `statements/${hash.slice(2)}.json` }: StatementRef,
): Promise<Statement> {
  const content = await readDocument({ hash, at }, documents, STATEMENT_BOUNDS.file);
  const statement = parseStatement(content, at);
  await checkStatement(network.governor, statement, address);
  return statement;
}
