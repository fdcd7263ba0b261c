import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import {
  allowEqualAmounts,
  newPhone,
  callApi,
  goTo,
  putActivisionAccount,
  logIn,
  expectSoundPage,
  newPlayer,
  signedInPhone,
  addActivisionMatch,
} from "./helpers";

test.beforeAll(allowEqualAmounts);

/** A photograph as a phone takes it: twelve megapixels of noise do not compress well. */
async function photo(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4000, 3000);
    const paint = canvas.getContext("2d");
    if (!paint) return "";
    for (let at = 0; at < 30_000; at += 1) {
      paint.fillStyle = `hsl(${Math.random() * 360} 60% ${20 + Math.random() * 60}%)`;
      paint.fillRect(Math.random() * 4000, Math.random() * 3000, 30 + Math.random() * 90, 24);
    }
    const bytes = new Uint8Array(
      await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })).arrayBuffer(),
    );
    let text = "";
    for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    return btoa(text);
  });
  return Buffer.from(base64, "base64");
}

const say = async (page: Page, outcome: "I won" | "I lost") => {
  await page.getByRole("button", { name: outcome }).click();
  await page.getByRole("button", { name: `Yes, ${outcome}` }).click();
};

test("a challenge by link, two stories, proof from the camera, a ruling, an appeal and the receipt", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const [neema, juma] = await Promise.all([newPlayer("neema", 300), newPlayer("juma", 300)]);
  const hers = await signedInPhone(browser, neema);
  const his = await newPhone(browser);
  let match = 0;

  await test.step("she makes a link, he opens it signed out, logs in and accepts", async () => {
    await hers.page.goto("/matches/find?wager=100");
    await hers.page.getByRole("button", { name: "Challenge somebody by link" }).click();
    await expectSoundPage(hers.page);
    await hers.page.getByRole("button", { name: "Make the link" }).click();
    await expect(hers.page.getByText(/matches\/challenge\/\w+$/)).toBeVisible();
    await expectSoundPage(hers.page);
    await his.page.goto(new URL(hers.page.url()).pathname);
    await expect(his.page.getByText("Somebody challenges you")).toBeVisible();
    await his.page.getByLabel("Username, phone or e-mail").fill(juma);
    await his.page.getByLabel("Password", { exact: true }).fill("Karibu-WageWars-1");
    await his.page.getByRole("button", { name: "Log in" }).click();
    await expect(his.page.getByRole("heading", { name: `${neema} challenges you` })).toBeVisible();
    await expectSoundPage(his.page);
    await his.page.getByRole("button", { name: "Accept, and stake KES 100" }).click();
    await his.page.waitForURL("**/matches/active");
    await hers.page.getByRole("link", { name: /Match found/ }).click();
    match = (await callApi<{ match_id: number }>(neema, "GET", "/matchmaking/queue")).match_id;
  });

  await test.step("both say that they won: the pot is locked, and both see the same clock", async () => {
    for (const who of [neema, juma]) await callApi(who, "POST", `/matches/${match}/ready`);
    await callApi(neema, "POST", `/matches/${match}/report`, { outcome: "won" });
    await expect(his.page.getByText(`${neema} has reported. Now you`)).toBeVisible();
    await say(his.page, "I won");
    const clocks: number[] = [];
    for (const { page } of [hers, his]) {
      await expect(page.getByText(`Case ${match}: you two do not agree`)).toBeVisible();
      const clock = (await page.getByTestId("dispute-deadline").getByRole("timer").textContent()) ?? "";
      clocks.push(clock.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0));
    }
    // Read one after the other, on a machine that may be busy.
    expect(Math.abs((clocks[0] ?? 0) - (clocks[1] ?? 0))).toBeLessThan(20);
    expect(clocks[0]).toBeGreaterThan(2.9 * 3_600);
    await expect(hers.page.getByTestId("records")).toBeVisible();
    await expectSoundPage(hers.page);
  });

  await test.step("a photograph of several megabytes leaves the phone as some 200 KB", async () => {
    const taken = await photo(hers.page);
    // The browser does not tell a test what a form with files weighs: the page counts it.
    await hers.page.evaluate(() => {
      const send = XMLHttpRequest.prototype.send;
      XMLHttpRequest.prototype.send = function (body) {
        if (body instanceof FormData)
          for (const part of body.values())
            if (part instanceof Blob)
              document.body.dataset.sent = String(Number(document.body.dataset.sent ?? 0) + part.size);
        send.call(this, body);
      };
    });
    await hers.page
      .getByLabel("Take a picture")
      .setInputFiles({ name: "score.jpg", mimeType: "image/jpeg", buffer: taken });
    await expect(hers.page.getByRole("button", { name: "Picture 1, Yours" })).toBeVisible();
    const sent = await hers.page.evaluate(() => Number(document.body.dataset.sent));
    console.log(`evidence: ${taken.length} bytes taken, ${sent} bytes sent`);
    expect(taken.length).toBeGreaterThan(2_000_000);
    expect(sent).toBeGreaterThan(20_000);
    expect(sent).toBeLessThan(260_000);
    await expectSoundPage(hers.page);
  });

  await test.step("both have shown all, and he sees her picture only then", async () => {
    await expect(his.page.getByRole("button", { name: /Picture 1/ })).toHaveCount(0);
    await hers.page.getByRole("button", { name: "I have shown all" }).click();
    await expect(hers.page.getByText("You have shown all")).toBeVisible();
    await his.page.getByRole("button", { name: "I have shown all" }).click();
    await expect(his.page.getByText("A referee decides within")).toBeVisible();
    await expect(his.page.getByText(/Nobody can add pictures any more/)).toBeVisible();
    await expect(his.page.getByRole("button", { name: new RegExp(`Picture 1, ${neema}`) })).toBeVisible();
    await expectSoundPage(his.page);
  });

  await test.step("a referee rules for her, with a reason; he appeals, and another referee upholds it", async () => {
    const seat = (await callApi<{ my_seat: string }>(neema, "GET", `/matches/${match}`)).my_seat;
    await callApi("referee", "POST", `/admin/matches/${match}/claim`);
    const reason = "The scoreboard shows 6 to 4 for her, with both names.";
    await callApi("referee", "POST", `/admin/matches/${match}/decide`, { result: seat, reason });
    await expect(hers.page.getByRole("heading", { name: "You won" })).toBeVisible();
    await expect(his.page.getByRole("heading", { name: "You lost" })).toBeVisible();
    await expect(his.page.getByText(reason)).toBeVisible();
    await expect(hers.page.getByRole("button", { name: "Ask for another referee" })).toHaveCount(0);
    await his.page.getByRole("button", { name: "Ask for another referee" }).click();
    await his.page.getByLabel("What did the first referee miss?").fill("The picture is of another game than ours.");
    await his.page.getByRole("button", { name: "Send the appeal" }).click();
    await expect(his.page.getByText("You asked for another referee")).toBeVisible();
    await expectSoundPage(his.page);
    await callApi("umpire", "POST", `/admin/matches/${match}/appeal`, {
      decision: "uphold",
      reason: "The code on the picture is the code of this match.",
    });
    await his.page.reload();
    await expect(his.page.getByText("Appeal: the ruling stays")).toBeVisible();
  });

  await test.step("the signed receipt is a file that tells the same", async () => {
    await hers.page.getByRole("button", { name: "Signed receipt" }).click();
    await hers.page.getByRole("button", { name: "Get the receipt" }).click();
    const coming = hers.page.waitForEvent("download");
    await hers.page.getByRole("button", { name: "Save on this phone" }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe(`wagewars-match-${match}.json`);
    const text = await readFile(await file.path(), "utf8");
    expect(JSON.parse(text)).toHaveProperty("signature");
    expect(text).toContain(neema);
    await hers.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("what it did to her rating: a line, each step, and her place on the board", async () => {
    await goTo(hers.page, "Profile");
    await expect(hers.page.getByText("in your first rated match.")).toBeVisible();
    await hers.page.getByText("Every step").click();
    await expect(hers.page.getByRole("link", { name: new RegExp(`Won against ${juma}`) })).toBeVisible();
    await expectSoundPage(hers.page);
    await hers.page.getByRole("link", { name: /Leaderboards/ }).click();
    await hers.page.getByRole("radio", { name: "Winnings" }).check();
    await hers.page.getByRole("radio", { name: "This week" }).check();
    const place = hers.page.getByRole("region", { name: "Your place" });
    await expect(async () => {
      await hers.page.reload();
      await hers.page.getByRole("radio", { name: "Winnings" }).check();
      await hers.page.getByRole("radio", { name: "This week" }).check();
      await expect(place).toContainText("KES 80", { timeout: 2_000 });
    }).toPass({ timeout: 75_000 });
    await expect(place).toContainText(/#\d+ of \d+/);
    await expect(hers.page.getByRole("region", { name: "Leaders" }).getByText("(you)")).toBeVisible();
    await expectSoundPage(hers.page);
  });
  expect([...hers.errors, ...his.errors]).toEqual([]);
});

test("a player links his game names: a private one learns how to open it, then it is linked", async ({ page }) => {
  const name = await newPlayer("kamau", 50);
  const tag = `${name}#2741`;
  const uno = await putActivisionAccount({ names: { battle: tag }, data_visible: { battle: "friends_tourneys" } });
  await logIn(page, name);
  expect(await page.evaluate(() => localStorage.getItem("ww.device"))).toMatch(/^[0-9a-f-]{32,36}$/);

  await goTo(page, "Play");
  await page.getByRole("link", { name: "Add your Activision ID name" }).click();
  await page.getByRole("button", { name: /Battle\.net/ }).click();
  await page.getByLabel("Your name there").fill(tag);
  await page.getByRole("button", { name: "Add this name" }).click();
  const row = page.getByRole("button", { name: new RegExp(`Battle\\.net.*${tag}`) });
  await expect(row).toContainText("Private", { timeout: 30_000 });
  await expectSoundPage(page);

  await row.click();
  await expect(page.getByText(/“Searchable” and “Data visible” to All/)).toBeVisible();
  await putActivisionAccount({ uno, data_visible: { battle: "all" }, privacy_effective_at: 0 });
  await addActivisionMatch(tag);
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(row).toContainText("Linked", { timeout: 30_000 });

  // While he searches a name stands still, and the screen says why.
  await callApi(name, "POST", "/matchmaking/queue", { wager_amount: 20 });
  await row.click();
  await page.getByRole("button", { name: "Remove this name" }).click();
  await page.getByRole("button", { name: "Yes, remove this name" }).click();
  await expect(page.getByText("Your game names stay as they are until your match is over.")).toBeVisible();
  await callApi(name, "DELETE", "/matchmaking/queue");
  await page.getByRole("button", { name: "Yes, remove this name" }).click();
  await expect(page.getByRole("button", { name: /Battle\.net.*Add your name/ })).toBeVisible();
});
