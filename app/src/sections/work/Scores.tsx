import { useState } from "react";

import { explain } from "@polity/sdk/errors";
import { checkDocument } from "@polity/sdk/nep/documents";
import { visible } from "@polity/sdk/nep/text";
import { findBriefs } from "@polity/sdk/work/find";
import { MOST_POINTS, parseAward, readAward, type AwardTerms } from "@polity/sdk/work/scores";
import { SelectField, useChoice } from "../../actions/fields";
import { FileInput } from "../../actions/SignedFile";
import { useChain } from "../../data/chain";
import { askedFor } from "../../data/documents";
import { useSite } from "../../data/network";
import { Card, sentence, Table } from "../../ui";
import type { BoardJob } from "./board";

/** How well awards met each criterion of their programs: what stands in their terms, once these are what was promised. */
export function Scores({ grants }: { grants: readonly BoardJob[] }) {
  const grant = useChoice(grants, ({ task }) => task.id);
  return (
    <Card title="Scores by criterion">
      <SelectField
        label="Award"
        value={grant.id}
        onChange={grant.setId}
        options={grants.map(({ task, program }) => [
          task.id.toString(),
          `${task.id}, of ${visible(program.category)}`,
        ])}
      />
      <Award key={grant.id} {...grant.chosen} />
    </Card>
  );
}

function Award({ task, program }: BoardJob) {
  const { network, deployment } = useSite();
  const { data: briefs } = useChain(["briefs", task.id.toString()], () =>
    findBriefs(network.work!, { fromBlock: deployment.block }, task.id),
  );
  const [read, setRead] = useState<{ award?: AwardTerms; error?: string; isAsked?: true }>({});
  const promised = { terms: task.terms, criteria: program.criteria };
  const uri = briefs?.get(task.id)?.uri ?? "";
  const asked = whoIsAsked(uri);
  const ask = () => {
    setRead({ isAsked: true });
    readAward(uri, promised).then(
      (award) => setRead({ award }),
      (error: unknown) => setRead({ error: sentence(explain(error)) }),
    );
  };
  if (read.award) return <Points award={read.award} />;
  return (
    <>
      {asked !== undefined && (
        <p className="buttons">
          <button type="button" disabled={read.isAsked} onClick={ask}>
            Read its terms
          </button>
          <span className="hint">They are asked of {asked}, who then knows that you read them.</span>
        </p>
      )}
      {read.error !== undefined && (
        <p className="notice warn" role="status">
          {visible(read.error)}.
        </p>
      )}
      <FileInput
        label="The file of its terms"
        hint={`Its sha256 has to be ${task.terms}: then these are the scores that were promised with.`}
        read={(text, name) => parseAward(text, name, promised)}
      >
        {(award) => <Points award={award} />}
      </FileInput>
    </>
  );
}

/** Who learns that somebody here reads the terms; nobody where they cannot be asked for. */
function whoIsAsked(uri: string): string | undefined {
  try {
    return askedFor(checkDocument(uri));
  } catch {
    return undefined;
  }
}

const Points = ({ award }: { award: AwardTerms }) => (
  <Table
    caption={`Points from 0 to ${MOST_POINTS}, as the terms of the award have them`}
    rows={award.scores}
    rowKey={({ criterion }) => criterion}
    empty="It has no scores."
    columns={[
      { name: "Criterion", cell: ({ criterion }) => visible(criterion) },
      { name: "Points", cell: ({ points }) => `${points} of ${MOST_POINTS}` },
    ]}
  />
);
