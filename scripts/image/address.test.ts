import { dev } from "@groundplan/environments/dev/environment";
import { ENVIRONMENTS } from "@groundplan/environments/estate";
import { describe, expect, it } from "vitest";
import { synthEstate } from "../../environments/test/synth-estate.ts";
import { imageAddress, imageOutputs } from "./address.ts";

const estate = synthEstate();
const textOf = (stack: string) => JSON.stringify(estate.get(stack)!.template);

describe("where images go", () => {
  it("is where the estate makes registries, pools and machines", () => {
    const outputs = imageOutputs(imageAddress(ENVIRONMENTS, "dev"));
    const host = textOf("dev-music-graph-host");
    expect(host).toContain(`"release":"${outputs["builds"]}@${outputs["running"]}"`);
    expect(host).toContain(`"name":"${outputs["machine"]}"`);
    expect(host).toContain(`"zone":"${outputs["machine-zone"]}"`);
    expect(textOf("prod-music-graph-host")).toContain(`"release":"${outputs["releases"]}@`);
    for (const provider of ["registry-provider", "machine-provider"]) {
      const pool = outputs[provider]!.replace(/\/providers\/github$/, "");
      const stack = provider.startsWith("registry")
        ? "shared-music-graph-registry"
        : "dev-music-graph-host";
      expect(textOf(stack)).toContain(`${pool}/subject/`);
    }
  });

  it("is told only of where music-graph runs", () => {
    expect(() => imageAddress(ENVIRONMENTS, "shared")).toThrow(
      "music-graph runs nowhere in shared; it runs in dev, prod",
    );
    expect(() => imageAddress([dev], "dev")).toThrow(
      "music-graph runs nowhere in dev; it runs in dev",
    );
  });
});
