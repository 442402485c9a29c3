import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { getAddress } from "ethers";

import { explain, PolityError } from "../errors";
import type { Recipient } from "./list";

/** A line of a list with the proof that it is one, as the contract takes it. */
export interface ClaimLeaf {
  index: number;
  account: string;
  amount: bigint;
  proof: string[];
}

/** The Merkle tree of a list: its root is what the chain knows of it. */
export interface ListTree {
  root: string;
  /** How many lines the list has. */
  size: number;
  /** The lines of an account, each with its proof. */
  claimsOf: (account: string) => ClaimLeaf[];
  /** Lines by their places in the list, with their proofs; default all. */
  claims: (from?: number, to?: number) => ClaimLeaf[];
  /** The tree as a file (OpenZeppelin's `standard-v1`), from which proofs are read without the list. */
  dump: () => string;
}

type Line = [index: string, account: string, amount: string];
const LEAF = ["uint256", "address", "uint256"];

/** Builds the tree of a list. 100,000 lines take half a minute. */
export function buildTree(recipients: readonly Recipient[]): ListTree {
  const lines = recipients.map(({ account, amount }, index): Line => [`${index}`, account, `${amount}`]);
  return treeOf(StandardMerkleTree.of(lines, LEAF));
}

/**
 * Reads the file of a tree, and checks every hash of it, which takes as long as to build it. Its root has to be compared
 * with the chain's.
 * @throws PolityError for what is no such file.
 */
export function parseTree(text: string, file = "tree"): ListTree {
  try {
    const dump = JSON.parse(text) as Parameters<typeof StandardMerkleTree.load<Line>>[0];
    if (dump.leafEncoding.join() !== LEAF.join())
      throw new Error("its leaves are not those of a distribution");
    return treeOf(StandardMerkleTree.load<Line>(dump));
  } catch (cause) {
    throw new PolityError(`${file} is no tree of a list: ${explain(cause)}`, {
      hint: "build it from the published list",
      cause,
    });
  }
}

function treeOf(tree: StandardMerkleTree<Line>): ListTree {
  const leafOf = ([index, account, amount]: Line, place: number): ClaimLeaf => ({
    ...{ index: Number(index), account: getAddress(account), amount: BigInt(amount) },
    proof: tree.getProof(place),
  });
  return {
    root: tree.root,
    size: tree.length,
    claimsOf: (account) => {
      const wanted = account.toLowerCase();
      return [...tree.entries()].flatMap(([place, line]) =>
        line[1].toLowerCase() === wanted ? [leafOf(line, place)] : [],
      );
    },
    claims: (from = 0, to = tree.length) =>
      [...tree.entries()].slice(from, to).map(([place, line]) => leafOf(line, place)),
    dump: () => JSON.stringify(tree.dump()),
  };
}

/** The tree of those who may buy in a sale. */
export interface AccountTree {
  root: string;
  /** The proof that an account is on the list; undefined where it is not. */
  proofOf: (account: string) => string[] | undefined;
}

/** Builds the tree of a sale's list. */
export function buildAccountTree(accounts: readonly string[]): AccountTree {
  const tree = StandardMerkleTree.of(
    accounts.map((account): [string] => [account]),
    ["address"],
  );
  const places = new Map([...tree.entries()].map(([place, [account]]) => [account.toLowerCase(), place]));
  return {
    root: tree.root,
    proofOf: (account) => {
      const place = places.get(account.toLowerCase());
      return place === undefined ? undefined : tree.getProof(place);
    },
  };
}
