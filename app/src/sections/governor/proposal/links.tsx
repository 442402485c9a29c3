import type { ReactNode } from "react";
import { Link } from "wouter";

import { declaredIn } from "@polity/sdk/nep/declared";
import { LINKED_BY, LINKS, linksTo } from "@polity/sdk/nep/links";
import { visible } from "@polity/sdk/nep/text";
import type { Nep } from "@polity/sdk/nep/validate";
import { sentence, StageBadge } from "../../../ui";
import { hrefOf, nameOf, type LiveProposal } from "../proposals";

/** What a NEP says of others, and what other proposals say of it: as rows of facts. */
export function linkRows(
  { number, links }: Pick<Nep, "number" | "links">,
  all: readonly LiveProposal[],
): (readonly [string, ReactNode])[] {
  const others = all.flatMap((proposal) => {
    const { nep, description } = proposal.record;
    return nep === undefined ? [] : [{ number: nep, links: declaredIn(description).links, proposal }];
  });
  const says = LINKS.flatMap((link) =>
    links[link].map((other) => {
      const found = others.filter((one) => one.number === other).map(({ proposal }) => proposal);
      return [sentence(link), found.length ? <Proposals key={other} all={found} /> : `NEP-${other}`] as const;
    }),
  );
  const said = LINKS.flatMap((link) => {
    const from = linksTo(number, others).filter((one) => one.link === link);
    if (from.length === 0) return [];
    const proposals = from.map(({ from: { proposal } }) => proposal);
    return [[`${sentence(LINKED_BY[link])}, as they say`, <Proposals key={link} all={proposals} />] as const];
  });
  return [...says, ...said];
}

function Proposals({ all }: { all: readonly LiveProposal[] }) {
  return all.map(({ record, view }) => (
    <span key={record.id.toString()} className="linked">
      <Link href={hrefOf(record)}>{visible(nameOf(record))}</Link> <StageBadge stage={view.stage} />
    </span>
  ));
}
