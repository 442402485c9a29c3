import { createStore, type EIP6963ProviderDetail } from "mipd";

import type { Eip1193, FoundWallet } from "./eip1193";

/** Wallets of the page as they announce themselves (EIP-6963), and the one that only sets `window.ethereum`. */
export interface Discovery {
  wallets(): readonly FoundWallet[];
  /** Adds one that does not announce itself; again, it takes the place of the one before. */
  add(wallet: FoundWallet): void;
  /** @returns What ends it. */
  subscribe(listener: () => void): () => void;
}

/** Looks for wallets from now on. */
export function discoverWallets(page: { ethereum?: Eip1193 } = window as never): Discovery {
  const store = createStore();
  const added = new Map<string, FoundWallet>();
  const listeners = new Set<() => void>();
  let known = list();

  function list(): readonly FoundWallet[] {
    const announced = store.getProviders().map(fromDetail);
    const legacy = page.ethereum;
    const isNew = legacy && !announced.some(({ provider }) => provider === legacy);
    // Most wallets announce themselves and set window.ethereum too, often another object: it counts when it is alone.
    const ofBrowser =
      isNew && announced.length === 0
        ? [{ id: "window.ethereum", name: "Browser wallet", provider: legacy }]
        : announced;
    return [...ofBrowser, ...added.values()];
  }

  return {
    wallets: () => known,
    add(wallet) {
      added.set(wallet.id, wallet);
      for (const tell of listeners) tell();
    },
    subscribe(listener) {
      const update = () => {
        known = list();
        listener();
      };
      const ends = [store.subscribe(update)];
      listeners.add(update);
      ends.push(() => listeners.delete(update));
      // Wallets without EIP-6963 say so by this event when they come late.
      window.addEventListener("ethereum#initialized", update, { once: true });
      ends.push(() => window.removeEventListener("ethereum#initialized", update));
      update();
      return () => ends.forEach((end) => end());
    },
  };
}

/** A picture that a page may show without asking anybody for it. */
const ICON = /^data:image\/(png|webp|gif|jpeg|svg\+xml)[;,]/;

function fromDetail({ info, provider }: EIP6963ProviderDetail): FoundWallet {
  const { rdns, name, icon } = info;
  return {
    id: rdns,
    name: name.slice(0, 60),
    ...(ICON.test(icon) && { icon }),
    provider: provider,
  };
}
