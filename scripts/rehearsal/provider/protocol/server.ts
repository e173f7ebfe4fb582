import { type AddressInfo, createServer, type Socket } from "node:net";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { Crash } from "./crash.ts";
import { type Calls, type Diagnostic, ERROR, type Request } from "./messages.ts";
import { Refusal } from "./refusal.ts";
import { providerService } from "./service.ts";

/** A provider that listens on a loopback port of its own. */
export interface ListeningProvider {
  readonly port: number;
  close(): Promise<void>;
}

/** A port cannot be listened on. */
export class PortTaken extends Error {
  constructor(port: number, { code, message }: NodeJS.ErrnoException) {
    const why =
      code === "EADDRINUSE" ? "is taken by another process" : `cannot be used: ${message}`;
    super(
      `port ${port} on 127.0.0.1 ${why}; end what uses it, choose another one, or name none and any free one is taken`,
    );
    this.name = "PortTaken";
  }
}

/**
 * Serves `calls` on a loopback port. The service of a provider has the same name for every
 * provider, so each needs a port.
 *
 * @param onGone told the peer (address and port) when a connection ends
 * @param port any free one where it is 0
 * @throws PortTaken
 */
export async function listen(
  calls: Calls,
  onGone: (peer: string) => void,
  port = 0,
): Promise<ListeningProvider> {
  const grpc = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    // Statistics that nobody asks for, kept for each call.
    "grpc.enable_channelz": 0,
  });
  const sockets = new Map<string, Socket>();
  const crash = (peer: string) => sockets.get(peer)?.destroy();
  grpc.addService(providerService(), handlers(calls, crash));
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(peer);
      onGone(peer);
    });
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", (error) => reject(new PortTaken(port, error)));
    listener.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      grpc.forceShutdown();
      injector.destroy();
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

type Handler = (call: ServerUnaryCall<Request, object>, answer: sendUnaryData<object>) => void;

function handlers(calls: Calls, crash: (peer: string) => void): Record<string, Handler> {
  return Object.fromEntries(
    Object.entries(calls).map(([name, respond]): [string, Handler] => [
      name,
      async (call, answer) => {
        const peer = call.getPeer();
        try {
          answer(null, await guarded(name, call.request, () => respond(call.request, peer)));
        } catch {
          crash(peer);
        }
      },
    ]),
  );
}

/** A refusal, or a mistake of ours, becomes a diagnostic, so that Terraform ends in good order. */
async function guarded(
  call: string,
  request: Request,
  respond: () => object | Promise<object>,
): Promise<object> {
  try {
    return await respond();
  } catch (error) {
    if (error instanceof Crash) throw error;
    const diagnostics = [error instanceof Refusal ? error.diagnostic : mistake(call, error)];
    // An apply that fails leaves things as they were; without a state Terraform would forget them.
    if (call !== "ApplyResourceChange") return { diagnostics };
    return { diagnostics, new_state: request.prior_state, private: request.planned_private };
  }
}

function mistake(call: string, error: unknown): Diagnostic {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { severity: ERROR, summary: `the rehearsal provider failed in ${call}`, detail };
}
