import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";

import { nextStep } from "@polity/sdk/governor/next";
import { unpackRules } from "@polity/sdk/governor/rules";
import { visible } from "@polity/sdk/nep/text";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { Address, Badge, Countdown, MiniTally, StageBadge, Time } from "../../ui";
import { hrefOf, nameOf, type LiveProposal } from "./proposals";
import { endOf } from "./steps";

/** Proposals as rows that say where each stands. */
export function ProposalList({ proposals }: { proposals: readonly LiveProposal[] }) {
  return (
    <ul className="proposals">
      {proposals.map((one) => (
        <li key={one.record.id.toString()}>
          <div className="proposal-head">
            <StageBadge stage={one.view.stage} />
            <Badge>{one.view.type}</Badge>
            <Link href={hrefOf(one.record)} className="proposal-title">
              {visible(nameOf(one.record))}
            </Link>
          </div>
          <div className="proposal-foot">
            <span className="quiet">
              <NextStep proposal={one} />
            </span>
            <span className="quiet proposer">
              by <Address address={one.record.proposer} />
            </span>
            <Votes proposal={one} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Votes({ proposal: { view } }: { proposal: LiveProposal }) {
  const { governor } = useSite().network;
  // Pinned when it was proposed: read once.
  const { data: veto } = useQuery({
    queryKey: ["veto", view.id.toString()],
    queryFn: async () => {
      const { rulesId } = await governor.proposalType(view.id);
      return Boolean(unpackRules(await governor.pinnedRules(rulesId)).rules.vetoBps);
    },
  });
  // Nobody votes during the review.
  if (veto === undefined || view.state === "Pending") return null;
  const over = view.state !== "Active";
  return <MiniTally votes={view.votes} quorum={view.quorum} veto={veto} over={over} />;
}

/** What a proposal waits for, with a countdown; when it ended, for one that is over. */
export function NextStep({ proposal: { view } }: { proposal: LiveProposal }) {
  const now = useNow(5);
  switch (view.state) {
    case "Defeated":
      return (
        <>
          defeated <Time at={view.deadline} show="relative" />
        </>
      );
    case "Expired":
      return (
        <>
          expired <Time at={endOf(view)} show="relative" />
        </>
      );
    case "Executed":
      return (
        <>
          approved <Time at={view.deadline} show="relative" />
        </>
      );
    case "Canceled":
      return <>cancelled</>;
    case "Uncounted":
      return <>what counts its votes fails</>;
    default: {
      const { what, at, isLimit } = nextStep(view, now)!;
      return isLimit ? (
        <>
          {what}, until <Time at={at} show="minute" />
        </>
      ) : (
        <>
          {what} in <Countdown to={at} over="a moment" />
        </>
      );
    }
  }
}
