/** The browser's own modal dialog: focus stays inside, Esc closes, and focus returns to where it was. */
import { X } from "lucide-react";
import { useCallback, useId, type ReactNode } from "react";
import { sheetOpened } from "@/components/ui/TopLayer";

type Props = { open: boolean; onClose: () => void; title: string; children: ReactNode };

export function Modal({ open, onClose, title, children }: Props) {
  const id = useId();
  // React calls a new ref callback after the commit, so the dialog follows `open`.
  const follow = useCallback(
    (dialog: HTMLDialogElement | null) => {
      if (!dialog) return;
      if (!open) {
        if (dialog.open) dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal();
      return sheetOpened(dialog);
    },
    [open],
  );

  return (
    <dialog
      ref={follow}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose(); // the backdrop
      }}
      className="sheet m-0 mt-auto w-full max-w-none overflow-y-auto border-t-4 text-left border-stake bg-raised text-text sm:m-auto sm:max-w-md"
    >
      {open ? (
        <div className="px-5 pt-3 pb-[calc(1.5rem+env(safe-area-inset-bottom))]">
          <div className="mb-3 flex items-center justify-between gap-4">
            <h2 id={id} className="display min-w-0 text-lg">
              {title}
            </h2>
            <button
              type="button"
              aria-label="Close"
              onClick={onClose}
              className="-mr-3 grid size-12 shrink-0 place-items-center rounded-lg"
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
