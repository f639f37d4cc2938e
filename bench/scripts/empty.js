export const meta = { name: 'empty', description: 'does nothing' };
return 'done';
