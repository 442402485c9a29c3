import { useState, type ReactNode } from "react";

import { explain } from "@polity/sdk/errors";
import { Copy, FileDrop, Icon } from "../ui";
import { Field } from "./form";

/** Gives a text to the browser as a file. */
export function saveFile(name: string, text: string, type = "application/json"): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What was signed, to be handed to whoever sends it. */
export function SignedFile({ name, text, children }: { name: string; text: string; children: ReactNode }) {
  return (
    <div className="notice good" role="status">
      <p>{children}</p>
      <pre tabIndex={0} aria-label={name}>
        {text}
      </pre>
      <p className="buttons">
        <button type="button" onClick={() => saveFile(name, text)}>
          <Icon name="down" /> Download {name}
        </button>
        <Copy text={text} what={name} />
      </p>
    </div>
  );
}

/** Takes a file, dropped, chosen or pasted, and reads it. */
export function FileInput<T>({
  label,
  hint,
  accept = ".json,application/json",
  read,
  children,
}: {
  label: string;
  hint: string;
  accept?: string;
  /** @throws what is wrong with the text. */
  read: (text: string, file: string) => T;
  /** Shown once it could be read. */
  children: (value: T, clear: () => void) => ReactNode;
}) {
  const [given, setGiven] = useState({ text: "", file: "pasted text" });
  let [value, error]: [T | undefined, string | undefined] = [undefined, undefined];
  if (given.text.trim()) {
    try {
      value = read(given.text, given.file);
    } catch (problem) {
      error = explain(problem);
    }
  }
  return (
    <>
      <FileDrop
        accept={accept}
        aria-label={`${label}: choose a file`}
        onFile={(text, file) => setGiven({ text, file })}
      >
        <Field label={label} hint={hint} error={error}>
          {(props) => (
            <textarea
              {...props}
              rows={3}
              className="mono"
              spellCheck={false}
              value={given.text}
              onChange={({ target }) => setGiven({ text: target.value, file: "pasted text" })}
            />
          )}
        </Field>
      </FileDrop>
      {value !== undefined && children(value, () => setGiven({ text: "", file: "pasted text" }))}
    </>
  );
}
