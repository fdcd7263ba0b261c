/** False in the HTML from the server, true once React runs on the page; a form must not be sent before. */
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
