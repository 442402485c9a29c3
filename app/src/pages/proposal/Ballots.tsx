import type { LiveProposal } from "../../data/proposals";
import { Card } from "../../ui";

export function Ballots({ proposal }: { proposal: LiveProposal }) {
  return <Card title="Who voted">{proposal.view.type}</Card>;
}
