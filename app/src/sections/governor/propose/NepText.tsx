import { useRef } from "react";

import type { Problem } from "@polity/sdk/errors";
import { Card, FileDrop } from "../../../ui";
import { Field } from "../../../actions/form";

interface NepTextProps {
  text: string;
  problems: readonly Problem[];
  onChange: (change: { text: string; fileName: string }) => void;
}

/** The file itself: dropped, chosen, pasted or written; every problem leads to its line. */
export function NepText({ text, problems, onChange }: NepTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const goTo = (line: number) => {
    const start =
      text
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length + (line > 1 ? 1 : 0);
    const end = text.indexOf("\n", start);
    area.current?.focus();
    area.current?.setSelectionRange(start, end === -1 ? text.length : end);
  };
  return (
    <Card title="The file">
      <FileDrop
        accept=".md,text/markdown"
        aria-label="Choose a NEP file"
        onFile={(given, fileName) => onChange({ text: given, fileName })}
      >
        <Field label="NEP file" hint="Drop it here, choose it, or paste it. It is checked as you write.">
          {(props) => (
            <textarea
              {...props}
              ref={area}
              className="mono nep-text"
              rows={18}
              spellCheck={false}
              value={text}
              aria-invalid={problems.length > 0 ? true : undefined}
              onChange={({ target }) => onChange({ text: target.value, fileName: "" })}
            />
          )}
        </Field>
      </FileDrop>
      <Problems problems={problems} onLine={goTo} />
    </Card>
  );
}

/** All that is wrong, with its line. */
export function Problems({
  problems,
  nameOf = (field) => field,
  onLine,
}: {
  problems: readonly Problem[];
  /** What a field is called; default as in the file. */
  nameOf?: (field: string) => string;
  onLine?: (line: number) => void;
}) {
  return (
    <div role="status">
      {problems.length > 0 && (
        <div className="notice warn">
          <p>{problems.length === 1 ? "One problem" : `${problems.length} problems`}</p>
          <ul className="problems">
            {problems.map(({ field, line, message }, i) => (
              <li key={i}>
                {line !== undefined && onLine && (
                  <button type="button" className="link" onClick={() => onLine(line)}>
                    line {line}
                  </button>
                )}{" "}
                <strong>{nameOf(field)}</strong> {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
