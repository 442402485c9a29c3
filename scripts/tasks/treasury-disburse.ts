import { existsSync, writeFileSync } from "node:fs";

import { parseUnits } from "../../sdk/calls";
import { requireCouncil, requireTreasury } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import {
  addSignature,
  buildSafeTransaction,
  describeSafeTransaction,
  executeSafeTransaction,
  formatSafeFile,
  hashSafeTransaction,
  parseSafeFile,
  readSafe,
  signSafeTransaction,
  type SafeFile,
} from "../../sdk/safe";
import type { Command, Context } from "./command";
import { readFile } from "./gov-options";
import { accountOf, budgetOf, numberOf, tellAccount, wordOf } from "./treasury-options";

/** Builds the transaction or takes it from its file, says what it does, and then signs and executes it if it is asked to. */
export const disburse: Command = async (context) => {
  const { network, deployment, needed, text, flag } = context;
  const safe = requireCouncil(network);
  const path = needed("file");
  let file = text("budget") === undefined ? openFile(path) : await build(context, path);
  const { address } = file.safe;
  if (address !== network.addresses.Council || file.safe.chainId !== deployment.chainId) {
    throw new PolityError(`${path} is for the Safe ${address} on chain ${file.safe.chainId}`, {
      hint: `the council of ${deployment.name} is ${network.addresses.Council!} on chain ${deployment.chainId}`,
    });
  }

  const state = await readSafe(safe);
  const { lines, warnings } = await describeSafeTransaction(network, file.safe, file.transaction, state);
  const told = [
    `nonce ${file.transaction.nonce} of the council's Safe, hash ${hashSafeTransaction(file.safe, file.transaction)}`,
    ...lines.map((line) => `  ${line}`),
    ...warnings.map((warning) => `  Warning: ${warning}`),
  ];
  // What is signed is said first, also where it goes wrong after.
  if (flag("sign")) {
    for (const line of told) context.progress(line);
    const added = await signSafeTransaction(safe, context.signer, file.safe, file.transaction);
    file = addSignature(file, added);
  }
  writeFileSync(path, formatSafeFile(file));

  const signed = file.signatures.filter(({ signer }) => state.owners.includes(signer));
  const names = signed.map(({ signer }) => tellAccount(context, signer));
  const count = `signed by ${names.join(", ") || "nobody"}: ${signed.length} of ${state.threshold}`;
  const json = { file: path, lines, warnings, signed: signed.map(({ signer }) => signer), ...state };
  if (signed.length < state.threshold) {
    return { text: [...told, `${count}; ${path} goes to the next who signs`].join("\n"), json };
  }
  const receipt = await executeSafeTransaction(
    safe,
    context.signer,
    file.safe,
    file.transaction,
    file.signatures,
  );
  const done = `executed: tx ${receipt.hash}, ${receipt.gasUsed.toLocaleString("en")} gas`;
  return {
    text: [...told, count, done].join("\n"),
    json: { ...json, transaction: receipt.hash, gas: Number(receipt.gasUsed) },
  };
};

async function build(context: Context, path: string): Promise<SafeFile> {
  const { network, deployment, needed, text } = context;
  if (existsSync(path)) {
    throw new PolityError(`${path} is there already`, {
      hint: "leave --budget out to go on with it, or name another file",
    });
  }
  const { id, budget, token } = await budgetOf(context, "budget");
  const data = requireTreasury(network).interface.encodeFunctionData("disburse", [
    id,
    accountOf(context, needed("to")),
    parseUnits(needed("amount"), token.unit),
    text("category") === undefined ? budget.category : wordOf(context, "category"),
    wordOf(context, "ref"),
  ]);
  const safe = requireCouncil(network);
  const nonce = text("nonce") === undefined ? await safe.nonce() : numberOf(context, "nonce");
  const transaction = buildSafeTransaction({ to: network.addresses.Treasury!, data }, Number(nonce));
  const address = await safe.getAddress();
  return { safe: { chainId: deployment.chainId, address }, transaction, signatures: [] };
}

const openFile = (path: string): SafeFile =>
  parseSafeFile(readFile(path, "give --budget, --to and --amount to write it"), path);
