import { readCredentials, readStanding } from "@polity/sdk/people/read";
import { formatPoints, formatWeek } from "@polity/sdk/people/points";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { Card, Empty, Loaded, Time } from "../../ui";

/** What issuers say of an account, and what it has earned. */
export function OfAccount({ account }: { account: string }) {
  const { credentials } = useSite().network;
  return credentials ? <Held account={account} /> : null;
}

function Held({ account }: { account: string }) {
  const now = useNow(60);
  const query = useChain(["people", account], async ({ credentials, reputation }) => ({
    held: await readCredentials(credentials!, account),
    standing: reputation && (await readStanding(reputation, account)),
  }));
  return (
    <Card title="Credentials and reputation">
      <Loaded query={query} rows={2}>
        {({ held, standing }) => (
          <div className="stack tight">
            {held.length === 0 && <Empty>No issuer says anything of this account.</Empty>}
            <ul className="plain">
              {held.map(({ kind, name, until }) => (
                <li key={kind}>
                  {name} {until > now ? "until" : "lapsed"} <Time at={until} show="date" />
                </li>
              ))}
            </ul>
            {standing && (
              <p>
                Reputation: {formatPoints(standing.votes)} as they weigh now.
                {standing.points.map(({ week, points }) => (
                  <span key={String(week)} className="quiet">
                    {" "}
                    {formatPoints(points)} end on {formatWeek(week)}.
                  </span>
                ))}
              </p>
            )}
          </div>
        )}
      </Loaded>
    </Card>
  );
}
