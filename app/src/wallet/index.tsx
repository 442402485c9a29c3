import type { Signer } from "ethers";
import { createContext, use, type ReactNode } from "react";

/** The user's wallet, as pages see it. */
export interface Wallet {
  status: "disconnected" | "connecting" | "connected";
  /** Checksummed. */
  account?: string;
  chainId?: number;
  signer?: Signer;
  connect: () => void;
  disconnect: () => void;
}

const nothing: Wallet = { status: "disconnected", connect: () => undefined, disconnect: () => undefined };
const WalletContext = createContext<Wallet>(nothing);

export const useWallet = (): Wallet => use(WalletContext);

export function WalletProvider({ children }: { children: ReactNode }) {
  return <WalletContext value={nothing}>{children}</WalletContext>;
}

/** Connects and shows the wallet. */
export function WalletButton() {
  return null;
}
