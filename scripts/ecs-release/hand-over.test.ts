import { describe, expect, it } from "vitest";
import { handOverIn, migrationOf } from "./hand-over.ts";

const TOLD = {
  engine: "ecs",
  cluster: "acme-dev",
  service: "acme-dev-api-web",
  container: "app",
  containerPort: "8000",
  application: "",
  deploymentGroup: "",
  hooks: [],
  imageParameter: "/acme/dev/api/image",
  repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-dev-api",
  inUseTag: "in-use-dev",
  migration: JSON.stringify({ cluster: "acme-dev", taskDefinition: "acme-dev-api-migrate" }),
  services: ["acme-dev-api-web"],
  families: ["acme-dev-api-web", "acme-dev-api-migrate"],
};
const read = (told: unknown) => handOverIn("/p", JSON.stringify(told));

describe("a hand-over", () => {
  it("is what the service's stack told", () => {
    expect(read(TOLD)).toEqual(TOLD);
    expect(migrationOf(read(TOLD)).taskDefinition).toBe("acme-dev-api-migrate");
  });

  it("says everything that is missing, and who writes it", () => {
    const { cluster: _, hooks: __, ...rest } = TOLD;
    const wrong = { ...rest, engine: "codedeploy", migration: "no json", services: ["another"] };
    expect(() => read(wrong)).toThrow(
      "/p holds no hand-over: cluster must be a text; application must be a text; deploymentGroup must be a text; hooks must be a list of texts; migration must be the JSON that run-task takes, with taskDefinition; services must name service; apply the stack of the service, which writes it",
    );
  });

  it.each(["", "[]", "null", "text"])("is not %o", (value) => {
    expect(() => handOverIn("/p", value)).toThrow(
      "/p holds no hand-over: it must be a JSON object; apply the stack of the service, which writes it",
    );
  });
});
