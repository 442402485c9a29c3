import { formatAmount } from "@polity/sdk/format";
import { validateNep, type Nep } from "@polity/sdk/nep";
import { scaleConfig, type Motion } from "./plan";

/** A motion as a NEP file, checked like any other. */
export function nepOf({ type, key, value, payment }: Motion, number: number, payee: string): Nep {
  const what = payment
    ? [
        "actions:",
        "  - target: Treasury",
        '    function: "pay((address token, address payee, uint256 amount, bytes32 category, bytes32 ref)[] payments)"',
        `    args: [[[GovernanceToken, "${payee}", tokens(${formatAmount(payment.amount)}), key(grants), uint(${number})]]]`,
      ]
    : [
        "parameter-changes:",
        `  - { key: ${key}, kind: uint, value: ${value} }`,
        "economic-impact:",
        "  request_price_multiplier: 1.0",
        "  provider_earnings_change_percent: 0",
      ];
  const sections = ["Problem", "Solution", "Impact", "Specification", "Implementation plan", "Risks"];
  const text = [
    "---",
    `nep: ${number}`,
    `title: Motion ${number} of the load`,
    `type: ${type}`,
    "authors: [The load]",
    "created: 2026-01-31",
    "discussions-to: https://forum.example.org/t/1",
    ...what,
    "upgrade-path:",
    "  grace_period_days: 7",
    "  backward_compatible: true",
    "---",
    "",
    ...sections.flatMap((section) => [
      `## ${section}`,
      "",
      "The values of the header, and nothing else.",
      "",
    ]),
  ].join("\n");
  const fileName = `nep-${String(number).padStart(4, "0")}-load.md`;
  return validateNep(text, { fileName, network: scaleConfig });
}
