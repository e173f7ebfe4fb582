import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { typeOf } from "../testing/world.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const IMPORT = /@cdktf\/provider-(aws|google|cloudflare)\/lib\/([a-z0-9-]+)\/index\.js/g;

/** Types that our modules use and the learned facts say nothing of, and what is known instead. */
const SILENT = {
  aws_internet_gateway: "nothing forces a replacement: its VPC is attached and detached in place",
};

/** The resource types that modules, apps and environments import. */
function used(): string[] {
  const sources = ["modules", "apps", "environments"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
      .map((file) => readFileSync(join(ROOT, folder, file), "utf8")),
  );
  const types = sources.flatMap((text) =>
    [...text.matchAll(IMPORT)].map(([, cloud, name]) => `${cloud}_${name!.replaceAll("-", "_")}`),
  );
  return [...new Set(types)].filter((type) => !/_provider$|^[a-z]+_data_/.test(type)).sort();
}

it("has learned how every type that the modules use behaves, but for those listed", () => {
  const types = used();
  expect(types).toContain("aws_vpc");
  const silent = types.filter((type) => Object.keys(typeOf(type).facts).length === 0);
  expect(silent).toEqual(Object.keys(SILENT));
});
