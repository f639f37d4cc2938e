// Runs a Temporal server, a worker and a gateway, and starts each again when it ends.
//
// Owns: the children, daemon.json, the control socket. Never: a Temporal connection or anything else that is heavy.
//
// D1  daemon.json names each child from the moment it exists, so that whoever comes after a crash can end it.
// D2  The worker is started after the server serves and ended before it.
// D3  A server that comes back at another address takes the others with it.
// D4  Killed outright, it leaves its children at work; the next start ends them by D1.
// D5  The gateway is a convenience: nothing waits for it, and commands go without it while there is none.

import { join } from 'node:path';
import { messageOf } from '../../config/message-of.js';
import { self } from '../process/identity.js';
import { boundLog, LOG_BYTES } from '../process/log-file.js';
import { type RunningServer, startServer } from '../start.js';
import { type ChildReady, startChild } from './child.js';
import { serveControl, socketFile } from './control.js';
import { type Keeper, type KeptChild, keepRunning } from './keeper.js';
import type { SupervisorPlan } from './plan.js';
import { fingerprint, withProvider } from './provider.js';
import { openRecord, removeRecord, type StartingDaemon } from './record.js';

export interface Supervisor {
  /** Resolves when server and worker are ready; rejects when one of them cannot be started, and then wants `stop`. */
  readonly ready: Promise<void>;
  /** Ends the children, the server last, and removes their traces. */
  readonly stop: () => Promise<void>;
}

export function supervise(plan: SupervisorPlan, env: NodeJS.ProcessEnv, log: (line: string) => void): Supervisor {
  const control = socketFile(plan.runtime, 'control');
  const gatewaySocket = socketFile(plan.runtime, 'gateway');
  const note = openRecord(plan.record, firstRecord(plan, { control, gatewaySocket }));
  let place: Pick<RunningServer, 'address' | 'namespace' | 'ports'> | undefined;
  let workerEnv = env;
  let worker: Keeper | undefined;
  let gateway: Keeper | undefined;
  let stopping = false;

  const server = keepRunning({
    graceMs: SERVER_GRACE_MS,
    start: async (spawned) => {
      const running = await startServer({ ...plan, log: freshLog(plan, 'server'), spawned });
      const moved = place !== undefined && !samePlace(place, running);
      place = running;
      note({ address: running.address, namespace: running.namespace, uiUrl: running.uiUrl });
      if (!moved) return;
      for (const keeper of [worker, gateway]) keeper?.restart().catch((error: unknown) => log(messageOf(error))); // D3
    },
    changed: (who) => note({ server: who }),
    log: (line) => log(`server: ${line}`),
  });
  const start = (name: 'worker' | 'gateway', main: string, env: NodeJS.ProcessEnv, spawned: Spawned) =>
    startChild({
      name,
      main,
      env: {
        ...env,
        LONGHAUL_ADDRESS: place?.address,
        LONGHAUL_NAMESPACE: place?.namespace,
        LONGHAUL_STORAGE: plan.storage,
      },
      log: freshLog(plan, name),
      spawned,
    });
  const keepWorker = () =>
    keepRunning({
      graceMs: WORKER_GRACE_MS,
      start: async (spawned) => {
        const given = workerEnv;
        const { build, key }: ChildReady = await start('worker', plan.workerMain, given, spawned);
        note({ workerBuild: build ?? null, provider: fingerprint(given), encryptionKey: key ?? null });
      },
      changed: (who) => note({ worker: who }),
      log: (line) => log(`worker: ${line}`),
    });
  const keepGateway = () =>
    keepRunning({
      graceMs: GATEWAY_GRACE_MS,
      start: async (spawned) => {
        // It asks no model, so it gets no key.
        await start(
          'gateway',
          plan.gatewayMain,
          withProvider({ ...env, LONGHAUL_GATEWAY: gatewaySocket, ...codecEnvironment(place?.ports) }, {}),
          spawned,
        );
      },
      changed: (who) => note({ gateway: who }),
      log: (line) => log(`gateway: ${line}`),
    });

  const ready = server.ready.then(async () => {
    if (stopping) throw new Error('it was stopped while it started');
    worker = keepWorker();
    await worker.ready;
    note({ at: 'ready' });
    gateway = keepGateway();
    gateway.ready.catch((error: unknown) => log(`gateway: ${messageOf(error)}`)); // D5
  });
  const closeControl = serveControl(control, async (request) => {
    if (!worker) throw new Error('the worker has not been started yet');
    workerEnv = withProvider(workerEnv, request.env);
    await worker.restart();
  });
  const bounding = setInterval(() => LOGS.forEach((name) => freshLog(plan, name)), BOUND_EVERY_MS);

  return {
    ready,
    stop: async () => {
      stopping = true;
      closeControl();
      clearInterval(bounding);
      await gateway?.stop();
      await worker?.stop(); // D2
      await server.stop();
      removeRecord(plan.record);
    },
  };
}

/** Long enough for agents to finish the turn they are in. */
const WORKER_GRACE_MS = 15_000;
const SERVER_GRACE_MS = 10_000;
const GATEWAY_GRACE_MS = 2_000;
const BOUND_EVERY_MS = 30_000;
const LOGS = ['supervisor', 'server', 'worker', 'gateway'] as const;

/** Whether the children that know the one place find the other there. */
function samePlace(one: Pick<RunningServer, 'address' | 'ports'>, other: typeof one): boolean {
  return one.address === other.address && one.ports.ui === other.ports.ui && one.ports.codec === other.ports.codec;
}

function codecEnvironment(ports: RunningServer['ports'] | undefined): NodeJS.ProcessEnv {
  return ports ? { LONGHAUL_CODEC_PORT: String(ports.codec), LONGHAUL_UI_PORT: String(ports.ui) } : {};
}

type Spawned = Parameters<KeptChild['start']>[0];

function firstRecord(plan: SupervisorPlan, sockets: Pick<StartingDaemon, 'control' | 'gatewaySocket'>): StartingDaemon {
  return {
    at: 'starting',
    supervisor: self(),
    server: null,
    worker: null,
    gateway: null,
    storage: plan.storage,
    logs: plan.logs,
    ...sockets,
    versions: { ...plan.binary.versions, longhaul: plan.longhaul },
    startedAt: new Date().toISOString(),
  };
}

/** Path of a log that is within its bounds. */
function freshLog(plan: SupervisorPlan, name: (typeof LOGS)[number]): string {
  const file = join(plan.logs, `${name}.log`);
  boundLog(file, LOG_BYTES);
  return file;
}
