import { useState } from "react";

import { formatPercent } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import { blind } from "@polity/sdk/rounds/blind";
import { ROUND_BOUNDS } from "@polity/sdk/rounds/bounds";
import { parseEntryFile } from "@polity/sdk/rounds/entry";
import { normalise } from "@polity/sdk/rounds/normalise";
import { isClaimable, ripeRoundStep, type Ripe, type RoundsProgramView } from "@polity/sdk/rounds/read";
import { advanceRound, claimShares, flagShare } from "@polity/sdk/rounds/steps";
import { roundText } from "@polity/sdk/rounds/waiting";
import { explain } from "@polity/sdk/errors";
import { ActionButton } from "../../actions/ActionButton";
import { Field } from "../../actions/form";
import { useChain } from "../../data/chain";
import { useNow } from "../../data/clock";
import { useSite } from "../../data/network";
import { TokenAmount } from "../../parts/TokenAmount";
import { Address, Card, countWords, Empty, Loaded, Page, plain, spanWords, Table, Time } from "../../ui";
import { readRoundsBoard, stateOf, SHOWN, type RoundsBoard, type ShownEntry, type ShownRound } from "./read";

const DONE = {
  freeze: "It takes no more entries.",
  seal: "Its seed is drawn, or the next block for it is named.",
  tally: "It is tallied, as far as a transaction goes.",
  settle: "Its runners have their fees and bonds.",
  sweep: "Its rest is back in the budget.",
} as const;

/** Rounds: a published recipe shares out a pot, and everything after the models' words is computed on the chain. */
export function RoundsPage() {
  const { network, deployment } = useSite();
  const query = useChain(["rounds"], async () => (await readRoundsBoard(network, deployment.block)) ?? null);
  return (
    <Page lead="A published recipe shares out a pot of the treasury. Language models judge the entries; medians, weights and shares are computed on the chain, and whoever has a node and a run's bundle can verify it.">
      <Loaded query={query} rows={6}>
        {(board) =>
          board === null ? <Empty>This network shares out nothing by rounds.</Empty> : <All board={board} />
        }
      </Loaded>
    </Page>
  );
}

function All({ board }: { board: RoundsBoard }) {
  const now = useNow(5);
  const at = { ...board.at, now };
  // The newest, and those in which somebody still enters, judges, disputes or claims.
  const isOver = (shown: ShownRound) =>
    !["open", "frozen", "running"].includes(shown.round.status) &&
    now >= shown.round.windowUntil &&
    claimableOf(shown, now).length === 0;
  const running = board.rounds.filter((shown, i) => i === 0 || !isOver(shown));
  const earlier = board.rounds.filter((shown) => !running.includes(shown));
  return (
    <>
      {board.rounds.length === 0 && (
        <Card title="Rounds">
          <Empty>No round was opened yet.</Empty>
        </Card>
      )}
      {running.map((shown) => (
        <Round key={shown.round.id.toString()} shown={shown} at={at} />
      ))}
      {earlier.length > 0 && (
        <details>
          <summary>{countWords(earlier.length, "earlier round")}</summary>
          <div className="stack">
            {earlier.map((shown) => (
              <Round key={shown.round.id.toString()} shown={shown} at={at} />
            ))}
          </div>
        </details>
      )}
      <Programs programs={board.programs} now={now} />
    </>
  );
}

/** The shares that anybody may have paid now to whom they belong. */
const claimableOf = ({ round, entries }: ShownRound, now: number): ShownEntry[] =>
  isClaimable(round, now)
    ? entries.filter(({ closed, share }) => !closed && (round.status !== "tallied" || share > 0n))
    : [];

function Round({ shown, at }: { shown: ShownRound; at: Ripe }) {
  const { network } = useSite();
  const { round, program, entries } = shown;
  const step = ripeRoundStep(round, program, at);
  const claimable = claimableOf(shown, at.now);
  return (
    <Card title={`Round ${round.id}, by ${visible(program.recipeKey)}`}>
      <p>It {plain(roundText(round, program, at))}.</p>
      <p>
        Its pot is <TokenAmount value={round.pot} token={program.asset} />
        {round.capBps < 10_000 && `, of which one share is at most ${formatPercent(round.capBps)}`}.{" "}
        {countWords(round.commits, "run")} of its models were committed, {round.results} of them revealed.
      </p>
      <p className="buttons">
        {step && (
          <ActionButton
            action={{
              title: `Take the next step of round ${round.id}`,
              work: async (signer) =>
                DONE[(await advanceRound(network.rounds!, network.registry, signer, round.id)).step],
            }}
          >
            Next step
          </ActionButton>
        )}
        {claimable.length > 0 && (
          <ActionButton
            action={{
              title: `Claim the shares of round ${round.id}`,
              work: async (signer) => {
                const indexes = claimable.map(({ index }) => index);
                await claimShares(network.rounds!, signer, round.id, indexes);
                return "They are paid to whom they belong.";
              },
            }}
          >
            Claim all
          </ActionButton>
        )}
      </p>
      {!program.computes && (
        <Table
          caption={`Entries of round ${round.id}`}
          rows={entries}
          rowKey={({ index }) => index.toString()}
          empty="Nothing was submitted yet."
          columns={[
            { name: "Entry", cell: ({ index }) => index.toString() },
            { name: "For", cell: ({ beneficiary }) => <Address address={beneficiary} /> },
            { name: "Score", cell: ({ score }) => score.toString() },
            { name: "Share", cell: ({ share }) => <TokenAmount value={share} token={program.asset} /> },
            { name: "It is", cell: stateOf },
            {
              name: "You can",
              cell: (entry) => <Flag round={round.id} entry={entry} until={round.windowUntil} now={at.now} />,
            },
          ]}
        />
      )}
      {round.count > SHOWN && <p className="hint">The first {SHOWN} are shown; `round show` has all.</p>}
      {entries.length > 0 && <Seen entries={entries} />}
    </Card>
  );
}

/** Disputes one share, while there is something to dispute. */
function Flag({
  round,
  entry,
  until,
  now,
}: {
  round: bigint;
  entry: ShownEntry;
  until: number;
  now: number;
}) {
  const { network } = useSite();
  if (entry.closed || entry.share === 0n || now >= until) return null;
  return (
    <ActionButton
      action={{
        title: `Flag share ${entry.index} of round ${round}`,
        work: async (signer) => {
          const { dispute } = await flagShare(network.rounds!, signer, round, entry.index);
          return `It is disputed, as dispute ${dispute} of rounds; no other share waits.`;
        },
      }}
    >
      Flag
    </ActionButton>
  );
}

/** What models saw of an entry: from the file that its contributor has published, which the page does not ask for. */
function Seen({ entries }: { entries: ShownEntry[] }) {
  const [seen, setSeen] = useState<{ text: string; marks: string[] }>();
  const [problem, setProblem] = useState<string>();
  const read = async (file: File | undefined) => {
    setSeen(undefined);
    setProblem(undefined);
    if (!file) return;
    try {
      const source = await file.text();
      const found = entries.flatMap(({ contentHash }) => {
        try {
          return [parseEntryFile(source, contentHash)];
        } catch {
          return [];
        }
      })[0];
      // Whose it is, the hash says; the error of the first says what a file has to be.
      const { text } = found ?? parseEntryFile(source, entries[0]!.contentHash);
      const { text: bare, invisible, comments, mixed, cut } = normalise(text, ROUND_BOUNDS.characters);
      const marks = [
        ...(invisible > 0 ? [`${invisible} invisible characters were taken out`] : []),
        ...(comments ? ["comments were taken out"] : []),
        ...(mixed.length > 0 ? [`words that mix alphabets: ${mixed.map(visible).join(", ")}`] : []),
        ...(cut ? ["the end was cut off"] : []),
      ];
      setSeen({ text: blind(bare).split("\n").map(visible).join("\n"), marks });
    } catch (error) {
      setProblem(explain(error));
    }
  };
  return (
    <>
      <Field
        label="What models saw"
        hint="Choose an entry's file, as its contributor has published it. It stays in this page."
        error={problem}
      >
        {(input) => (
          <input
            {...input}
            type="file"
            onChange={({ target }) => void read(target.files?.[0] ?? undefined)}
          />
        )}
      </Field>
      {seen && (
        <>
          {seen.marks.map((mark) => (
            <p key={mark} className="hint">
              {mark}
            </p>
          ))}
          <pre>{seen.text}</pre>
        </>
      )}
    </>
  );
}

function Programs({ programs, now }: { programs: RoundsProgramView[]; now: number }) {
  return (
    <Card title="Programs">
      <Table
        caption="Programs of rounds that votes have opened"
        rows={programs}
        rowKey={({ id }) => id.toString()}
        empty="No vote has opened a program yet."
        columns={[
          { name: "Program", cell: ({ id, recipeKey }) => `${id}, ${visible(recipeKey)}` },
          { name: "Pot", cell: ({ pot, asset }) => <TokenAmount value={pot} token={asset} /> },
          {
            name: "Shares",
            cell: ({ vestFor }) => (vestFor > 0 ? `vest ${spanWords(vestFor)}` : "are paid out"),
          },
          {
            name: "Next round",
            cell: ({ ended, dueAt }) =>
              ended ? (
                "none: a vote has ended it"
              ) : now >= dueAt ? (
                "can be opened"
              ) : (
                <Time at={dueAt} show="date" />
              ),
          },
        ]}
      />
    </Card>
  );
}
