import { ZeroAddress } from "ethers";

import { audit, type Audit, type Privilege } from "@polity/sdk/audit";
import type { Network } from "@polity/sdk/deployment";
import { visible } from "@polity/sdk/nep/text";
import { readSafe, strangeInSafe, type SafeState } from "@polity/sdk/safe/read";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { Address, Badge, Card, Countdown, Empty, Facts, Loaded, Page, sentence, Table, Time } from "../../ui";

interface Roles {
  safe?: SafeState;
  guardian?: { account: string; until: number };
}

async function readRoles({ council, governor }: Network): Promise<Roles> {
  const [safe, { account, until }] = await Promise.all([council && readSafe(council), governor.guardian()]);
  return {
    ...(safe && { safe }),
    ...(account !== ZeroAddress && { guardian: { account, until: Number(until) } }),
  };
}

/** Who can do what besides voting, and that nobody else can. */
export function Council() {
  const query = useChain(["council"], readRoles);
  return (
    <Page lead="Who holds a power, who gave it, and how it ends.">
      <Loaded query={query} rows={10}>
        {({ safe, guardian }) => (
          <>
            <div className="columns">
              <Card title="The council">
                {safe ? <Safe safe={safe} /> : <Empty>This network has no council.</Empty>}
              </Card>
              <Card title="The guardian’s mandate">
                <Mandate guardian={guardian} />
              </Card>
            </div>
            <Powers />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Safe({ safe }: { safe: SafeState }) {
  const strange = strangeInSafe(safe);
  return (
    <>
      <p>
        {safe.threshold} of {safe.owners.length} members sign together. Their Safe is at{" "}
        <Address address={safe.address} />
      </p>
      <ul className="members">
        {safe.owners.map((owner) => (
          <li key={owner}>
            <Address address={owner} />
          </li>
        ))}
      </ul>
      {strange.length === 0 ? (
        <p className="quiet small">Nobody but its members moves it: it has no modules and no guards.</p>
      ) : (
        strange.map((what) => (
          <p key={what} className="notice bad">
            {sentence(visible(what))}
          </p>
        ))
      )}
      <Facts
        rows={[
          ["Transactions so far", safe.nonce],
          ["Safe version", safe.version],
        ]}
      />
    </>
  );
}

function Mandate({ guardian }: { guardian: Roles["guardian"] }) {
  const now = useNow(5);
  const inOffice = guardian !== undefined && guardian.until >= now;
  return (
    <>
      {guardian ? (
        <>
          <p>
            <Badge tone={inOffice ? "good" : "warn"}>{inOffice ? "in office" : "over"}</Badge>{" "}
            <Address address={guardian.account} />
          </p>
          <p>
            Until <Time at={guardian.until} show="date" />
            {inOffice && (
              <>
                , <Countdown to={guardian.until} /> left
              </>
            )}
          </p>
        </>
      ) : (
        <p>
          <Badge>vacant</Badge> Nobody is guardian.
        </p>
      )}
      <p className="quiet small">
        Voters give the mandate, for a year at most. Whoever holds it may cancel proposals and propose
        emergencies; it cannot stop its own removal, and it ends by itself.
      </p>
    </>
  );
}

function Powers() {
  const { deployment, provider, names } = useSite();
  const accounts = Object.fromEntries(Object.entries(names).map(([address, name]) => [name, address]));
  const query = useChain(
    ["audit"],
    () => audit({ provider, contracts: deployment.contracts, fromBlock: deployment.block, accounts }),
    { slow: true },
  );
  return (
    <Loaded query={query} rows={8}>
      {(result) => <Result result={result} />}
    </Loaded>
  );
}

function Result({ result }: { result: Audit }) {
  const { facts, deviations, privileges, contracts } = result;
  const checked = facts.filter(({ expected }) => expected !== undefined).length;
  const paths = [...new Set(privileges.map(pathOf))];
  return (
    <>
      <Card title="What goes past the vote">
        <p className="quiet small">
          Read from the chain and nothing else: {checked} facts of {Object.keys(contracts).length} contracts
          were held against the order of authority, in which every power belongs to the voters.
        </p>
        {deviations.length === 0 ? (
          <p className="notice good">Nothing. Every power goes through a vote.</p>
        ) : (
          <ul className="changes">
            {deviations.map(({ contract, what, missing, unexpected }) => (
              <li key={`${contract} ${what}`}>
                <strong>
                  {contract}, {what}
                </strong>
                {unexpected.length > 0 && `: held by ${visible(unexpected.join(", "))}`}
                {missing.length > 0 && `; should be ${visible(missing.join(", "))}`}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title="Who can do what">
        {paths.map((path) => (
          <details key={path}>
            <summary>
              {path.charAt(0).toUpperCase() + path.slice(1)}{" "}
              <span className="quiet">({privileges.filter((one) => pathOf(one) === path).length})</span>
            </summary>
            <Facts
              rows={privileges
                .filter((one) => pathOf(one) === path)
                .map(({ call, why }) => [call, visible(why)] as const)}
            />
          </details>
        ))}
      </Card>
      <Card title="What was checked">
        <Table
          caption="Facts that were read, and whether they are as they should be"
          rows={facts.filter(({ expected }) => expected !== undefined)}
          rowKey={({ contract, what }) => `${contract} ${what}`}
          page={20}
          empty="Nothing was read."
          columns={[
            {
              name: "Fact",
              by: ({ contract, what }) => `${contract} ${what}`,
              cell: ({ contract, what }) => `${contract}: ${FACT_WORDS[what] ?? what}`,
            },
            {
              name: "Is",
              cell: ({ actual, what }) => (
                <span className="long">
                  {what.startsWith("adopted rules")
                    ? "those of the rulebook"
                    : actual.length > 6
                      ? `${actual.length} values`
                      : visible(actual.join(", ")) || "nobody"}
                </span>
              ),
            },
            {
              name: "As it should be",
              cell: ({ contract, what }) =>
                deviations.some((one) => one.contract === contract && one.what === what) ? (
                  <Badge tone="warn">see above</Badge>
                ) : (
                  <Badge tone="good">yes</Badge>
                ),
            },
          ]}
        />
      </Card>
    </>
  );
}

/** What the contracts call a fact, in words. */
const FACT_WORDS: Readonly<Record<string, string>> = {
  DEFAULT_ADMIN_ROLE: "gives and takes its roles",
  PROPOSER_ROLE: "queues calls",
  CANCELLER_ROLE: "cancels what is queued",
  EXECUTOR_ROLE: "executes calls",
  TIMELOCK: "obeys",
  timelock: "acts through",
  rulebook: "takes its rules from",
  feeToken: "takes fees in",
  token: "counts tokens of",
  governor: "takes the numbers of proposals from",
  TOKEN: "is about",
  ESCROW: "locks in",
  TREASURY: "gives back to",
  modules: "modules that could move it alone",
  guard: "guard that could stop its owners",
  "module guard": "guard of its modules",
  votes: "its own tokens’ votes are",
};

/** The path without the call at its end. */
const pathOf = ({ path }: Privilege) => path.slice(0, path.lastIndexOf(" → "));
