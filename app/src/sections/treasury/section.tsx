import { Link } from "wouter";

import { wordName } from "@polity/sdk/treasury/figures";
import { visible } from "@polity/sdk/nep/text";
import type { Movement } from "@polity/sdk/treasury/ledger";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { Figure } from "../../parts/Figure";
import { TokenAmount } from "../../parts/TokenAmount";
import type { Section } from "../../shell/section";
import { Address, Amount } from "../../ui";

/** What the network owns together. */
export const treasury: Section = {
  exists: ({ treasury }) => treasury !== undefined,
  pages: [
    {
      ...{ route: "/treasury", title: "Treasury", place: 30, figures: ["treasury"] },
      load: async () => (await import("./Treasury")).Treasury,
    },
  ],
  overview: { figures: [{ place: 40, Show: Owned }] },
  activity: ({ treasury: { movements } }) =>
    movements.map((movement) => ({
      ...{ block: movement.blockNumber, time: movement.time, transaction: movement.transactionHash },
      say: () => <Moved movement={movement} />,
    })),
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};

function Owned() {
  const { network } = useSite();
  const unit = useTokenUnit();
  const query = useChain(["owned"], ({ token, treasury }) => token.balanceOf(treasury!), {
    enabled: network.treasury !== undefined,
  });
  if (!network.treasury) return null;
  return (
    <Figure label="Treasury" query={query} note={() => <Link href="/treasury">budgets and ledger</Link>}>
      {(value) => <Amount value={value} unit={unit} places={0} />}
    </Figure>
  );
}

function Moved({ movement: { token, amount, counterparty, category } }: { movement: Movement }) {
  const sum = <TokenAmount value={amount < 0n ? -amount : amount} token={token} />;
  if (counterparty === undefined) return <>The treasury booked a difference of {sum}</>;
  return (
    <>
      The treasury {amount < 0n ? "paid" : "received"} {sum} {amount < 0n ? "to" : "from"}{" "}
      <Address address={counterparty} /> <span className="quiet">for {visible(wordName(category))}</span>
    </>
  );
}
