import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import { ActionsProvider } from "../actions/context";
import { contextOf } from "../data/context";
import { useSite } from "../data/network";
import * as storage from "../data/storage";
import { discoverWallets } from "./discover";
import type { FoundWallet } from "./eip1193";
import { WalletSession, type WalletState } from "./session";

const WalletDialog = lazy(async () => ({ default: (await import("./WalletDialog")).WalletDialog }));

/** The user's wallet, as pages see it. Reading never needs it. */
export interface Wallet extends WalletState {
  /** Whether the wallet is on the network's chain; false without a wallet. */
  onChain: boolean;
  /** Lets the user choose a wallet. */
  connect: () => void;
  /** Takes this wallet, without a choice. */
  take: (wallet: FoundWallet) => void;
  disconnect: () => void;
  /** Asks the wallet to go to the network's chain. */
  switchChain: () => void;
}

/** The wallet. Only beneath a {@link WalletProvider}. */
const [WalletContext, useWallet] = contextOf<Wallet>("used where there is no wallet provider");
export { useWallet };

/** Finds wallets, and takes up the one of the last visit. */
export function WalletProvider({ children }: { children: ReactNode }) {
  const { deployment, rpc, explorer, walletConnect: project } = useSite();
  const [discovery] = useState(discoverWallets);
  const [session] = useState(() => new WalletSession(discovery, storage));
  const state = useSyncExternalStore(session.subscribe, session.get);
  // Undefined until a wallet is first asked for: then the dialog comes, and stays.
  const [choosing, setChoosing] = useState<boolean>();
  useEffect(() => session.start(), [session]);
  useEffect(() => {
    // Inside another page, that page may be a Safe: then it is the wallet.
    if (window.parent === window) return;
    void import("./safe-app")
      .then(({ safeAppWallet }) => safeAppWallet())
      .then((safe) => safe && session.connect(safe));
  }, [session]);
  useEffect(() => {
    if (!project) return;
    const { name, chainId } = deployment;
    void import("./wallet-connect").then(
      ({ walletConnect }) =>
        discovery.add(walletConnect({ ...project, name, chainId, origin: location.origin })),
      () => undefined,
    );
  }, [discovery, project, deployment]);

  const wallet = useMemo<Wallet>(
    () => ({
      ...state,
      onChain: state.chainId === deployment.chainId,
      connect: () => setChoosing(true),
      take: (one) => void session.connect(one),
      disconnect: () => void session.disconnect(),
      switchChain: () =>
        void session.switchTo({
          ...{ chainId: deployment.chainId, name: `Chain of ${deployment.name}`, rpcUrl: rpc },
          ...(explorer !== undefined && { explorer }),
        }),
    }),
    [state, session, deployment, rpc, explorer],
  );
  const choose = (one: FoundWallet) => {
    void session.connect(one).then(() => {
      if (session.get().status === "connected") setChoosing(false);
    });
  };
  return (
    <WalletContext value={wallet}>
      <ActionsProvider>{children}</ActionsProvider>
      {choosing !== undefined && (
        <Suspense>
          <WalletDialog
            {...{ state, open: choosing, onChoose: choose }}
            onCancel={() => session.cancel()}
            onClose={() => {
              session.cancel();
              setChoosing(false);
            }}
          />
        </Suspense>
      )}
    </WalletContext>
  );
}
