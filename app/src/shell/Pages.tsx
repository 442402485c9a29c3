import { lazy, Suspense, type ComponentType } from "react";
import { Route, Switch, useLocation } from "wouter";

import { AccountPage, ProposePage } from "../actions";
import { useRefreshByBlock } from "../data/chain";
import { Empty, Loading, Page } from "../ui";
import { ErrorBoundary } from "./ErrorBoundary";

/** Each page is a file of its own that comes when it is first asked for. */
const page = <K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

const Overview = page(() => import("./pages/Overview"), "Overview");
const Proposals = page(() => import("../sections/governor/Proposals"), "Proposals");
const Proposal = page(() => import("../sections/governor/Proposal"), "Proposal");
const Protocol = page(() => import("../sections/registry/Protocol"), "Protocol");
const Treasury = page(() => import("../sections/treasury/Treasury"), "Treasury");
const Council = page(() => import("../sections/council/Council"), "Council");
const Delegates = page(() => import("../sections/votes/Delegates"), "Delegates");
const Delegate = page(() => import("../sections/votes/Delegate"), "Delegate");
const Analytics = page(() => import("./pages/Analytics"), "Analytics");
const Locks = page(() => import("../sections/escrow/Locks"), "Locks");

/** The page of the current route. */
export function Pages() {
  useRefreshByBlock();
  const [location] = useLocation();
  return (
    <ErrorBoundary at={location}>
      <Suspense fallback={<Loading rows={8} />}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/proposals" component={Proposals} />
          <Route path="/proposals/:id" component={Proposal} />
          <Route path="/protocol" component={Protocol} />
          <Route path="/treasury" component={Treasury} />
          <Route path="/council" component={Council} />
          <Route path="/delegates" component={Delegates} />
          <Route path="/delegates/:address" component={Delegate} />
          <Route path="/locks" component={Locks} />
          <Route path="/analytics" component={Analytics} />
          <Route path="/account" component={AccountPage} />
          <Route path="/propose" component={ProposePage} />
          <Route>
            <Page title="Nothing is here">
              <Empty>The address names no page of this app. The navigation lists all there are.</Empty>
            </Page>
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
