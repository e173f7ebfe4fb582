import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { type Server, startGcs } from "./testing/servers.ts";
import { Workshop } from "./testing/workshop.ts";

const BUCKET = "acme-dev-terraform-state";
const PREFIX = "dev/foundation/state";

describe.skipIf(missing("fake-gcs-server") || missing("terraform"))(
  "a place in Cloud Storage where somebody begins a state",
  () => {
    let server: Server;
    let shop: Workshop;
    beforeAll(async () => {
      server = await startGcs();
      await server.createBucket(BUCKET);
      shop = new Workshop(server.env);
    });
    afterAll(async () => {
      shop.remove();
      await server.stop();
    });

    it("is looked at again until they have", async () => {
      const lock = `${PREFIX}/default.tflock`;
      const upload = `${server.url}/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=${encodeURIComponent(lock)}`;
      expect((await fetch(upload, { method: "POST", body: "{}" })).status).toBe(200);

      const place = shop.place({ backend: { gcs: { bucket: BUCKET, prefix: PREFIX } } });
      let over = false;
      const opening = place.open().finally(() => {
        over = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      expect(over).toBe(false);
      await server.remove(BUCKET, lock);
      expect(await opening).toBe(true);
      place.close();
    });
  },
);
