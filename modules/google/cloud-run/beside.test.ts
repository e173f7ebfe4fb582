import { only, refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { type ComposeFile, RELEASE } from "../vm-host/index.ts";
import { CloudRun, type CloudRunProps } from "./index.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const PROXY = `gcr.io/cloud-sql-connectors/cloud-sql-proxy@${DIGEST}`;
const SERVICES: ComposeFile["services"] = {
  web: { image: RELEASE, environment: { DATABASE_HOST: "db" } },
  db: { image: PROXY, command: ["--port=5432", "acme-dev:europe-west1:graph"] },
  cache: { image: "redis:8", command: "redis-server", environment: ["A=1"] },
};

const make = (beside: CloudRunProps["beside"]) =>
  synth(
    (stack) =>
      new CloudRun(stack, "web", {
        stage: "dev",
        name: "acme-dev-graph",
        project: "acme-dev",
        region: "europe-west1",
        account: { email: "acme-dev-graph@acme-dev.iam.gserviceaccount.com" },
        app: {
          compose: { services: SERVICES },
          release: `europe-west1-docker.pkg.dev/acme-shared/graph/web@${DIGEST}`,
        },
        service: "web",
        port: 8000,
        environment: { DATABASE_HOST: "127.0.0.1" },
        beside,
      }),
  );

describe("what runs beside the service", () => {
  const db = { healthPort: 9090, healthPath: "/startup" };

  it("is ready before the service starts, which stays the first", () => {
    const { containers } = only(make({ db }), "google_cloud_run_v2_service").template;
    expect(containers).toMatchObject([
      { name: "web", depends_on: ["db"], ports: { container_port: 8000 } },
      {
        name: "db",
        image: PROXY,
        args: ["--port=5432", "acme-dev:europe-west1:graph"],
        startup_probe: { http_get: { path: "/startup", port: 9090 } },
      },
    ]);
    expect(containers[1].ports).toBeUndefined();
  });

  it("is nothing where nothing is said", () => {
    const { containers } = only(make(undefined), "google_cloud_run_v2_service").template;
    expect(containers).toHaveLength(1);
    expect(containers[0].name).toBeUndefined();
  });

  it("is refused where it is the service itself, unknown, by tag, or in a shell's words", () => {
    const at = "test/web: ";
    const message = refusal(() => make({ web: db, db: { healthPort: 0, healthPath: "up" } }));
    expect(message.split("\n").map((line) => line.replace(at, ""))).toEqual([
      "beside.web must be another service of app",
      `app.compose.services.web.image must name an image by digest: registry/name@sha256:..., got "${RELEASE}"`,
      "beside.db.healthPort must be 1 to 65535, got 0",
      'beside.db.healthPath must be a path that begins with /, got "up"',
    ]);
    expect(
      refusal(() => make({ cache: db, mail: db }))
        .split("\n")
        .map((line) => line.replace(at, "")),
    ).toEqual([
      'app.compose.services.cache.image must name an image by digest: registry/name@sha256:..., got "redis:8"',
      "app.compose.services.cache.environment must be names and texts",
      "app.compose.services.cache.command must be a list of words",
      "beside.mail must be another service of app",
    ]);
  });
});
