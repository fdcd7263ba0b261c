/**
 * Shows its children above everything else, an open sheet included. A modal dialog makes the rest of the
 * page inert, so the layer moves into the sheet that is open; as a popover it is not cut off there.
 */
import { useSyncExternalStore, type HTMLAttributes } from "react";
import { createPortal } from "react-dom";
import { cx } from "@/lib/utils";

const sheets: HTMLDialogElement[] = [];
const listeners = new Set<() => void>();
const notify = () => listeners.forEach((listener) => listener());

/** Reports that a sheet was opened; the returned function reports that it is gone. */
export function sheetOpened(sheet: HTMLDialogElement): () => void {
  sheets.push(sheet);
  notify();
  return () => {
    sheets.splice(sheets.indexOf(sheet), 1);
    notify();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The sheet that lies on top, or null. */
export const useTopSheet = (): HTMLDialogElement | null =>
  useSyncExternalStore(
    subscribe,
    () => sheets.at(-1) ?? null,
    () => null,
  );

/** Popovers arrived in 2023; without them the layer is an ordinary fixed box. A sheet that goes takes its layer along. */
const show = (layer: HTMLElement | null): void => {
  if (layer?.isConnected) layer.showPopover?.();
};

export function TopLayer({ className, ...rest }: HTMLAttributes<HTMLDivElement>) {
  const sheet = useTopSheet();
  const layer = (
    <div
      ref={show}
      popover="manual"
      className={cx("fixed bottom-auto z-50 h-auto w-auto overflow-visible bg-transparent text-text", className)}
      {...rest}
    />
  );
  return sheet ? createPortal(layer, sheet) : layer;
}
