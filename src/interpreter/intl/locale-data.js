// English whole; of other languages what scripts use: numbers, dates, plurals, lists, relative times.

import '@formatjs/intl-pluralrules/locale-data/en.js';
import '@formatjs/intl-numberformat/locale-data/en.js';
import '@formatjs/intl-datetimeformat/locale-data/en.js';
import '@formatjs/intl-relativetimeformat/locale-data/en.js';
import '@formatjs/intl-listformat/locale-data/en.js';
import '@formatjs/intl-displaynames/locale-data/en.js';

import '@formatjs/intl-pluralrules/locale-data/de.js';
import '@formatjs/intl-numberformat/locale-data/de.js';
import '@formatjs/intl-datetimeformat/locale-data/de.js';
import '@formatjs/intl-relativetimeformat/locale-data/de.js';
import '@formatjs/intl-listformat/locale-data/de.js';
