import { expect, test } from "vitest";
import { localPhone, toMsisdn } from "@/lib/format/phone";

test.each(["0711000001", "711000001", "254711000001", "+254 711 000 001", "0711-000-001", "(0711) 000 001"])(
  "%s is the same phone",
  (typed) => expect(toMsisdn(typed)).toBe("254711000001"),
);

test.each(["", "12345", "0811000001", "07110000011", "+255711000001", "hello"])("%s is no Kenyan mobile", (typed) =>
  expect(toMsisdn(typed)).toBeNull(),
);

test("a number is shown as printed on the SIM card", () => {
  expect(localPhone("254711000001")).toBe("0711 000 001");
});
