import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** A page that is open in a real browser. */
export interface Tab {
  /** Value of an expression of JavaScript in the page; what it throws is thrown here. */
  evaluate<T>(expression: string): Promise<T>;
  /** Presses a key as a person would. */
  press(key: 'Tab' | 'Enter'): Promise<void>;
  /** What the page wrote to the console, threw, or was kept from doing by its policy. */
  readonly complaints: readonly string[];
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser of this machine: the first of the usual names that is on PATH; null for none. */
export function findChromium(path = process.env.PATH ?? ''): string | null {
  const files = NAMES.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)));
  return files.find(isExecutable) ?? null;
}

export interface Browser {
  /** Opens a file in a page of its own. */
  open(file: string): Promise<Tab>;
  /** Ends it and removes its profile. */
  close(): Promise<void>;
}

/** Starts a headless browser with a profile of its own. The caller closes it. */
export async function startChromium(program: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'longhaul-chromium-'));
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const wire = connectTo(child);
  return {
    open: (file) => openTab(wire, pathToFileURL(file).href),
    async close() {
      await wire.call('Browser.close', {});
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 10 }); // processes of its own may outlive it a little
    },
  };
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--remote-debugging-pipe',
];

async function openTab(wire: Wire, url: string): Promise<Tab> {
  const complaints: string[] = [];
  const { targetId } = await wire.call<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
  const attaching = { targetId, flatten: true };
  const { sessionId } = await wire.call<{ sessionId: string }>('Target.attachToTarget', attaching);
  const call = <T>(method: string, params: object = {}): Promise<T> => wire.call<T>(method, params, sessionId);
  const loaded = new Promise<void>((resolve) => {
    wire.listen(sessionId, (method, params) => {
      if (method === 'Page.loadEventFired') resolve();
      if (COMPLAINTS.includes(method)) complaints.push(JSON.stringify(params));
    });
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await call(`${domain}.enable`);
  await call('Page.navigate', { url });
  await loaded;
  return {
    complaints,
    async evaluate<T>(expression: string) {
      const asked = { expression, returnByValue: true, awaitPromise: true };
      const { result, exceptionDetails } = await call<Evaluated<T>>('Runtime.evaluate', asked);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async press(key) {
      const code = key === 'Tab' ? 9 : 13;
      const pressed = { key, code: key, windowsVirtualKeyCode: code, ...(key === 'Enter' && { text: '\r' }) };
      await call('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
    },
  };
}

const COMPLAINTS = ['Runtime.exceptionThrown', 'Runtime.consoleAPICalled', 'Log.entryAdded', 'Network.loadingFailed'];

interface Evaluated<T> {
  readonly result: { readonly value: T };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: object;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Listener = (method: string, params: object) => void;
type Wire = ReturnType<typeof connectTo>;

/** The browser's debugging protocol over its pipes: JSON documents, each ended by a NUL. */
function connectTo({ stdio }: ChildProcess) {
  const [, , , into, from] = stdio as unknown as readonly [null, null, null, Writable, Readable];
  const waiting = new Map<number, (answer: Message) => void>();
  const listeners = new Map<string, Listener>();
  let last = 0;
  let text = '';
  from.setEncoding('utf8').on('data', (piece: string) => {
    const whole = (text + piece).split('\0');
    text = whole.pop() ?? '';
    for (const message of whole.map((json) => JSON.parse(json) as Message)) {
      if (message.id !== undefined) waiting.get(message.id)?.(message);
      else listeners.get(message.sessionId ?? '')?.(message.method ?? '', message.params ?? {});
    }
  });
  return {
    listen: (sessionId: string, listener: Listener) => void listeners.set(sessionId, listener),
    async call<T>(method: string, params: object, sessionId?: string): Promise<T> {
      const id = ++last;
      const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
      into.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
      const { result, error } = await answered;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result as T;
    },
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
