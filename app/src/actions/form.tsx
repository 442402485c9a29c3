import { useEffect, useId, useRef, useState, type ReactNode, type SubmitEvent } from "react";

import { explain } from "@polity/sdk/errors";
import { visible } from "@polity/sdk/nep/text";
import { sentence } from "../ui";

/** What ties an input to its label, its hint and its error. */
export interface InputProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (props: InputProps) => ReactNode;
}

/** An input under its label, with what to write and what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(error && { "aria-invalid": true }),
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="form-error">
          {sentence(visible(error))}
        </p>
      )}
    </div>
  );
}

/** A {@link Field} for an address. */
export function AddressField({
  value,
  onChange,
  ...field
}: Omit<FieldProps, "children"> & { value: string; onChange: (value: string) => void }) {
  return (
    <Field {...field}>
      {(input) => (
        <input
          {...input}
          className="mono"
          spellCheck={false}
          autoComplete="off"
          placeholder="0x…"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

/** What sends a form. */
export function Submit({ children, primary = false }: { children: ReactNode; primary?: boolean }) {
  return (
    <div className="form-buttons">
      <button type="submit" className={primary ? "primary" : undefined}>
        {children}
      </button>
    </div>
  );
}

type Readers<T> = { [K in keyof T]: () => T[K] };
export type FieldErrors<T> = Partial<Record<keyof T, string>>;

/** Reads every field, and tells what is wrong with each that cannot be read. */
export function readFields<T>(readers: Readers<T>): { values: T } | { errors: FieldErrors<T> } {
  const values: Partial<T> = {};
  const errors: FieldErrors<T> = {};
  for (const key of Object.keys(readers) as (keyof T)[]) {
    try {
      values[key] = readers[key]();
    } catch (error) {
      errors[key] = explain(error);
    }
  }
  return Object.keys(errors).length ? { errors } : { values: values as T };
}

/**
 * A form that is read when it is sent: the first field with an error gets the focus.
 * @param onRead Gets the values once all of them are in order.
 */
export function useForm<T>(readers: Readers<T>, onRead: (values: T) => void) {
  const [errors, setErrors] = useState<FieldErrors<T>>({});
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(errors).length) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [errors]);
  return {
    errors,
    props: {
      ref: form,
      noValidate: true,
      className: "form",
      onSubmit: (event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        const read = readFields(readers);
        setErrors("errors" in read ? read.errors : {});
        if ("values" in read) onRead(read.values);
      },
    },
  };
}

/** A list of choices of which one holds. */
export function Choices<T extends string>({
  legend,
  value,
  options,
  onChange,
  error,
}: {
  legend: string;
  /** One of the options; anything else chooses none. */
  value: T;
  options: readonly (readonly [value: T, label: ReactNode])[];
  onChange: (value: T) => void;
  error?: string | undefined;
}) {
  const name = useId();
  return (
    <fieldset className="pills">
      <legend>{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            checked={option === value}
            onChange={() => onChange(option)}
            {...(error && { "aria-invalid": true, "aria-describedby": `${name}-error` })}
          />
          <span>{label}</span>
        </label>
      ))}
      {error && (
        <p id={`${name}-error`} className="form-error">
          {sentence(visible(error))}
        </p>
      )}
    </fieldset>
  );
}
