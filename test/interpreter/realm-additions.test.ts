import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/interpreter/outcome.js';
import { runScript, scriptOf } from './script-host.js';

const URLS: readonly (readonly [string, string?])[] = [
  ['https://user:pa%20ss@Example.COM:8080/a/../b/./c%7e?x=1 2&y=ü#frag ment'],
  ['HTTP://example.com:80'],
  ['https://example.com:443/x'],
  ['http:foo', 'http://a/b/c'],
  ['//host/path', 'https://a/b'],
  ['../x?y', 'https://a/b/c/d?e#f'],
  ['?q', 'https://a/b?c#d'],
  ['#h', 'https://a/b?c#d'],
  ['', 'https://a/b?c#d'],
  ['/abs', 'https://a:1/b'],
  ['http:\\\\a\\b\\..\\c'],
  ['http://a/b/%2e%2E/c/.'],
  ['http://192.168.1.1/'],
  ['http://0x7f.1/'],
  ['http://256.1.1.1/'],
  ['http://1.2.3.4.5/'],
  ['http://3232235777'],
  ['http://[::1]:3000/x'],
  ['http://[1:0:0:2:0:0:0:3]/'],
  ['http://[::ffff:1.2.3.4]/'],
  ['http://[1:2:3:4:5:6:7]/'],
  ['http://bücher.example/ä'],
  ['http://日本語.jp'],
  ['http://a b/'],
  ['http://a%41.com'],
  ['http://a:99999/'],
  ['http://a:x/'],
  ['http://'],
  ['https:///three/slashes'],
  ['not a url'],
  ['mailto:someone@example.com?subject=a b'],
  ['data:text/plain,hello world#x'],
  ['javascript:alert(1)'],
  ['file:///etc/hosts'],
  ['file:/C:/dir/../x'],
  ['file:///C|/x'],
  ['file://localhost/x'],
  ['../y', 'file:///a/b/c'],
  ['foo://Host:8/p/../q?r#s'],
  ['foo:/a/./b'],
  ['foo:bar', 'https://x/'],
  ['//x', 'foo:opaque'],
  ['#f', 'mailto:a@b'],
  ['blob:https://a.b/uuid'],
  ['  https://trim.me/\n\tx  '],
  ["https://q.example/?it's<>#`"],
  ['ws://a:80/'],
  ['https://u@h'],
  ['https://:p@h'],
  ['https://a@b@c/'],
  ['https://ex%61mple.com'],
  ['http://a.b./'],
  ['http://a/;x=1,2/~t{}|"`'],
];

/** What the body returns when it runs as a script. */
function result(body: string): Json | undefined {
  const { ending } = runScript(scriptOf(body));
  if (ending?.kind !== 'returned') throw new Error(JSON.stringify(ending));
  return ending.value;
}

/** Runs the same function in the guest and in Node. */
function inBoth(body: string): { readonly guest: unknown; readonly node: unknown } {
  const node: unknown = new Function(body)();
  return { guest: result(body), node: JSON.parse(JSON.stringify(node)) };
}

describe('URL follows the standard', () => {
  it('parses what Node parses, and as Node does', () => {
    const { guest, node } = inBoth(`
      const parts = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
      const parse = ([input, base]) => { const url = new URL(input, base); return parts.map((part) => url[part]) };
      return ${JSON.stringify(URLS)}.map((url) => { try { return [url, parse(url)] } catch (e) { return [url, e.name] } });
    `);
    expect(guest).toEqual(node);
  });

  it('setters change one part and keep the rest', () => {
    const { guest, node } = inBoth(`
      const changes = { protocol: 'http', username: 'ü', password: 'p:w', host: 'h:99', hostname: '[::1]', port: '443', pathname: 'a b?c', search: '?x=ü', hash: 'z z' };
      const bad = { protocol: 'foo', host: '', hostname: 'a b', port: 'x', href: undefined };
      return [changes, bad].flatMap((set) => Object.entries(set).filter(([, v]) => v !== undefined).map(([part, value]) => {
        const u = new URL('https://u:p@example.com:8080/path?query#hash');
        u[part] = value;
        return u.href;
      }));
    `);
    expect(guest).toEqual(node);
  });

  it('searchParams and the URL follow each other', () => {
    const { guest, node } = inBoth(`
      const u = new URL('https://a/?b=1&a=2&b=3+4%20ü');
      const seen = [u.searchParams.getAll('b'), [...u.searchParams.keys()], u.searchParams.has('b', '1'), u.searchParams.size];
      u.searchParams.append('c', "!'()~*-._ é&=");
      u.searchParams.set('b', 'only');
      u.searchParams.sort();
      seen.push(u.href);
      u.search = 'n=1';
      seen.push(u.searchParams.get('n'), new URLSearchParams({ x: 1 }).toString(), new URLSearchParams([['p', 'q']]).toString());
      u.searchParams.delete('n');
      return [...seen, u.href, JSON.stringify({ u }), URL.canParse('x'), String(new URLSearchParams('?a=%zz%e9&b'))];
    `);
    expect(guest).toEqual(node);
  });
});

describe('bytes and text', () => {
  it('TextEncoder writes UTF-8 as Node does', () => {
    const { guest, node } = inBoth(`
      const into = new Uint8Array(5);
      return [[...new TextEncoder().encode('aé日😀\\ud800z')], new TextEncoder().encodeInto('é日x', into), [...into], [...new TextEncoder().encode()]];
    `);
    expect(guest).toEqual(node);
  });

  it('hex and base64 go there and back', () => {
    const bytes = Array.from({ length: 256 }, (_, i) => i);
    for (const length of [0, 1, 2, 3, 4, 255, 256]) {
      const buffer = Buffer.from(bytes.slice(0, length));
      const seen = result(`
        const bytes = new Uint8Array(${JSON.stringify([...buffer])});
        return [bytes.toHex(), bytes.toBase64(), bytes.toBase64({ alphabet: 'base64url', omitPadding: true }),
          [...Uint8Array.fromHex(bytes.toHex())], [...Uint8Array.fromBase64(bytes.toBase64())]];
      `);
      const expected = [
        buffer.toString('hex'),
        buffer.toString('base64'),
        buffer.toString('base64url'),
        [...buffer],
        [...buffer],
      ];
      expect(seen).toEqual(expected);
    }
  });

  it('wrong hex and base64 are refused', () => {
    const texts = [
      'fromHex("abc")',
      'fromHex("zz")',
      'fromBase64("A")',
      'fromBase64("AQ=")',
      'fromBase64("AQI==")',
      'fromBase64("A*==")',
    ];
    const strict = [
      'fromBase64("AQ", {lastChunkHandling: "strict"})',
      'fromBase64("AR==", {lastChunkHandling: "strict"})',
    ];
    for (const text of [...texts, ...strict]) {
      expect(result(`try { return Uint8Array.${text} } catch (e) { return e.name }`)).toBe('SyntaxError');
    }
    expect(result('return [...Uint8Array.fromBase64("AQIDBA", {lastChunkHandling: "stop-before-partial"})]')).toEqual([
      1, 2, 3,
    ]);
  });
});

describe('structuredClone', () => {
  it('copies what has a copy, cycles and all', () => {
    expect(
      result(`
        const given = { map: new Map([[{ k: 1 }, new Set([1])]]), date: new Date(5), re: /x/gi, bytes: new Uint8Array([1, 2]), error: new RangeError('r'), sparse: [1, , 3] };
        given.self = given;
        const copy = structuredClone(given);
        return [copy !== given, copy.self === copy, [...copy.map.keys()][0].k, copy.date.getTime(), String(copy.re), [...copy.bytes],
          copy.error instanceof RangeError && copy.error.message, 1 in copy.sparse];
      `),
    ).toEqual([true, true, 1, 5, '/x/gi', [1, 2], 'r', false]);
  });

  it('refuses functions, symbols, promises and weak collections', () => {
    for (const value of [
      '() => 1',
      'Symbol()',
      '{ a: [() => 1] }',
      'Promise.resolve()',
      'new Map([[1, Symbol()]])',
      'new WeakMap()',
    ]) {
      expect(result(`try { structuredClone(${value}); return 'copied' } catch (e) { return e.name }`)).toBe(
        'DataCloneError',
      );
    }
  });
});

describe('Array.fromAsync', () => {
  it('takes async iterables, iterables of promises and array-likes', () => {
    expect(
      result(`
        async function* numbers() { yield 1; yield 2 }
        return [await Array.fromAsync(numbers(), async (n, i) => n * 10 + i), await Array.fromAsync([Promise.resolve(3), 4]),
          await Array.fromAsync({ length: 2, 0: Promise.resolve('a'), 1: 'b' }), await Array.fromAsync(null).catch((e) => e.name),
          await Array.fromAsync([Promise.reject(new Error('no'))]).catch((e) => e.message)];
      `),
    ).toEqual([[10, 21], [3, 4], ['a', 'b'], 'TypeError', 'no']);
  });
});

describe('Intl has data of its own, no clock and no host', () => {
  it('formats en-US as Node does', () => {
    const { guest, node } = inBoth(`
      const day = new Date(Date.UTC(2026, 10, 3, 17, 5, 9));
      const zone = (timeZone, rest) => new Intl.DateTimeFormat('en-US', { timeZone, ...rest }).format(day).replace(/\\u202f/g, ' ');
      return [
        [0, -1.5, 1e21, 0.1 + 0.2, NaN].map((n) => n.toLocaleString('en-US')),
        new Intl.NumberFormat('en-US', { style: 'unit', unit: 'kilometer-per-hour' }).format(50),
        new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(1.005),
        zone('UTC', { dateStyle: 'full' }), zone('UTC', { timeStyle: 'long' }), zone('America/New_York', { dateStyle: 'short', timeStyle: 'short' }),
        zone('Europe/Berlin', { hour: '2-digit', minute: '2-digit', hour12: false }), zone('Asia/Tokyo', { weekday: 'long', month: 'short', day: 'numeric' }),
        new Intl.ListFormat('en', { type: 'disjunction' }).format(['a', 'b']), new Intl.DisplayNames('en', { type: 'language' }).of('de'),
        new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-1, 'day'), new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(1234.5),
      ];
    `);
    expect(guest).toEqual(node);
  });

  it('sorts texts as Node does', () => {
    const words = [
      'zebra',
      'Äpfel',
      'apple',
      'Apple',
      'a10',
      'a9',
      'résumé',
      'resume',
      'Resume',
      'co-op',
      'coop',
      '_x',
      '10',
      '9',
      ' lead',
      'straße',
      'strasse',
      'ñ',
      'n',
      'o',
      'Ж',
      'б',
      'α',
      '',
      '$5',
      '#1',
      'æther',
      'a/b',
      'a.b',
      'a b',
    ];
    const { guest, node } = inBoth(`
      const words = ${JSON.stringify(words)};
      return [undefined, { numeric: true }, { sensitivity: 'base' }, { caseFirst: 'upper' }].map((o) => [...words].sort(new Intl.Collator('en', o).compare))
        .concat([[...words].sort((a, b) => a.localeCompare(b))], ['a'.localeCompare('Á', 'en', { sensitivity: 'base' }), 'a'.localeCompare('A', 'en', { sensitivity: 'accent' })]);
    `);
    expect(guest).toEqual(node);
  });

  it('tells no time and no place', () => {
    const asked = [
      'new Intl.DateTimeFormat().format()',
      'new Intl.DateTimeFormat().formatToParts()',
      'new Intl.DateTimeFormat().formatRange()',
    ];
    for (const text of asked) expect(result(`try { return ${text} } catch { return 'no clock' }`)).toBe('no clock');
    expect(
      result(
        'return [Intl.DateTimeFormat().resolvedOptions().timeZone, new Intl.NumberFormat().resolvedOptions().locale, new Date(0).toLocaleString().replace(/\\s/g, " ")]',
      ),
    ).toEqual(['UTC', 'en-US', '1/1/1970, 12:00:00 AM']);
  });

  it('refuses unknown zones and locales', () => {
    expect(
      result("try { return new Date(0).toLocaleString('en', { timeZone: 'Mars/Base' }) } catch (e) { return e.name }"),
    ).toBe('RangeError');
    expect(result("try { return (1).toLocaleString('x') } catch (e) { return e.name }")).toBe('RangeError');
  });
});
