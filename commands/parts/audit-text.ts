import type { Audit } from "@polity/sdk/audit";
import { titleOf } from "./proposals";

/** An audit as a person reads it. */
export function formatAudit(
  { facts, privileges, deviations, contracts }: Audit,
  { facts: all = true } = {},
): string {
  const holders = [...new Set(privileges.map(({ path }) => path.slice(0, path.lastIndexOf(" → "))))];
  const powers = holders.flatMap((path) => [
    path,
    ...privileges
      .filter((privilege) => privilege.path.startsWith(`${path} → `))
      .map(({ call, why }) => `  ${call.padEnd(40)} ${why}`),
  ]);
  const read = facts.flatMap(({ contract, what, actual, expected }) => {
    const mark = expected === undefined ? " " : deviates(contract, what) ? "✗" : "✓";
    const name = `${contract}.${what}`.padEnd(40);
    const [first = "none", ...others] = actual.length > 4 ? [`${actual.length} values`] : actual;
    return `${mark} ${name} ${[first, ...others].join(", ")}`;
  });
  const found = deviations.flatMap(({ contract, what, missing, unexpected }) => [
    `${contract}, ${what}:`,
    ...missing.map((value) => `  missing     ${value}`),
    ...unexpected.map((value) => `  unexpected  ${value}`),
  ]);
  const decided = facts.flatMap((fact) => fact.decided ?? []);
  const changes = (those: typeof decided) =>
    those.flatMap(({ before, after, by, transaction, ballot }) => [
      `  ${before ?? "(new)"} → ${after ?? "(retired)"}`,
      ...by.map((record) => `    by ${titleOf(record)}, id ${record.id}`),
      ...(ballot === undefined ? [] : [`    elected in ballot ${ballot}`]),
      ...(transaction ? [`    signed by its members, tx ${transaction}`] : []),
    ]);
  const since = changes(decided.filter(({ transaction }) => transaction === undefined));
  const own = changes(decided.filter(({ transaction }) => transaction !== undefined));
  const verdict =
    deviations.length === 0
      ? `${facts.filter(({ expected }) => expected).length} facts of ${Object.keys(contracts).length} contracts are as they should be`
      : `${deviations.length} deviations\n${found.join("\n")}`;
  return [
    ...powers,
    ...(all ? ["", ...read] : []),
    ...(since.length ? ["", "changed by proposals since:", ...since] : []),
    ...(own.length ? ["", "changed by the council itself since:", ...own] : []),
    ...["", verdict],
  ].join("\n");

  function deviates(contract: string, what: string): boolean {
    return deviations.some((deviation) => deviation.contract === contract && deviation.what === what);
  }
}
