import { fireEvent, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { EvidenceUpload } from "@/components/matches/report/EvidenceUpload";
import { MatchmakingQueue } from "@/components/matches/queue/MatchmakingQueue";
import { AmountPicker } from "@/components/ui/AmountPicker";
import { Stopwatch } from "@/components/ui/Countdown";
import { fakeApi, json } from "@/tests/support/fakeApi";
import { FakeUpload } from "@/tests/support/fakeUpload";
import { aMatch, searching } from "@/tests/support/fixtures";
import { somePictures } from "@/tests/support/playFixtures";
import { renderApp } from "@/tests/support/renderApp";

afterEach(() => vi.restoreAllMocks());

test("without a connection a stopwatch does not go on: it says since when", () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const { getByRole } = renderApp(<Stopwatch since="2026-11-22T17:14:00Z" />);
  expect(getByRole("timer")).toHaveTextContent("since 20:14");
});

test("the screen stays on while a player searches, and no longer", async () => {
  const release = vi.fn(() => Promise.resolve());
  const request = vi.fn(() => Promise.resolve({ release }));
  Object.defineProperty(navigator, "wakeLock", { value: { request }, configurable: true });
  fakeApi({});
  const { unmount } = renderApp(<MatchmakingQueue queue={searching()} />);
  expect(request).toHaveBeenCalledWith("screen");
  unmount();
  await waitFor(() => expect(release).toHaveBeenCalledOnce());
  Reflect.deleteProperty(navigator, "wakeLock");
});

test("a picture that can never pass is not offered again, and can be left out", async () => {
  fakeApi({ "GET /api/v1/matches/12/evidence": () => json(somePictures()) });
  const uploads = FakeUpload.install();
  const { player, findByLabelText, findByRole, findByText, queryByRole, queryByText } = renderApp(
    <EvidenceUpload match={aMatch()} />,
  );
  const picture = new File(["x"], "score.gif", { type: "image/gif" });
  fireEvent.change(await findByLabelText("Take a picture"), { target: { files: [picture] } });
  await waitFor(() => expect(uploads).toHaveLength(1));
  uploads[0]?.answer(422, { status: 422, code: "picture_unreadable", detail: "" });
  await findByText(/We cannot read that kind of picture/);
  expect(queryByRole("button", { name: "Send again" })).toBeNull();
  await player.click(await findByRole("button", { name: "Leave it out" }));
  expect(queryByText(/We cannot read that kind of picture/)).toBeNull();
});

test("another amount starts empty, with the focus in its field", async () => {
  const onType = vi.fn();
  const { player, getByLabelText } = renderApp(
    <AmountPicker legend="Amount" name="amount" tiers={[100, 200]} typed="100" onType={onType} hint="" />,
  );
  await player.click(getByLabelText("Other"));
  expect(onType).toHaveBeenLastCalledWith("");
  expect(getByLabelText("Your amount")).toHaveFocus();
});
