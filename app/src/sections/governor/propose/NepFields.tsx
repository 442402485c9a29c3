import type { Problem } from "@polity/sdk/errors";
import { contentHash } from "@polity/sdk/core/content";
import type { ChainRules } from "@polity/sdk/governor/network-rules";
import { visible } from "@polity/sdk/nep/text";
import { MAX_TITLE } from "@polity/sdk/nep/title";
import { choosesGrace } from "@polity/sdk/nep/grace";
import { wantedSections } from "@polity/sdk/nep/form";
import { useSite } from "../../../data/network";
import { Card, FileDrop, spanWords } from "../../../ui";
import { Field, type InputProps } from "../../../actions/form";
import { Problems } from "./NepText";
import {
  fieldName,
  figureOf,
  figuresOf,
  graceOf,
  problemAt,
  type ActionFields,
  type ChangeFields,
  type NepForm,
} from "./form";

interface NepFieldsProps {
  form: NepForm;
  rules: ChainRules;
  problems: readonly Problem[];
  /** YYYY-MM-DD, by the chain's clock. */
  today: string;
  /** Whether the network's numbers cannot be read. */
  unknown: boolean;
  onChange: (change: Partial<NepForm>) => void;
}

const SECTION_HINTS: Readonly<Record<string, string>> = {
  Problem: "What is wrong today, for whom, and how you know.",
  Solution: "What changes, and why this and nothing simpler.",
  Impact: "On earnings, hardware, quality, security: with numbers, and where they come from.",
  Specification: "Exact enough that two people build the same.",
  "Implementation plan": "Releases, order, dates, how it is tested.",
  Risks: "What may go wrong, how it is noticed, how it is undone.",
};

const FIGURE_UNITS = { multiplier: ", multiplier", percent: ", percent", number: "", text: "" } as const;

/** The form of a NEP; its problems stand at their fields. */
export function NepFields({ form, rules, problems, today, unknown, onChange }: NepFieldsProps) {
  /** What is wrong with a field that has been filled in, or asked about. */
  const errorOf = (field: string, written: string) =>
    form.asked || written.trim() ? problemAt(problems, field) : undefined;
  const text = (name: "number" | "title" | "discussionsTo" | "graceDays") => ({
    value: form[name],
    onChange: ({ target }: { target: { value: string } }) => onChange({ [name]: target.value }),
  });
  const grace = rules.governor.types[form.type];
  return (
    <Card title="The proposal">
      <form className="form nep-form" noValidate onSubmit={(event) => event.preventDefault()}>
        <div className="fields">
          <Field
            label="Number"
            hint={
              unknown
                ? "Its number among the network's NEPs. Which are taken cannot be read now."
                : "Its number among the network's NEPs: the next one, unless you write another."
            }
            error={errorOf("nep", form.number)}
          >
            {(props) => (
              <input
                {...props}
                {...text("number")}
                onChange={({ target }) => onChange({ number: target.value, ownNumber: true })}
                inputMode="numeric"
              />
            )}
          </Field>
          <Field
            label="Type"
            hint="Decides who may change what, and how strictly."
            error={errorOf("type", form.type)}
          >
            {(props) => (
              <select
                {...props}
                value={form.type}
                onChange={({ target }) => onChange({ type: target.value })}
              >
                <option value="">choose</option>
                {Object.keys(rules.governor.types).map((code) => (
                  <option key={code}>{code}</option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Created" error={errorOf("created", form.created)}>
            {(props) => (
              <input
                {...props}
                type="date"
                value={form.created || today}
                onChange={({ target }) => onChange({ created: target.value })}
              />
            )}
          </Field>
        </div>
        <Field
          label="Title"
          hint={`What changes, in at most ${MAX_TITLE} characters.`}
          error={errorOf("title", form.title)}
        >
          {(props) => <input {...props} {...text("title")} />}
        </Field>
        <Field label="Authors" hint="One a line." error={errorOf("authors", form.authors)}>
          {(props) => (
            <textarea
              {...props}
              rows={2}
              value={form.authors}
              onChange={({ target }) => onChange({ authors: target.value })}
            />
          )}
        </Field>
        <Field
          label="Discussed at"
          hint="The address of its discussion."
          error={errorOf("discussions-to", form.discussionsTo)}
        >
          {(props) => <input {...props} {...text("discussionsTo")} inputMode="url" placeholder="https://…" />}
        </Field>

        <Changes form={form} rules={rules} errorOf={errorOf} onChange={onChange} />
        <Figures form={form} rules={rules} errorOf={errorOf} onChange={onChange} />
        <Field
          label="Days between approval and activation"
          hint={
            grace
              ? `NEP-${form.type} allows ${spanWords(grace.graceMin)} to ${spanWords(grace.graceMax)}${choosesGrace(grace) ? "" : ", and takes the least where you write nothing"}.`
              : "Time for nodes to upgrade."
          }
          error={errorOf("upgrade-path.grace_period_days", form.graceDays)}
        >
          {(props) => (
            <input
              {...props}
              {...text("graceDays")}
              inputMode="numeric"
              placeholder={graceOf({ ...form, graceDays: "" }, rules)}
            />
          )}
        </Field>
        <label className="check">
          <input
            type="checkbox"
            checked={form.backwardCompatible}
            onChange={({ target }) => onChange({ backwardCompatible: target.checked })}
          />
          <span>Nodes that do not upgrade go on working</span>
        </label>
        <Actions actions={form.actions} errorOf={errorOf} onChange={(actions) => onChange({ actions })} />
        {wantedSections(rules.proposals).map(({ section, headings: [heading] }) => (
          <Field
            key={section}
            label={heading!}
            hint={Object.hasOwn(SECTION_HINTS, section) ? SECTION_HINTS[section] : undefined}
            error={errorOf(`## ${heading!}`, form.sections[heading!] ?? "")}
          >
            {(props) => (
              <textarea
                {...props}
                rows={4}
                value={form.sections[heading!] ?? ""}
                onChange={({ target }) =>
                  onChange({ sections: { ...form.sections, [heading!]: target.value } })
                }
              />
            )}
          </Field>
        ))}
      </form>
      {form.asked ? (
        <Problems problems={problems} nameOf={(field) => fieldName(field, rules.proposals?.figures)} />
      ) : (
        problems.length > 0 && (
          <p className="buttons">
            <button type="button" onClick={() => onChange({ asked: true })}>
              What is missing?
            </button>
          </p>
        )
      )}
    </Card>
  );
}

type ErrorOf = (field: string, written: string) => string | undefined;
type SectionProps = Pick<NepFieldsProps, "form" | "rules" | "onChange"> & { errorOf: ErrorOf };

const replaced = <T,>(list: readonly T[], at: number, value: T): T[] =>
  list.map((old, i) => (i === at ? value : old));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);

/** What the network wants to know of its effects. */
function Figures({ form, rules, errorOf, onChange }: SectionProps) {
  const figures = figuresOf(form, rules);
  if (figures.length === 0) return null;
  return (
    <fieldset className="fields">
      <legend>Economic impact</legend>
      {figures.map((figure) => (
        <Field
          key={figure.name}
          label={`${visible(figure.description)}${FIGURE_UNITS[figure.kind]}${figure.optional ? " (if it changes)" : ""}`}
          error={errorOf(`economic-impact.${figure.name}`, figureOf(form, figure))}
        >
          {(props) => (
            <input
              {...props}
              inputMode={figure.kind === "text" ? "text" : "decimal"}
              value={figureOf(form, figure)}
              onChange={({ target }) => onChange({ impact: { ...form.impact, [figure.name]: target.value } })}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

function Changes({ form: { changes }, rules, errorOf, onChange }: SectionProps) {
  const { notes } = useSite();
  const { parameters } = rules.registry;
  const set = (i: number, part: Partial<ChangeFields>) =>
    onChange({ changes: replaced(changes, i, { ...changes[i]!, ...part }) });
  return (
    <fieldset>
      <legend>Parameters that change</legend>
      {changes.map((change, i) => {
        const known = parameters.find(({ key }) => key === change.key);
        const bounds = known?.min === undefined ? "" : `, allowed ${known.min} to ${known.max!}`;
        return (
          <div key={i} className="row">
            <Field
              label="Parameter"
              hint={known && `${known.now} now${bounds}.`}
              error={errorOf(`parameter-changes.${i}.key`, change.key)}
            >
              {(props) => (
                <select
                  {...props}
                  value={change.key}
                  onChange={({ target }) => set(i, { key: target.value })}
                >
                  <option value="">choose</option>
                  {parameters.map(({ key }) => (
                    <option key={key} value={key}>
                      {Object.hasOwn(notes, key) ? `${visible(notes[key]!)} (${key})` : key}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field
              label={known?.document ? "sha256 of the text" : "New value"}
              error={errorOf(`parameter-changes.${i}.value`, change.value)}
            >
              {(props) => (
                <ValueInput
                  props={props}
                  kind={known?.kind}
                  value={change.value}
                  onChange={(value) => set(i, { value })}
                />
              )}
            </Field>
            {known?.document && (
              <>
                <Field
                  label="Where the text is"
                  hint="ipfs://…, https://…, or its path from the NEPs' folder. Choose the file below and its hash is filled in."
                  error={errorOf(`parameter-changes.${i}.document`, change.document ?? "")}
                >
                  {(props) => (
                    <input
                      {...props}
                      value={change.document ?? ""}
                      onChange={({ target }) => set(i, { document: target.value })}
                    />
                  )}
                </Field>
                <FileDrop
                  accept=".md,.txt,text/markdown,text/plain"
                  aria-label="Choose the text"
                  onFile={(_text, _name, bytes) => set(i, { value: contentHash(bytes) })}
                />
              </>
            )}
            <Field label="Note">
              {(props) => (
                <input
                  {...props}
                  value={change.note}
                  onChange={({ target }) => set(i, { note: target.value })}
                />
              )}
            </Field>
            <button type="button" onClick={() => onChange({ changes: without(changes, i) })}>
              Remove<span className="visually-hidden"> the change of {change.key}</span>
            </button>
          </div>
        );
      })}
      <button
        type="button"
        onClick={() => onChange({ changes: [...changes, { key: "", value: "", note: "" }] })}
      >
        Add a parameter
      </button>
    </fieldset>
  );
}

function ValueInput({
  props,
  kind,
  value,
  onChange,
}: {
  props: InputProps;
  kind: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  if (kind === "bool") {
    return (
      <select {...props} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">choose</option>
        <option>true</option>
        <option>false</option>
      </select>
    );
  }
  return <input {...props} value={value} onChange={({ target }) => onChange(target.value)} />;
}

function Actions({
  actions,
  errorOf,
  onChange,
}: {
  actions: readonly ActionFields[];
  errorOf: ErrorOf;
  onChange: (actions: ActionFields[]) => void;
}) {
  const { deployment } = useSite();
  const set = (i: number, part: Partial<ActionFields>) =>
    onChange(replaced(actions, i, { ...actions[i]!, ...part }));
  return (
    <fieldset>
      <legend>Other calls</legend>
      {actions.map((action, i) => (
        <div key={i} className="row">
          <Field
            label="Contract"
            hint={`A name or an address: ${Object.keys(deployment.contracts).join(", ")}.`}
            error={errorOf(`actions.${i}.target`, action.target)}
          >
            {(props) => (
              <input
                {...props}
                value={action.target}
                onChange={({ target }) => set(i, { target: target.value })}
              />
            )}
          </Field>
          <Field
            label="Function"
            hint="As in Solidity: setBounds(bytes32 key, bytes32 min, bytes32 max)."
            error={errorOf(`actions.${i}.function`, action.function)}
          >
            {(props) => (
              <input
                {...props}
                className="mono"
                spellCheck={false}
                value={action.function}
                onChange={({ target }) => set(i, { function: target.value })}
              />
            )}
          </Field>
          <Field
            label="Arguments"
            hint="One a line: key(train.innerSteps), uint(8), tokens(100), duration(7d), type(GOV), a contract's name. Lists need a file."
            error={errorOf(`actions.${i}.args`, action.args)}
          >
            {(props) => (
              <textarea
                {...props}
                className="mono"
                rows={3}
                spellCheck={false}
                value={action.args}
                onChange={({ target }) => set(i, { args: target.value })}
              />
            )}
          </Field>
          <Field
            label="Value, in wei"
            hint="Usually none."
            error={errorOf(`actions.${i}.value`, action.value)}
          >
            {(props) => (
              <input
                {...props}
                inputMode="numeric"
                value={action.value}
                onChange={({ target }) => set(i, { value: target.value })}
              />
            )}
          </Field>
          <button type="button" onClick={() => onChange(without(actions, i))}>
            Remove<span className="visually-hidden"> call {i + 1}</span>
          </button>
        </div>
      ))}
      <button
        type="button"
        onClick={() => onChange([...actions, { target: "", function: "", args: "", value: "" }])}
      >
        Add a call
      </button>
    </fieldset>
  );
}
