import { lazy, Suspense, type ComponentProps } from "react";

import { Loading } from "../ui";

/** Pages and parts in which the user takes part; each comes when it is first asked for. */
export const AccountPage = lazy(async () => ({
  default: (await import("../shell/pages/AccountPage")).AccountPage,
}));
export const ProposePage = lazy(async () => ({
  default: (await import("../sections/governor/propose/ProposePage")).ProposePage,
}));

const Lazy = lazy(async () => ({
  default: (await import("../sections/governor/actions/ProposalActions")).ProposalActions,
}));

/** What the user can do with a proposal now. */
export function ProposalActions(props: ComponentProps<typeof Lazy>) {
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <Lazy {...props} />
    </Suspense>
  );
}
