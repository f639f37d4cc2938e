// What is left to do when everything is loaded: en-US by default, the slow first use, and data out of sight.

const constructors = Object.values(Object.getOwnPropertyDescriptors(Intl)).map(({ value }) => value);

for (const constructor of constructors) {
  if ('__defaultLocale' in constructor) constructor.__defaultLocale = 'en-US';
}

// The patterns of a calendar are parsed when it is first used: 0.6 s that belong into the image of the realm.
new Intl.DateTimeFormat('en-US').format(0);

// Behind a getter, tables are not frozen with the intrinsics: that would triple their size. Nothing can be added to them any more.
for (const constructor of constructors) {
  for (const [key, { value, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(constructor))) {
    if (key.startsWith('__add')) delete constructor[key];
    else if (typeof value === 'object' && configurable)
      Object.defineProperty(constructor, key, { get: () => value, enumerable: false });
  }
}
