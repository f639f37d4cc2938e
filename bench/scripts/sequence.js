export const meta = { name: 'sequence', description: 'args.count agents, one after the other' };
for (let i = 0; i < args.count; i++) await agent(`<<echo:${i}>>`);
return args.count;
