import { expect, test } from "vitest";
import { UpdateNotice } from "@/components/UpdateNotice";
import { Modal } from "@/components/ui/Modal";
import { queueQueryOptions } from "@/hooks/matches/useInPlay";
import { searching } from "@/tests/support/fixtures";
import { inApp, renderApp } from "@/tests/support/renderApp";
import type { Queue } from "@/types/match";

const notice = <UpdateNotice update={{ kind: "replaced" }} />;

test.each(["searching", "challenging", "matched"] as const)("no update is offered while a player is %s", (status) => {
  const { queries, rerender, queryByRole } = renderApp(null);
  const inPlay: Queue = { ...searching(), status };
  queries.setQueryData(queueQueryOptions.queryKey, inPlay);
  rerender(inApp(notice, queries));
  expect(queryByRole("button", { name: "Reload" })).toBeNull();
});

test("nor over an open sheet; on a quiet page it is", () => {
  const { queries, rerender, queryByRole, getByRole } = renderApp(
    <>
      <Modal open onClose={() => undefined} title="Deposit">
        Amount
      </Modal>
      {notice}
    </>,
  );
  expect(queryByRole("button", { name: "Reload" })).toBeNull();
  rerender(inApp(notice, queries));
  expect(getByRole("button", { name: "Reload" })).toBeEnabled();
  expect(getByRole("button", { name: "Later" })).toBeEnabled();
});
