import { useState } from "react";

import { formatDate, formatAmount } from "@polity/sdk/format";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { TokenAmount } from "../../parts/TokenAmount";
import { Address, Card, Empty, Loaded, Page, Table } from "../../ui";
import { Register } from "./Register";
import { PAGE, readListed, readSaid, type Listed } from "./list";

/** What is offered, by whom, with which stake, and what those who paid say of it. */
export function MarketPage() {
  const { network, deployment } = useSite();
  const now = useNow(60);
  const [pages, setPages] = useState(1);
  const [listings, setListings] = useState(0);
  const kinds = deployment.conventions?.market?.kinds ?? [];
  const query = useChain(["market", String(pages), String(listings)], async () => {
    const all = await readListed(network);
    if (!all) return null;
    const shown = all.slice(0, pages * PAGE);
    return {
      all: all.length,
      services: await readSaid(network, shown, { now, fromBlock: deployment.block }),
    };
  });
  return (
    <Page lead="Models, tools and apps that are paid per request. A star weighs what the network got of the payment behind it; whoever was not served disputes what was paid.">
      <Loaded query={query} rows={6}>
        {(found) =>
          found === null ? (
            <Empty>This network has no market.</Empty>
          ) : (
            <>
              <Card title="Services">
                <Services services={found.services} />
                {found.all > found.services.length && (
                  <button type="button" onClick={() => setPages(pages + 1)}>
                    Show more of {found.all}
                  </button>
                )}
              </Card>
              {kinds.length > 0 && <Register kinds={kinds} onDone={() => setListings(listings + 1)} />}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Services({ services }: { services: Listed[] }) {
  const { network, deployment } = useSite();
  const kinds = deployment.conventions?.market?.kinds ?? [];
  const own = network.addresses.GovernanceToken;
  return (
    <Table
      caption="Services that are listed"
      rows={services}
      rowKey={({ id }) => id.toString()}
      empty="Nobody has listed a service."
      page={PAGE * 1000}
      columns={[
        { name: "Service", cell: ({ id }) => id.toString(), by: ({ id }) => id },
        { name: "Kind", cell: ({ kind }) => kinds[kind] ?? `kind ${kind}` },
        { name: "By", cell: ({ provider }) => <Address address={provider} /> },
        {
          name: "Stake",
          cell: ({ stake }) => <TokenAmount value={stake} token={own} />,
          by: ({ stake }) => stake,
          numeric: true,
        },
        { name: "Stars", cell: ({ stars }) => <StarsOf stars={stars} /> },
        { name: "Certified", cell: ({ certificates }) => certified(certificates) },
        { name: "It is an agent", cell: ({ agent }) => (agent ? <Agent agent={agent} /> : "–") },
        { name: "Paid into", cell: ({ till }) => <Address address={till} /> },
      ]}
    />
  );
}

/** Stars with the money behind them: each token by itself. */
function StarsOf({ stars }: Pick<Listed, "stars">) {
  if (stars.length === 0) return "nobody has rated it";
  return stars.map(({ token, milli, weight }) => (
    <div key={token}>
      {formatAmount(milli, 3)} by <TokenAmount value={weight} token={token} />
    </div>
  ));
}

const Agent = ({ agent }: { agent: NonNullable<Listed["agent"]> }) => (
  <>
    {agent.id.toString()} of <Address address={agent.registry} />
  </>
);

const certified = (certificates: Listed["certificates"]) =>
  certificates
    .map(({ class: name, until, outdated }) =>
      outdated ? `${name}, of an earlier description` : `${name} until ${formatDate(until)}`,
    )
    .join("; ") || "–";
