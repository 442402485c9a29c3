import { useState, type ComponentProps } from "react";

import { explain } from "@polity/sdk/errors";
import { decodeText } from "@polity/sdk/text";

interface FileDropProps extends Omit<ComponentProps<"input">, "type" | "onChange"> {
  onFile: (text: string, name: string) => void;
}

/** Takes a text file, dropped or chosen; what else it can be given by stands above. */
export function FileDrop({ onFile, children, ...input }: FileDropProps) {
  const [error, setError] = useState<string>();
  const take = async (file: File | undefined) => {
    setError(undefined);
    if (!file) return;
    try {
      onFile(decodeText(new Uint8Array(await file.arrayBuffer()), file.name), file.name);
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
