import { ZeroAddress } from "ethers";
import { useState } from "react";

import { formatUnits, type TokenUnit } from "@polity/sdk/calls/token";
import type { Network } from "@polity/sdk/deployment";
import { checkAddress } from "@polity/sdk/nep/actions";
import { claim } from "@polity/sdk/vesting/claim";
import { delegateVault } from "@polity/sdk/vesting/delegate";
import { listVaults } from "@polity/sdk/vesting/list";
import { vaultAt, type VaultState } from "@polity/sdk/vesting/read";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { Address, Amount, Card, Dialog, Empty, Loaded, Progress, shortAmount, Time } from "../../ui";
import { useActions } from "../../actions/context";
import { AddressField, Submit, useForm } from "../../actions/form";
import { isNobody } from "../votes/account/read";

/** The account's grants: what is vested, to be claimed, and whose votes the tokens are meanwhile. */
export function Vesting({ account }: { account: string }) {
  const { network } = useSite();
  return network.vesting && <Grants account={account} factory={network.vesting} />;
}

function Grants({ account, factory }: { account: string; factory: NonNullable<Network["vesting"]> }) {
  const { deployment } = useSite();
  const unit = useTokenUnit();
  // Not with every block: finding them reads all events.
  const query = useChain(
    ["vaults", account],
    () => listVaults(factory, { owner: account, fromBlock: deployment.block }),
    { slow: true },
  );
  const [open, setOpen] = useState<string>();
  return (
    <Card title="Your grants">
      <Loaded query={query}>
        {(vaults) =>
          vaults.length === 0 ? (
            <Empty>No grant vests for this account.</Empty>
          ) : (
            <div className="vaults">
              {vaults.map((vault) => (
                <Vault key={vault.vault} state={vault} unit={unit} onDelegate={() => setOpen(vault.vault)} />
              ))}
            </div>
          )
        }
      </Loaded>
      <Dialog title="Delegate a grant's votes" open={open !== undefined} onClose={() => setOpen(undefined)}>
        {open !== undefined && (
          <DelegateVault vault={open} account={account} onDone={() => setOpen(undefined)} />
        )}
      </Dialog>
    </Card>
  );
}

function Vault({ state, unit, onDelegate }: { state: VaultState; unit: TokenUnit; onDelegate: () => void }) {
  const { provider } = useSite();
  const { run } = useActions();
  const { vault, terms, now, allocation, vested, released, releasable, locked, delegatee, revoked } = state;
  const cliff = terms.start + terms.cliff;
  const onClaim = () =>
    run(
      {
        title: "Claim what is vested",
        work: async (signer) => {
          const { amount } = await claim(vaultAt(vault, provider), signer);
          return `${formatUnits(amount, unit)} are in your wallet.`;
        },
      },
      { vault },
    );
  return (
    <div className="vault">
      <h3>
        Grant of <Amount value={allocation} unit={unit} />
      </h3>
      <Progress label="Vested" value={vested} of={allocation} told={<Amount value={vested} unit={unit} />} />
      <p className="quiet">
        {now < cliff ? (
          <>
            Nothing is vested before <Time at={cliff} />.
          </>
        ) : revoked ? (
          <>It was revoked: what is vested is yours, and no more will be.</>
        ) : (
          <>
            All is vested at <Time at={terms.start + terms.duration} />.
          </>
        )}{" "}
        <Amount value={released} unit={unit} /> claimed so far
        {locked > 0n && (
          <>
            , <Amount value={locked} unit={unit} /> locked for votes
          </>
        )}
        . Its votes count for {isNobody(delegatee) ? "nobody" : <Address address={delegatee} />}.
      </p>
      <p className="buttons">
        <button type="button" className="primary" disabled={releasable === 0n} onClick={onClaim}>
          Claim {shortAmount(releasable, unit.decimals ?? 0, 2).text} {unit.symbol}
        </button>
        <button type="button" onClick={onDelegate}>
          Delegate its votes
        </button>
        <span className="quiet">
          Vault <Address address={vault} />
        </span>
      </p>
    </div>
  );
}

function DelegateVault({ vault, account, onDone }: { vault: string; account: string; onDone: () => void }) {
  const { provider } = useSite();
  const { run } = useActions();
  const [to, setTo] = useState(account);
  const { errors, props } = useForm<{ to: string }>(
    { to: () => (to.trim() === "" ? ZeroAddress : checkAddress(to.trim())) },
    (values) =>
      run(
        {
          title: "Delegate a grant's votes",
          work: async (signer) => {
            await delegateVault(vaultAt(vault, provider), signer, values);
            return "The votes of the grant are delegated.";
          },
          onDone,
        },
        { vault },
      ),
  );
  return (
    <form {...props}>
      <AddressField
        label="To"
        hint="Your own address to vote yourself; empty for nobody."
        error={errors.to}
        value={to}
        onChange={setTo}
      />
      <Submit primary>Delegate</Submit>
    </form>
  );
}
