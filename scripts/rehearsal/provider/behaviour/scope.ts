import type { Fields } from "../cty/value.ts";
import type { Connection } from "./connection.ts";

/** Where a resource's id is unique: the account and region, or the project it stands in. */
export function scopeOf(connection: Connection, object: Fields): string {
  const text = (name: string, otherwise: string) => {
    const value = object[name];
    return typeof value === "string" && value !== "" ? value : otherwise;
  };
  const { cloud, account, region, project } = connection;
  if (cloud === "aws") return `aws/${account}/${text("region", region)}`;
  return cloud === "google" ? `google/${text("project", project)}` : "cloudflare";
}
