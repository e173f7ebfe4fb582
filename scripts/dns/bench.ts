import type { RecordSet } from "@groundplan/core/dns-records";
import type { Bench, Figure } from "../bench/bench.ts";
import type { Outcome } from "./move/outcome.ts";
import { Scene } from "./testing/scene.ts";

/** Record sets of the zone, and the seconds in which it is read, converted and proven. */
const COUNT = 10_000;
const SECONDS = 60;

const ZONE = "big.test";

/** Ten thousand record sets: what large zones are made of. */
const SETS: readonly RecordSet[] = Array.from({ length: COUNT }, (_, i): RecordSet => {
  const name = `host-${i}.${ZONE}`;
  const address = `198.18.${i >> 8}.${i & 255}`;
  switch (i % 5) {
    case 0:
      return { name, type: "CNAME", values: [`target-${i}.example.net.`] };
    case 1:
      return { name, type: "TXT", values: [`verification=${"x".repeat(i % 300)}${i}`] };
    case 2:
      return { name, type: "MX", values: ["10 mail.example.net.", "20 mail.example.org."] };
    default:
      return { name, type: "A", values: [address] };
  }
});

/** A zone of 10,000 record sets: Route 53 by moto, BIND and NSD as name servers. */
export const dnsBench: Bench = {
  summary: "a zone of 10,000 record sets exported, converted, and its parity proven",
  async run({ talk }) {
    talk("  filling Route 53, and two name servers");
    const scene = await Scene.start({ zone: ZONE, sets: SETS, decisions: { recordLimit: 20_000 } });
    try {
      const exported = await timed(() => scene.step("export"));
      const converted = await timed(() => scene.step("convert"));
      talk("  applying the records, by the records module");
      await scene.apply();
      const proven = await timed(() => scene.step("parity"));
      const steps = [exported, converted, proven];
      const all = steps.reduce((sum, { seconds }) => sum + seconds, 0);
      const detail = steps.map(({ outcome, seconds }) => `${outcome.step} ${seconds.toFixed(1)} s`);
      return [
        figure(
          "exported, converted and proven",
          all,
          `${detail.join(", ")}: ${proven.outcome.said}`,
        ),
      ];
    } finally {
      await scene.end();
    }
  },
};

function figure(what: string, value: number, detail: string): Figure {
  return { what, on: "10,000 record sets", value, unit: " s", bar: { atMost: SECONDS }, detail };
}

async function timed(take: () => Promise<Outcome>): Promise<{ outcome: Outcome; seconds: number }> {
  const begun = performance.now();
  const outcome = await take();
  const seconds = (performance.now() - begun) / 1000;
  if (outcome.holds) return { outcome, seconds };
  throw new Error([outcome.said, ...outcome.problems.slice(0, 5)].join("\n"));
}
