import { getAddress, isAddress } from "ethers";
import { useState } from "react";

import { parseUnits } from "@polity/sdk/calls/token";
import { PolityError } from "@polity/sdk/errors";
import { formatPercent, formatTokens } from "@polity/sdk/format";
import { MARKET_BOUNDS } from "@polity/sdk/market/bounds";
import { readListingTerms } from "@polity/sdk/market/read";
import { listService } from "@polity/sdk/market/steps";
import { send } from "@polity/sdk/transaction";
import { useActions } from "../../actions/context";
import { chosen, FileField, hashOf, SelectField, TextField } from "../../actions/fields";
import { AddressField, Submit, useForm } from "../../actions/form";
import { typedNumber } from "../../actions/number";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { useTokenUnit } from "../../data/units";
import { Card, Loaded, unitName } from "../../ui";
import { useWallet } from "../../wallet";

/** What is listed, as its provider wrote it. */
interface Written {
  stake: bigint;
  developerBps: bigint;
  file: File;
  uri: string;
  authorizer: string;
}

/** Lists a service of one's own: what describes it, the share for apps, the stake, and who claims for it. */
export function Register({ kinds, onDone }: { kinds: readonly string[]; onDone: () => void }) {
  const { network } = useSite();
  const query = useChain(["listing"], () => readListingTerms(network.market!, network.registry));
  return (
    <Card title="List a service of yours">
      <Loaded query={query} rows={4}>
        {(terms) => <Form {...terms} kinds={kinds} onDone={onDone} />}
      </Loaded>
    </Card>
  );
}

function Form({
  minStake,
  minDeveloperBps,
  kinds,
  onDone,
}: {
  minStake: bigint;
  minDeveloperBps: bigint;
  kinds: readonly string[];
  onDone: () => void;
}) {
  const { network } = useSite();
  const { account } = useWallet();
  const { run } = useActions();
  const unit = useTokenUnit();
  const [kind, setKind] = useState("0");
  const [file, setFile] = useState<File>();
  const [uri, setUri] = useState("");
  const [share, setShare] = useState(String(Number(minDeveloperBps) / 100));
  const [stake, setStake] = useState(formatTokens(minStake).replaceAll(",", ""));
  const [authorizer, setAuthorizer] = useState("");
  const { errors, props } = useForm<Written>(
    {
      file: () => chosen(file, "that describes the service"),
      uri: () => uriOf(uri),
      developerBps: () => shareOf(share, minDeveloperBps),
      stake: () => {
        const units = parseUnits(typedNumber(stake), unit);
        if (units >= minStake) return units;
        throw new PolityError(`the network asks for ${formatTokens(minStake)} at the least`);
      },
      authorizer: () => {
        if (isAddress(authorizer)) return getAddress(authorizer);
        if (authorizer === "" && account !== undefined) return account;
        throw new PolityError("write an address, or connect a wallet to take your own");
      },
    },
    ({ file: card, ...read }) =>
      run({
        title: "List a service",
        work: async (signer) => {
          const market = network.market!;
          const { service, till } = await listService(market, signer, {
            ...{ kind: Number(kind), developerBps: read.developerBps, stake: read.stake },
            ...{ metadata: await hashOf(card), uri: read.uri },
          });
          await send(signer, market.addAuthorizer.populateTransaction(service, read.authorizer));
          return `It is service ${service}, and is paid into ${till}. Sell its requests by gateway serve.`;
        },
        onDone,
      }),
  );
  return (
    <>
      <form {...props}>
        <SelectField
          label="What it is"
          value={kind}
          onChange={setKind}
          options={kinds.map((name, i) => [String(i), name])}
        />
        <FileField
          label="What describes it"
          hint="A file with its terms, whom to ask for help, and its interface. Only its hash is sent."
          error={errors.file}
          onFile={setFile}
        />
        <TextField
          label="Where that file can be read"
          hint={`An address of ${MARKET_BOUNDS.text} bytes at the most. Everybody can read it.`}
          error={errors.uri}
          value={uri}
          onChange={setUri}
        />
        <TextField
          label="Share for apps that bring payers, in %"
          hint={`From ${formatPercent(minDeveloperBps)} to ${formatPercent(MARKET_BOUNDS.developerBps)}. It never changes.`}
          error={errors.developerBps}
          value={share}
          onChange={setShare}
        />
        <TextField
          label={`Stake, in ${unitName(unit)}`}
          hint="Rulings for payers are paid out of it. It is yours again some time after you leave."
          error={errors.stake}
          value={stake}
          onChange={setStake}
        />
        <AddressField
          label="Who claims for it"
          hint="The account of your gateway; left empty, your own. It can be joined by others, and never removed."
          error={errors.authorizer}
          value={authorizer}
          onChange={setAuthorizer}
        />
        <Submit primary>List it</Submit>
      </form>
      <p className="hint">Prices are not on the chain: your gateway asks for them with every request.</p>
    </>
  );
}

/** Where the file can be read. @throws PolityError if the market would refuse it. */
export function uriOf(written: string): string {
  const uri = written.trim();
  if (new TextEncoder().encode(uri).length <= MARKET_BOUNDS.text) return uri;
  throw new PolityError(`write ${MARKET_BOUNDS.text} bytes at the most`);
}

/** A share that a person wrote in percent, in basis points. @throws PolityError outside of what the market takes. */
export function shareOf(written: string, min: bigint): bigint {
  const [, whole, part = ""] = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(written.trim()) ?? [];
  const bps = whole === undefined ? -1n : BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
  if (bps >= min && bps <= MARKET_BOUNDS.developerBps) return bps;
  throw new PolityError(`write ${formatPercent(min)} to ${formatPercent(MARKET_BOUNDS.developerBps)}`);
}
