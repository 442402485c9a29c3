import { lazy, Suspense, type ComponentProps } from "react";

import { Loading } from "../ui";

/** Pages and parts in which the user takes part; each comes when it is first asked for. */
export const AccountPage = lazy(async () => ({
  default: (await import("./account/AccountPage")).AccountPage,
}));
export const ProposePage = lazy(async () => ({
  default: (await import("./propose/ProposePage")).ProposePage,
}));

const Lazy = lazy(async () => ({ default: (await import("./proposal/ProposalActions")).ProposalActions }));

/** What the user can do with a proposal now. */
export function ProposalActions(props: ComponentProps<typeof Lazy>) {
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <Lazy {...props} />
    </Suspense>
  );
}
