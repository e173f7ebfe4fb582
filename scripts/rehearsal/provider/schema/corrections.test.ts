import { expect, it } from "vitest";
import { corrected } from "./corrections.ts";

it("plans a script in clear text with a version that keeps it so, and as a checksum before", () => {
  const learned = { normal: { user_data: "sha1", key_name: "trimmed" } };
  expect(corrected("aws_instance", learned, "6.25.0").normal).toEqual({ key_name: "trimmed" });
  expect(corrected("aws_instance", learned, "5.100.0").normal).toEqual(learned.normal);
});

it("leaves alone what is not known better", () => {
  const learned = { forceNew: ["name"] };
  expect(corrected("aws_thing", learned, "6.25.0")).toBe(learned);
});
