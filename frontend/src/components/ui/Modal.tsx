/** The platform's own dialog: focus stays inside, Esc closes, focus returns to where it was. */
import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";

type Props = { open: boolean; onClose: () => void; title: string; children: ReactNode };

export function Modal({ open, onClose, title, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose(); // the backdrop
      }}
      className="sheet m-0 mt-auto w-full max-w-none overflow-y-auto border-t-4 text-left border-stake bg-raised text-text sm:m-auto sm:max-w-md"
    >
      {open ? (
        <div className="px-5 pt-3 pb-[calc(1.5rem+env(safe-area-inset-bottom))]">
          <div className="mb-3 flex items-center justify-between gap-4">
            <h2 id={id} className="display text-lg">
              {title}
            </h2>
            <button
              type="button"
              aria-label="Close"
              onClick={onClose}
              className="-mr-3 grid size-12 place-items-center rounded-lg"
            >
              <X aria-hidden />
            </button>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
