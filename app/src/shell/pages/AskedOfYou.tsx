import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";

import { visible } from "@polity/sdk/nep/text";
import { useSite } from "../../data/network";
import { Card, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { useSections, type Ask } from "../section";

/** What the sections ask of the owner of the account, what ends first at the top; nothing without an account. */
export function AskedOfYou() {
  const { account } = useWallet();
  return account === undefined ? null : <Asked account={account} />;
}

function Asked({ account }: { account: string }) {
  const site = useSite();
  const sections = useSections();
  const asks = useQueries({
    queries: Object.entries(sections).flatMap(([name, { asks }]) =>
      asks ? [{ queryKey: ["slow", "asks", name, account], queryFn: () => asks(site, account) }] : [],
    ),
    combine: (answers) => answers.flatMap(({ data = [] }) => data).sort(byEnd),
  });
  if (asks.length === 0) return null;
  return (
    <Card title="Asked of you">
      <ul className="activity">
        {asks.map(({ what, href, until }) => (
          <li key={`${href} ${what}`}>
            <span className="quiet small">
              {until === undefined ? (
                "any time"
              ) : (
                <>
                  until <Time at={until} show="date" />
                </>
              )}
            </span>
            <span>
              <Link href={href}>{visible(what)}</Link>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const byEnd = (a: Ask, b: Ask) => (a.until ?? Infinity) - (b.until ?? Infinity);
