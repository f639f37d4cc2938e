import { connect } from 'node:http2';

/**
 * Whether a Temporal frontend serves at `address` (host:port, no TLS): one gRPC health check.
 *
 * Spoken over plain HTTP/2, since loading a gRPC library would take longer than the answer.
 */
export function isServing(address: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const answer = (serving: boolean) => {
      session.destroy();
      resolve(serving);
    };
    session.setTimeout(timeoutMs, () => answer(false));
    session.on('error', () => answer(false));

    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => answer(false));
    stream.on('end', () => answer(Buffer.concat(chunks).equals(SERVING)));
    stream.end(CHECK_FRONTEND);
  });
}

/** HealthCheckRequest{service: 1} in a gRPC frame: one flag byte, length, message. */
const CHECK_FRONTEND = frame(field(1, 'temporal.api.workflowservice.v1.WorkflowService'));

/** HealthCheckResponse{status: SERVING}. */
const SERVING = frame(Buffer.from([0x08, 0x01]));

function field(number: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, text.length]), Buffer.from(text)]);
}

function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
