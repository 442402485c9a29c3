import { formatTimestamp } from "@polity/sdk/format";
import { readAnchors } from "@polity/sdk/treasury/anchors";
import { getBlock } from "@polity/sdk/provider";
import { version } from "../../package.json";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { explorerOf, REPORT } from "../parts/report";
import { ownReport, remade, wrongFiles } from "../parts/reports";

/** Checks a regular report against its own manifest, the chain, and the anchors on the chain. */
export default readingCommand({
  words:
    "Verifies a regular report: its files, its anchor, and its figures by making it again from the chain",
  options: {
    report: required("The report's folder, like reports/2026-Q1"),
    indexer: REPORT.indexer,
  },
  async run(context) {
    const { network, host, options } = context;
    const report = ownReport(context, options.report);
    const { manifest, hash } = report;
    const { head, period } = manifest;
    const checks: { what: string; right: boolean }[] = [];
    const check = (right: boolean, good: string, bad: string) =>
      checks.push({ what: right ? good : bad, right });

    const wrong = wrongFiles(report);
    const count = Object.keys(manifest.files).length;
    check(
      wrong.length === 0,
      `its ${count} files are those that its manifest names`,
      `its files are not those that its manifest names: ${wrong.join("; ")}`,
    );

    const latest = await getBlock(host.provider, "latest");
    const block = head.block <= latest.number ? await getBlock(host.provider, head.block) : undefined;
    const known = block?.hash === head.hash && block.timestamp === head.time;
    check(
      known,
      `block ${head.block} has the hash that it names`,
      `the chain has another block ${head.block} than the report names: it is of another chain, or of blocks that were replaced`,
    );

    if (known && wrong.length === 0) {
      const explorer = explorerOf(manifest.explorer);
      const { differing, councilUnknown, ...now } = await remade(context, report, {
        ...{ explorer, indexer: options.indexer },
      });
      const same = now.head.hash === head.hash && differing.length === 0;
      const reasons = [
        ...(version === manifest.version
          ? []
          : [`it was made by version ${manifest.version}, this is ${version}`]),
        ...(councilUnknown === (manifest.councilUnknown ?? false)
          ? []
          : [
              "who owned the council's Safe could be read then and not now, or now and not then: ask an archive node",
            ]),
      ];
      check(
        same,
        "made again from the chain it is the same, byte for byte",
        `made again from the chain it differs: ${[...differing, ...reasons].join("; ") || "it ends with another block"}`,
      );
    }

    const anchors = await readAnchors(network, { period, fromBlock: head.block });
    const own = anchors.find((anchor) => anchor.hash === hash);
    check(
      own !== undefined,
      own ? `it was anchored on ${formatTimestamp(own.time)} by ${own.by}, tx ${own.transaction}` : "",
      "it is not anchored on this chain",
    );
    const others = anchors.filter((anchor) => anchor.hash !== hash);
    const right = checks.every((one) => one.right);
    return {
      text: [
        `${manifest.network}, ${period}, hash ${hash}`,
        ...checks.map((one) => `${one.right ? "✓" : "✗"} ${one.what}`),
        ...others.map(
          ({ hash: another, by, transaction }) =>
            `  ${by} anchored another file for this period: ${another}, tx ${transaction}`,
        ),
        right ? "the report is what it says" : "the report is not what it says",
      ].join("\n"),
      json: { period, hash, right, checks, anchor: own, others },
      failed: !right,
    };
  },
});
