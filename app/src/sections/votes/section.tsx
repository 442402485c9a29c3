import { readElectorate } from "@polity/sdk/votes";
import { getBlock } from "@polity/sdk/provider";
import { useChain } from "../../data/chain";
import { useTokenUnit } from "../../data/units";
import { Figure } from "../../parts/Figure";
import type { Section } from "../../shell/section";
import { Amount, shareWords, VOTES } from "../../ui";

/** Whose votes count for whom. */
export const votes: Section = {
  pages: [
    {
      ...{ route: "/delegates", title: "Delegates", in: "people", place: 10, figures: ["votes"] },
      load: async () => (await import("./Delegates")).Delegates,
    },
    {
      ...{ route: "/holders", title: "Holders", in: "people", place: 20 },
      load: async () => (await import("./Holders")).Holders,
    },
    {
      ...{ route: "/delegates/:address", title: "Delegate", in: "people" },
      load: async () => (await import("./Delegate")).Delegate,
    },
  ],
  overview: { figures: [{ place: 20, Show: Electorate }] },
  account: [
    { place: 10, load: async () => (await import("./account/Summary")).Summary },
    { place: 30, load: async () => (await import("./account/Delegations")).Delegations },
  ],
  tools: [{ place: 10, load: async () => (await import("./account/RelayDelegation")).RelayDelegation }],
  drafts: (name) => {
    if (name.startsWith("delegate.")) return { what: "A delegation", href: "/account" };
    const [, account] = /^statement\.(.+)$/.exec(name) ?? [];
    return account === undefined ? undefined : { what: "What you stand for", href: `/delegates/${account}` };
  },
  asks: async (site, account) => (await import("./asks")).asks(site, account),
};

function Electorate() {
  const unit = useTokenUnit();
  const query = useChain(["electorate"], async (network) => {
    const { token, escrow, governor } = network;
    const head = await getBlock(governor.runner!.provider!, "latest");
    const at = { blockTag: head.number };
    const [supply, locked, votes] = await Promise.all([
      token.totalSupply(at),
      escrow && token.balanceOf(escrow, at),
      // We ask for the second before: the contract knows totals of the past only.
      readElectorate(network, head.timestamp - 1, head.number),
    ]);
    return { supply, locked, votes };
  });
  return (
    <Figure
      label="Votes that can be cast"
      query={query}
      note={({ supply, locked }) => (
        <>
          {locked !== undefined && `${shareWords(locked, supply)} `}of{" "}
          <Amount value={supply} unit={unit} places={0} />
          {locked !== undefined && " are locked"}
        </>
      )}
    >
      {({ votes }) => <Amount value={votes} unit={VOTES} places={0} />}
    </Figure>
  );
}
