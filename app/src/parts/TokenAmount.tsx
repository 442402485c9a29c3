import { useUnits } from "../data/units";
import { Amount } from "../ui";

interface TokenAmountProps {
  /** Base units. */
  value: bigint;
  /** Its address; the zero address is ether. */
  token: string;
  signed?: boolean;
}

/** An amount of a token, once it is known how the token's amounts are written: until then no number that means another. */
export function TokenAmount({ token, ...amount }: TokenAmountProps) {
  const unit = useUnits([token]).get(token);
  return unit ? <Amount unit={unit} {...amount} /> : <span className="quiet">…</span>;
}
