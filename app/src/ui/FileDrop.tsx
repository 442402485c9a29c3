import type { ComponentProps } from "react";

interface FileDropProps extends Omit<ComponentProps<"input">, "type" | "onChange"> {
  onFile: (text: string, name: string) => void;
}

/** Takes a text file, dropped or chosen; what else it can be given by stands above. */
export function FileDrop({ onFile, children, ...input }: FileDropProps) {
  const take = async (file: File | undefined) => {
    if (file) onFile(await file.text(), file.name);
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
      <input {...input} type="file" onChange={({ target }) => void take(target.files?.[0])} />
    </div>
  );
}
