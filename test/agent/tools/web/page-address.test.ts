import { describe, expect, it } from '@jest/globals';
import { isSameSite, pageAddress } from '../../../../src/agent/tools/web/page-address.js';

const read = (text: string, base?: string) => {
  const address = pageAddress(text, base === undefined ? undefined : new URL(base));
  return address.kind === 'address' ? address.url.href : address.why;
};

describe('the address of a page', () => {
  it.each([
    ['http://example.com/a#b', 'https://example.com/a'],
    ['https://example.com:8443/?q=1', 'https://example.com:8443/?q=1'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['http://app.localhost/', 'http://app.localhost/'],
    ['http://127.0.0.1:80/', 'http://127.0.0.1/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
    ['http://2130706433/', 'http://127.0.0.1/'],
    ['http://localhost.example.com/', 'https://localhost.example.com/'],
    ['http://10.0.0.1/', 'https://10.0.0.1/'],
  ])('%s is fetched as %s', (text, href) => {
    expect(read(text)).toBe(href);
  });

  it.each([
    ['example.com', /cannot be read/],
    ['', /cannot be read/],
    ['file:///etc/passwd', /not file/],
    ['ftp://example.com/', /not ftp/],
    ['data:text/plain,x', /not data/],
    ['javascript:alert(1)', /not javascript/],
    ['https://user@example.com/', /user name or password/],
    ['https://:secret@example.com/', /user name or password/],
    [`https://example.com/${'a'.repeat(2_000)}`, /more than 2000/],
  ])('%s is refused', (text, why) => {
    expect(read(text)).toMatch(why);
  });

  it('of a redirect counts from where it comes', () => {
    expect(read('/b', 'https://example.com/a')).toBe('https://example.com/b');
    expect(read('//other.example/', 'https://example.com/a')).toBe('https://other.example/');
  });

  it.each([
    ['https://example.com/', 'https://example.com/x', true],
    ['https://example.com/', 'https://www.example.com/', false],
    ['https://example.com/', 'https://example.com./', true],
    ['https://example.com/', 'https://example.com:444/', false],
    ['https://example.com/', 'https://docs.example.com/', false],
    ['https://example.com/', 'http://example.com/', false],
  ])('%s and %s are the same site: %s', (a, b, same) => {
    expect(isSameSite(new URL(a), new URL(b))).toBe(same);
  });
});
