import { useState } from "react";

import { PolityError } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { send, tryAs } from "@polity/sdk/transaction";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { findAnswers, findBriefs } from "@polity/sdk/work/find";
import { judging } from "@polity/sdk/work/read";
import { shortlistCall } from "@polity/sdk/work/steps";
import { useActions } from "../../actions/context";
import { SelectField, useChoice } from "../../actions/fields";
import { Submit, useForm } from "../../actions/form";
import { useChain } from "../../data/chain";
import { useSite } from "../../data/network";
import { Loaded, sentence, shortAddress, Time } from "../../ui";
import type { BoardJob } from "./board";
import { handOn, Onward, tryWords, type Tried } from "./Onward";

/** Opens the ballot about a challenge, as its reviewers: between the best answers that were shown, and nobody. */
export function Shortlist({ tasks, account }: { tasks: readonly BoardJob[]; account: string }) {
  const { network, deployment } = useSite();
  const task = useChoice(tasks, (one) => one.task.id);
  const query = useChain(["contest", task.id], async () => {
    const scan = { fromBlock: deployment.block };
    const [{ shown }, briefs] = await Promise.all([
      findAnswers(network.work!, scan, task.chosen.task.id),
      findBriefs(network.work!, scan, task.chosen.task.id),
    ]);
    return { accounts: shown.map((one) => one.account), uri: briefs.get(task.chosen.task.id)?.uri ?? "" };
  });
  return (
    <>
      <SelectField
        label="Challenge"
        value={task.id}
        onChange={task.setId}
        options={tasks.map(({ task: { id }, program }) => [
          id.toString(),
          `${id}, of ${visible(program.category)}`,
        ])}
      />
      <Loaded query={query} rows={3}>
        {(found) => <ShortlistForm key={task.id} {...task.chosen} {...found} account={account} />}
      </Loaded>
    </>
  );
}

function ShortlistForm({
  task,
  program,
  account,
  accounts,
  uri,
}: BoardJob & { account: string; accounts: readonly string[]; uri: string }) {
  const site = useSite();
  const { network, provider, names } = site;
  const { run } = useActions();
  const [listed, setListed] = useState<readonly string[]>([]);
  const [tried, setTried] = useState<Tried>();
  const isOne = account === program.reviewers;
  const { errors, props } = useForm<{ listed: readonly string[] }>(
    {
      listed: () => {
        if (listed.length > 0 && listed.length <= WORK_BOUNDS.shortlist) return listed;
        throw new PolityError(`choose 1 to ${WORK_BOUNDS.shortlist} of those who have shown an answer`);
      },
    },
    (read) =>
      run({
        title: `Open the ballot about task ${task.id}`,
        work: async (signer) => {
          setTried(undefined);
          const call = await shortlistCall({ verdicts: network.verdicts! }, task.id, read.listed, uri);
          if (isOne) {
            await send(signer, call);
            return "It is open, between those you have chosen and nobody.";
          }
          await tryAs(provider, program.reviewers, call);
          const handed = await handOn(site, program.reviewers, call);
          setTried(handed);
          return handed.said;
        },
      }),
  );
  const turn = (who: string) =>
    setListed(listed.includes(who) ? listed.filter((one) => one !== who) : [...listed, who]);
  return (
    <form {...props}>
      <fieldset>
        <legend>Between whom holders decide</legend>
        {accounts.length === 0 && <p className="hint">Nobody has shown an answer: the prizes go back.</p>}
        {accounts.map((who) => (
          <label key={who}>
            <input type="checkbox" checked={listed.includes(who)} onChange={() => turn(who)} />{" "}
            {`${visible(names[who] ?? "")} ${shortAddress(who)}`.trim()}
          </label>
        ))}
        {errors.listed && <p className="form-error">{sentence(errors.listed)}</p>}
      </fieldset>
      <p className="hint">
        The last choice of the ballot is nobody. It can be opened until{" "}
        <Time at={judging(task, program).until} />, once.
      </p>
      <Submit primary>{isOne ? "Open the ballot" : tryWords(network, program.reviewers)}</Submit>
      {tried && <Onward tried={tried} />}
    </form>
  );
}
