import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SearchPlan } from "../search/plan.ts";
import { SearchStandIn } from "./search-stand-in.ts";
import { TestMove } from "./test-move.ts";

/** What a move of these clusters finds around it. */
export const ENV = { SEARCH_PASSWORD: SearchStandIn.PASSWORD };

/** Two clusters, and moves from one to the other. */
export class Clusters {
  readonly folder = mkdtempSync(join(tmpdir(), "move-search-"));
  readonly source: SearchStandIn;
  readonly target: SearchStandIn;

  private constructor(source: SearchStandIn, target: SearchStandIn) {
    this.source = source;
    this.target = target;
    target.allowlist = [source.host];
  }

  static async start(): Promise<Clusters> {
    const source = await SearchStandIn.start("uuid-of-old", { number: "7.10.2" });
    const version = { number: "2.19.1", distribution: "opensearch" };
    return new Clusters(source, await SearchStandIn.start("uuid-of-new", version));
  }

  async stop(): Promise<void> {
    await Promise.all([this.source.stop(), this.target.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A move of these clusters; two documents at a time, so that a few are many pages. */
  move(name: string, search: Partial<SearchPlan> = {}): TestMove {
    const login = { user: SearchStandIn.USER, passwordVariable: "SEARCH_PASSWORD" };
    const plan: SearchPlan = {
      ...{ by: "reindex", batch: 2 },
      source: { url: `http://${this.source.host}`, ...login },
      target: { url: `http://${this.target.host}`, ...login },
      ...search,
    };
    return TestMove.in(this.folder, { name, search: plan }, ENV);
  }
}
