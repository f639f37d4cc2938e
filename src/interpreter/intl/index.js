// Intl for scripts that mention it, from data that is part of the engine: no host locale, no clock, UTC unless a zone is named (I2).
// scripts/build-engine.mjs bundles this; it runs in a realm before the prelude, which then freezes what it defined.

import './canonical-locales.js';
import '@formatjs/intl-locale/polyfill-force.js';
import '@formatjs/intl-pluralrules/polyfill-force.js';
import '@formatjs/intl-numberformat/polyfill-force.js';
import '@formatjs/intl-datetimeformat/polyfill-force.js';
import '@formatjs/intl-relativetimeformat/polyfill-force.js';
import '@formatjs/intl-listformat/polyfill-force.js';
import '@formatjs/intl-displaynames/polyfill-force.js';
import '@formatjs/intl-segmenter/polyfill-force.js';
import './locale-data.js';
import './time-zones.js';
import '@formatjs/intl-datetimeformat/add-golden-tz.js';
import './collator.js';
import './date-strings.js';
import './settle.js';
