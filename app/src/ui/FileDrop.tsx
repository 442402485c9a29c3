import { useState, type ComponentProps } from "react";

import { explain } from "@polity/sdk/errors";
import { decodeText } from "@polity/sdk/text";

interface FileDropProps extends Omit<ComponentProps<"input">, "type" | "onChange"> {
  /** @param bytes The file as it is: its hash is that of these, not that of its text. */
  onFile: (text: string, name: string, bytes: Uint8Array) => void;
}

/** Takes a text file, dropped or chosen; what else it can be given by stands above. */
export function FileDrop({ onFile, children, ...input }: FileDropProps) {
  const [error, setError] = useState<string>();
  const take = async (file: File | undefined) => {
    setError(undefined);
    if (!file) return;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      onFile(decodeText(bytes, file.name), file.name, bytes);
    } catch (problem) {
      setError(explain(problem));
    }
  };
  return (
    <div
      className="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      {children}
      {error !== undefined && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      <input {...input} type="file" onChange={({ target }) => void take(target.files?.[0])} />
    </div>
  );
}
