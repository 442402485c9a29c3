import {
  AbiCoder,
  hexlify,
  keccak256,
  randomBytes,
  type Signer,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

import { PolityError } from "../errors";
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

const SIGNED_WARNING =
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
  const value = { warning: SIGNED_WARNING, caseId: place.caseId, round: place.draw, seat: place.seat };
  return signedSalt(signer, domain, TYPES, value);
}

/** The hash of a signature that a wallet makes twice alike; nothing for one that signs differently each time. */
export async function signedSalt(
  signer: Signer,
  domain: TypedDataDomain,
  types: Record<string, TypedDataField[]>,
  value: Record<string, unknown>,
): Promise<string | undefined> {
  const sign = async () => {
    const signature = await signer.signTypedData(domain, types, value);
    return keccak256(normalizeSignature(signature) ?? signature);
  };
  const first = await sign();
  return (await sign()) === first ? first : undefined;
}

/** A salt that nobody can find again: whoever votes with it keeps it until the vote is revealed. */
export const randomSalt = (): string => hexlify(randomBytes(32));

/** A salt that no signature finds again, and the seat whose vote hides behind it. */
export interface KeptSalt {
  place: SeatPlace;
  salt: string;
}

const namesOf = ({ chainId, court, caseId, draw, seat }: SeatPlace): Record<string, string> => ({
  ...{ chainId: chainId.toString(), court, case: caseId.toString() },
  ...{ draw: draw.toString(), seat: seat.toString() },
});
const HINT = "give the file that was written when the vote was made";

/** The name of the file that keeps a seat's salt. */
export const saltFileName = ({ caseId, draw, seat }: SeatPlace): string =>
  `court-case-${caseId}-draw-${draw}-seat-${seat}.json`;

/** What is in that file. */
export const saltFileText = ({ place, salt }: KeptSalt): string =>
  `${JSON.stringify({ ...namesOf(place), salt }, null, 2)}\n`;

/** The salt of a seat in the text of a file. @throws PolityError for anything else than {@link saltFileText} writes. */
export function saltIn(text: string, file: string, place: SeatPlace): string {
  let kept: Record<string, unknown>;
  try {
    kept = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new PolityError(`${file} is not JSON`, { hint: HINT, cause });
  }
  for (const [name, value] of Object.entries(namesOf(place))) {
    if (kept[name] === value) continue;
    throw new PolityError(`${file} has the salt of another vote: its ${name} is not ${value}`, {
      hint: HINT,
    });
  }
  if (typeof kept.salt === "string" && /^0x[0-9a-f]{64}$/.test(kept.salt)) return kept.salt;
  throw new PolityError(`${file} has no salt`, { hint: HINT });
}

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
