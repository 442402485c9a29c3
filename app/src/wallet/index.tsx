export { useWallet, WalletProvider, type Wallet } from "./context";
export { WalletButton } from "./WalletButton";
export { WrongNetwork } from "./WrongNetwork";
