import { lazy, Suspense, useSyncExternalStore } from "react";

import { Dialog, Loading } from "../ui";
import type { FoundWallet } from "./eip1193";
import { NoWallet } from "./NoWallet";
import type { WalletState } from "./session";

const PairingCode = lazy(async () => ({ default: (await import("./PairingCode")).PairingCode }));

interface WalletDialogProps {
  state: WalletState;
  open: boolean;
  onChoose: (wallet: FoundWallet) => void;
  /** Waits no longer for the wallet that was chosen. */
  onCancel: () => void;
  onClose: () => void;
}

/** The wallets of this browser, to choose one. */
export function WalletDialog({ state, open, onChoose, onCancel, onClose }: WalletDialogProps) {
  const { wallets, status, wallet, error } = state;
  const connecting = status === "connecting" ? wallet : undefined;
  const offer = useOffer(connecting);
  return (
    <Dialog title="Connect a wallet" open={open} onClose={onClose}>
      <p className="quiet">
        The page learns your address. Nothing is signed or sent unless you confirm it in the wallet, after
        reading here what it does.
      </p>
      {offer !== undefined ? (
        <Suspense fallback={<Loading what="Drawing the code" />}>
          <PairingCode offer={offer} onBack={onCancel} />
        </Suspense>
      ) : wallets.length === 0 ? (
        <NoWallet onLeave={onClose} />
      ) : (
        <ul className="wallets">
          {wallets.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => onChoose(one)} disabled={connecting !== undefined}>
                {one.icon ? (
                  <img src={one.icon} alt="" width="28" height="28" />
                ) : (
                  <span className="wallet-blank" />
                )}
                <span>{one.name}</span>
                {connecting === one && (
                  <span className="quiet">
                    {one.pairing ? "asks the relay for a code…" : "waits for your answer…"}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="alert">{error && <p className="error">{error}</p>}</div>
    </Dialog>
  );
}

const nothing = () => () => undefined;

/** What a wallet on another device is shown, while it is waited for. */
function useOffer(wallet: FoundWallet | undefined): string | undefined {
  const pairing = wallet?.pairing;
  return useSyncExternalStore(pairing?.subscribe ?? nothing, () => pairing?.get());
}
