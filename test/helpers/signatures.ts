import { Signature, toBeHex } from "ethers";

const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** What a ballot that others relay is signed as: written here for itself, and not taken from the SDK. */
export const RELAYED_BALLOT = {
  RelayedBallot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
};

/** The same signature of a key in every form that wallets and hardware give it. */
export function formsOf(signature: string): Record<string, string> {
  const { r, s, yParity, compactSerialized } = Signature.from(signature);
  const high = toBeHex(N - BigInt(s), 32).slice(2);
  return {
    "r||s||1b or 1c": `${r}${s.slice(2)}${(27 + yParity).toString(16)}`,
    "r||s||00 or 01": `${r}${s.slice(2)}0${yParity}`,
    "EIP-2098: r||yParityAndS (64 bytes)": compactSerialized,
    "with a high s": `${r}${high}${(28 - yParity).toString(16)}`,
    "with a high s, 00 or 01": `${r}${high}0${1 - yParity}`,
    "in capital letters": `0x${signature.slice(2).toUpperCase()}`,
  };
}
