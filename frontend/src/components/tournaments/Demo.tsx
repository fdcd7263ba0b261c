/** The mark of a player whom the demo simulates. */
export const Demo = () => (
  <span className="ml-1.5 rounded border border-edge px-1 text-xs font-normal text-muted">simulated</span>
);
