import { useState } from "react";

import { formatCount } from "@polity/sdk/format";
import {
  checkStatementText,
  signStatement,
  STATEMENT_BOUNDS,
  statementFile,
} from "@polity/sdk/votes/statement";
import { useActions } from "../../actions/context";
import { useDraft } from "../../actions/draft";
import { Field, Submit, useForm } from "../../actions/form";
import { SignedFile } from "../../actions/SignedFile";
import { useSite } from "../../data/network";
import { Copy, Markdown } from "../../ui";

/** Takes down what the account says it stands for, has its wallet sign that, and gives the file that a page shows. */
export function WriteStatement({ account }: { account: string }) {
  const { network } = useSite();
  const { run } = useActions();
  const [{ text }, change, clear] = useDraft(`statement.${account}`, { text: "" });
  const [signed, setSigned] = useState<ReturnType<typeof statementFile>>();
  const { errors, props } = useForm<{ text: string }>(
    { text: () => checkStatementText(text.trim()) },
    (read) =>
      run({
        title: "Sign what you stand for",
        work: async (signer) => {
          const written = Number(await network.governor.clock());
          setSigned(statementFile(await signStatement(network.governor, signer, { ...read, written })));
          return "It is signed. Whoever hosts this page shows it once they have the file.";
        },
        onDone: clear,
      }),
  );
  return (
    <>
      <form {...props}>
        <Field
          label="What you stand for"
          hint={`Markdown, up to ${formatCount(STATEMENT_BOUNDS.text)} characters; this has ${formatCount(text.trim().length)}. It stays public for ever.`}
          error={errors.text}
        >
          {(input) => (
            <textarea
              {...input}
              rows={8}
              value={text}
              onChange={({ target }) => change({ text: target.value })}
            />
          )}
        </Field>
        <Submit primary>Sign it</Submit>
      </form>
      {text.trim() !== "" && (
        <section aria-label="How it will look">
          <Markdown text={text} />
        </section>
      )}
      {signed && (
        <>
          <SignedFile name={`${signed.hash.slice(2)}.json`} text={signed.content}>
            Give this file to whoever hosts this page. It belongs into the folder <code>neps/statements</code>
            , under this name, and the line below it into <code>network.json</code>.
          </SignedFile>
          <pre tabIndex={0} aria-label="For network.json">
            {signed.entry}
          </pre>
          <Copy text={signed.entry} what="the line for network.json" />
        </>
      )}
    </>
  );
}
