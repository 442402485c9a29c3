import { AbiCoder, keccak256, type Signer } from "ethers";

import { signedSalt } from "../court/salt";

/** What an answer is bound to: one task, and whoever enters it. */
export interface EntryPlace {
  chainId: bigint;
  /** The address of `Work`. */
  work: string;
  task: bigint;
}

const WARNING =
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
    warning: WARNING,
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
