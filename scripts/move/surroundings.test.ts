import { expect, it } from "vitest";
import { refusal } from "../../modules/core/testing/synth.ts";
import { libpqEnv } from "./postgres/libpq.ts";
import { loginOf } from "./search/cluster.ts";
import { keptOf } from "./surroundings.ts";

it("gives a program what it needs of ours, and nothing else", () => {
  const env = { PATH: "/usr/bin", HOME: "", AWS_SECRET_ACCESS_KEY: "s" };
  expect(keptOf(env, ["PATH", "HOME", "TMPDIR"])).toEqual({ PATH: "/usr/bin" });
});

it("says which secret is missing, and where it comes from", () => {
  const login = { user: "mover", passwordVariable: "MOVE_PASSWORD" };
  expect(refusal(() => loginOf({ url: "https://old:9200", ...login }, {}))).toBe(
    "a password is missing:\n  - MOVE_PASSWORD is not set\nset it to the password of mover, in this shell alone",
  );
  const server = { host: "old", database: "library", ...login };
  expect(refusal(() => libpqEnv(server, { MOVE_PASSWORD: "" }, "move"))).toBe(
    "a password is missing:\n  - MOVE_PASSWORD is not set\nset it, or leave passwordVariable out and keep the password in libpq's passfile",
  );
});
