import { existsSync, writeFileSync } from "node:fs";

import { formatCount } from "@polity/sdk/format";
import type { SafeCall } from "@polity/sdk/council/calls";
import { checkCouncilFile, requireCouncil } from "@polity/sdk/council/require";
import { PolityError } from "@polity/sdk/errors";
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
  standingOf,
  type SafeFile,
} from "@polity/sdk/safe";
import { readText } from "../../scripts/lib/text";
import type { Answer } from "../core/answer";
import { flag, required, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { numberOf, tellAccount } from "./treasury";

/** Where a transaction of the Safe is kept on its way: for every command that builds or signs one. */
export const ROUND = {
  file: required("Where the transaction and its signatures are kept"),
  nonce: text("Of the Safe; default its next one"),
  sign: flag("Signs as --from; with the last signature that is needed, it is executed"),
};

type Round = Context<Values<typeof ROUND>>;

/**
 * A transaction of the council's Safe on its way from hand to hand: built or taken from its file, put into plain words,
 * signed if it is asked to, and executed with the last signature that is needed.
 * @param build What it calls; without it, the file is there already.
 */
export async function goRound(context: Round, build?: () => Promise<SafeCall>): Promise<Answer> {
  const { network, deployment, options } = context;
  const safe = requireCouncil(network);
  const path = options.file;
  const { file: start, note } =
    build === undefined ? { file: openFile(path) } : await newFile(context, path, build);
  let file = start;
  checkCouncilFile(network, deployment, file, path);

  const state = await readSafe(safe);
  const { lines, warnings } = await describeSafeTransaction(network, file.safe, file.transaction, state);
  const told = [
    ...(note === undefined ? [] : [note]),
    `nonce ${file.transaction.nonce} of the council's Safe, hash ${hashSafeTransaction(file.safe, file.transaction)}`,
    ...lines.map((line) => `  ${line}`),
    ...warnings.map((warning) => `  Warning: ${warning}`),
  ];
  // What is signed is said first, also where it goes wrong after.
  if (options.sign) {
    for (const line of told) context.progress(line);
    const added = await signSafeTransaction(safe, context.signer, file.safe, file.transaction);
    file = addSignature(file, added);
  }
  writeFileSync(path, formatSafeFile(file));

  const { signed, left } = standingOf(file, state);
  const names = signed.map((signer) => tellAccount(context, signer));
  const count = `signed by ${names.join(", ") || "nobody"}: ${signed.length} of ${state.threshold}`;
  const json = {
    file: path,
    ...(note !== undefined && { note }),
    lines,
    warnings,
    signed,
    ...state,
  };
  if (left > 0) {
    return { text: [...told, `${count}; ${path} goes to the next who signs`].join("\n"), json };
  }
  const receipt = await executeSafeTransaction(
    safe,
    context.signer,
    file.safe,
    file.transaction,
    file.signatures,
  );
  const done = `executed: tx ${receipt.hash}, ${formatCount(receipt.gasUsed)} gas`;
  return {
    text: [...told, count, done].join("\n"),
    json: { ...json, transaction: receipt.hash, gas: Number(receipt.gasUsed) },
  };
}

async function newFile(context: Round, path: string, build: () => Promise<SafeCall>) {
  const { network, deployment, options } = context;
  if (existsSync(path)) {
    throw new PolityError(`${path} is there already`, {
      hint: "leave out what it pays to go on with it, or use council sign; or name another file",
    });
  }
  const { note, ...call } = await build();
  const safe = requireCouncil(network);
  const nonce = options.nonce === undefined ? await safe.nonce() : numberOf("nonce", options.nonce);
  const transaction = buildSafeTransaction(call, Number(nonce));
  const address = await safe.getAddress();
  const file: SafeFile = { safe: { chainId: deployment.chainId, address }, transaction, signatures: [] };
  return { file, note };
}

const openFile = (path: string): SafeFile =>
  parseSafeFile(
    readText(
      path,
      "give --budget, --to and --amount for a disbursement, or name the file that another command has written",
    ),
    path,
  );
