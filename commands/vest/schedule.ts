import { PolityError } from "@polity/sdk/errors";
import { formatPercent, formatTimestamp, formatTokens } from "@polity/sdk/format";
import { vestedAt, vestingSeries } from "@polity/sdk/vesting";
import { svgChart, terminalChart, type Curve } from "../../scripts/lib/chart";
import { formatTable } from "../../scripts/lib/table";
import { writeText } from "../../scripts/lib/text";
import { flag, text } from "../core/command";
import { signedCommand } from "../core/context";
import { VAULT, vaultOf } from "../parts/vaults";

/** When how much of a vault is vested: a table, and if it is asked for a chart and a picture. */
export default signedCommand({
  words: "Shows when how much of a vault is vested",
  options: {
    vault: text(VAULT),
    account: text("Whose vault it is; default who signs"),
    months: text("A line every so many months, 1 to 12; default 3"),
    chart: flag("Draws it, too"),
    svg: text("Writes a picture to this file"),
  },
  async run(context) {
    const { signer, options, addressOf, nameOf } = context;
    const { vault, account, svg: picture } = options;
    const state = await vaultOf(context, vault, account === undefined ? signer.address : addressOf(account));
    const { terms, allocation, now, revoked } = state;
    if (revoked) {
      throw new PolityError(`the grant of vault ${state.vault} was revoked: what is left in it is vested`, {
        hint: "claim it",
      });
    }
    const series = vestingSeries(terms, allocation, { months: monthsOf(options.months ?? "3") });
    const share = (vested: bigint) => (allocation === 0n ? 0 : Number((vested * 10_000n) / allocation));
    const curve: Curve = {
      from: terms.start,
      to: terms.start + terms.duration,
      bpsAt: (time) => share(vestedAt(terms, allocation, time)),
      whole: `${formatTokens(allocation)} tokens`,
      now,
    };
    if (picture !== undefined) {
      writeText(
        picture,
        svgChart(
          curve,
          series.map(({ time }) => time),
        ),
      );
    }
    const rows = series.map(({ time, vested }) => [
      formatTimestamp(time)
        .replace("T", " ")
        .replace(/:\d\dZ$/, ""),
      formatTokens(vested - (vested % 10n ** 14n)),
      formatPercent(share(vested)),
    ]);
    return {
      text: [
        `${state.vault} of ${nameOf(state.owner)}: ${formatTokens(allocation)} tokens, ${terms.revocable ? "revocable" : "irrevocable"}`,
        formatTable([["time (UTC)", "vested", "share"], ...rows]),
        ...(options.chart ? [terminalChart(curve)] : []),
        ...(picture === undefined ? [] : [`the picture is in ${picture}`]),
      ].join("\n"),
      json: { ...state, schedule: series },
    };
  },
});

function monthsOf(value: string): number {
  if (/^([1-9]|1[0-2])$/.test(value)) return Number(value);
  throw new PolityError(`"${value}" is no number of months`, { hint: "give 1 to 12" });
}
