import { expect, test } from "vitest";
import { kes, potOf, readShillings, signedKes } from "@/lib/format/money";

test("amounts are formatted as they are spoken", () => {
  expect(kes("100.00")).toBe("KES\u00a0100");
  expect(kes("12500.00")).toBe("KES\u00a012,500");
  expect(kes("62.50")).toBe("KES\u00a062.50");
  expect(kes("-100.00")).toBe("−KES\u00a0100");
  expect(signedKes("180.00")).toBe("+KES\u00a0180");
  expect(signedKes("0.00")).toBe("KES\u00a00");
});

test("an amount is read however it is typed", () => {
  expect(readShillings("1,000")).toBe(1000);
  expect(readShillings(" KES\u00a0250 ")).toBe(250);
  expect(readShillings("50.5")).toBeNull();
  expect(readShillings("-50")).toBeNull();
  expect(readShillings("")).toBeNull();
});

test.each([20, 25, 50, 100, 333, 1000, 20_000])("of a stake of %i nothing is created or lost", (stake) => {
  const { pot, fee, prize } = potOf(stake);
  expect(pot).toBe(stake * 2);
  expect(Math.round((fee + prize) * 100)).toBe(pot * 100);
});

test("you both put in 100, the winner gets 180, our fee is 20", () => {
  expect(potOf(100)).toEqual({ pot: 200, fee: 20, prize: 180 });
});
