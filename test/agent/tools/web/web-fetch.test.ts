import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSeenFiles } from '../../../../src/agent/tools/seen-files.js';
import type { ToolContext } from '../../../../src/agent/tools/tool.js';
import type { Page } from '../../../../src/agent/tools/web/page-cache.js';
import type { PageRequest } from '../../../../src/agent/tools/web/page-request.js';
import { createPages } from '../../../../src/agent/tools/web/pages.js';
import { createWebFetchTool } from '../../../../src/agent/tools/web/web-fetch.js';
import { webServer } from './web-server.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let site: URL;
let answer: Answer;
let requests: IncomingMessage[];
let asked: { page: Page; prompt: string }[];

beforeAll(async () => {
  site = await webServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
});
beforeEach(() => {
  requests = [];
  asked = [];
});

const sends =
  (body: string | Buffer, type = 'text/html', more: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type, ...more }).end(body);

const redirects =
  (to: string, status = 302): Answer =>
  (_request, response) =>
    void response.writeHead(status, { location: to }).end('moved');

const context = (signal = new AbortController().signal) =>
  ({ workspace: '/', signal, seen: createSeenFiles() }) as unknown as ToolContext;

/** A WebFetch whose answer is the page itself, and that may reach this host. */
function webFetch({
  allowPrivate = () => true,
  ...options
}: Parameters<typeof createPages>[0] & { allowPrivate?: (host: string) => boolean } = {}) {
  const tool = createWebFetchTool({
    pages: createPages(options),
    allowPrivate,
    answer: async (page, prompt) => {
      asked.push({ page, prompt });
      return { text: page.text };
    },
  });
  return async (path = '/', signal?: AbortSignal) => {
    const { content, isError } = await tool.run({ url: new URL(path, site).href, prompt: 'what?' }, context(signal));
    return { text: content as string, failed: isError };
  };
}

const refusal = (words: RegExp) => ({ text: expect.stringMatching(words), failed: true });

describe('WebFetch', () => {
  it('asks for Markdown, says who it is, and brings nothing else of ours', async () => {
    answer = sends('# Hello', 'text/markdown');
    expect(await webFetch()('/')).toEqual({ text: '# Hello', failed: false });
    const { headers } = requests[0] as IncomingMessage;
    expect(headers.accept).toMatch(/^text\/markdown/);
    expect(headers['user-agent']).toMatch(/^Longhaul\/\d/);
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });

  it('gives the model what a reader sees of HTML, and the agent the answer', async () => {
    answer = sends(
      '<html><head><title>T</title><style>p{}</style></head><body><h1>Hi</h1><script>steal()</script><!-- no --><p>a <b>b</b></p><table><thead><tr><th>x</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></body></html>',
    );
    expect((await webFetch()('/')).text).toBe('T\n\n# Hi\n\na **b**\n\n| x |\n| --- |\n| 1 |');
    expect(asked).toEqual([{ page: expect.objectContaining({ url: site.href, cut: false }), prompt: 'what?' }]);
  });

  it('reads pages in their encoding, compressed or not', async () => {
    answer = sends(gzipSync('zipped'), 'text/plain', { 'content-encoding': 'gzip' });
    expect((await webFetch()('/')).text).toBe('zipped');
    answer = sends(Buffer.from('caf\xe9', 'latin1'), 'text/plain; charset=iso-8859-1');
    expect((await webFetch()('/')).text).toBe('café');
    answer = sends(Buffer.from('<meta charset="windows-1252"><p>caf\xe9', 'latin1'));
    expect((await webFetch()('/')).text).toBe('café');
    answer = sends('plain', 'text/plain; charset=klingon');
    expect((await webFetch()('/')).text).toBe('plain');
  });

  it('keeps a page of the internet for 15 minutes', async () => {
    let time = 0;
    let body = 'first';
    const request: PageRequest = async () => ({
      status: 200,
      contentType: 'text/plain',
      location: null,
      isPublic: true,
      body: Buffer.from(body),
      cut: false,
    });
    const fetch = webFetch({ now: () => time, request });
    expect((await fetch('https://a.example/')).text).toBe('first');
    body = 'second';
    time = 15 * 60_000 - 1;
    expect((await fetch('http://a.example/#part')).text).toBe('first');
    time = 15 * 60_000;
    expect((await fetch('https://a.example/')).text).toBe('second');
  });

  it('does not keep pages that are not for everyone', async () => {
    answer = sends('inside', 'text/plain');
    const fetch = webFetch();
    await fetch('/');
    await fetch('/');
    expect(requests).toHaveLength(2);
  });

  it('follows redirects on the same site', async () => {
    answer = (request, response) =>
      request.url === '/b' ? sends('there', 'text/plain')(request, response) : redirects('/b')(request, response);
    expect((await webFetch()('/a')).text).toBe('there');
  });

  it('reports redirects to another host and does not follow them', async () => {
    answer = redirects('https://elsewhere.example/page');
    expect(await webFetch()('/')).toEqual({
      text: expect.stringContaining('https://elsewhere.example/page'),
      failed: false,
    });
    expect(asked).toEqual([]);
  });

  it.each(['file:///etc/passwd', 'https://me:secret@elsewhere.example/', 'javascript:0'])(
    'refuses a redirect to %s',
    async (to) => {
      answer = redirects(to);
      const { text, failed } = await webFetch()('/');
      expect(failed).toBe(true);
      expect(text).not.toContain('secret');
    },
  );

  it('gives up redirects in a circle', async () => {
    answer = redirects('/');
    expect(await webFetch()('/')).toEqual(refusal(/more than 10 redirects/));
    expect(requests).toHaveLength(11);
  });

  it.each([
    ['/', 'the address itself'],
    ['http://localhost:PORT/', 'a name'],
    ['http://[::1]:PORT/', 'IPv6'],
    ['http://[::ffff:127.0.0.1]:PORT/', 'IPv4 in IPv6'],
    ['http://0x7f.1:PORT/', 'odd notation'],
    ['http://169.254.169.254/latest/meta-data/', 'the metadata service'],
  ])('does not reach %s unless a rule names it (%s)', async (url) => {
    answer = sends('internal', 'text/plain');
    const fetch = webFetch({ allowPrivate: () => false });
    expect(await fetch(url.replace('PORT', site.port))).toEqual(refusal(/not on the public internet.*permission rule/));
    expect(requests).toHaveLength(0);
  });

  it('reaches a name of this host when a rule names it', async () => {
    answer = sends('local', 'text/plain');
    const fetch = webFetch({ allowPrivate: (host) => host === 'localhost' });
    expect((await fetch(`http://localhost:${site.port}/`)).text).toBe('local');
  });

  it.each([
    ['image/png', 'x'],
    ['application/pdf', '%PDF'],
    ['application/octet-stream', 'x'],
    ['text/plain', 'a\0b'],
  ])('says that %s is no text', async (type, body) => {
    answer = sends(body, type);
    expect(await webFetch()('/')).toEqual(refusal(/no text/));
  });

  it.each([404, 500, 304])('says that the server answered %d', async (status) => {
    answer = (_request, response) => void response.writeHead(status).end();
    expect(await webFetch()('/')).toEqual(refusal(new RegExp(`answered ${status}`)));
  });

  it('says when a page has no text', async () => {
    answer = sends('<script>render()</script>');
    expect((await webFetch()('/')).text).toMatch(/has no text/);
    expect(asked).toEqual([]);
  });

  it('reads the beginning of an endless page', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const pour = (): void => {
        while (!response.destroyed && response.write('word '.repeat(20_000)));
      };
      response.on('drain', pour);
      pour();
    };
    const { text } = await webFetch()('/');
    expect(text).toMatch(/Cut after.*50 KB.*only its beginning was read/s);
    expect(asked[0]?.page.text).toHaveLength(100_000);
  });

  it('bounds what a small compressed page unfolds to', async () => {
    answer = sends(gzipSync(Buffer.alloc(50_000_000, 'a')), 'text/plain', { 'content-encoding': 'gzip' });
    await webFetch()('/');
    expect(asked[0]?.page).toMatchObject({ cut: true });
  });

  it('gives up pages made to be hard to read', async () => {
    answer = sends('<div>'.repeat(20_000));
    expect(await webFetch()('/')).toEqual(refusal(/nested too deeply|takes too long/));
  });

  it('gives up a server that does not answer in time', async () => {
    answer = () => undefined;
    expect(await webFetch({ timeoutMs: 100 })('/')).toEqual(refusal(/no whole page within 0.1 s/));
  });

  it('says when a server speaks no TLS', async () => {
    expect(await webFetch()(`https://localhost:${site.port}/`)).toEqual(refusal(/the request failed: .*(SSL|TLS)/i));
    expect(requests).toHaveLength(0);
  });

  it('says when a connection breaks', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    expect(await webFetch()('/')).toEqual(refusal(/the request failed/));
    answer = sends('not compressed', 'text/plain', { 'content-encoding': 'gzip' });
    expect(await webFetch()('/')).toEqual(refusal(/the request failed/));
  });

  it('ends with the leg', async () => {
    const leg = new AbortController();
    answer = () => leg.abort();
    await expect(webFetch()('/', leg.signal)).rejects.toThrow(/abort/i);
  });
});
