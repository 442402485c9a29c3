import { isAddress, getAddress } from "ethers";
import { useState } from "react";

import { PolityError } from "@polity/sdk/errors";
import { DAY, formatTimestamp } from "@polity/sdk/format";
import { readTokens } from "@polity/sdk/market/read";
import { disputePayment, findChannels, type FoundChannel } from "@polity/sdk/market/steps";
import { send } from "@polity/sdk/transaction";
import { appSalt } from "@polity/sdk/usage/channel";
import { settlementOf, type Settlement } from "@polity/sdk/usage/settlement";
import { ActionButton } from "../../actions/ActionButton";
import type { Action } from "../../actions/runner";
import { SelectField } from "../../actions/fields";
import { AddressField, Field, Submit, useForm } from "../../actions/form";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { useUnits } from "../../data/units";
import { TokenAmount } from "../../parts/TokenAmount";
import { Card, Empty, Loaded, Page, Table, unitName } from "../../ui";
import { useWallet } from "../../wallet";
import { TopUp } from "./TopUp";

/** What is looked for: which service, the app that brought one there, and in which token one pays. */
interface Asked {
  service: bigint;
  app: string | undefined;
  token: string;
}
const NO_SALT = `0x${"0".repeat(64)}`;

/** One's own channels to a service: what was claimed, what is left, and what one can do about both. */
export function UsagePage() {
  const { network } = useSite();
  const { account } = useWallet();
  const [asked, setAsked] = useState<Asked>();
  return (
    <Page lead="What you have put into channels is yours until a service claims it: ask for it back, and it comes when the channel's time is over.">
      {network.market ? (
        <>
          <Ask onAsk={setAsked} />
          {account === undefined ? (
            <Empty>Connect a wallet to see your channels.</Empty>
          ) : (
            asked && <Channels {...asked} account={account} />
          )}
        </>
      ) : (
        <Empty>This network has no market.</Empty>
      )}
    </Page>
  );
}

function Ask({ onAsk }: { onAsk: (asked: Asked) => void }) {
  const [service, setService] = useState("");
  const [app, setApp] = useState("");
  const { network, deployment } = useSite();
  const own = network.addresses.GovernanceToken;
  const [token, setToken] = useState(own);
  const { data: rated = [] } = useChain(["paid in"], () => readTokens(network.market!, deployment.block));
  const tokens = [...new Set([own, ...rated])];
  const units = useUnits(tokens);
  const { errors, props } = useForm<Asked>(
    {
      service: () => {
        if (/^[1-9]\d{0,17}$/.test(service)) return BigInt(service);
        throw new PolityError("write the number of a service, as the market has it");
      },
      app: () => {
        if (app === "") return undefined;
        if (isAddress(app)) return getAddress(app);
        throw new PolityError("write an address, or leave it empty");
      },
      token: () => token,
    },
    onAsk,
  );
  return (
    <Card title="Your channels">
      <form {...props}>
        <Field label="Service" error={errors.service}>
          {(input) => (
            <input
              {...input}
              inputMode="numeric"
              value={service}
              onChange={({ target }) => setService(target.value)}
            />
          )}
        </Field>
        <AddressField
          label="App that brought you"
          hint="Its address, if one did."
          error={errors.app}
          value={app}
          onChange={setApp}
        />
        {tokens.length > 1 && (
          <SelectField
            label="Paid in"
            value={token}
            onChange={setToken}
            options={tokens.map((each) => [each, units.has(each) ? unitName(units.get(each)!) : each])}
          />
        )}
        <Submit>Look</Submit>
      </form>
    </Card>
  );
}

function Channels({ service, app, token, account }: Asked & { account: string }) {
  const { network, deployment } = useSite();
  const now = useNow(5);
  const [deposits, setDeposits] = useState(0);
  const query = useChain(
    ["usage", account, String(service), app ?? "", token, String(deposits)],
    async () => {
      const market = network.market!;
      const where = { chainId: BigInt(deployment.chainId), settlement: await market.SETTLEMENT() };
      const settlement = settlementOf(where, network.governor.runner!);
      const sought = {
        ...{ payer: account, token, withdrawDelay: DAY },
        salt: app === undefined ? NO_SALT : appSalt(app),
      };
      const found = await findChannels(market, settlement, service, sought, deployment.block);
      return { settlement, sought, found };
    },
  );
  return (
    <Loaded query={query} rows={2}>
      {({ settlement, sought, found }) => (
        <>
          <Table
            caption="Your channels to the service"
            rows={found}
            rowKey={({ id }) => id}
            empty="You have no such channel. A client of x402 opens one when you ask the service something, and so can you."
            columns={[
              {
                name: "Claimed",
                cell: ({ channel, state }) => <TokenAmount value={state.claimed} token={channel.token} />,
              },
              {
                name: "Left",
                cell: ({ channel, state }) => (
                  <TokenAmount value={state.balance - state.claimed} token={channel.token} />
                ),
              },
              { name: "On its way back", cell: (each) => backText(each) },
              { name: "You can", cell: (each) => <Buttons {...{ ...each, settlement, service, now }} /> },
            ]}
          />
          <TopUp
            {...{ service, sought, settlement, found: found[0] }}
            onDone={() => setDeposits(deposits + 1)}
          />
        </>
      )}
    </Loaded>
  );
}

const backAt = ({ channel, state }: FoundChannel) => state.withdrawingSince + channel.withdrawDelay;
const backText = (found: FoundChannel) =>
  found.state.withdrawing === 0n ? "–" : `from ${formatTimestamp(backAt(found))} on`;

/** Asking back and taking; stars for what was paid, and a dispute about it. */
function Buttons({
  settlement,
  service,
  now,
  ...found
}: FoundChannel & { settlement: Settlement; service: bigint; now: number }) {
  const { network } = useSite();
  const market = network.market!;
  const [stars, setStars] = useState("5");
  const { id, channel, state } = found;
  const left = state.balance - state.claimed;
  const ask: Action = {
    title: "Ask for what is left",
    work: async (signer) => {
      await send(signer, settlement.initiateWithdraw(channel, left));
      return "It comes back when the channel's time is over, less what the service claims until then.";
    },
  };
  const take: Action = {
    title: "Take what is left",
    work: async (signer) => {
      await send(signer, settlement.finalizeWithdraw(channel));
      return "It is back in your account.";
    },
  };
  const rate: Action = {
    title: `Rate service ${service}`,
    work: async (signer) => {
      await send(signer, market.rate.populateTransaction(service, channel, BigInt(stars), ""));
      return `It has your ${stars} stars, as heavy as what the network got of your payments.`;
    },
  };
  const dispute: Action = {
    title: `Dispute what service ${service} was paid`,
    work: async (signer) => {
      const amount = state.claimed - (await market.disputedOf(id));
      const { caseId } = await disputePayment(market, signer, service, channel, amount);
      return `You have disputed it: it is case ${caseId} of its arbitrator.`;
    },
  };
  return (
    <>
      {state.withdrawing === 0n && left > 0n && <ActionButton action={ask}>Ask back</ActionButton>}
      {state.withdrawing > 0n && now >= backAt(found) && <ActionButton action={take}>Take</ActionButton>}
      {state.claimed > 0n && (
        <>
          <Field label="Stars">
            {(input) => (
              <select {...input} value={stars} onChange={({ target }) => setStars(target.value)}>
                {["5", "4", "3", "2", "1"].map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </Field>
          <ActionButton action={rate}>Rate</ActionButton>
          {channel.token === network.addresses.GovernanceToken && (
            <ActionButton action={dispute}>Dispute</ActionButton>
          )}
        </>
      )}
    </>
  );
}
