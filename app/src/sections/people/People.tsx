import { reputationTable } from "@polity/sdk/people/figures";
import { trimLapsed } from "@polity/sdk/people/act";
import { reachLines, readReach } from "@polity/sdk/people/persons";
import { readClasses, type CredentialClass } from "@polity/sdk/people/read";
import { useActions } from "../../actions/context";
import { useChain, useHead } from "../../data/chain";
import { useSite } from "../../data/network";
import { CsvButton, FigureTable } from "../../parts/FigureTable";
import { WithHistory } from "../../parts/WithHistory";
import { Address, Card, Empty, Loaded, Page, sentence, Table } from "../../ui";

/** Who issues which credentials, what persons could cast, and what people have earned. */
export function People() {
  const { credentials, reputation, quadraticVotes } = useSite().network;
  return (
    <Page lead="What issuers say of accounts, and what these have earned. That an account is one person is its issuer's word: no contract can prove it.">
      {credentials ? <Classes /> : <Empty>This network knows no people: it has no credentials.</Empty>}
      {quadraticVotes && <Reach />}
      {reputation && (
        <WithHistory>
          {({ history }) => {
            const table = reputationTable(history);
            return (
              <Card title="Reputation" aside={<CsvButton figures={table} name="reputation" />}>
                <p className="quiet small">{table.method}</p>
                <FigureTable figures={table} />
              </Card>
            );
          }}
        </WithHistory>
      )}
    </Page>
  );
}

const days = (seconds: number) => `${Math.floor(seconds / 86_400)} days`;

function Classes() {
  const { network, deployment } = useSite();
  const { run } = useActions();
  const query = useChain(["classes"], ({ credentials }) => readClasses(credentials!));
  const trim = ({ kind, name }: CredentialClass) =>
    run({
      title: `Count ${name} anew`,
      work: async (signer) => {
        const { accounts } = await trimLapsed(network.credentials!, signer, kind, deployment.block);
        return `${accounts.length} that had lapsed are counted no more.`;
      },
    });
  return (
    <Card title="Credentials">
      <p className="quiet small">
        A credential lapses by itself. Its class counts it until anybody has it counted anew; quorums of
        persons go by that count.
      </p>
      <Loaded query={query} rows={3}>
        {(classes) => (
          <Table<CredentialClass>
            caption="Classes of credentials"
            rows={classes}
            rowKey={({ kind }) => String(kind)}
            empty="No vote has opened a class yet."
            columns={[
              { name: "Class", cell: ({ name }) => name },
              {
                name: "Counted",
                numeric: true,
                by: ({ total }) => total,
                cell: ({ total }) => String(total),
              },
              { name: "Issued by", cell: ({ issuer }) => <Address address={issuer} /> },
              { name: "Valid for", cell: ({ term }) => days(term) },
              {
                name: "Revocable",
                cell: ({ revocable }) => (revocable ? "by its issuer, and votes" : "by votes"),
              },
              {
                name: "Lapsed",
                cell: (each) => (
                  <button type="button" className="small-button" onClick={() => trim(each)}>
                    Count anew
                  </button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Reach() {
  const { deployment } = useSite();
  const time = useHead()?.time;
  const query = useChain(["reach"], (network) => readReach(network, deployment.block, time! - 1), {
    enabled: time !== undefined,
    slow: true,
  });
  return (
    <Card title="What persons could cast today">
      <Loaded query={query} rows={1}>
        {(reach) => (
          <ul className="plain">
            {reachLines(reach).map((line) => (
              <li key={line}>{sentence(line)}</li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
