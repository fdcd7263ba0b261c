/** Takes the focus to where the story goes on, when one step of a sheet gives way to the next. */
import { useEffect, useRef } from "react";

/** Give the ref to the heading of the new step, with `tabIndex={-1}`: a screen reader then reads on from there. */
export function useArrival<Element extends HTMLElement>() {
  const heading = useRef<Element>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
}
