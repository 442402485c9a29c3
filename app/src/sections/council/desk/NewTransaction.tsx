import { getAddress } from "ethers";
import { useState } from "react";
import { useLocation } from "wouter";

import {
  cancelCall,
  disburseCall,
  replaceCall,
  requireOffice,
  type SafeCall,
} from "@polity/sdk/council/calls";
import { parseUnits, readTokenUnit, type TokenUnit } from "@polity/sdk/calls/token";
import { textWord, wordText } from "@polity/sdk/calls/words";
import { DEFAULT_TYPE } from "@polity/sdk/core/code";
import type { Network } from "@polity/sdk/deployment";
import { explain, PolityError } from "@polity/sdk/errors";
import { cancelRight, CANCEL_RIGHTS } from "@polity/sdk/governor/cancel";
import { visible } from "@polity/sdk/nep/text";
import { readBudgets, type BudgetView } from "@polity/sdk/treasury/budgets";
import { freeNonce } from "@polity/sdk/safe/standing";
import { LONGEST_MANDATE } from "@polity/sdk/voting/bounds";
import { SelectField, TextField, useChoice } from "../../../actions/fields";
import { AddressField, Choices, Submit, useForm } from "../../../actions/form";
import { useDraft } from "../../../actions/draft";
import { typedNumber } from "../../../actions/number";
import { useChain } from "../../../data/chain";
import { chainTime } from "../../../data/clock";
import { useSite } from "../../../data/network";
import { Amount, Card, Empty, Loaded, sentence, Time } from "../../../ui";
import { useWallet } from "../../../wallet";
import { EMPTY_FORM } from "../../governor/propose/form";
import { isLive, nameOf, useProposals, type LiveProposal } from "../../governor/proposals";
import { safeIdOf, type Desk } from "./desk";
import { deskWallet } from "./wallet";

const KINDS = [
  ["pay", "Pay from a budget"],
  ["cancel", "Cancel a proposal"],
  ["replace", "Replace a member"],
  ["mandate", "Renew the mandate"],
  ["other", "Something else"],
] as const;
type Kind = (typeof KINDS)[number][0];

/** Builds a transaction of the Safe, and puts it on the desk. */
export function NewTransaction({ desk }: { desk: Desk }) {
  const [kind, setKind] = useState<Kind | "">("");
  const [told, setTold] = useState<string>();
  const add = (call: SafeCall) => {
    const file = desk.build(call);
    desk.shelf.put(file);
    const note = call.note === undefined ? "" : ` ${sentence(call.note)}.`;
    setTold(
      `It lies on the desk above, with nonce ${file.transaction.nonce}. Nobody has signed it yet.${note}`,
    );
    setKind("");
  };
  const parts = { desk, add };
  return (
    <Card title="Something new">
      <Choices legend="What the council shall do" value={kind} options={KINDS} onChange={setKind} />
      {kind === "pay" && <Pay {...parts} />}
      {kind === "cancel" && <Cancel {...parts} />}
      {kind === "replace" && <Replace {...parts} />}
      {kind === "mandate" && <Mandate />}
      {kind === "other" && <ActAs desk={desk} />}
      <p role="status" className="quiet">
        {kind === "" ? told : undefined}
      </p>
    </Card>
  );
}

interface PartProps {
  desk: Desk;
  add: (call: SafeCall) => void;
}

/** Says what went wrong with something that the chain is asked for. */
function useTrouble() {
  const [trouble, setTrouble] = useState<string>();
  const attempt = (work: () => void | Promise<void>) => {
    setTrouble(undefined);
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => setTrouble(explain(error)));
  };
  const shown = trouble !== undefined && (
    <p className="notice bad" role="alert">
      {sentence(visible(trouble))}.
    </p>
  );
  return [attempt, shown] as const;
}

interface OwnBudget extends BudgetView {
  unit: TokenUnit;
}

async function readOwn(network: Network): Promise<OwnBudget[]> {
  const { Council, DisputedBudgets } = network.addresses;
  const all = network.treasury ? await readBudgets(network.treasury) : [];
  const own = all.filter(
    ({ spender, status }) => status === "active" && (spender === Council || spender === DisputedBudgets),
  );
  return Promise.all(own.map(async (one) => ({ ...one, unit: await readTokenUnit(network, one.token) })));
}

function Pay(props: PartProps) {
  const query = useChain(["desk", "budgets"], readOwn);
  return (
    <Loaded query={query}>
      {(budgets) =>
        budgets.length === 0 ? (
          <Empty>The council can spend no budget now. A vote grants it one.</Empty>
        ) : (
          <PayForm {...props} budgets={budgets} />
        )
      }
    </Loaded>
  );
}

function PayForm({ add, budgets }: PartProps & { budgets: readonly OwnBudget[] }) {
  const { network } = useSite();
  const { chosen, id, setId } = useChoice(budgets, (one) => one.id);
  const [to, setTo] = useState("");
  const [amount, setAmount] = useState("");
  const [category, setCategory] = useState("");
  const [ref, setRef] = useState("");
  const [attempt, trouble] = useTrouble();
  const { errors, props } = useForm<{ to: string; amount: bigint; category: string; ref: string }>(
    {
      to: () => addressOf(to),
      amount: () => parseUnits(typedNumber(amount), chosen.unit),
      category: () => textWord("the category", category.trim()),
      ref: () => textWord("the reference", ref.trim()),
    },
    (paid) => {
      attempt(() => {
        const own = category.trim() === "" ? undefined : paid.category;
        add(disburseCall(network, chosen, { ...paid, category: own }));
      });
    },
  );
  return (
    <form {...props}>
      <SelectField
        label="Budget"
        value={id}
        options={budgets.map((one) => [
          one.id.toString(),
          `${one.id}, for ${visible(wordText(one.category))}`,
        ])}
        onChange={setId}
      />
      <p className="hint">
        <Amount value={chosen.available} unit={chosen.unit} /> can be paid now.
      </p>
      <AddressField label="To whom" error={errors.to} value={to} onChange={setTo} />
      <TextField
        label="Amount"
        hint={`In whole ${visible(chosen.unit.symbol)}, like 1250.5.`}
        error={errors.amount}
        value={amount}
        onChange={setAmount}
      />
      <TextField
        label="What it is for"
        hint="A word of up to 31 characters; left out, the budget’s own."
        error={errors.category}
        value={category}
        onChange={setCategory}
      />
      <TextField
        label="Reference"
        hint="An invoice or a decision, up to 31 characters. Optional."
        error={errors.ref}
        value={ref}
        onChange={setRef}
      />
      {trouble}
      <Submit primary>Put it on the desk</Submit>
    </form>
  );
}

function addressOf(text: string): string {
  try {
    return getAddress(text.trim());
  } catch (cause) {
    throw new PolityError(`"${text}" is no address`, { hint: "write 0x and 40 hex digits", cause });
  }
}

function Cancel({ add }: PartProps) {
  const query = useProposals();
  return (
    <Loaded query={query}>
      {(all) => {
        const live = all.filter(isLive);
        return live.length === 0 ? (
          <Empty>No proposal is under way: there is nothing to stop.</Empty>
        ) : (
          <CancelForm live={live} add={add} />
        );
      }}
    </Loaded>
  );
}

function CancelForm({ live, add }: { live: readonly LiveProposal[]; add: PartProps["add"] }) {
  const { network } = useSite();
  const {
    chosen: { record },
    id,
    setId,
  } = useChoice(live, (one) => one.record.id);
  const query = useChain(["desk", "cancel", id], async (read) => {
    try {
      return { right: await cancelRight(read, read.addresses.Council!, record) };
    } catch (error) {
      if (error instanceof PolityError) return { why: explain(error) };
      throw error;
    }
  });
  const [attempt, trouble] = useTrouble();
  return (
    <>
      <SelectField
        label="Proposal"
        value={id}
        options={live.map((one) => [one.record.id.toString(), visible(nameOf(one.record))])}
        onChange={setId}
      />
      <Loaded query={query} rows={1}>
        {(can) =>
          can.right === undefined ? (
            <p className="notice" role="status">
              The council cannot stop it: {visible(can.why)}.
            </p>
          ) : (
            <>
              <p role="status">The council can stop it for good, {CANCEL_RIGHTS[can.right]}.</p>
              <p className="buttons">
                <button
                  type="button"
                  className="danger"
                  onClick={() => attempt(async () => add(await cancelCall(network, record)))}
                >
                  Put the cancellation on the desk
                </button>
              </p>
            </>
          )
        }
      </Loaded>
      {trouble}
    </>
  );
}

function Replace({ desk: { state }, add }: PartProps) {
  const { network, names } = useSite();
  const [member, setMember] = useState(state.owners[0]!);
  const [by, setBy] = useState("");
  const nameIn = (address: string) => (Object.hasOwn(names, address) ? names[address]! : address);
  const [attempt, trouble] = useTrouble();
  const { errors, props } = useForm<{ by: string }>({ by: () => addressOf(by) }, (values) =>
    attempt(async () => add(await replaceCall(network, { member, by: values.by }, nameIn))),
  );
  return (
    <form {...props}>
      <SelectField
        label="Who leaves"
        value={member}
        options={state.owners.map((owner) => [owner, visible(nameIn(owner))])}
        onChange={setMember}
      />
      <AddressField label="Who comes" error={errors.by} value={by} onChange={setBy} />
      {trouble}
      <Submit primary>Put it on the desk</Submit>
    </form>
  );
}

/** Votes give the mandate: the page writes the proposal, which anybody with the votes for it can make. */
function Mandate() {
  const { network } = useSite();
  const [form, change] = useDraft("propose.form", EMPTY_FORM);
  const [, changeWay] = useDraft("propose", { way: "form", text: "", fileName: "" });
  const [, navigate] = useLocation();
  const query = useChain(["desk", "mandate"], async ({ governor }) => {
    const { account, until } = await governor.guardian();
    return { account, until: Number(until) };
  });
  const isWritten = form.actions.length > 0 || form.title.trim() !== "";
  const write = () => {
    const until = chainTime() + LONGEST_MANDATE;
    change({
      ...{ title: "Renew the council's mandate as guardian", type: DEFAULT_TYPE },
      actions: [
        {
          target: "NetworkGovernor",
          function: network.governor.interface
            .getFunction("setGuardian")
            .format("full")
            .replace(/^function /, "")
            .replace(/ returns .*$/, ""),
          args: `Council\n${until}`,
          value: "",
        },
      ],
    });
    changeWay({ way: "form" });
    navigate("/propose");
  };
  return (
    <Loaded query={query} rows={2}>
      {({ account, until }) => (
        <>
          <p>
            {account === network.addresses.Council ? (
              <>
                The council is guardian until <Time at={until} show="date" />.
              </>
            ) : (
              "The council is not guardian now."
            )}{" "}
            A vote gives the mandate, for a year at most: the council cannot give it to itself. Begin ten
            weeks before it ends.
          </p>
          {isWritten && (
            <p className="notice warn">
              You have begun a proposal already: its title and actions are replaced.
            </p>
          )}
          <p className="buttons">
            <button type="button" className="primary" onClick={write}>
              Write the proposal
            </button>
          </p>
        </>
      )}
    </Loaded>
  );
}

/** The whole app as the council: what is sent then lies on the desk. */
function ActAs({ desk }: { desk: Desk }) {
  const site = useSite();
  const { take, wallet, account } = useWallet();
  const [, navigate] = useLocation();
  const [attempt, trouble] = useTrouble();
  const safe = safeIdOf(site);
  const acting = account === safe.address;
  const begin = (route: string) => {
    take(
      deskWallet(safe, {
        nonceOf: async () =>
          freeNonce({ nonce: Number(await site.network.council!.nonce()) }, [
            ...desk.files,
            ...desk.shelf.get(),
          ]),
        put: (file) => desk.shelf.put(file),
      }),
    );
    navigate(route);
  };
  return (
    <>
      <p>
        Go through the app as the council. Whatever you send is tried as its Safe, described in words, and put
        on the desk; nothing is signed or sent. Then come back here with your own wallet.
      </p>
      {acting && <p className="notice good">You act as the council now: {visible(wallet?.name ?? "")}.</p>}
      {trouble}
      <p className="buttons">
        <button
          type="button"
          onClick={() =>
            attempt(async () => {
              await requireOffice(site.network);
              begin("/propose");
            })
          }
        >
          Propose, as an emergency or another type
        </button>
        {site.network.work && (
          <button type="button" onClick={() => begin("/work")}>
            Review work
          </button>
        )}
        <button type="button" onClick={() => begin("/proposals")}>
          Go through the app
        </button>
      </p>
    </>
  );
}
