import { ZeroAddress } from "ethers";

import { PolityError } from "../../sdk/errors";
import { formatDuration, formatTimestamp } from "../../sdk/format";
import * as vesting from "../../sdk/vesting";
import { tokens } from "../demo/print";
import { formatTable } from "../lib/table";
import { readText } from "../lib/text";
import type { Answer, Command } from "./command";
import { done } from "./escrow-options";
import { factoryOf, vaultOf } from "./vest-options";
import { schedule } from "./vest-schedule";

const day = (seconds: number) => formatTimestamp(seconds).slice(0, 10);

const create: Command = async (context) => {
  const { signer, needed, flag, addressOf, nameOf } = context;
  const factory = factoryOf(context);
  const file = needed("file");
  const { addresses } = context.network;
  const grants = vesting.parseGrants(readText(file, "give a CSV file of grants"), {
    file,
    addressOf: (account) => vesting.checkBeneficiary(addresses, addressOf(account)),
  });
  const now = Number(await context.network.governor.clock());
  const vested = grants
    .filter(({ start, duration }) => start + duration <= now)
    .map(({ beneficiary, start }) => `that of ${nameOf(beneficiary)} from ${day(start)}`);
  if (vested.length > 0 && !flag("dryRun") && !flag("vested")) {
    throw new PolityError(`grants are wholly vested already: ${vested.join(", ")}`, {
      hint: "look at start and duration; --vested pays what their owners can take at once",
    });
  }
  const options = { add: flag("add") };
  const result = flag("dryRun")
    ? { planned: await vesting.planGrants(factory, grants, options), receipts: [] }
    : await vesting.createGrants(factory, signer, grants, options);
  const paid = result.planned.reduce((sum, { payment }) => sum + payment, 0n);
  const table = formatTable([
    ["beneficiary", "vault", "amount", "start", "duration", "cliff", "revocable", "pays"],
    ...result.planned.map(({ grant, vault, payment }) => [
      nameOf(grant.beneficiary),
      vault,
      tokens(grant.amount),
      day(grant.start),
      formatDuration(grant.duration),
      formatDuration(grant.cliff),
      grant.revocable ? "yes" : "no",
      tokens(payment),
    ]),
  ]);
  const verb = flag("dryRun") ? "would pay" : "paid";
  const sent = result.receipts.map(({ hash, gasUsed }) => `tx ${hash}, ${gasUsed.toLocaleString("en")} gas`);
  return {
    text: [
      table,
      ...vested.map((each) => `wholly vested already: ${each}`),
      `${verb} ${tokens(paid)} tokens into ${grants.length} vaults`,
      ...sent,
    ].join("\n"),
    json: { paid, grants: result.planned, transactions: result.receipts.map(({ hash }) => hash) },
  };
};

const list: Command = async (context) => {
  const { text, addressOf, nameOf } = context;
  const fromBlock = context.deployment.block;
  const account = text("account");
  const owner = account === undefined ? undefined : addressOf(account);
  const vaults = await vesting.listVaults(factoryOf(context), { ...(owner ? { owner } : {}), fromBlock });
  const rows = vaults.map((state) => [
    nameOf(state.owner),
    state.vault,
    tokens(state.allocation),
    tokens(state.vested),
    tokens(state.released),
    tokens(state.releasable),
    tokens(state.locked),
    state.revoked ? "revoked" : day(state.terms.start + state.terms.duration),
  ]);
  const head = ["owner", "vault", "granted", "vested", "released", "claimable", "locked", "ends"];
  return { text: rows.length ? formatTable([head, ...rows]) : "there are no vaults", json: vaults };
};

const claim: Command = async (context) => {
  const { signer, text, nameOf } = context;
  const fromBlock = context.deployment.block;
  const factory = factoryOf(context);
  const own = text("vault")
    ? [await vaultOf(context, signer.address)]
    : (await vesting.listVaults(factory, { owner: signer.address, fromBlock })).filter(
        ({ releasable }, _, all) => releasable > 0n || all.length === 1,
      );
  if (own.length === 0) {
    throw new PolityError(`${nameOf(signer.address)} has nothing to claim`, {
      hint: "list shows its vaults",
    });
  }
  const answers: Answer[] = [];
  for (const { vault } of own) {
    const { receipt, amount, owner } = await vesting.claim(vesting.vaultAt(vault, factory.runner), signer);
    answers.push(done(receipt, `${nameOf(owner)} got ${tokens(amount)} tokens`, { vault, amount, owner }));
  }
  return { text: answers.map(({ text: each }) => each).join("\n"), json: answers.map(({ json }) => json) };
};

const delegate: Command = async (context) => {
  const { signer, needed, flag, addressOf, nameOf } = context;
  const to = needed("to") === "nobody" ? ZeroAddress : addressOf(needed("to"));
  const { vault } = await vaultOf(context, signer.address);
  const parameters = { to, locked: flag("locked") };
  const { receipt } = await vesting.delegateVault(
    vesting.vaultAt(vault, context.network.governor.runner),
    signer,
    parameters,
  );
  const what = flag("locked") ? "locked tokens" : "tokens";
  return done(receipt, `${nameOf(to)} votes with the vault's ${what}`, { vault, ...parameters });
};

/** The commands of the scope, by name. */
export const commands = { create, list, claim, delegate, schedule };
