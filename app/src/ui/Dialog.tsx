import { useEffect, useId, useRef, type ReactNode } from "react";

import { Icon } from "./Icon";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own dialog: it holds the focus, and Escape closes it. */
export function Dialog({ title, open, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => {
        onClose();
        // The browser gives the focus back to what opened it; where that is gone, the page goes on at its beginning.
        if (document.activeElement === document.body)
          document.querySelector("main")?.focus({ preventScroll: true });
      }}
      onClick={(event) => {
        // Outside of what it holds: on the dialog's own backdrop.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-body">
        <div className="card-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="icon-button" onClick={onClose}>
            <Icon name="close" />
            <span className="visually-hidden">Close</span>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
