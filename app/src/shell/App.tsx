import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Router } from "wouter";

import { NetworkProvider } from "../data/network";
import { ErrorState, Loading } from "../ui";
import { WalletProvider } from "../wallet";
import { useAddress } from "./address";
import { ErrorBoundary } from "./ErrorBoundary";
import { Layout } from "./Layout";
import { Pages } from "./Pages";
import { SectionsContext, type Sections } from "./section";

// The provider itself waits for an endpoint that is away; what still fails is an answer.
const client = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false, networkMode: "always" },
  },
});

/** The app, with the sections that whoever composes it has chosen. */
export function App({ sections }: { sections: Sections }) {
  return (
    <ErrorBoundary>
      <SectionsContext value={sections}>
        <QueryClientProvider client={client}>
          <Router hook={useAddress}>
            <NetworkProvider>
              {(state) =>
                state.status === "ready" ? (
                  <WalletProvider>
                    <Layout ready>
                      <Pages />
                    </Layout>
                  </WalletProvider>
                ) : (
                  <Layout>
                    {state.status === "failed" ? (
                      <ErrorState error={state.error} retry={state.retry} />
                    ) : (
                      <Loading rows={8} />
                    )}
                  </Layout>
                )
              }
            </NetworkProvider>
          </Router>
        </QueryClientProvider>
      </SectionsContext>
    </ErrorBoundary>
  );
}
