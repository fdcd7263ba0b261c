import { File as NodeFile } from "node:buffer";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EvidenceUpload } from "@/components/matches/EvidenceUpload";
import type { Evidence, EvidencePicture } from "@/types/evidence";

const picture = (id: number, more: Partial<EvidencePicture> = {}): EvidencePicture => ({
  id,
  seat: "player1",
  is_mine: true,
  replay: 0,
  state: "stored",
  content_type: "image/webp",
  width: 960,
  height: 540,
  size: 1000,
  sha256: "ab",
  original_sha256: "cd",
  note: null,
  video_link: null,
  claimed_name: null,
  flags: [],
  reuses_match_id: null,
  created_at: "2026-11-23T01:00:00Z",
  ...more,
});
const EMPTY: Evidence = { items: [], is_open: true, remaining: 10, closes_at: null, opponent_shown: false };

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });
const problem = (status: number, code: string) => json({ status, code, title: "", detail: "", type: "" }, status);

/** The API: what it lists, and what it answers to each upload in turn. */
function server(list: Evidence, ...answers: Response[]) {
  const uploads: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "POST") {
      uploads.push(await request.text()); // jsdom's File keeps formData() from reading it
      return answers.shift() ?? problem(500, "internal_error");
    }
    return /evidence\/\d+$/.test(request.url) ? new Response("picture") : json(list);
  });
  return uploads;
}

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <EvidenceUpload matchId={7} />
    </QueryClientProvider>,
  );
}

// Node's, like fetch: jsdom's own files and forms cannot be sent with it.
const shot = (name: string) => new NodeFile(["picture"], name, { type: "image/jpeg" });

async function choose(where: "camera" | "gallery", ...files: NodeFile[]) {
  fireEvent.change(await screen.findByTestId(where), { target: { files } });
}

beforeEach(async () => {
  const form = await new Response(new URLSearchParams("a=b")).formData();
  vi.stubGlobal("FormData", form.constructor);
  vi.stubGlobal("createImageBitmap", undefined);
  URL.createObjectURL = vi.fn(() => "blob:picture");
  URL.revokeObjectURL = vi.fn();
});

describe("showing proof", () => {
  it("opens the camera at the back of the phone", async () => {
    server(EMPTY);
    open();
    const camera = await screen.findByTestId("camera");
    expect(camera).toHaveAttribute("capture", "environment");
    expect(camera).toHaveAttribute("accept", "image/*");
    expect(screen.getByText("10 more pictures possible.")).toBeInTheDocument();
  });

  it("sends each picture with the word to the referee", async () => {
    const one = { ...EMPTY, items: [picture(1)], remaining: 9 };
    const uploads = server(EMPTY, json(one, 201), json({ ...one, remaining: 8 }, 201));
    open();
    fireEvent.change(await screen.findByLabelText(/word to the referee/), { target: { value: " 30 to 12 " } });
    await choose("gallery", shot("a.jpg"), shot("b.jpg"));
    await waitFor(() => expect(uploads).toHaveLength(2));
    for (const upload of uploads) {
      expect(upload).toContain('name="note"\r\n\r\n30 to 12\r\n');
      expect(upload.match(/name="pictures"; filename="picture"/g)).toHaveLength(1);
    }
  });

  it.each([
    [422, "picture_unreadable", /cannot read that picture/],
    [422, "picture_too_large", /too large/],
    [409, "too_many_pictures", /ten pictures/],
    [409, "evidence_closed", /no longer be added/],
    [413, "body_too_large", /too much at once/],
    [429, "too_many_requests", /Too many tries/],
    [503, "service_unavailable", /not answering/],
  ])("says in plain words why it was refused: %i %s", async (status, code, words) => {
    server(EMPTY, problem(status, code));
    open();
    await choose("camera", shot("a.jpg"));
    expect(await screen.findByRole("alert")).toHaveTextContent(words);
  });

  it("asks for no more than there is room for", async () => {
    const uploads = server({ ...EMPTY, remaining: 1 }, json({ ...EMPTY, remaining: 0 }, 201));
    open();
    await choose("gallery", shot("a.jpg"), shot("b.jpg"));
    await waitFor(() => expect(uploads).toHaveLength(1));
  });

  it("shows what is there, and the other player's only when it is time", async () => {
    const theirs = picture(2, { is_mine: false, seat: "player2", note: "I won." });
    server({ ...EMPTY, is_open: false, remaining: 0, opponent_shown: true, items: [picture(1), theirs] });
    open();
    await waitFor(() => expect(screen.getAllByRole("img")).toHaveLength(2));
    expect(screen.getByText("What the other player showed")).toBeInTheDocument();
    expect(screen.getByText("I won.")).toBeInTheDocument();
    expect(screen.queryByTestId("camera")).not.toBeInTheDocument();
  });

  it("says so when a picture is not kept any more", async () => {
    server({ ...EMPTY, is_open: false, items: [picture(1, { state: "expired" })] });
    open();
    expect(await screen.findByText("This picture is not kept any more.")).toBeInTheDocument();
  });
});
