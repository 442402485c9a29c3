import { Interface, isHexString, TypedDataEncoder, type Provider, type Signer } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { contentHash } from "../core/content";
import { readDomain, recoverKey, signTyped } from "../eip712";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { checkAddress } from "../nep/actions";
import { isRefused } from "../provider";
import { explainFailure } from "../reverts";
import { exactly, parseText, readShape, textRead, whole } from "../shape";

/** What an account signs to say what it stands for, in the domain of its network's governor. */
export const STATEMENT = {
  Statement: [
    { name: "account", type: "address" },
    { name: "written", type: "uint256" },
    { name: "text", type: "string" },
  ],
};

export const STATEMENT_BOUNDS = {
  /** Characters of the text. */
  text: 8_000,
  /** Bytes of the file. */
  file: 65_536,
  /** Characters of the signature: a contract may want many. */
  signature: 20_002,
} as const;

/** What an account says of itself: its word alone, and nothing that a contract reads. */
export interface Statement {
  chainId: number;
  governor: string;
  account: string;
  /** When, as the account says; in seconds. */
  written: number;
  /** Markdown. */
  text: string;
  signature: string;
}

const address = textRead("must be an address", checkAddress);
const shape = exactly<Statement>({
  chainId: whole(1, "must be the chain's id"),
  governor: address,
  account: address,
  written: whole(0, "must be seconds"),
  text: textRead("must be a text", checkText),
  signature: textRead("must be a signature", (signature) => {
    if (
      isHexString(signature) &&
      signature.length % 2 === 0 &&
      signature.length <= STATEMENT_BOUNDS.signature
    )
      return signature;
    throw new PolityError("must be 0x and an even number of hex digits, for at most 10,000 bytes");
  }),
});

function checkText(text: string): string {
  const { length } = text;
  if (length > 0 && length <= STATEMENT_BOUNDS.text) return text;
  throw new PolityError(`has ${length} characters, from 1 to ${STATEMENT_BOUNDS.text} are allowed`);
}

const valueOf = ({ account, written, text }: Pick<Statement, "account" | "written" | "text">) => ({
  ...{ account, written, text },
});

/**
 * Signs a statement for the network of a governor.
 * @param parameters `written` in seconds.
 * @throws PolityError for a text that is empty or too long, and when the wallet declines.
 */
export async function signStatement(
  governor: NetworkGovernor,
  signer: Signer,
  { text, written }: { text: string; written: number },
): Promise<Statement> {
  checkStatementText(text);
  const account = await signer.getAddress();
  const { chainId } = await readDomain(governor);
  try {
    const signature = await signTyped(governor, signer, STATEMENT, valueOf({ account, written, text }));
    const governorAddress = await governor.getAddress();
    return { ...{ chainId: Number(chainId), governor: governorAddress, account, written, text, signature } };
  } catch (error) {
    throw await explainFailure(error);
  }
}

/** @throws PolityError for a text that is empty or too long. */
export function checkStatementText(text: string): string {
  try {
    return checkText(text);
  } catch (error) {
    throw new PolityError(`the text ${(error as Error).message}`, { hint: "shorten it, or write one" });
  }
}

/**
 * A statement's file, always the same for the same statement, the hash that names it, and the part of `network.json` by which
 * a page shows it.
 */
export function statementFile(statement: Statement): { content: string; hash: string; entry: string } {
  const content = `${JSON.stringify(statement, null, 2)}\n`;
  const hash = contentHash(content);
  return { content, hash, entry: JSON.stringify({ statements: { [statement.account]: { hash } } }) };
}

/**
 * Reads a statement's file. Whether it is signed by its account is {@link checkStatement}'s to say.
 * @param file What to call it in errors.
 * @throws PolityError for what is not JSON, ValidationError with every problem of what is.
 */
export function parseStatement(content: string, file = "statement"): Statement {
  return readShape(shape, parseText(content, file, "give a file that gov statement wrote"), file);
}

const ERC1271 = new Interface(["function isValidSignature(bytes32, bytes) view returns (bytes4)"]);

/**
 * Checks that a statement is for this network, and signed by the account whose it says it is: by its key, or where the account
 * is a contract, by the contract's word.
 * @param account Whose it has to be.
 * @throws PolityError for one of another network or account, or not signed by it.
 */
export async function checkStatement(
  governor: NetworkGovernor,
  statement: Statement,
  account: string,
): Promise<void> {
  const domain = await readDomain(governor);
  if (BigInt(statement.chainId) !== domain.chainId || statement.governor !== domain.verifyingContract) {
    throw new PolityError(
      `the statement is for ${statement.governor} on chain ${statement.chainId}, and this is ${domain.verifyingContract!} on chain ${String(domain.chainId)}`,
      { hint: "have it signed for this network" },
    );
  }
  if (statement.account !== account) {
    throw new PolityError(`the statement is by ${statement.account}, and not by ${account}`, {
      hint: "name it beside the account that signed it",
    });
  }
  const value = valueOf(statement);
  if (recoverKey(domain, STATEMENT, value, statement.signature)?.signer === account) return;
  const hash = TypedDataEncoder.hash(domain, STATEMENT, value);
  if (await isSignedByContract(governor.runner!.provider!, account, hash, statement.signature)) return;
  throw new PolityError(
    `the statement of ${formatTimestamp(statement.written)} is not signed by ${account}`,
    { hint: "it was changed after it was signed: have it signed again" },
  );
}

async function isSignedByContract(
  provider: Provider,
  account: string,
  hash: string,
  signature: string,
): Promise<boolean> {
  if ((await provider.getCode(account)) === "0x") return false;
  const data = ERC1271.encodeFunctionData("isValidSignature", [hash, signature]);
  try {
    const answer = await provider.call({ to: account, data });
    return answer === ERC1271.getFunction("isValidSignature")!.selector.padEnd(66, "0");
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
