/** An endpoint that nobody should call: a loopback server that counts what reaches it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SilentEndpoint {
  readonly url: string;
  readonly connections: () => number;
  stop(): Promise<void>;
}

export async function startSilentEndpoint(): Promise<SilentEndpoint> {
  let connections = 0;
  const server = createServer((_request, response) => response.writeHead(500).end());
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
