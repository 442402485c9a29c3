import { useSite } from "../data/network";
import { useWallet } from "./context";

/** Says that the wallet is on another chain, and offers to switch; nothing while it is on the right one. */
export function WrongNetwork() {
  const { status, onChain, chainId, error, switchChain } = useWallet();
  const { deployment } = useSite();
  if (status !== "connected" || onChain) return null;
  return (
    <div className="notice warn" role="status">
      <p>
        Your wallet is on chain {chainId}, and {deployment.name} is on chain {deployment.chainId}. You can
        read everything; to take part, switch the wallet.
      </p>
      {error && <p className="error-message">{error}</p>}
      <button type="button" className="primary" onClick={switchChain}>
        Switch to chain {deployment.chainId}
      </button>
    </div>
  );
}
