import { AbiCoder, isHexString, keccak256, type Signer } from "ethers";

import { signedSalt } from "../court/salt";
import { PolityError } from "../errors";

/** What an answer is bound to: one task, and whoever enters it. */
export interface EntryPlace {
  chainId: bigint;
  /** The address of `Work`. */
  work: string;
  task: bigint;
}

const SIGNED_WARNING =
  "Sign this only to enter an answer, or to show it. Whoever has this signature can learn which answer you have entered.";
const TYPES = {
  WorkEntry: [
    { name: "warning", type: "string" },
    { name: "task", type: "uint256" },
  ],
};
const coder = AbiCoder.defaultAbiCoder();

/** The salt of an entry, which its wallet can find again at any time; nothing for one that signs differently each time. */
export const entrySalt = (signer: Signer, { chainId, work, task }: EntryPlace): Promise<string | undefined> =>
  signedSalt(signer, { name: "Work", version: "1", chainId, verifyingContract: work }, TYPES, {
    warning: SIGNED_WARNING,
    task,
  });

/** What an account enters, as `Work.commitmentOf` computes it. Nobody else is asked, so that nobody learns the answer. */
export const entryOf = (
  { chainId, work, task }: EntryPlace,
  account: string,
  answer: string,
  salt: string,
): string =>
  keccak256(
    coder.encode(
      ["uint256", "address", "uint256", "address", "bytes32", "bytes32"],
      [chainId, work, task, account, answer, salt],
    ),
  );

const namesOf = ({ chainId, work, task }: EntryPlace): Record<string, string> => ({
  ...{ chainId: chainId.toString(), work, task: task.toString() },
});
const HINT = "give the file that was written when the answer was entered";

/** The name of the file that keeps the salt of an entry, for a wallet that cannot find it again. */
export const entryFileName = ({ task }: EntryPlace): string => `work-task-${task}-salt.json`;

/** What is in that file. */
export const entryFileText = (place: EntryPlace, salt: string): string =>
  `${JSON.stringify({ ...namesOf(place), salt }, null, 2)}\n`;

/** The salt of an entry in the text of a file. @throws PolityError for anything else than {@link entryFileText} writes. */
export function entrySaltIn(text: string, file: string, place: EntryPlace): string {
  let kept: Record<string, unknown>;
  try {
    kept = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new PolityError(`${file} is not JSON`, { hint: HINT, cause });
  }
  if (Object.entries(namesOf(place)).some(([name, value]) => kept[name] !== value))
    throw new PolityError(`${file} has the salt of another answer`, { hint: HINT });
  if (isHexString(kept.salt, 32)) return kept.salt;
  throw new PolityError(`${file} has no salt`, { hint: HINT });
}
