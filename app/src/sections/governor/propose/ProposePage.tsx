import { useMemo } from "react";
import { useLocation } from "wouter";

import { withConventions } from "@polity/sdk/conventions";
import { readNetworkRules, type ChainRules } from "@polity/sdk/governor/network-rules";
import { nepNumbers, type NepNumbers } from "@polity/sdk/governor/numbers";
import { propose } from "@polity/sdk/governor/propose";
import { formatAmount, formatDate } from "@polity/sdk/format";
import { encodeNep } from "@polity/sdk/nep/encode";
import { formatNep, nepFileName } from "@polity/sdk/nep/format";
import type { Nep } from "@polity/sdk/nep/validate";
import { useChain } from "../../../data/chain";
import { chainTime } from "../../../data/clock";
import { useSite } from "../../../data/network";
import { useProposals } from "../proposals";
import { Card, Icon, Loaded, Page } from "../../../ui";
import { useWallet, WrongNetwork } from "../../../wallet";
import { useActions } from "../../../actions/context";
import { useDraft } from "../../../actions/draft";
import { Choices } from "../../../actions/form";
import { saveFile } from "../../../actions/SignedFile";
import { checkNep } from "./check";
import { draftOf, EMPTY_FORM } from "./form";
import { NepFields } from "./NepFields";
import { NepText } from "./NepText";
import { Preview } from "./Preview";

/** Proposes a NEP: from its file, or from a form that makes one. */
export function ProposePage() {
  const { conventions } = useSite().deployment;
  const rules = useChain(["rules"], async (network) =>
    withConventions(await readNetworkRules(network), conventions),
  );
  const { data, error } = useProposals();
  const numbers = useMemo(() => data && nepNumbers(data), [data]);
  return (
    <Page lead="A proposal is a file: what changes, why, and what it costs. It is checked here, explained and tried before anybody pays for it.">
      <WrongNetwork />
      <Loaded query={rules}>
        {(known) => <Propose rules={known} numbers={numbers} unknown={error !== null && !data} />}
      </Loaded>
    </Page>
  );
}

interface ProposeProps {
  rules: ChainRules;
  /** Absent until they have been read. */
  numbers: NepNumbers | undefined;
  /** Whether they cannot be read. */
  unknown: boolean;
}

function Propose({ rules, numbers, unknown }: ProposeProps) {
  const [draft, change, clear] = useDraft("propose", { way: "form", text: "", fileName: "" });
  const [written, changeForm, clearForm] = useDraft("propose.form", EMPTY_FORM);
  const number = written.ownNumber ? written.number : String(numbers?.next ?? "");
  const form = { ...written, number };
  const { way } = draft;
  const today = formatDate(chainTime());
  const text = way === "file" ? draft.text : formatNep(draftOf(form, rules, today));
  const fileName =
    way === "file" ? draft.fileName : nepFileName({ number: form.number || "0", title: form.title });
  const checked = useMemo(
    () => checkNep(text, rules, { ...(fileName && { fileName }), numbers }),
    [text, rules, fileName, numbers],
  );
  const problems = "problems" in checked ? checked.problems : [];
  const untouched = way === "file" ? draft.text.trim() === "" : written === EMPTY_FORM;

  return (
    <>
      <div className="toolbar">
        <Choices
          legend="Write it"
          value={way}
          options={[
            ["form", "in a form"],
            ["file", "as a file"],
          ]}
          onChange={(value) =>
            // What the form has made is the beginning of a file that nobody has written yet.
            change({ way: value, ...(value === "file" && !draft.text.trim() && !untouched && { text }) })
          }
        />
        <span className="buttons">
          <button
            type="button"
            disabled={untouched}
            onClick={() => saveFile(fileName || "nep.md", text, "text/markdown")}
          >
            <Icon name="down" /> Download the file
          </button>
          <button
            type="button"
            disabled={untouched}
            onClick={() => {
              clear();
              clearForm();
            }}
          >
            Begin anew
          </button>
        </span>
      </div>
      {way === "file" ? (
        <NepText text={draft.text} problems={untouched ? [] : problems} onChange={change} />
      ) : (
        <NepFields
          form={form}
          rules={rules}
          problems={problems}
          today={today}
          unknown={unknown}
          onChange={changeForm}
        />
      )}
      {"nep" in checked ? (
        <Ready
          nep={checked.nep}
          onDone={() => {
            clear();
            clearForm();
          }}
        />
      ) : (
        <Card title="What will happen">
          <p className="empty">
            {untouched
              ? "Once there is something to check, this shows which type it needs, what it would change, and whether that works today."
              : `Once ${problems.length === 1 ? "one problem is" : `${problems.length} problems are`} solved, this shows what the proposal would do.`}
          </p>
        </Card>
      )}
    </>
  );
}

/** A valid NEP: what it would do, and the button that proposes it. */
function Ready({ nep, onDone }: { nep: Nep; onDone: () => void }) {
  const { network } = useSite();
  const { account } = useWallet();
  const { run } = useActions();
  const [, navigate] = useLocation();
  /** At most the fee that was shown is burned. */
  const send = (maxFee: bigint) =>
    run({
      title: "Propose",
      work: async (signer) => {
        const proposal = encodeNep(nep, {
          proposer: await signer.getAddress(),
          contracts: network.addresses,
        });
        const { proposalId, fee } = await propose(network, signer, proposal, { maxFee });
        onDone();
        navigate(`/proposals/${proposalId}`);
        return `It is proposed, and its review begins${fee > 0n ? `; a fee of ${formatAmount(fee)} was burned` : ""}.`;
      },
    });
  return <Preview nep={nep} account={account} onPropose={send} />;
}
