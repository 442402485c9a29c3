import { formatUnits, type TokenUnit } from "@polity/sdk/calls/token";
import { TOKEN_DECIMALS } from "@polity/sdk/format";
import { say } from "@polity/sdk/language";
import { visible } from "@polity/sdk/nep/text";
import { shareWords, shortAmount, unitName } from "./words";

/** Voting power, in whole votes of 10^18 base units. */
export const VOTES: TokenUnit = { symbol: say("votes"), decimals: TOKEN_DECIMALS };

/** All votes of a source that counts shares: with so many, a vote is not a number of anything but a part of this. */
const ALL_SHARES = 10n ** 18n;

export const isOfShares = (all: bigint | undefined): all is bigint => all === ALL_SHARES;

interface WeightProps {
  value: bigint;
  /** All votes that can be cast, where they are known. */
  of: bigint | undefined;
  places?: number;
}

/** The weight of votes: as many, or where their source counts shares, the part of all that they are. */
export function Weight({ value, of, places = 2 }: WeightProps) {
  if (isOfShares(of)) return <>{shareWords(value, of)} of all</>;
  return <Amount value={value} unit={VOTES} places={places} />;
}

/** As {@link Weight}, for a sentence: `1,200 votes`, `13.3 % of all`. */
export function weightWords(value: bigint, of: bigint | undefined): string {
  if (isOfShares(of)) return `${shareWords(value, of)} of all votes`;
  const { text } = shortAmount(value, TOKEN_DECIMALS, 2);
  return `${text} ${text === "1" ? "vote" : "votes"}`;
}

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
