import type { TypedDataDomain } from "ethers";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import type { Network } from "@polity/sdk/network";
import { contextOf } from "../data/context";
import { useSite, type Site } from "../data/network";
import { refreshAll } from "../data/refresh";
import * as storage from "../data/storage";
import { useWallet } from "../wallet/context";
import { PendingTransactions } from "./pending";
import { ActionRunner, type Action } from "./runner";
import { describeSignature } from "./signatures";
import { TransactionTray } from "./TransactionTray";
import "./actions.css";

const FlowDialog = lazy(async () => ({ default: (await import("./FlowDialog")).FlowDialog }));

interface RunOptions {
  /** The vault that the action is about. */
  vault?: string;
}

interface Actions {
  /** Does something with the wallet; without one, lets the user connect. */
  run: (action: Action, options?: RunOptions) => void;
}

/** What starts actions. Only beneath an {@link ActionsProvider}. */
const [ActionsContext, useActions] = contextOf<Actions>("used where there is no actions provider");
export { useActions };

/** Runs the actions of all pages, and shows them. */
export function ActionsProvider({ children }: { children: ReactNode }) {
  const site = useSite();
  const { wallet, account, onChain, connect } = useWallet();
  const client = useQueryClient();
  const [pending] = useState(
    () =>
      new PendingTransactions(site.provider, site.deployment.chainId, storage, {
        onSettled: () => refreshAll(client),
      }),
  );
  const [runner] = useState(() => new ActionRunner(pending));
  const running = useSyncExternalStore(runner.subscribe, runner.get);
  const shown = running.findLast(({ hidden }) => !hidden);
  // It comes with the first action, and stays to be closed.
  const [begun, setBegun] = useState(false);
  if (shown && !begun) setBegun(true);
  const followed = useSyncExternalStore(pending.subscribe, pending.get);
  useEffect(() => pending.start(), [pending]);
  useEffect(() => runner.walletIs({ account, onChain }), [runner, account, onChain]);

  const actions = useMemo<Actions>(
    () => ({
      run(action, { vault } = {}) {
        if (!wallet || !account) {
          connect();
          return;
        }
        const { provider, network, deployment } = site;
        const contracts = { ...network.addresses, ...(vault && { VestingVault: vault }) };
        void runner.run(action, {
          ...{ wallet: wallet.provider, account, chainId: deployment.chainId, provider },
          describe: (call) => describe(site, contracts, call),
          ...{ handsOver: wallet.handsOver },
          describeSignature: (types, value, domain) =>
            "SafeTx" in types
              ? describeSafe(site, value, domain)
              : describeSignature({ ...deployment.accounts, ...contracts }, types, value),
        });
        runner.walletIs({ account, onChain });
      },
    }),
    [wallet, account, onChain, connect, site, runner],
  );
  return (
    <ActionsContext value={actions}>
      {children}
      {begun && (
        <Suspense>
          <FlowDialog
            running={shown}
            app={wallet?.pairing?.app()}
            onAgree={(id) => runner.agree(id)}
            onClose={(id) => runner.dismiss(id)}
          />
        </Suspense>
      )}
      <TransactionTray transactions={followed} onForget={pending.forget} />
    </ActionsContext>
  );
}

/** The words come when they are first needed: most visits only read. */
async function describe(
  { deployment, network, notes }: Site,
  contracts: Readonly<Record<string, string>>,
  { to, value, data }: { to: string; value: bigint; data: string },
): Promise<string[]> {
  const { decodeCall, describeCall } = await import("./words");
  // People whom the configuration names are called by these names.
  const named = { ...network, addresses: { ...deployment.accounts, ...contracts } as Network["addresses"] };
  return describeCall(named, decodeCall(named, { target: to, value, calldata: data }), { notes });
}

/** What an owner's signature lets the council's Safe do: read from the very fields that the wallet is given. */
async function describeSafe(
  site: Site,
  value: Record<string, unknown>,
  domain: TypedDataDomain,
): Promise<string[]> {
  const { describeSafeSignature } = await import("./safe");
  return describeSafeSignature(site, value, domain);
}
