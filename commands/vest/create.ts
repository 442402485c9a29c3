import { PolityError } from "@polity/sdk/errors";
import { formatCount, formatDate, formatDuration, formatTokens } from "@polity/sdk/format";
import * as vesting from "@polity/sdk/vesting";
import { formatTable } from "../../scripts/lib/table";
import { readText } from "../../scripts/lib/text";
import { flag, required } from "../core/command";
import { signedCommand } from "../core/context";

export default signedCommand({
  words: "Creates the grants of a list and pays what is missing to their amounts",
  options: {
    file: required("CSV with beneficiary, amount, start, duration, cliff and revocable"),
    add: flag("Adds the amounts to what the vaults have, instead of completing them"),
    vested: flag("Pays also grants that are wholly vested already, which are their owners' at once"),
    dryRun: flag("Only shows what would be done"),
  },
  async run(context) {
    const { network, signer, options, addressOf, nameOf } = context;
    const factory = vesting.requireVesting(context.network);
    const { file, dryRun } = options;
    const grants = vesting.parseGrants(readText(file, "give a CSV file of grants"), {
      file,
      addressOf: (account) => vesting.checkBeneficiary(network, addressOf(account)),
    });
    const now = Number(await network.governor.clock());
    const vested = grants
      .filter(({ start, duration }) => start + duration <= now)
      .map(({ beneficiary, start }) => `that of ${nameOf(beneficiary)} from ${formatDate(start)}`);
    if (vested.length > 0 && !dryRun && !options.vested) {
      throw new PolityError(`grants are wholly vested already: ${vested.join(", ")}`, {
        hint: "look at start and duration; --vested pays what their owners can take at once",
      });
    }
    const how = { add: options.add };
    const result = dryRun
      ? { planned: await vesting.planGrants(factory, grants, how), receipts: [] }
      : await vesting.createGrants(factory, signer, grants, how);
    const paid = result.planned.reduce((sum, { payment }) => sum + payment, 0n);
    const table = formatTable([
      ["beneficiary", "vault", "amount", "start", "duration", "cliff", "revocable", "pays"],
      ...result.planned.map(({ grant, vault, payment }) => [
        nameOf(grant.beneficiary),
        vault,
        formatTokens(grant.amount),
        formatDate(grant.start),
        formatDuration(grant.duration),
        formatDuration(grant.cliff),
        grant.revocable ? "yes" : "no",
        formatTokens(payment),
      ]),
    ]);
    const verb = dryRun ? "would pay" : "paid";
    const sent = result.receipts.map(({ hash, gasUsed }) => `tx ${hash}, ${formatCount(gasUsed)} gas`);
    return {
      text: [
        table,
        ...vested.map((each) => `wholly vested already: ${each}`),
        `${verb} ${formatTokens(paid)} tokens into ${grants.length} vaults`,
        ...sent,
      ].join("\n"),
      json: { paid, grants: result.planned, transactions: result.receipts.map(({ hash }) => hash) },
    };
  },
});
