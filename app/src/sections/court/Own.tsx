import { useState } from "react";

import { formatUnits } from "@polity/sdk/calls/token";
import { readJuror } from "@polity/sdk/court/cases";
import { claimAll, requestStake, stakeTokens } from "@polity/sdk/court/stake";
import { PolityError } from "@polity/sdk/errors";
import { parseAmount } from "@polity/sdk/format";
import type { Network } from "@polity/sdk/network";
import { ActionButton } from "../../actions/ActionButton";
import { useActions } from "../../actions/context";
import { Field, Submit, useForm } from "../../actions/form";
import { typedNumber } from "../../actions/number";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { TokenAmount } from "../../parts/TokenAmount";
import { Amount, Card, Empty, Facts, Loaded, Time } from "../../ui";
import { useWallet } from "../../wallet";

type CourtContract = NonNullable<Network["court"]>;
const ETHER = `0x${"0".repeat(40)}`;

/** What the reader's account has in the court. */
export function Own({ court }: { court: CourtContract }) {
  const { account } = useWallet();
  const { network } = useSite();
  const unit = useTokenUnit();
  const now = useNow(5);
  const query = useChain(["juror", account ?? ""], async () =>
    account === undefined
      ? null
      : {
          ...(await readJuror(court, account)),
          bonds: (await network.disputedBudgets?.bondsOf(account)) ?? 0n,
          ticket: await court.UNIT(),
        },
  );
  const claim = {
    title: "Take what the court has for you",
    work: async (signer: Parameters<typeof claimAll>[1]) => {
      const { tokens, fees } = await claimAll(network, signer);
      return `You got ${formatUnits(tokens, unit)} and ${formatUnits(fees, { symbol: "ETH", decimals: 18 })}.`;
    },
  };
  return (
    <Card title="You as a juror">
      <Loaded query={query} rows={4}>
        {(own) =>
          own === null ? (
            <Empty>Connect a wallet to stake for disputes, and to see what you have here.</Empty>
          ) : (
            <div className="stack tight">
              <Facts
                rows={[
                  ["Staked", <Amount key="stake" value={own.stake} unit={unit} />],
                  ["Tickets", (own.stake / own.ticket).toString()],
                  ["At risk in cases", <Amount key="locked" value={own.locked} unit={unit} />],
                  [
                    "Taken out",
                    <>
                      <Amount value={own.exit} unit={unit} />
                      {own.exit > 0n && own.exitTime > now && (
                        <>
                          , from <Time at={own.exitTime} /> on
                        </>
                      )}
                    </>,
                  ],
                  ["Bonds that came back", <Amount key="bonds" value={own.bonds} unit={unit} />],
                  ["Fees", <TokenAmount key="fees" value={own.credit} token={ETHER} />],
                ]}
              />
              {(own.credit > 0n || own.bonds > 0n || (own.exit > 0n && own.exitTime <= now)) && (
                <p className="buttons">
                  <ActionButton kind="primary" action={claim}>
                    Take what is yours
                  </ActionButton>
                </p>
              )}
              <StakeForm court={court} />
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

function StakeForm({ court }: { court: CourtContract }) {
  const unit = useTokenUnit();
  const { run } = useActions();
  const [text, setText] = useState("");
  const [out, setOut] = useState(false);
  const { errors, props } = useForm<{ amount: bigint }>({ amount: () => readAmount(text) }, ({ amount }) =>
    run({
      title: out ? "Take stake out" : "Stake for disputes",
      work: async (signer) => {
        const { stake } = await (out ? requestStake : stakeTokens)(court, signer, amount);
        return `You stake ${formatUnits(stake, unit)}${out ? "; what you took out can be withdrawn in 7 days" : ""}.`;
      },
      onDone: () => setText(""),
    }),
  );
  return (
    <form {...props}>
      <Field
        label={`Amount, in ${unit.symbol}`}
        hint="Stake counts in cases that begin 30 days later. Staked tokens do not vote, and a juror who is drawn and stays away loses a slice."
        error={errors.amount}
      >
        {(input) => (
          <input
            {...input}
            inputMode="decimal"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <label>
        <input type="checkbox" checked={out} onChange={({ target }) => setOut(target.checked)} /> Take out in
        place of staking
      </label>
      <Submit>{out ? "Take out" : "Stake"}</Submit>
    </form>
  );
}

/** @throws PolityError with what to write. */
function readAmount(text: string): bigint {
  if (!text.trim()) throw new PolityError("write an amount");
  const amount = parseAmount(typedNumber(text));
  if (amount === 0n) throw new PolityError("write an amount above 0");
  return amount;
}
