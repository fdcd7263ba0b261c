/** Age, helpline and licence at the foot of a page behind the login; visitors' pages have it in their frame. */
import { useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { HELPLINE, LICENCE } from "@/lib/protection/notices";

const never = () => () => undefined;

export function LegalNotice() {
  // This code comes after the page, whose frame has the place for it.
  const main = useSyncExternalStore(
    never,
    () => document.getElementById("main"),
    () => null,
  );
  if (!main) return null;
  return createPortal(
    <footer className="mt-12 border-t border-line pt-4 text-xs text-muted wrap-anywhere">
      For players of 18 and older. Stake only what you can afford to lose.
      {HELPLINE ? ` ${HELPLINE}` : ""}
      {LICENCE ? ` ${LICENCE}` : ""}
    </footer>,
    main,
  );
}
