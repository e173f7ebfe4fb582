import { beforeEach, describe, expect, it } from "vitest";
import { Interrupts } from "./interrupts.ts";

describe("interrupts", () => {
  let now: number;
  let said: string[];
  let asked: number;
  let interrupts: Interrupts;
  beforeEach(() => {
    now = 0;
    said = [];
    asked = 0;
    interrupts = new Interrupts(
      (text) => said.push(text),
      () => now,
    );
  });
  const watch = () => interrupts.watch({ interrupt: () => asked++ });
  const hearAfter = (milliseconds: number) => {
    now += milliseconds;
    interrupts.hear();
  };

  it("ask Terraform once at the first, and once more only after a warning", () => {
    watch();
    hearAfter(0);
    expect(asked).toBe(1);
    hearAfter(2000);
    expect(asked).toBe(1);
    expect(said[1]).toBe(
      "Terraform is still stopping. Interrupt once more and it stops at once: what it is making now may then be missing from the state.",
    );
    hearAfter(2000);
    expect(asked).toBe(2);
    hearAfter(2000);
    expect(asked).toBe(2);
  });

  it("count the echo of one Ctrl-C through a package manager as one", () => {
    watch();
    hearAfter(0);
    hearAfter(30);
    hearAfter(900);
    expect({ asked, warnings: said.length - 1 }).toEqual({ asked: 1, warnings: 0 });
  });

  it("reach every Terraform that runs, and none that has ended", () => {
    watch();
    watch()();
    watch();
    hearAfter(0);
    expect(asked).toBe(2);
  });

  it("let nothing new begin, and wake who waits for them", async () => {
    const waiting = interrupts.stop();
    expect(interrupts.stopping).toBe(false);
    hearAfter(0);
    await waiting;
    await interrupts.stop();
    expect(interrupts.stopping).toBe(true);
    expect(said).toEqual([]);
  });
});
