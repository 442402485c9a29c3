import { formatUnits, type TokenUnit } from "@polity/sdk/calls/token";
import { TOKEN_DECIMALS } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import { shortAmount, unitName } from "./words";

/** Voting power, in whole votes of 10^18 base units. */
export const VOTES: TokenUnit = { symbol: "votes", decimals: TOKEN_DECIMALS };

interface AmountProps {
  /** Base units. */
  value: bigint;
  unit: TokenUnit;
  /** Decimals that are shown at once; default 2. */
  places?: number;
  /** Whether to write a plus before what is more than 0. */
  signed?: boolean;
}

/**
 * An amount with its unit. What is too long to show at once is cut, marked by dots underneath, told whole by pointing or
 * focusing, and copied whole by a click.
 */
export function Amount({ value, unit, places = 2, signed = false }: AmountProps) {
  const { text, exact } = shortAmount(value, unit.decimals ?? 0, places);
  const name = visible(unitName(unit));
  const shown = (
    <>
      {signed && value > 0n && "+"}
      {text} <span className="unit">{name.length > 24 ? `${name.slice(0, 10)}…` : name}</span>
    </>
  );
  if (exact) return <span className="amount">{shown}</span>;
  const whole = formatUnits(value, { ...unit, symbol: name });
  return (
    <button
      type="button"
      className="amount inexact"
      title={`${whole} — click to copy`}
      data-exact={whole}
      onClick={() => void navigator.clipboard.writeText(whole).catch(() => undefined)}
    >
      {shown}
      <span className="visually-hidden">, exactly {whole}; copy it</span>
    </button>
  );
}
