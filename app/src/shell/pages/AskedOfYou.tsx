import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";

import { visible } from "@polity/sdk/nep/text";
import { useSite } from "../../data/network";
import { Card, Time } from "../../ui";
import { useWallet } from "../../wallet";
import { useSections, type Ask } from "../section";

/** What the sections ask of the owner of the account, what ends first at the top. */
export function AskedOfYou() {
  const { account, connect } = useWallet();
  return (
    <Card title="Asked of you">
      {account === undefined ? (
        <p>
          <button type="button" className="link" onClick={connect}>
            With a wallet
          </button>{" "}
          this says which votes, locks, grants and duties wait for you, and until when.
        </p>
      ) : (
        <Asked account={account} />
      )}
    </Card>
  );
}

function Asked({ account }: { account: string }) {
  const site = useSite();
  const sections = useSections();
  const asking = Object.entries(sections).flatMap(([name, { asks }]) => (asks ? [{ name, asks }] : []));
  const { asks, unread, waiting } = useQueries({
    queries: asking.map(({ name, asks }) => ({
      queryKey: ["slow", "asks", name, account],
      queryFn: () => asks(site, account),
    })),
    combine: (answers) => ({
      asks: answers.flatMap(({ data = [] }) => data).sort(byEnd),
      unread: asking.flatMap(({ name }, i) => (answers[i]?.error ? [name] : [])),
      waiting: answers.some(({ isPending }) => isPending),
    }),
  });
  return (
    <>
      {asks.length > 0 && (
        <ul className="activity">
          {asks.map(({ what, href, until }) => (
            <li key={`${href} ${what}`}>
              <span className="quiet small">
                {until === undefined ? (
                  "any time"
                ) : (
                  <>
                    until <Time at={until} show="minute" />, <Time at={until} show="relative" />
                  </>
                )}
              </span>
              <span>
                <Link href={href}>{visible(what)}</Link>
              </span>
            </li>
          ))}
        </ul>
      )}
      {asks.length === 0 && (
        <p className="quiet">{waiting ? "Looking for what waits for you…" : "Nothing waits for you now."}</p>
      )}
      {unread.length > 0 && (
        <p className="quiet small">What these have for you cannot be read now: {unread.join(", ")}.</p>
      )}
    </>
  );
}

const byEnd = (a: Ask, b: Ask) => (a.until ?? Infinity) - (b.until ?? Infinity);
