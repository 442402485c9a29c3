import { AbiCoder, hexlify, keccak256, randomBytes, type Signer, type TypedDataDomain } from "ethers";

import { normalizeSignature } from "../signature";

/** A seat in one draw of a case: what a vote is bound to. */
export interface SeatPlace {
  chainId: bigint;
  /** The court's address. */
  court: string;
  caseId: bigint;
  draw: bigint;
  seat: number;
}

const WARNING =
  "Sign this only to vote, or to reveal your vote. Whoever has this signature knows how you voted, and can take half of your slice.";
const TYPES = {
  JurorVote: [
    { name: "warning", type: "string" },
    { name: "caseId", type: "uint256" },
    { name: "round", type: "uint256" },
    { name: "seat", type: "uint256" },
  ],
};
const coder = AbiCoder.defaultAbiCoder();

/**
 * The salt of a vote that its juror's wallet can find again at any time: the hash of a signature over chain, court, case,
 * draw and seat. The wallet is asked twice.
 * @returns Nothing for a wallet that signs differently each time, as passkeys and contracts do: take {@link randomSalt}.
 */
export async function deriveSalt(signer: Signer, place: SeatPlace): Promise<string | undefined> {
  const domain: TypedDataDomain = {
    ...{ name: "JurorCourt", version: "1" },
    ...{ chainId: place.chainId, verifyingContract: place.court },
  };
  const value = { warning: WARNING, caseId: place.caseId, round: place.draw, seat: place.seat };
  const sign = async () => {
    const signature = await signer.signTypedData(domain, TYPES, value);
    return keccak256(normalizeSignature(signature) ?? signature);
  };
  const first = await sign();
  return (await sign()) === first ? first : undefined;
}

/** A salt that nobody can find again: whoever votes with it keeps it until the vote is revealed. */
export const randomSalt = (): string => hexlify(randomBytes(32));

/** What a juror commits to vote for `choice`, as the court computes it. Nobody else is asked, so that nobody learns it. */
export const commitmentOf = (
  { chainId, court, caseId, draw, seat }: SeatPlace,
  juror: string,
  choice: bigint,
  salt: string,
): string =>
  keccak256(
    coder.encode(
      ["uint256", "address", "uint256", "uint256", "uint256", "address", "uint256", "bytes32"],
      [chainId, court, caseId, draw, seat, juror, choice, salt],
    ),
  );
