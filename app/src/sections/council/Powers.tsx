import { audit, type Audit, type Privilege } from "@polity/sdk/audit";
import { say } from "@polity/sdk/language";
import { visible } from "@polity/sdk/nep/text";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { Badge, Card, Facts, Loaded, Page, Table } from "../../ui";

/** Who can do what besides voting, and that nobody else can. */
export function Powers() {
  const { deployment, provider, names } = useSite();
  const accounts = Object.fromEntries(Object.entries(names).map(([address, name]) => [name, address]));
  const query = useChain(
    ["audit"],
    () => audit({ provider, contracts: deployment.contracts, fromBlock: deployment.block, accounts }),
    { slow: true },
  );
  return (
    <Page lead="Every power over the network's contracts, who holds it, and what was checked.">
      <Loaded query={query} rows={10}>
        {(result) => <Result result={result} />}
      </Loaded>
    </Page>
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
  TIMELOCK: say("obeys"),
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
