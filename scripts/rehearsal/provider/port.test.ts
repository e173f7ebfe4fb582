import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { startProvider } from "./index.ts";

it("says which port is taken, and what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(startProvider({ types: { resources: [], data: [] }, port })).rejects.toThrow(
    `port ${port} on 127.0.0.1 is taken by another process; end what uses it, choose another one, or name none and any free one is taken`,
  );
  await new Promise((resolve) => other.close(resolve));
});
