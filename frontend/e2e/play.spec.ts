import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { newPhone, goTo, logIn, expectSoundPage, signedInPhone } from "./helpers";
import { callApi, newPlayer } from "./support/api";
import { allowEqualAmounts, putActivisionAccount, addActivisionMatch } from "./support/simulator";

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

test("a challenge by link, contradicting reports, proof from the camera, a ruling, an appeal and the receipt", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const [neema, juma] = await Promise.all([newPlayer("neema", 300), newPlayer("juma", 300)]);
  const neemaPhone = await signedInPhone(browser, neema);
  const jumaPhone = await newPhone(browser);
  let match = 0;

  await test.step("one makes a link, the other opens it signed out, logs in and accepts", async () => {
    await neemaPhone.page.goto("/matches/find?wager=100");
    await neemaPhone.page.getByRole("button", { name: "Challenge somebody by link" }).click();
    await expectSoundPage(neemaPhone.page);
    await neemaPhone.page.getByRole("button", { name: "Make the link" }).click();
    await expect(neemaPhone.page.getByText(/matches\/challenge\/\w+$/)).toBeVisible();
    await expectSoundPage(neemaPhone.page);
    await jumaPhone.page.goto(new URL(neemaPhone.page.url()).pathname);
    await expect(jumaPhone.page.getByText("Somebody challenges you")).toBeVisible();
    await jumaPhone.page.getByLabel("Username, phone or e-mail").fill(juma);
    await jumaPhone.page.getByLabel("Password", { exact: true }).fill("Karibu-WageWars-1");
    await jumaPhone.page.getByRole("button", { name: "Log in", exact: true }).click();
    await expect(jumaPhone.page.getByRole("heading", { name: `${neema} challenges you` })).toBeVisible();
    await expectSoundPage(jumaPhone.page);
    await jumaPhone.page.getByRole("button", { name: "Accept, and stake KES 100" }).click();
    await jumaPhone.page.waitForURL("**/matches/active");
    // The challenger waits on the page of the challenge, and goes to the match by themselves.
    await neemaPhone.page.waitForURL("**/matches/active");
    match = (await callApi<{ match_id: number }>(neema, "GET", "/matchmaking/queue")).match_id;
  });

  await test.step("both say that they won: the pot is locked, and both see the same deadline", async () => {
    for (const who of [neema, juma]) await callApi(who, "POST", `/matches/${match}/ready`);
    await callApi(neema, "POST", `/matches/${match}/report`, { outcome: "won" });
    await expect(jumaPhone.page.getByText(`${neema} has reported. Now you`)).toBeVisible();
    await say(jumaPhone.page, "I won");
    const deadlines: number[] = [];
    for (const { page } of [neemaPhone, jumaPhone]) {
      await expect(page.getByText(`Case ${match}: you two do not agree`)).toBeVisible();
      const left = (await page.getByTestId("dispute-deadline").getByRole("timer").textContent()) ?? "";
      deadlines.push(left.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0));
    }
    // Read one after the other, on a machine that may be busy.
    expect(Math.abs((deadlines[0] ?? 0) - (deadlines[1] ?? 0))).toBeLessThan(20);
    expect(deadlines[0]).toBeGreaterThan(2.9 * 3_600);
    await expect(neemaPhone.page.getByTestId("records")).toBeVisible();
    await expectSoundPage(neemaPhone.page);
  });

  await test.step("a photograph of several megabytes leaves the phone as some 200 KB", async () => {
    const taken = await photo(neemaPhone.page);
    // Playwright cannot see the size of a form with files, so the page counts it.
    await neemaPhone.page.evaluate(() => {
      const send = XMLHttpRequest.prototype.send;
      XMLHttpRequest.prototype.send = function (body) {
        if (body instanceof FormData)
          for (const part of body.values())
            if (part instanceof Blob)
              document.body.dataset.sent = String(Number(document.body.dataset.sent ?? 0) + part.size);
        send.call(this, body);
      };
    });
    await neemaPhone.page
      .getByLabel("Take a picture")
      .setInputFiles({ name: "score.jpg", mimeType: "image/jpeg", buffer: taken });
    await expect(neemaPhone.page.getByRole("button", { name: "Picture 1, Yours" })).toBeVisible();
    const sent = await neemaPhone.page.evaluate(() => Number(document.body.dataset.sent));
    console.log(`evidence: ${taken.length} bytes taken, ${sent} bytes sent`);
    expect(taken.length).toBeGreaterThan(2_000_000);
    expect(sent).toBeGreaterThan(20_000);
    expect(sent).toBeLessThan(260_000);
    await expectSoundPage(neemaPhone.page);
  });

  await test.step("both have shown all, and the opponent sees the picture only then", async () => {
    await expect(jumaPhone.page.getByRole("button", { name: /Picture 1/ })).toHaveCount(0);
    await neemaPhone.page.getByRole("button", { name: "I have no more proof" }).click();
    await neemaPhone.page.getByRole("button", { name: "That is all I have" }).click();
    await expect(neemaPhone.page.getByText("You are done")).toBeVisible();
    await jumaPhone.page.getByRole("button", { name: "I have no more proof" }).click();
    await jumaPhone.page.getByRole("button", { name: "That is all I have" }).click();
    await expect(jumaPhone.page.getByText("A referee decides within")).toBeVisible();
    await expect(jumaPhone.page.getByText(/Nobody can add pictures any more/)).toBeVisible();
    await expect(jumaPhone.page.getByRole("button", { name: new RegExp(`Picture 1, ${neema}`) })).toBeVisible();
    await expectSoundPage(jumaPhone.page);
  });

  await test.step("a referee rules with a reason; the loser appeals, and another referee upholds it", async () => {
    const seat = (await callApi<{ my_seat: string }>(neema, "GET", `/matches/${match}`)).my_seat;
    await callApi("referee", "POST", `/admin/matches/${match}/claim`);
    const reason = "The scoreboard shows 6 to 4 for the winner, with both names.";
    await callApi("referee", "POST", `/admin/matches/${match}/decide`, { result: seat, reason });
    await expect(neemaPhone.page.getByRole("heading", { name: "You won" })).toBeVisible();
    await expect(jumaPhone.page.getByRole("heading", { name: "You lost" })).toBeVisible();
    await expect(jumaPhone.page.getByText(reason)).toBeVisible();
    await expect(neemaPhone.page.getByRole("button", { name: "Ask for another referee" })).toHaveCount(0);
    await jumaPhone.page.getByRole("button", { name: "Ask for another referee" }).click();
    await jumaPhone.page
      .getByLabel("What did the first referee miss?")
      .fill("The picture is of another game than ours.");
    await jumaPhone.page.getByRole("button", { name: "Send the appeal" }).click();
    await expect(jumaPhone.page.getByText("You asked for another referee")).toBeVisible();
    await expectSoundPage(jumaPhone.page);
    await callApi("umpire", "POST", `/admin/matches/${match}/appeal`, {
      decision: "uphold",
      reason: "The code on the picture is the code of this match.",
    });
    await jumaPhone.page.reload();
    await expect(jumaPhone.page.getByText("Appeal: the ruling stays")).toBeVisible();
  });

  await test.step("the signed receipt is a file with the same facts", async () => {
    await neemaPhone.page.getByRole("button", { name: "Signed receipt" }).click();
    await neemaPhone.page.getByRole("button", { name: "Get the receipt" }).click();
    const coming = neemaPhone.page.waitForEvent("download");
    await neemaPhone.page.getByRole("button", { name: "Save on this phone" }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe(`wagewars-match-${match}.json`);
    const text = await readFile(await file.path(), "utf8");
    expect(JSON.parse(text)).toHaveProperty("signature");
    expect(text).toContain(neema);
    await neemaPhone.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("the rating after it: a chart, each change, and the place on the board", async () => {
    await goTo(neemaPhone.page, "Profile");
    await expect(neemaPhone.page.getByText("in your first rated match.")).toBeVisible();
    await neemaPhone.page.getByText("Every change").click();
    await expect(neemaPhone.page.getByRole("link", { name: new RegExp(`Won against ${juma}`) })).toBeVisible();
    await expectSoundPage(neemaPhone.page);
    await neemaPhone.page.getByRole("link", { name: /Leaderboards/ }).click();
    await neemaPhone.page.getByRole("radio", { name: "Winnings" }).check();
    await neemaPhone.page.getByRole("radio", { name: "This week" }).check();
    const place = neemaPhone.page.getByRole("region", { name: "Your place" });
    await expect(async () => {
      await neemaPhone.page.reload();
      await neemaPhone.page.getByRole("radio", { name: "Winnings" }).check();
      await neemaPhone.page.getByRole("radio", { name: "This week" }).check();
      await expect(place).toContainText("KES 80", { timeout: 2_000 });
    }).toPass({ timeout: 75_000 });
    await expect(place).toContainText(/#\d+ of \d+/);
    await expect(neemaPhone.page.getByRole("region", { name: "Leaders" }).getByText("(you)")).toBeVisible();
    await expectSoundPage(neemaPhone.page);
  });
  expect([...neemaPhone.errors, ...jumaPhone.errors]).toEqual([]);
});

test("a player links their game names: a private one shows how to make it visible, then it is linked", async ({
  page,
}) => {
  const name = await newPlayer("kamau", 50);
  const tag = `${name}#2741`;
  const uno = await putActivisionAccount({ names: { battle: tag }, data_visible: { battle: "friends_tourneys" } });
  await logIn(page, name);
  expect(await page.evaluate(() => localStorage.getItem("ww.device"))).toMatch(/^[0-9a-f-]{32,36}$/);

  await goTo(page, "Play");
  await page.getByRole("link", { name: "Change it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).first().click();
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

  // While the player searches the name is locked, and the screen says why.
  await callApi(name, "POST", "/matchmaking/queue", { wager_amount: 20 });
  await row.click();
  await page.getByRole("button", { name: "Remove this name" }).click();
  await page.getByRole("button", { name: "Yes, remove this name" }).click();
  await expect(page.getByText("Your game names stay as they are until your match is over.")).toBeVisible();
  await callApi(name, "DELETE", "/matchmaking/queue");
  await page.getByRole("button", { name: "Yes, remove this name" }).click();
  await expect(page.getByRole("button", { name: /Battle\.net.*Add your name/ })).toBeVisible();
});
