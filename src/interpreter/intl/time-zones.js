// Time zones stay packed text until one is used: unpacked, all of them would take 8 MB of every run.

Intl.DateTimeFormat.__addTZData = ({ abbrvs, offsets, zones }) => {
  const names = abbrvs.split('|');
  const seconds = offsets.split('|');
  for (const packed of zones) {
    const end = packed.indexOf('|');
    let unpacked;
    Object.defineProperty(Intl.DateTimeFormat.tzData, packed.slice(0, end), {
      enumerable: true,
      get: () => (unpacked ??= unpack(packed.slice(end + 1), names, seconds)),
    });
  }
};

/** `since,abbreviation,offset,summer|…` with numbers in base 36, as tuples; the first holds since ever. */
function unpack(text, names, seconds) {
  return text.split('|').map((period) => {
    const [since, name, offset, summer] = period.split(',');
    return [since === '' ? -Infinity : parseInt(since, 36), names[name], parseInt(seconds[offset], 36), summer === '1'];
  });
}
