// Date.prototype.toLocaleString and its kin: only an invalid date is "Invalid Date"; a wrong locale, option or zone throws.

const DATE = ['weekday', 'year', 'month', 'day'];
const TIME = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits'];
const { getTime } = Date.prototype;

/** `given` are the options that make defaults unnecessary; `defaults` are asked for where none of them is set. */
const kinds = {
  toLocaleString: { given: [...DATE, ...TIME], defaults: ['year', 'month', 'day', 'hour', 'minute', 'second'] },
  toLocaleDateString: { given: DATE, defaults: ['year', 'month', 'day'] },
  toLocaleTimeString: { given: TIME, defaults: ['hour', 'minute', 'second'] },
};

for (const [name, { given, defaults }] of Object.entries(kinds)) {
  const method = {
    [name](locales = undefined, options = undefined) {
      const time = getTime.call(this);
      if (Number.isNaN(time)) return 'Invalid Date';
      const asked = { ...options };
      const styled = asked.dateStyle !== undefined || asked.timeStyle !== undefined;
      if (!styled && given.every((option) => asked[option] === undefined)) {
        for (const option of defaults) asked[option] = 'numeric';
      }
      return new Intl.DateTimeFormat(locales, asked).format(time);
    },
  }[name];
  Object.defineProperty(Date.prototype, name, { value: method, writable: true, enumerable: false, configurable: true });
}
