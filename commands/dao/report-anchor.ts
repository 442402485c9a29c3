import { PolityError } from "@polity/sdk/errors";
import { FINALITY } from "@polity/sdk/history/source";
import { anchorReport, readAnchors, type Anchor } from "@polity/sdk/treasury/anchors";
import { getBlock } from "@polity/sdk/provider";
import { required } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { noteAnchor, openLibrary, reportsIn, writeList, wrongFiles, type Stored } from "../parts/reports";

/** Puts the hash of every regular report on the chain that is not there yet. */
export default signedCommand({
  words:
    "Puts the hashes of regular reports on the chain: each once, as a deposit of one wei into the treasury",
  options: { reports: required("The folder of all reports, as dao report --every writes it") },
  async run(context) {
    const library = openLibrary(context.options.reports);
    try {
      const done: { report: Stored; anchor: Pick<Anchor, "by" | "transaction">; sent: boolean }[] = [];
      const { number: latest } = await getBlock(context.host.provider, "latest");
      for (const report of reportsIn(context, library)) {
        const { anchor: noted } = report;
        // A young block may have been replaced since.
        if (noted && noted.block <= latest - FINALITY) continue;
        const wrong = wrongFiles(report);
        if (wrong.length > 0) {
          throw new PolityError(`${report.folder} is not as it was made: ${wrong.join("; ")}`, {
            hint: "move the folder away, and make the report again with dao report --of",
          });
        }
        const found = await anchorOf(context, report);
        if (noted && found?.transaction === noted.transaction) continue;
        const anchor = found ?? (await sendAnchor(context, report));
        noteAnchor(report, anchor);
        done.push({ report, anchor, sent: !found });
      }
      writeList(context, library);
      const lines = done.map(
        ({ report: { manifest, hash }, anchor, sent }) =>
          `${manifest.period}: ${hash} ${sent ? "is anchored" : "was anchored already"}, tx ${anchor.transaction}`,
      );
      return {
        text: lines.join("\n") || "every report here is anchored",
        json: {
          reports: done.map(({ report: { manifest, hash }, anchor, sent }) => ({
            ...{ period: manifest.period, hash, sent },
            ...{ by: anchor.by, transaction: anchor.transaction },
          })),
        },
      };
    } finally {
      library.unlock();
    }
  },
});

/** What is on the chain under this report's hash: what was sent before somebody could write it down, too. */
async function anchorOf({ network }: Context, { manifest, hash }: Stored): Promise<Anchor | undefined> {
  const { period, head } = manifest;
  const all = await readAnchors(network, { period, fromBlock: head.block });
  return all.find((anchor) => anchor.hash === hash);
}

async function sendAnchor(
  { network, signer, host: { provider } }: Context,
  { manifest: { period }, hash }: Stored,
): Promise<NonNullable<Stored["anchor"]>> {
  const { address: by } = signer;
  const [mined, pending] = await Promise.all([
    provider.getTransactionCount(by, "latest"),
    provider.getTransactionCount(by, "pending"),
  ]);
  // It may be the very anchor, of a run that died: sending another would anchor twice.
  if (pending > mined) {
    throw new PolityError(`a transaction of ${by} is on its way`, {
      hint: "wait until it is in a block, and run this again",
    });
  }
  const { hash: transaction, blockNumber: block } = await anchorReport(network, signer, { period, hash });
  const { timestamp: time } = await getBlock(provider, block);
  return { by, time, block, transaction };
}
