import { useState } from "react";

import { Address, Dialog, Facts, shortAddress } from "../ui";
import { useWallet } from "./context";
import { WrongNetwork } from "./WrongNetwork";

/** Connects a wallet; then shows the account, and lets go of it. */
export function WalletButton() {
  const { status, account, wallet, chainId, onChain, connect, disconnect } = useWallet();
  const [open, setOpen] = useState(false);
  if (status !== "connected" || !account) {
    return (
      <button type="button" className="primary wallet-button" onClick={connect}>
        {status === "connecting" ? (
          "Connecting…"
        ) : (
          <>
            Connect<span className="roomy"> wallet</span>
          </>
        )}
      </button>
    );
  }
  return (
    <>
      <button type="button" className="wallet-button" data-wrong={!onChain} onClick={() => setOpen(true)}>
        {wallet?.icon && <img src={wallet.icon} alt="" width="18" height="18" />}
        <span className="visually-hidden">Your account </span>
        <span className="mono">{shortAddress(account)}</span>
        {!onChain && <span className="wrong">wrong network</span>}
      </button>
      <Dialog title="Your wallet" open={open} onClose={() => setOpen(false)}>
        {open && (
          <>
            <Facts
              rows={[
                ["Wallet", wallet?.name],
                ["Account", <Address key="account" address={account} full />],
                ["Chain", chainId],
              ]}
            />
            <WrongNetwork />
            <p className="buttons">
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  connect();
                }}
              >
                Another wallet
              </button>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  disconnect();
                }}
              >
                Disconnect
              </button>
            </p>
          </>
        )}
      </Dialog>
    </>
  );
}
