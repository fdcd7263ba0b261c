/** False in the HTML that the server sent, true once our code has taken over: before that, a form must not be sent. */
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
