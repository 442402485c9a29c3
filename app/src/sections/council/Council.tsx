import { ZeroAddress } from "ethers";
import { Link } from "wouter";

import type { Network } from "@polity/sdk/deployment";
import { visible } from "@polity/sdk/nep/text";
import { readSafe, strangeInSafe, type SafeState } from "@polity/sdk/safe/read";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { DelegateLink } from "../votes/DelegateLink";
import { Address, Badge, Card, Countdown, Empty, Facts, Loaded, Page, sentence, Time } from "../../ui";

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

/** Who sits in the council, and what its mandate lets it do. */
export function Council() {
  const query = useChain(["council"], readRoles);
  return (
    <Page lead="Who can stop a proposal or propose an emergency, who gave that power, and how it ends.">
      <Loaded query={query} rows={10}>
        {({ safe, guardian }) => (
          <>
            <div className="columns">
              <Card title="The council">
                {safe ? (
                  <>
                    <Safe safe={safe} />
                    <p>
                      <Link href="/council/desk">The council’s desk</Link>: what it is to do, signed by its
                      members
                    </p>
                  </>
                ) : (
                  <Empty>This network has no council.</Empty>
                )}
              </Card>
              <Card title="The guardian’s mandate">
                <Mandate guardian={guardian} />
              </Card>
            </div>
            <p>
              What the council and everybody else can do, and what was checked:{" "}
              <Link href="/powers">powers</Link>.
            </p>
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
            <DelegateLink address={owner} />
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
