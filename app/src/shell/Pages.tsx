import { lazy, Suspense, useState } from "react";
import { Route, Switch, useLocation } from "wouter";

import { useRefreshByBlock } from "../data/chain";
import { useSite } from "../data/network";
import { Empty, Loading, Page, PageTitle } from "../ui";
import { ErrorBoundary } from "./ErrorBoundary";
import { InFigures } from "./InFigures";
import { pagesOf } from "./page-list";
import { useSections } from "./section";

/** The page of the current route. */
export function Pages() {
  useRefreshByBlock();
  const [location] = useLocation();
  const { name } = useSite().deployment;
  const sections = useSections();
  const [pages] = useState(() =>
    pagesOf(sections).map(({ route, title, figures, load }) => ({
      ...{ route, title, figures },
      Show: lazy(async () => ({ default: await load() })),
    })),
  );
  return (
    <ErrorBoundary at={location}>
      <Suspense fallback={<Loading rows={8} />}>
        <Switch>
          {pages.map(({ route, title, figures, Show }) => (
            <Route key={route} path={route}>
              <PageTitle value={{ title, network: name }}>
                <Show />
                {figures && <InFigures domains={figures} />}
              </PageTitle>
            </Route>
          ))}
          <Route>
            <Page title="Nothing is here">
              <Empty>
                The address names no page of this app. The five places of the navigation lead to all there
                are.
              </Empty>
            </Page>
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
