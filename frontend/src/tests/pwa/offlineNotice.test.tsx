import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { OfflineNotice } from "@/components/layout/OfflineNotice";
import { write } from "@/lib/api/storage";
import { renderApp } from "@/tests/support/renderApp";

test("without a connection the player reads from when the newest answer is, also of one put back later", async () => {
  const { queries, getByRole, findByText } = renderApp(<OfflineNotice />);
  expect(getByRole("status")).toHaveTextContent("What you see may be old");
  act(() => {
    queries.setQueryData(["get", "/api/v1/payments/wallet"], { available: "1250.00" }, { updatedAt: Date.now() });
  });
  await findByText(/You see what was known today/);
});

test("the connection goes before the first answers: what this phone knew last is put back", async () => {
  const key = ["get", "/api/v1/payments/wallet"];
  write("kept", JSON.stringify([[key, { available: "1250.00" }, Date.now()]]));
  const { queries, findByText } = renderApp(<OfflineNotice />);
  await findByText(/You see what was known today/);
  expect(queries.getQueryData(key)).toEqual({ available: "1250.00" });
});
