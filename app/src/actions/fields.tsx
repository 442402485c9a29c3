import { useState } from "react";

import { contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import { Field } from "./form";

/** A file whose hash is all that is sent of it. */
export function FileField({
  label,
  hint = "Only its hash is sent.",
  error,
  onFile,
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  onFile: (file: File | undefined) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(input) => <input {...input} type="file" onChange={({ target }) => onFile(target.files?.[0])} />}
    </Field>
  );
}

/** A line of text. */
export function TextField({
  label,
  hint,
  error,
  value,
  type,
  onChange,
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  type?: "date" | "url";
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label} {...(hint !== undefined && { hint })} error={error}>
      {(input) => (
        <input
          {...input}
          {...(type && { type })}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

/** One of several, by their ids; the first one until another is chosen. */
export function useChoice<T>(all: readonly T[], idOf: (one: T) => bigint) {
  const [id, setId] = useState<string>();
  const chosen = all.find((one) => idOf(one).toString() === id) ?? all[0]!;
  return { chosen, id: idOf(chosen).toString(), setId };
}

/** A list to choose from. */
export function SelectField({
  label,
  value,
  options,
  error,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label} error={error}>
      {(input) => (
        <select {...input} value={value} onChange={({ target }) => onChange(target.value)}>
          {options.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/**
 * The file, which has to be chosen by now.
 * @param what Which file it is: "that you deliver".
 * @throws PolityError if no file is chosen yet; it asks for the file.
 */
export function chosen(file: File | undefined, what: string): File {
  if (file) return file;
  throw new PolityError(`choose the file ${what}`);
}

export const hashOf = async (file: File): Promise<string> =>
  contentHash(new Uint8Array(await file.arrayBuffer()));
