export const meta = { name: 'fan-out', description: 'args.count agents at once, each answered after args.delay milliseconds' };
const delay = args.delay ? `<<delay:${args.delay}>>` : '';
const answers = await parallel(Array.from({ length: args.count }, (_, i) => () => agent(`<<echo:${i}>>${delay}`)));
return answers.filter((answer) => answer !== null).length;
