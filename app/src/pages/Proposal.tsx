import { useParams } from "wouter";

import { ProposalActions } from "../actions";
import { nameOf, useProposals } from "../data/proposals";
import { Empty, Loaded, Page } from "../ui";

/** One proposal, named by its id in the route. */
export function Proposal() {
  const { id } = useParams<{ id: string }>();
  const query = useProposals();
  return (
    <Loaded query={query} rows={10}>
      {(all) => {
        const found = all.find(({ record }) => record.id.toString() === id);
        if (!found) {
          return (
            <Page title="No such proposal">
              <Empty>This network has no proposal {id}.</Empty>
            </Page>
          );
        }
        return (
          <Page title={nameOf(found.record)}>
            <ProposalActions proposal={found.record} />
          </Page>
        );
      }}
    </Loaded>
  );
}
