import { getCanonicalLocales } from '@formatjs/intl-getcanonicallocales';

const Intl = {};
Object.defineProperty(globalThis, 'Intl', { value: Intl, writable: true, enumerable: false, configurable: true });
Object.defineProperty(Intl, 'getCanonicalLocales', {
  value: getCanonicalLocales,
  writable: true,
  enumerable: false,
  configurable: true,
});
