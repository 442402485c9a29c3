import { Dialog } from "../ui";
import type { FoundWallet } from "./eip1193";
import type { WalletState } from "./session";

interface WalletDialogProps {
  state: WalletState;
  open: boolean;
  onChoose: (wallet: FoundWallet) => void;
  onClose: () => void;
}

/** The wallets of this browser, to choose one. */
export function WalletDialog({ state, open, onChoose, onClose }: WalletDialogProps) {
  const { wallets, status, wallet, error } = state;
  const connecting = status === "connecting" ? wallet : undefined;
  return (
    <Dialog title="Connect a wallet" open={open} onClose={onClose}>
      <p className="quiet">
        The page learns your address. Nothing is signed or sent unless you confirm it in the wallet, after
        reading here what it does.
      </p>
      {wallets.length === 0 ? (
        <p className="empty">
          No wallet has announced itself in this browser. Install one, or allow it on this page, then it
          appears here.
        </p>
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
                {connecting === one && <span className="quiet">waits for your answer…</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="alert">{error && <p className="error">{error}</p>}</div>
    </Dialog>
  );
}
