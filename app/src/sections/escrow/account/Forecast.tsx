import { requireEscrow } from "@polity/sdk/escrow/require";
import { readForecast, type EscrowAccount, type Forecast as Entry } from "@polity/sdk/escrow/read";
import { useChain } from "../../../data/chain";
import { Amount, Card, Empty, Loaded, shareWords, Table, Time, VOTES } from "../../../ui";
import { decays, forecastTimes } from "../../votes/account/read";

/** How the account's votes decay if nothing is done. */
export function Forecast({ account }: { account: EscrowAccount }) {
  return (
    <Card title="Your votes to come">
      {account.locks.length === 0 ? (
        <Empty>Once you have a lock, its votes to come stand here.</Empty>
      ) : decays(account) ? (
        <Decay account={account} />
      ) : (
        <p>None of your locks decays: your votes stay as they are until you change something.</p>
      )}
    </Card>
  );
}

function Decay({ account }: { account: EscrowAccount }) {
  const query = useChain(["forecast", account.account], async (network) => {
    const entries = await readForecast(requireEscrow(network), account, forecastTimes(account));
    const { now: time, power, votes, totalPower } = account;
    return [{ time, power, votes, totalPower }, ...entries];
  });
  return (
    <Loaded query={query}>
      {(entries) => {
        const most = entries.reduce((max, { power }) => (power > max ? power : max), 1n);
        return (
          <>
            <Table<Entry>
              caption="Your votes to come if nothing is done"
              rows={entries}
              rowKey={({ time }) => String(time)}
              empty=""
              columns={[
                { name: "When", cell: ({ time }) => <Time at={time} show="date" /> },
                {
                  name: "Votes of your locks",
                  numeric: true,
                  cell: ({ power }) => <Amount value={power} unit={VOTES} />,
                },
                { name: "Compared", cell: ({ power }) => <Bar part={power} of={most} /> },
                {
                  name: "Of all",
                  numeric: true,
                  cell: ({ power, totalPower }) => shareWords(power, totalPower),
                },
              ]}
            />
            <p className="hint">
              If nobody does anything until then.{" "}
              {account.permanentOnly ? "Make a lock permanent" : "Extend a lock"} to keep its votes.
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

/** For the eye: the numbers stand beside it. */
function Bar({ part, of }: { part: bigint; of: bigint }) {
  return (
    <div className="track forecast-bar" aria-hidden="true">
      <div className="fill side-for" style={{ width: `${Number((part * 1000n) / of) / 10}%` }} />
    </div>
  );
}
