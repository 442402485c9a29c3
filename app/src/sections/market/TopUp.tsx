import { useState } from "react";

import { formatUnits, parseUnits } from "@polity/sdk/calls/token";
import { PolityError } from "@polity/sdk/errors";
import { DAY } from "@polity/sdk/format";
import { newChannel, topUp, type FoundChannel, type Sought } from "@polity/sdk/market/steps";
import type { Settlement } from "@polity/sdk/usage/settlement";
import { useActions } from "../../actions/context";
import { TextField } from "../../actions/fields";
import { Submit, useForm } from "../../actions/form";
import { typedNumber } from "../../actions/number";
import { useSite } from "../../data/network";
import { useUnits } from "../../data/units";
import { Card, unitName } from "../../ui";

/** Puts money into the channel that was found, or into a new one: by signatures, and a transaction of one's own. */
export function TopUp({
  service,
  sought,
  found,
  settlement,
  onDone,
}: {
  service: bigint;
  sought: Sought;
  found: FoundChannel | undefined;
  settlement: Settlement;
  onDone: () => void;
}) {
  const { network, deployment } = useSite();
  const { run } = useActions();
  const [amount, setAmount] = useState("");
  const { token } = sought;
  const unit = useUnits([token]).get(token);
  const days = Math.ceil((found?.channel.withdrawDelay ?? sought.withdrawDelay) / DAY);
  const { errors, props } = useForm<{ amount: bigint }>(
    {
      amount: () => {
        if (!unit) throw new PolityError("the token is still being read");
        const units = parseUnits(typedNumber(amount), unit);
        if (units > 0n) return units;
        throw new PolityError("write more than 0");
      },
    },
    (read) =>
      run({
        title: `Put money into a channel to service ${service}`,
        work: async (signer) => {
          const channel =
            found?.channel ?? (await newChannel(network.market!, service, sought, deployment.block));
          const permits = token === network.addresses.GovernanceToken;
          await topUp(signer, network.governor.runner!.provider!, settlement, channel, read.amount, {
            permits,
          });
          const { balance, claimed } = await settlement.stateOf(settlement.idOf(channel));
          return `${formatUnits(balance - claimed, unit!)} are in it and not claimed. What is left comes back when you ask.`;
        },
        onDone: () => {
          setAmount("");
          onDone();
        },
      }),
  );
  return (
    <Card title={found ? "Put more into it" : "Open a channel"}>
      <form {...props}>
        <TextField
          label={`How much, in ${unit ? unitName(unit) : "whole tokens"}`}
          hint="The service can claim what you sign for with your requests, and no more."
          error={errors.amount}
          value={amount}
          onChange={setAmount}
        />
        <Submit primary>Put it in</Submit>
      </form>
      <p className="hint">
        What is not claimed stays yours: ask for it back, and take it {days === 1 ? "a day" : `${days} days`}{" "}
        later.
      </p>
    </Card>
  );
}
