import type { ProposalRecord } from "../../../sdk/governor/proposals";
import { Page } from "../ui";

/** What the user can do with a proposal now. */
export function ProposalActions(_: { proposal: ProposalRecord }) {
  return null;
}

export function AccountPage() {
  return <Page title="Your account">{null}</Page>;
}

export function ProposePage() {
  return <Page title="Propose">{null}</Page>;
}
