import { expect, test } from "vitest";
import { isOfAge, registerRules } from "@/lib/validators";

test("a player turns eighteen on their birthday, not a day before", () => {
  const today = new Date(2026, 10, 22);
  expect(isOfAge("2008-11-22", today)).toBe(true);
  expect(isOfAge("2008-11-23", today)).toBe(false);
  expect(isOfAge("someday", today)).toBe(false);
});

test("a registration that makes sense passes, and each mistake has its sentence", () => {
  const good = {
    username: "amina_ke",
    phone: "0711 000 001",
    email: "amina@example.com",
    date_of_birth: "1999-01-31",
    password: "Karibu-WageWars-1",
    accepts: true,
  };
  expect(registerRules.safeParse(good).success).toBe(true);
  const bad = registerRules.safeParse({
    username: "a!",
    phone: "123",
    email: "x",
    date_of_birth: "2020-01-01",
    password: "short",
    accepts: false,
  });
  const sentences = bad.error?.issues.map((issue) => issue.message) ?? [];
  expect(sentences).toContain("Type a Kenyan mobile number, like 0712 345 678.");
  expect(sentences).toContain("You must be 18 or older to play for money.");
  expect(sentences).toContain("Use at least 10 characters.");
  expect(sentences).toContain("You need to accept the terms to open an account.");
});
